"""Links of the pages lead to files of this repository."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGES = [
    *REPOSITORY.glob("*.md"),
    *REPOSITORY.glob("docs/*.md"),
    *REPOSITORY.glob("examples/*.md"),
    *REPOSITORY.glob("orion_sandbox/*.md"),
]
OURS = "https://github.com/orion-rds/orion-rds/blob/main/"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    """A file that is moved breaks the links to it, and no reader reports that."""
    text = page.read_text(encoding="utf-8")
    relative = re.findall(r"\]\((?!https?:)([^)#\s]+)", text)
    absolute = re.findall(rf"{OURS}([^\s)#>]+)", text)

    assert [link for link in relative if not (page.parent / link).exists()] == []
    assert [link for link in absolute if not (REPOSITORY / link).exists()] == []


def test_pages_have_links() -> None:
    """Without any the test before proves nothing."""
    assert sum(page.read_text(encoding="utf-8").count("](") for page in PAGES) > 20

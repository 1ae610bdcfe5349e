"""docs/architecture.md names files that exist."""

import re
from pathlib import Path

PATH = re.compile(r"`((?:orion_ops|orion_rds|orion_sandbox|tests|components|plan)/[\w/.]*)`")


def test_every_path_on_the_page_exists(repository: Path) -> None:
    """The page says where to change what; a moved file must not lead nowhere."""
    page = (repository / "docs" / "architecture.md").read_text(encoding="utf-8")
    paths = set(PATH.findall(page))

    assert len(paths) > 30
    missing = {
        path for path in paths if not (repository / path).exists() and not (repository / "orion_rds" / path).exists()
    }
    assert missing == set()

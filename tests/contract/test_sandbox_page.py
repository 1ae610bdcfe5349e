"""What `docs/sandbox.md` says of the stand-in is what the stand-in does."""

from pathlib import Path

from orion_sandbox.providers.resources import ROWS
from orion_sandbox.providers.table import Row


def test_the_page_lists_every_type_with_every_property(repository: Path) -> None:
    """A reader must be able to trust the list, in both directions."""
    page = (repository / "docs" / "sandbox.md").read_text()
    section = page.split("## What is imitated", 1)[1].split("\n## ", 1)[0]
    listed = [line for line in section.splitlines() if line.startswith("| `")]

    assert sorted(listed) == sorted(_line(row) for row in ROWS.values())


def _line(row: Row) -> str:
    _package, module, name = row.type.split(":")
    return f"| `{module.split('/')[0]}.{name}` | {', '.join(f'`{prop.name}`' for prop in row.properties)} |"

"""What `docs/sandbox.md` says of the stand-in is what the stand-in does."""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from orion_sandbox.providers.resources import WRITTEN
from orion_sandbox.providers.resources.derived import DECLARED
from orion_sandbox.providers.table import Row


def test_the_page_lists_every_type_with_every_property(repository: Path) -> None:
    """A reader must be able to trust the list, in both directions."""
    page = (repository / "docs" / "sandbox.md").read_text()
    section = page.split("## What is imitated", 1)[1].split("\n## ", 1)[0]
    listed = [line for line in section.splitlines() if re.match(r"\| `\w+\.\w+` ", line)]

    assert sorted(listed) == sorted(_line(row) for row in WRITTEN.values())


def test_the_page_lists_every_derived_type(repository: Path) -> None:
    """By the SDK's modules."""
    page = (repository / "docs" / "sandbox.md").read_text()
    section = page.split("| Module | Types |\n|---|---|\n", 1)[1].split("\n\n", 1)[0]

    assert section.splitlines() == list(derived_types())


def derived_types() -> Iterator[str]:
    """Yield the lines of the page's table."""
    names = sorted(tuple(token.replace("/", ":").split(":")[1::2]) for token in DECLARED)
    for module, of_module in groupby(names, key=itemgetter(0)):
        yield f"| `{module}` | {', '.join(f'`{name}`' for _, name in of_module)} |"


def _line(row: Row) -> str:
    _package, module, name = row.type.split(":")
    return f"| `{module.split('/')[0]}.{name}` | {', '.join(f'`{prop.name}`' for prop in row.properties)} |"

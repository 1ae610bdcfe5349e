"""What `docs/sandbox.md` says of the stand-in is what the stand-in does."""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from orion_sandbox.providers.lookups import LOOKUPS
from orion_sandbox.providers.region_functions import OF_REGION
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


def test_the_page_lists_every_function_that_is_imitated(repository: Path) -> None:
    """Any other one is made up."""
    page = (repository / "docs" / "sandbox.md").read_text()
    paragraph = page.split("Functions that look something up are imitated for ", 1)[1].split("\n\n", 1)[0]
    module, listed = "index", list[str]()
    for name in re.findall(r"`(?:(\w+)\.)?(get\w+)`", paragraph):
        module = name[0] or module
        listed.append(f"aws:{module}/{name[1]}:{name[1]}")

    by_the_provider = {"aws:iam/getPolicyDocument:getPolicyDocument", "aws:index/getDefaultTags:getDefaultTags"}
    assert sorted(listed) == sorted({*LOOKUPS, *OF_REGION, *by_the_provider})


def test_the_command_has_its_name_on_every_page_and_in_every_example(repository: Path) -> None:
    """`python -m orion_sandbox` works too, and nobody has to know it."""
    files = [repository / "README.md", *(repository / "docs").glob("*.md"), *(repository / "examples").rglob("*.*")]
    texts = {path: path.read_text(encoding="utf-8") for path in files if path.suffix in {".md", ".py", ".yaml"}}

    assert len(texts) > len(list((repository / "docs").glob("*.md"))) + 1
    assert [path.name for path, text in texts.items() if re.search(r"-m orion_sandbox\s", text)] == []


def derived_types() -> Iterator[str]:
    """Yield the lines of the page's table."""
    names = sorted(tuple(token.replace("/", ":").split(":")[1::2]) for token in DECLARED)
    for module, of_module in groupby(names, key=itemgetter(0)):
        yield f"| `{module}` | {', '.join(f'`{name}`' for _, name in of_module)} |"


def _line(row: Row) -> str:
    _package, module, name = row.type.split(":")
    return f"| `{module.split('/')[0]}.{name}` | {', '.join(f'`{prop.name}`' for prop in row.properties)} |"

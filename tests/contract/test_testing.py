"""The kit for tests of users against what it knows of the component and the provider."""

import re
from pathlib import Path

from orion_rds.testing.changes import REPLACED_BY
from orion_rds.testing.tokens import COMPONENTS
from orion_sandbox.providers.resources import ROWS


def test_the_types_of_the_component_are_known(repository: Path) -> None:
    """A type that is not among them would be an unknown one."""
    sources = (repository / "orion_rds" / "components").glob("*.py")
    types = {name for each in sources for name in re.findall(r'"orion-rds:index:(\w+)"', each.read_text("utf-8"))}

    assert set(COMPONENTS) == types


def test_what_replaces_a_resource_is_what_the_stand_in_replaces_it_for() -> None:
    """Whose rows are compared with AWS's own schemas."""
    rows = {row.type: {each.name for each in row.properties if each.replaces} for row in ROWS.values()}

    assert {type_: set(names) for type_, names in REPLACED_BY.items() if type_.startswith("aws:")} == {
        type_: rows[type_] for type_ in REPLACED_BY if type_.startswith("aws:")
    }

"""The kit for tests of users against what it knows of the component and the provider."""

import re
import tomllib
from importlib import import_module
from pathlib import Path

from orion_rds.testing.changes import REPLACED_BY
from orion_rds.testing.tokens import COMPONENTS
from orion_sandbox.providers.resources import WRITTEN
from tests.contract.testing_page import PLUGINS, examples, run


def test_the_types_of_the_component_are_known(repository: Path) -> None:
    """A type that is not among them would be an unknown one."""
    sources = (repository / "orion_rds" / "components").glob("*.py")
    types = {name for each in sources for name in re.findall(r'"orion-rds:index:(\w+)"', each.read_text("utf-8"))}

    assert set(COMPONENTS) == types


def test_what_replaces_a_resource_is_what_the_stand_in_replaces_it_for() -> None:
    """Whose rows are compared with AWS's own schemas."""
    rows = {row.type: {each.name for each in row.properties if each.replaces} for row in WRITTEN.values()}

    assert {type_: set(names) for type_, names in REPLACED_BY.items() if type_.startswith("aws:")} == {
        type_: rows[type_] for type_ in REPLACED_BY if type_.startswith("aws:")
    }


def test_the_examples_of_the_page_run(repository: Path, tmp_path: Path) -> None:
    """In a project of a user. The one of the sandbox is run with the tests that have an engine."""
    assert "6 passed" in run(repository, tmp_path, "test_with_mocks.py", "test_with_a_recording.py")


def test_the_fixtures_are_registered(repository: Path) -> None:
    """By the distributions that have them."""
    for folder, (name, module) in zip((".", "orion_sandbox"), PLUGINS.items(), strict=True):
        settings = tomllib.loads((repository / folder / "pyproject.toml").read_text(encoding="utf-8"))
        assert settings["project"]["entry-points"]["pytest11"] == {name: module}
        import_module(module)


def test_every_example_is_run(repository: Path) -> None:
    """Here, or by `tests/e2e/test_testing_page.py`."""
    assert set(examples(repository)) == {
        "deploy.py",
        "infra.py",
        "test_in_the_sandbox.py",
        "test_with_a_recording.py",
        "test_with_mocks.py",
        "try_faults.py",
    }

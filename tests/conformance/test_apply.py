"""The real provider deploys to the sandbox what the programs of this repository register."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from orion_sandbox.project import Project, read_project
from tests.conformance.conftest import recorded
from tests.conformance.conversion import document
from tests.conformance.terraform import Terraform

REPOSITORY = Path(__file__).parents[2]


def programs() -> Iterator[Any]:
    """Yield every stack of this project, and of each example the first one."""
    for path in [REPOSITORY, *sorted((REPOSITORY / "examples").glob("*/"))]:
        if (path / "Pulumi.yaml").exists() and (path / "__main__.py").exists():
            stacks = sorted(each.name.split(".")[1] for each in path.glob("Pulumi.*.yaml"))
            for stack in stacks if path == REPOSITORY else stacks[:1]:
                yield pytest.param(
                    read_project(path / "Pulumi.yaml"),
                    stack,
                    id=f"{path.name if path != REPOSITORY else 'orion-rds'} {stack}",
                )


@pytest.mark.parametrize(("project", "stack"), [*programs()])
def test_the_provider_applies_a_program_finds_it_unchanged_and_destroys_it(
    terraform: Callable[[], Terraform], api: Callable[[Mapping[str, Any]], str], project: Project, stack: str
) -> None:
    """Each call that it makes has to be answered as AWS does, and each value has to come back."""
    config = project.stack_file(stack).config()
    endpoint, region = api(config), str(config["aws:region"])
    run = terraform()
    recording = recorded(project.folder, project.name, stack, config)
    run.write(document(recording, endpoint, region))

    run.apply()
    again = {each["address"]: each["change"]["actions"] for each in run.plan()}

    assert again
    assert {address: actions for address, actions in again.items() if actions != ["no-op"]} == {}

    open_ = recorded(project.folder, project.name, stack, unprotected(project, config))
    run.write(document(open_, endpoint, region))
    run.apply()
    run.destroy()

    assert run.run("state", "list") == ""


def unprotected(project: Project, config: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the configuration with which an operator allows the deletion."""
    changed = deepcopy(dict(config))
    database = changed.get(f"{project.name}:database", {})
    for section, name in {"protection": "deletion", "disaster_recovery": "deletion_protection"}.items():
        if section in database:
            database[section][name] = False
    return changed

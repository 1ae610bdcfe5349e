"""The real provider deploys to the sandbox what the programs of this repository register, and plans changes of it."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from orion_sandbox.project import Project
from orion_sandbox.stack import SandboxStack
from tests.changing.change import ROOT
from tests.conformance.comparing import Difference, actions, changed_recordings, differences, explained, plan_each
from tests.conformance.conversion import document
from tests.conformance.preview import Deployed
from tests.conformance.programs import programs, recorded
from tests.conformance.terraform import Terraform

EVERY_PROGRAM = [pytest.param(project, stack, id=f"{project.name} {stack}") for project, stack in programs()]

CHANGES = {"test": 35, "prod": 65}
"""So many changes of each stack of this project are planned."""


@pytest.mark.parametrize(("project", "stack"), EVERY_PROGRAM)
def test_the_provider_applies_a_program_plans_changes_as_the_sandbox_does_and_destroys_it(
    terraform: Callable[[], Terraform],
    api: Callable[..., str],
    deployed: Callable[[Project, str], SandboxStack],
    project: Project,
    stack: str,
) -> None:
    """Each call that it makes has to be answered as AWS does, and each value has to come back."""
    config = project.stack_file(stack).config()
    before = recorded(project, stack, config)
    endpoint, region, run = api(config, before), str(config["aws:region"]), terraform()
    run.write(document(before, endpoint, region))

    run.apply()

    assert actions(run.plan()) == {}

    differing: list[Difference] = []
    if ROOT in config:
        found = changed_recordings(config, CHANGES[stack], lambda changed: recorded(project, stack, changed, before))
        documents = [document(each, endpoint, region) for each in found.values()]
        planned = plan_each(terraform(), run.state(), documents)
        sandbox = Deployed(deployed(project, stack), before)
        assert sandbox.preview(before) == {}
        shown = [sandbox.preview(each) for each in found.values()]
        assert sum(map(len, shown)) > len(shown), "most changes have to change something"
        differing += [each for each in differences(found, planned, shown) if not explained(each)]

    run.write(document(recorded(project, stack, unprotected(project, config)), endpoint, region))
    run.apply()
    run.destroy()

    assert run.state() == []
    assert differing == []


@pytest.fixture
def deployed(tmp_path: Path) -> Iterator[Callable[[Project, str], SandboxStack]]:
    """Deploy a stack of a project by the engine and the stand-in."""
    made: list[SandboxStack] = []

    def deploy(project: Project, stack: str) -> SandboxStack:
        made.append(SandboxStack(stack, project, folder=tmp_path / "deployed", report=lambda _: None))
        made[-1].up()
        return made[-1]

    yield deploy
    for each in made:
        each.discard()


def unprotected(project: Project, config: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the configuration with which an operator allows the deletion."""
    changed = deepcopy(dict(config))
    database = changed.get(f"{project.name}:database", {})
    for section, name in {"protection": "deletion", "disaster_recovery": "deletion_protection"}.items():
        if section in database:
            database[section][name] = False
    return changed

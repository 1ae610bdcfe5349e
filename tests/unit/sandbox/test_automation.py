"""What is read from the files of Pulumi's state. The state here is as the engine writes it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pulumi.automation.errors import StackNotFoundError

from orion_sandbox.automation import SECRET, SIGNATURE, SandboxAutomationStack, SandboxWorkspace, StateFolder
from orion_sandbox.pulumi_command import SandboxPulumi

UPDATE = {
    "kind": "update",
    "startTime": 1_700_000_000,
    "endTime": 1_700_000_005,
    "message": "",
    "environment": {},
    "config": {"tiny:key": "value"},
    "result": "succeeded",
    "resourceChanges": {"same": 2},
}


@pytest.fixture
def workspace(tmp_path: Path) -> SandboxWorkspace:
    """A workspace whose engine prints its last argument's worth of plain outputs, and a note that it was asked."""
    engine = tmp_path / "pulumi"
    asked = tmp_path / "asked"
    engine.write_text(f'#!/bin/sh\necho "$*" >> {asked}\necho \'{{"host": "db.example", "password": "plain"}}\'\n')
    engine.chmod(0o755)
    (tmp_path / "work").mkdir()
    made = SandboxWorkspace(work_dir=str(tmp_path / "work"), pulumi_command=SandboxPulumi(engine, "3.259.0"))
    made.state = StateFolder(tmp_path / "state", "tiny", "test")
    return made


def write_state(workspace: SandboxWorkspace, outputs: dict[str, Any]) -> None:
    """Write a checkpoint of one stack resource."""
    resources = [{"type": "random:index:Other"}, {"type": "pulumi:pulumi:Stack", "outputs": outputs}]
    workspace.state.checkpoint.parent.mkdir(parents=True)
    workspace.state.checkpoint.write_text(json.dumps({"checkpoint": {"latest": {"resources": resources}}}))


def commands(workspace: SandboxWorkspace) -> list[str]:
    """What the engine was asked."""
    asked = Path(workspace.work_dir).with_name("asked")
    return asked.read_text().splitlines() if asked.exists() else []


def test_outputs_without_secrets_ask_no_engine(workspace: SandboxWorkspace) -> None:
    """They are in the state as they are."""
    write_state(workspace, {"host": "db.example", "ports": [5432]})

    outputs = workspace.stack_outputs("test")

    assert {name: (output.value, output.secret) for name, output in outputs.items()} == {
        "host": ("db.example", False),
        "ports": ([5432], False),
    }
    assert commands(workspace) == []


def test_secret_outputs_are_decrypted_by_the_engine_and_marked(workspace: SandboxWorkspace) -> None:
    """Only it has the key."""
    write_state(workspace, {"host": "db.example", "password": {SIGNATURE: SECRET, "ciphertext": "v1:abc"}})

    outputs = workspace.stack_outputs("test")

    assert (outputs["password"].value, outputs["password"].secret) == ("plain", True)
    assert (outputs["host"].value, outputs["host"].secret) == ("db.example", False)
    assert len(commands(workspace)) == 1


def test_a_stack_that_was_never_deployed_has_no_outputs(workspace: SandboxWorkspace) -> None:
    """After `stack init` the state has no resources."""
    workspace.state.checkpoint.parent.mkdir(parents=True)
    workspace.state.checkpoint.write_text(json.dumps({"checkpoint": {"latest": None}}))

    assert workspace.stack_outputs("test") == {}


def test_the_summary_is_that_of_the_last_update(workspace: SandboxWorkspace) -> None:
    """Each update leaves a file whose name contains its time."""
    write_state(workspace, {})
    workspace.state.history.mkdir(parents=True)
    for time, changes in (("1700000000000000000", {"create": 2}), ("1700000009000000000", {"same": 2})):
        update = UPDATE | {"resourceChanges": changes}
        (workspace.state.history / f"test-{time}.history.json").write_text(json.dumps(update))

    summary = SandboxAutomationStack("test", workspace).info()

    assert summary is not None
    assert summary.resource_changes == {"same": 2}
    assert summary.start_time == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert commands(workspace) == []


def test_a_stack_without_state_is_created(workspace: SandboxWorkspace) -> None:
    """And one with a state is not asked for."""
    with pytest.raises(StackNotFoundError):
        workspace.select_stack("test")

    SandboxAutomationStack("test", workspace)
    write_state(workspace, {})
    SandboxAutomationStack("test", workspace)

    assert [line.split()[-3:] for line in commands(workspace)] == [["stack", "init", "test"]]

"""`__main__.py`, the stack's program."""

import json
import runpy

import pulumi
import pytest

from orion_rds.testing import Recording, record
from tests.component.stacks import REPOSITORY, whole_config

PROGRAM = REPOSITORY / "__main__.py"


def run(stack: str) -> Recording:
    """Run the program with a stack's configuration."""

    def program() -> None:
        pulumi.runtime.set_all_config({"orion-rds:database": json.dumps(whole_config(stack))})
        runpy.run_path(str(PROGRAM))

    return record(program, project="orion-rds", stack=stack)


@pytest.mark.parametrize("stack", ["test", "prod"])
def test_the_program_exports_every_output(stack: str) -> None:
    """`pulumi stack output` is where people look."""
    recording = run(stack)
    (database,) = recording.of("orion-rds:index:AuroraDatabase")

    assert database.name == "orion"
    assert recording.exports == recording.outputs[database.urn]
    assert recording.exports["cluster_identifier"] == f"orion-{stack}-aurora"


def test_the_program_stays_small_enough_to_copy() -> None:
    """What it does belongs into the component, where it is tested."""
    assert len(PROGRAM.read_text(encoding="utf-8").splitlines()) <= 30

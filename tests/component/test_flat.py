"""`benchmarks/flat.py`, the program that `AuroraDatabase` is measured against."""

import json
from typing import Any

from benchmarks.flat import replay, steps
from benchmarks.program import core
from benchmarks.recorded import NAME, resources
from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_rds.testing import Recording, record


def made(recording: Recording) -> dict[str, Any]:
    """What providers would be asked for, by logical name; components and parents left out."""
    names = {resource.urn: resource.name for resource in recording.resources if resource.custom}
    return {
        resource.name: {
            "type": resource.type,
            "inputs": resource.inputs,
            "secrets": resource.secrets,
            "protect": resource.protect,
            "ignore_changes": resource.ignore_changes,
            "dependencies": {names[urn] for urn in resource.dependencies if urn in names},
        }
        for resource in recording.resources
        if resource.custom
    }


def test_the_replay_registers_exactly_what_the_component_registers() -> None:
    """A ratio of two programs that do different things says nothing."""
    program = steps(json.loads(json.dumps(resources())))

    ours = made(record(lambda: AuroraDatabase(NAME, parse(core()))))
    flat = made(record(lambda: replay(NAME, program)))

    assert ours
    assert ours.keys() == flat.keys()
    for name, resource in ours.items():
        assert flat[name] == resource, name

"""`benchmarks/flat.py`, the program that `AuroraDatabase` is measured against."""

import re
from typing import Any

from benchmarks.flat import flat_database
from benchmarks.program import core
from orion_rds import AuroraDatabase
from orion_rds.testing import Recording, record

GENERATION = re.compile(r"(?<=secret-value)-[0-9a-f]{8}$")
"""Which password it is; a program without components needs no such name."""


def made(recording: Recording) -> dict[str, Any]:
    """What providers would be asked for, by logical name; components and parents left out."""
    names = {resource.urn: resource.name for resource in recording.resources}
    return {
        GENERATION.sub("", resource.name): {
            "type": resource.type,
            "inputs": resource.inputs,
            "secrets": resource.secrets,
            "protect": resource.protect,
            "ignore_changes": resource.ignore_changes,
            "dependencies": {GENERATION.sub("", names[urn]) for urn in resource.dependencies},
        }
        for resource in recording.resources
        if resource.custom
    }


def test_the_flat_program_makes_exactly_what_the_component_makes() -> None:
    """A ratio of two programs that do different things says nothing."""
    ours = made(record(lambda: AuroraDatabase("database", core())))
    flat = made(record(lambda: flat_database("database", "orion")))

    assert ours
    assert ours.keys() == flat.keys()
    for name, resource in ours.items():
        assert flat[name] == resource, name

"""The resources of one database, printed as JSON: `python -m benchmarks.recorded`."""

import json
import logging
from typing import Any

from benchmarks.program import core
from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_rds.testing import RecordedResource, record

NAME = "database"


def resources() -> list[dict[str, Any]]:
    """Record the resources that a database registers, in that order, without components."""
    made = [each for each in record(lambda: AuroraDatabase(NAME, parse(core()))).resources if each.custom]
    positions = {each.urn: position for position, each in enumerate(made)}
    return [_resource(each, positions) for each in made]


def _resource(each: RecordedResource, positions: dict[str, int]) -> dict[str, Any]:
    """Return a resource in the form of the replay; it refers to others by position."""
    from_outputs = {
        name: [positions[urn] for urn in urns if urn in positions] for name, urns in each.input_dependencies.items()
    }
    through_inputs = {position for found in from_outputs.values() for position in found}
    return {
        "type": each.type,
        "suffix": each.name.removeprefix(NAME),
        "inputs": each.inputs,
        "secrets": sorted(each.secrets),
        "from_outputs": from_outputs,
        "depends_on": sorted({positions[urn] for urn in each.dependencies if urn in positions} - through_inputs),
        "options": {
            "protect": each.protect,
            "ignore_changes": list(each.ignore_changes),
            "delete_before_replace": each.delete_before_replace,
            "retain_on_delete": each.retain_on_delete,
        },
    }


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    print(json.dumps(resources()))

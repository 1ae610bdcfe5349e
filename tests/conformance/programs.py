"""The programs that the real provider judges: of this project, of its examples and of its tests."""

import json
import runpy
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from orion_rds.testing import RecordedResource, Recording, record
from orion_sandbox.project import Project, read_project
from orion_sandbox.stack_references import read_file
from tests.changing.stacks import REGION, stacks
from tests.conformance.conversion import of_aws
from tests.e2e import drift_backup_program, drift_notices_program, drift_program, drift_redis_program

REPOSITORY = Path(__file__).parents[2]
PROJECT_FILE = "Pulumi.yaml"
ANSWERS = {
    "aws:index/getAvailabilityZones:getAvailabilityZones": {"names": [f"{REGION}{letter}" for letter in "abc"]},
}
"""Results of the look-ups of examples."""

WITH_EVERY_PROPERTY = (drift_program, drift_backup_program, drift_notices_program, drift_redis_program)


def programs() -> Iterator[tuple[Project, str]]:
    """Yield this project with each of its stacks, and each example with its first one."""
    project = read_project(REPOSITORY / PROJECT_FILE)
    yield from ((project, stack) for stack in ("test", "prod"))
    for path in sorted((REPOSITORY / "examples").glob(f"*/{PROJECT_FILE}")):
        stack, *_ = sorted(each.name.split(".")[1] for each in path.parent.glob("Pulumi.*.yaml"))
        yield read_project(path), stack


def recorded(project: Project, stack: str, config: Mapping[str, Any], after: Recording | None = None) -> Recording:
    """Record a project's program with a configuration, as an update of another recording if one is given."""
    flat = {name: value if isinstance(value, str) else json.dumps(value) for name, value in config.items()}
    program = str(project.folder / "__main__.py")
    return record(
        lambda: runpy.run_path(program),
        project=project.name,
        stack=stack,
        config=flat,
        answers=ANSWERS,
        stacks=read_file(project.folder),
        after=after,
    )


@cache
def every_resource() -> list[RecordedResource]:
    """Return the resources of four unlike stacks, and of the programs that have every property once."""
    project = read_project(REPOSITORY / PROJECT_FILE)
    test = yaml.safe_load((REPOSITORY / "Pulumi.test.yaml").read_text(encoding="utf-8"))["config"]
    recordings = [recorded(project, "stack", config) for config in (*stacks().values(), test)]
    recordings += [record(each.program, config={"aws:region": REGION}) for each in WITH_EVERY_PROPERTY]
    return [resource for each in recordings for resource in of_aws(each)]

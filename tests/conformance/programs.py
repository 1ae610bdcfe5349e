"""The programs that the real provider judges: of this project, of its examples and of its tests."""

import json
import runpy
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from orion_rds.testing import Recording, record
from orion_sandbox.project import Project, read_project
from orion_sandbox.providers.unjudged import made
from orion_sandbox.references import DEFAULT_ACCOUNT, creatable_ids
from orion_sandbox.stack_references import read_file
from tests.changing.stacks import REGION, stacks
from tests.conformance.conversion import of_aws
from tests.conformance.probes import Registered
from tests.contract.aws_api.derived_inputs import FRESH, INPUTS, SUBNETS, Ref
from tests.e2e import drift_backup_program, drift_notices_program, drift_program, drift_redis_program

REPOSITORY = Path(__file__).parents[2]
PROJECT_FILE = "Pulumi.yaml"
ANSWERS = {
    "aws:index/getAvailabilityZones:getAvailabilityZones": {"names": [f"{REGION}{letter}" for letter in "abc"]},
}
"""Results of the look-ups of examples."""

WITH_EVERY_PROPERTY = (drift_program, drift_backup_program, drift_notices_program, drift_redis_program)


FROM_A_BUCKET: Mapping[str, Mapping[str, Any]] = {
    "lambda/function:Function": {"code": None, "s3Bucket": "code", "s3Key": "app.zip"},
    "s3/bucketObject:BucketObject": {"key": "hello.txt"},
    "s3/bucketObjectv2:BucketObjectv2": {"source": None, "content": "hello"},
}
"""What Terraform writes in place of Pulumi's assets and names, by derived type."""


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


def ids_of_the_program(recording: Recording) -> Iterator[tuple[str, list[str]]]:
    """Yield the region of each resource with the ids that the program writes in its inputs."""
    resources = of_aws(recording)
    own = {each.urn for each in resources}
    for each in resources:
        written = [value for name, value in each.inputs.items() if not own & each.input_dependencies.get(name, set())]
        if ids := creatable_ids(written):
            yield str(each.region), ids


@cache
def every_resource() -> list[Registered]:
    """Return the resources of four unlike stacks, of programs that have every property once, and derived ones."""
    project = read_project(REPOSITORY / PROJECT_FILE)
    test = yaml.safe_load((REPOSITORY / "Pulumi.test.yaml").read_text(encoding="utf-8"))["config"]
    recordings = [recorded(project, "stack", config) for config in (*stacks().values(), test)]
    recordings += [record(each.program, config={"aws:region": REGION}) for each in WITH_EVERY_PROPERTY]
    written = [Registered(each.type, each.name, each.inputs) for recording in recordings for each in of_aws(recording)]
    return [*written, *derived()]


def derived() -> Iterator[Registered]:
    """Yield a resource of each derived type; what it refers to has a made-up id."""
    subnet = {"ec2/subnet:Subnet": SUBNETS[0]}
    for number, (type_, inputs) in enumerate({**INPUTS, **subnet}.items()):
        values = {**{name: _filled(value) for name, value in inputs.items()}, **FROM_A_BUCKET.get(type_, {})}
        token = f"aws:{type_}"
        yield Registered(
            token, f"derived{number}", {name: value for name, value in values.items() if value is not None}
        )


def _filled(value: Any) -> Any:
    match value:
        case str() if value == FRESH:
            return "fresh"
        case Ref():
            identity, found = made(f"aws:{value.type}", f"{value.type} {value.which}", REGION, DEFAULT_ACCOUNT, {})
            return identity if value.output == "id" else found.get(value.output) or value.output
        case dict():
            return {name: _filled(item) for name, item in value.items()}
        case list():
            return [_filled(item) for item in value]
        case _:
            return value

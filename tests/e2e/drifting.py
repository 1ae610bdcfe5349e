"""What the tests of drift share: changes made outside Pulumi, what a preview shows of them, and what `up` corrects."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jmespath
import pytest
from botocore import xform_name
from pulumi.automation import EngineEvent, OpType, PulumiFn

from orion_sandbox.engine import Engine
from orion_sandbox.project import read_project
from orion_sandbox.providers.calls import ENDPOINT_VARIABLE, Caller
from orion_sandbox.providers.observation import describe
from orion_sandbox.providers.resources import WRITTEN
from orion_sandbox.stack import SandboxStack
from tests.e2e.sandboxes import Sandbox

CHANGED = "changed by hand"
NEW_TAGS = [{"Key": "Name", "Value": CHANGED}]


@dataclass(frozen=True)
class Drift:
    """One call that changes properties of one resource outside Pulumi."""

    resource: str
    """Logical name in the program."""
    operation: str
    arguments: Mapping[str, Any]
    properties: frozenset[str] = field(default_factory=frozenset[str])
    kept: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Properties that stay as the call leaves them: the preview does not show them, and `up` does not change them."""


def drift(resource: str, operation: str, *properties: str, **arguments: Any) -> Drift:
    """Return a `Drift` of which `up` corrects everything."""
    return Drift(resource, operation, arguments, frozenset(properties))


def tried_properties(drifts: Iterable[Drift]) -> set[str]:
    """Return every property that one of them changes."""
    return {name for one in drifts for name in one.properties | set(one.kept)}


@dataclass(frozen=True)
class Correction:
    """What a preview showed of the drift of one resource type, and what `up` made of it; by logical name."""

    shown: Mapping[str, set[str]]
    """The properties that the preview would change, in these resources and in those without drift."""
    expected: Mapping[str, set[str]]
    after: Mapping[str, Any]
    """What AWS says after the `up`."""
    wanted: Mapping[str, Any]
    """What AWS said before the drift, with the properties that stay changed."""


def correct(
    stack: SandboxStack, drifts: Mapping[str, Sequence[Drift]], *, after_preview: Callable[[], object] = lambda: None
) -> dict[str, Correction]:
    """Make all changes with boto3, preview once with a refresh, and bring the stack up once."""
    ids = resources(stack)
    before = _all_described(stack, drifts)
    for type_, some in drifts.items():
        client = stack.client(WRITTEN[type_].service)
        for one in some:
            getattr(client, xform_name(one.operation))(**filled(one.arguments, one.resource, ids))

    shown = {name: diffs - {"tagsAll"} for name, diffs in differences(stack).items()}
    after_preview()
    stack.up(refresh=True)

    after = _all_described(stack, drifts)
    untouched = shown.keys() - {one.resource for some in drifts.values() for one in some}
    return {type_: _correction(drifts[type_], shown, untouched, before[type_], after[type_]) for type_ in drifts}


def _correction(
    drifts: Sequence[Drift],
    shown: Mapping[str, set[str]],
    untouched: set[str],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> Correction:
    expected = {name: {each for one in drifts if one.resource == name for each in one.properties} for name in before}
    kept = {name: {k: v for one in drifts if one.resource == name for k, v in one.kept.items()} for name in before}
    return Correction(
        shown={name: diffs for name, diffs in shown.items() if name in expected.keys() | untouched},
        expected=expected,
        after=after,
        wanted={name: before[name] | kept[name] for name in before},
    )


def _all_described(stack: SandboxStack, drifts: Mapping[str, Sequence[Drift]]) -> dict[str, dict[str, Any]]:
    ids = resources(stack)
    return {
        type_: {name: described(stack, type_, ids[name]["id"]) for name in {one.resource for one in some}}
        for type_, some in drifts.items()
    }


@contextmanager
def deployed(
    repository: Path, folder: Path, engine: Engine, program: PulumiFn, **config: Any
) -> Generator[SandboxStack]:
    """Deploy a program in a sandbox of its own; `config` are values of the namespace `drift`."""
    with Sandbox(read_project(repository / "Pulumi.yaml"), folder, engine) as sandbox:
        values = {f"drift:{key}": value for key, value in config.items()}
        stack = sandbox.stack("drift", program=program, config={"aws:region": "us-east-1", **values})
        stack.up()
        yield stack


def resources(stack: SandboxStack) -> dict[str, dict[str, Any]]:
    """Return id and ARN of everything in the stack's state, by logical name."""
    deployment = stack.automation().export_stack().deployment or {}
    return {
        one["urn"].rsplit("::", 1)[1]: {"id": one.get("id"), "arn": one.get("outputs", {}).get("arn")}
        for one in deployment["resources"]
    }


def filled(value: Any, resource: str, ids: Mapping[str, Mapping[str, Any]]) -> Any:
    """Replace `{id}`, `{arn}` and `{another resource}` in arguments."""
    if isinstance(value, Mapping):
        return {key: filled(item, resource, ids) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, resource, ids) for item in value]
    if value in ("{id}", "{arn}"):
        return ids[resource][value.strip("{}")]
    if isinstance(value, str) and value.startswith("{") and value.endswith("}") and value.strip("{}") in ids:
        return ids[value.strip("{}")]["id"]
    return value


def described(stack: SandboxStack, type_: str, identity: str) -> dict[str, Any]:
    """Return what AWS says of every property that it changes in place."""
    row = WRITTEN[type_]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENDPOINT_VARIABLE, stack.api().endpoint)
        item = describe(row, Caller(row.service, stack.region), identity)
    values = {prop.name: jmespath.search(prop.path, item) for prop in row.properties if prop.mutable}
    return {name: sorted(value, key=str) if isinstance(value, list) else value for name, value in values.items()}


def differences(stack: SandboxStack) -> dict[str, set[str]]:
    """Return the properties that a preview with a refresh would change, by logical name."""
    found: dict[str, set[str]] = {}

    def note(event: EngineEvent) -> None:
        if event.resource_pre_event and event.resource_pre_event.metadata.op == OpType.UPDATE:
            metadata = event.resource_pre_event.metadata
            found[metadata.urn.rsplit("::", 1)[1]] = set(metadata.diffs or ())

    stack.preview(refresh=True, on_event=note)
    return found

"""What the tests of drift share: changes behind Pulumi's back, what a preview says of them, and what `up` mends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import jmespath
import pytest
from botocore import xform_name
from pulumi.automation import EngineEvent, OpType

from orion_sandbox.providers.calls import ENDPOINT_VARIABLE, Caller
from orion_sandbox.providers.observation import describe
from orion_sandbox.providers.resources import ROWS
from orion_sandbox.stack import SandboxStack

CHANGED = "changed by hand"
NEW_TAGS = [{"Key": "Name", "Value": CHANGED}]


@dataclass(frozen=True)
class Drift:
    """One call that changes properties of one resource behind Pulumi's back."""

    resource: str
    """Logical name in the program."""
    operation: str
    arguments: Mapping[str, Any]
    properties: frozenset[str] = field(default_factory=frozenset[str])


def drift(resource: str, operation: str, *properties: str, **arguments: Any) -> Drift:
    """Spell a `Drift`."""
    return Drift(resource, operation, arguments, frozenset(properties))


def tried_properties(drifts: Iterable[Drift]) -> set[str]:
    """All that they change."""
    return {name for one in drifts for name in one.properties}


@dataclass(frozen=True)
class Mending:
    """What came of changes behind Pulumi's back, by logical name."""

    shown: Mapping[str, set[str]]
    """The properties that the preview would change."""
    expected: Mapping[str, set[str]]
    before: Mapping[str, Any]
    """What AWS said before the changes, and after the `up` that mended them."""
    after: Mapping[str, Any]


def mend(stack: SandboxStack, type_: str, drifts: Sequence[Drift]) -> Mending:
    """Make the changes with boto3, preview with a refresh, and bring the stack up."""
    ids = resources(stack)
    names = {one.resource for one in drifts}
    before = {name: described(stack, type_, ids[name]["id"]) for name in names}

    client = stack.client(ROWS[type_].service)
    for one in drifts:
        getattr(client, xform_name(one.operation))(**filled(one.arguments, one.resource, ids))
    shown = {name: diffs - {"tagsAll"} for name, diffs in differences(stack).items()}
    stack.up(refresh=True)

    expected = {name: tried_properties(one for one in drifts if one.resource == name) for name in names}
    return Mending(shown, expected, before, {name: described(stack, type_, ids[name]["id"]) for name in names})


def resources(stack: SandboxStack) -> dict[str, dict[str, Any]]:
    """Logical name to id and arn of everything in the stack's state."""
    deployment = stack.automation().export_stack().deployment or {}
    return {
        one["urn"].rsplit("::", 1)[1]: {"id": one.get("id"), "arn": one.get("outputs", {}).get("arn")}
        for one in deployment["resources"]
    }


def filled(value: Any, resource: str, ids: Mapping[str, Mapping[str, Any]]) -> Any:
    """Arguments with `{id}`, `{arn}` and `{other resource}` replaced."""
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
    """AWS's own words on every property that it changes in place."""
    row = ROWS[type_]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENDPOINT_VARIABLE, stack.api().endpoint)
        item = describe(row, Caller(row.service, stack.region), identity)
    values = {prop.name: jmespath.search(prop.path, item) for prop in row.properties if prop.mutable}
    return {name: sorted(value, key=str) if isinstance(value, list) else value for name, value in values.items()}


def differences(stack: SandboxStack) -> dict[str, set[str]]:
    """Logical name to the properties that a preview would change, after looking at AWS."""
    found: dict[str, set[str]] = {}

    def note(event: EngineEvent) -> None:
        if event.resource_pre_event and event.resource_pre_event.metadata.op == OpType.UPDATE:
            metadata = event.resource_pre_event.metadata
            found[metadata.urn.rsplit("::", 1)[1]] = set(metadata.diffs or ())

    stack.preview(refresh=True, on_event=note)
    return found

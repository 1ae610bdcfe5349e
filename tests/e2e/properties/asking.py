"""Reads Pulumi's state, asks AWS for each resource in it, and says what differs."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import jmespath

from orion_sandbox.stack import SandboxStack
from tests.e2e.properties import access, backup, elasticache, rds, watching
from tests.e2e.properties.table import NOT_AN_INPUT, Call, Kind, Place, Resource

KINDS: Mapping[str, Kind] = {
    **access.KINDS,
    **backup.KINDS,
    **elasticache.KINDS,
    **rds.KINDS,
    **watching.KINDS,
}

NOT_ON_AWS = ("pulumi:providers:", "random:")
"""How the types begin of resources that only Pulumi keeps."""

SECRET = "4dabf18193072939515e22adb298388d"
"""The key by which a secret is known in Pulumi's state: https://www.pulumi.com/docs/iac/concepts/secrets/."""


def resources_on_aws(stack: SandboxStack) -> list[Resource]:
    """What Pulumi's state says is on AWS."""
    deployment = stack.automation().export_stack().deployment or {}
    return [
        _resource(each)
        for each in deployment.get("resources", ())
        if each.get("custom") and not each["type"].startswith(NOT_ON_AWS)
    ]


def _resource(state: Mapping[str, Any]) -> Resource:
    inputs = {name: value for name, value in state["inputs"].items() if name != NOT_AN_INPUT}
    return Resource(
        type=state["type"],
        name=state["urn"].rsplit("::", 1)[1],
        id=state["id"],
        inputs={name: _plain(value) for name, value in inputs.items()},
        arn=state["outputs"].get("arn", ""),
        secrets=frozenset(name for name, value in inputs.items() if SECRET in json.dumps(value)),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    if SECRET in value:
        return _plain(json.loads(value["plaintext"]))
    return {name: _plain(each) for name, each in value.items() if name != NOT_AN_INPUT}


@dataclass(frozen=True)
class Answer:
    """A resource, and what AWS says of it; a failing test shows no more of either than a name."""

    resource: Resource
    told: Mapping[str, Any] = field(repr=False)


def answered(client_of: Callable[[str, str | None], Any], resource: Resource) -> Answer:
    """What AWS says of it, in its own words and in the resource's own region.

    Args:
        client_of: Gives a boto3 client of a service in a region.
        resource: What is looked for.

    Raises:
        LookupError: The call finds nothing, or more than one thing.
    """
    kind = KINDS[resource.type]
    client = client_of(kind.service, resource.inputs.get("region"))
    found = _found(client, kind.call, resource)
    if isinstance(found, list):
        if len(found) != 1:
            raise LookupError(f"AWS has {len(found)} of {resource.name} ({resource.id})")
        found = found[0]
    further = {name: _found(client, call, resource) for name, call in kind.further.items()}
    return Answer(resource, {**found, **further})


def _found(client: Any, call: Call, resource: Resource) -> Any:
    found = jmespath.search(call.found, getattr(client, call.method)(**call.arguments(resource)))
    if call.whose is None:
        return found
    member, name = call.whose
    return [each for each in found if each[member] == resource.inputs[name]]


def comparable(resource: Resource) -> dict[str, Place]:
    """Where AWS tells the inputs that it tells at all."""
    places = {name: KINDS[resource.type].place(name) for name in resource.inputs}
    return {name: place for name, place in places.items() if place}


def differences(answer: Answer) -> Iterator[str]:
    """One line for each input that AWS has otherwise, or not at all."""
    resource = answer.resource
    for name, place in comparable(resource).items():
        wanted, found = resource.inputs[name], _without_nothing(jmespath.search(place.path, answer.told))
        if found is None or not place.same(wanted, found):
            what = "something else than the secret" if name in resource.secrets else f"{found!r} in place of {wanted!r}"
            yield f"{resource.type} {resource.name}: {name}: AWS has {what} at {place.path}"


def _without_nothing(value: Any) -> Any:
    """JMESPath fills in None for a member that is not there."""
    if isinstance(value, list):
        return [_without_nothing(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_nothing(each) for name, each in value.items() if each is not None}

"""Answers to look-ups: from the test, and in hooks also from an earlier recording."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, NoReturn, cast

from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks

from orion_rds.facts.absent import absent_text
from orion_rds.testing.outputs import REGION as HOME_REGION
from orion_rds.testing.recording import RecordedResource, RegistrationError
from orion_rds.testing.tokens import short
from orion_rds.testing.wire_format import UNKNOWN

Values = Mapping[str, Any]
Answer = Values | str | Callable[[Values], Values | str]
"""The result of a look-up, or a function of the arguments that returns it. A text is an error of the provider."""

REGION, DEFAULT_TAGS = "aws:index/getRegion:getRegion", "aws:index/getDefaultTags:getDefaultTags"
"""Functions that return a provider's own settings, without a call to AWS."""

IN_HOOK_OF: ContextVar[Mapping[str, str] | None] = ContextVar("IN_HOOK_OF", default=None)
"""In a hook, the providers of its resource by package; None elsewhere. Only hooks may look up resources that do not
exist."""

LOOKED_UP_AS = {
    "aws:elasticache:Cluster": "aws:elasticache:ReplicationGroup",
    "aws:rds:Instance": "aws:rds:ClusterInstance",
}
"""Other types that the functions of a type find: a node of a replication group, and an instance of a cluster."""


LISTS = {"aws:cloudwatch/getLogGroups:getLogGroups": ("arns", "logGroupNames")}
"""Functions that return lists, which may be empty, to the names of these lists."""

NETWORK = (
    "aws:ec2/getSecurityGroup:getSecurityGroup",
    "aws:ec2/getSubnet:getSubnet",
    "aws:ec2/getVpcs:getVpcs",
    "aws:elasticache/getSubnetGroup:getSubnetGroup",
    "aws:rds/getSubnetGroup:getSubnetGroup",
)
"""Functions that find network resources, which most programs only name. Without an answer their attributes are
unknown."""


class Lookups(Mocks):
    """Answers to look-ups. Pulumi's monitor uses it only for these, because `RegisterResource` is overridden."""

    def __init__(
        self,
        mistakes: list[str],
        answers: Mapping[str, Answer],
        stacks: Mapping[str, Values],
        running: Sequence[RecordedResource],
    ) -> None:
        """`running` has the resources that exist on AWS."""
        self._mistakes = mistakes
        self._answers = answers
        self._stacks = stacks
        self._running = running
        self.provider_settings: Callable[[str], Values] = lambda _: {}
        """Returns the inputs of a provider, from its reference."""

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Return the answer of a provider's function, or refuse the call."""
        given = cast("Values", args.args)
        if args.token in {REGION, DEFAULT_TAGS} - self._answers.keys():
            return _own(args.token, self.provider_settings(args.provider)), []
        if args.token in self._answers:
            answer = self._answers[args.token]
            found = answer(given) if callable(answer) else answer
            return ({}, [("", found)]) if isinstance(found, str) else (dict(found), [])
        if IN_HOOK_OF.get() is None:
            self._refuse(f"{args.token} is a look-up in the cloud, at every preview: take its result as an input")
        for found in self._found(args.token, given, args.provider):
            return {**found.outputs, "id": found.name}, []
        if args.token in NETWORK:
            return {}, []
        if args.token in LISTS:
            return {name: [] for name in LISTS[args.token]}, []
        name = next((str(value) for key, value in given.items() if key != "region"), "")
        text = absent_text(args.token, name)
        return {}, [("", f"{text}: {args.token} has no answer here, give one with `answers`")]

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        """Return the outputs of another stack, or refuse to read an existing resource."""
        if args.typ != "pulumi:pulumi:StackReference":
            self._refuse(f"{args.typ} {args.name!r} is read from the cloud, at every preview: take it as an input")
        name = str(cast("Values", args.inputs)["name"])
        if name not in self._stacks:
            known = ", ".join(sorted(self._stacks)) or "none"
            self._refuse(f"the stack {name!r} has no outputs here: give them with `stacks`, which has {known}")
        return name, {"name": name, "outputs": dict(self._stacks[name]), "secretOutputNames": []}

    def _found(self, token: str, given: Values, provider: str) -> Iterator[RecordedResource]:
        """Yield the existing resources with the values of the look-up: `getCluster` finds a `Cluster`."""
        package, module, function = short(token).split(":")
        type_ = f"{package}:{module}:{function.removeprefix('get')}"
        asked = [value for name, value in given.items() if name != "region" and value is not None]
        region = given.get("region") or self.provider_settings(provider).get("region") or HOME_REGION
        for resource in self._running:
            values = [value for each in resource.outputs.values() for value in _texts(each)]
            if (
                short(resource.type) in {type_, LOOKED_UP_AS.get(type_)}
                and resource.region == region
                and all(each in values for each in asked)
            ):
                yield resource

    def _refuse(self, mistake: str) -> NoReturn:
        self._mistakes.append(mistake)
        raise RegistrationError([mistake])


def _own(function: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return a provider's own settings. A provider with unknown settings returns an empty answer."""
    if UNKNOWN in settings.values():
        return {}
    if function == REGION:
        # The default is the region of generated outputs.
        return {"region": settings.get("region") or HOME_REGION}
    return {"tags": json.loads(settings.get("defaultTags") or "{}").get("tags") or {}}


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [each for each in cast("list[object]", value) if isinstance(each, str)]
    return [value] if isinstance(value, str) else []

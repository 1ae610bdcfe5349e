"""The monitor in place of the engine: it records every request, and refuses those that the engine would refuse."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NoReturn, cast

import pulumi
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.proto import resource_pb2

from orion_rds.testing import annotations
from orion_rds.testing.outputs import make
from orion_rds.testing.recording import RecordedResource, RegistrationError
from orion_rds.testing.wire_format import UNKNOWN, decode, encode

STACK = "pulumi:pulumi:Stack"
ENGINE_PACKAGES = ("pulumi", "pulumi-python")
"""Providers, stack references and dynamic resources: no SDK describes their arguments."""
REGION, DEFAULT_TAGS = "aws:index/getRegion:getRegion", "aws:index/getDefaultTags:getDefaultTags"
"""Functions that ask a provider for its own settings, without a call to AWS."""


class RecordingMonitor(MockMonitor):
    """Records every request with its options and its mistakes."""

    def __init__(self, *, preview: bool, answers: Mapping[str, Mapping[str, Any]]) -> None:
        self.mistakes: list[str] = []
        self.recorded: list[RecordedResource] = []
        super().__init__(_Lookups(self.mistakes, answers, self._provider_settings))
        self.outputs: dict[str, Mapping[str, Any]] = {}
        self._preview = preview

    def RegisterResource(  # noqa: N802 # the protocol's name
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        """Record the request and answer as a provider would; outputs are unknown in a preview."""
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        inputs, secrets = decode(request.object)
        mistakes = list(self._mistakes(urn, request, inputs))
        self.mistakes += mistakes
        self.recorded.append(_recorded(urn, request, inputs, secrets))
        if mistakes or not request.custom:
            return resource_pb2.RegisterResourceResponse(urn=urn, object=encode(inputs, secrets))
        secrets |= set(request.additionalSecretOutputs)
        if self._preview:
            outputs = {**dict.fromkeys(request.additionalSecretOutputs, UNKNOWN), **inputs}
            return resource_pb2.RegisterResourceResponse(urn=urn, object=encode(outputs, secrets))
        made = make(request.type, request.name, inputs)
        return resource_pb2.RegisterResourceResponse(urn=urn, id=made.id, object=encode(made.outputs, secrets))

    def RegisterResourceOutputs(  # noqa: N802 # the protocol's name
        self, request: resource_pb2.RegisterResourceOutputsRequest
    ) -> Empty:
        """Record the outputs of a component or the stack."""
        self.outputs[request.urn], _ = decode(request.outputs)
        return Empty()

    def _provider_settings(self, reference: str) -> Mapping[str, Any]:
        """Return the inputs of the provider with an URN and id; of the default one, the stack's configuration."""
        urn = reference.rpartition("::")[0]
        given = [resource.inputs for resource in self.recorded if resource.urn == urn]
        return given[0] if given else {"region": pulumi.Config("aws").get("region")}

    def _mistakes(
        self, urn: str, request: resource_pb2.RegisterResourceRequest, inputs: Mapping[str, Any]
    ) -> Iterator[str]:
        if any(resource.urn == urn for resource in self.recorded):
            yield f"two resources have the URN {urn}"
        if request.custom and request.type.split(":")[0] not in ENGINE_PACKAGES:
            yield from annotations.mistakes(request.type, inputs)


class _Lookups(Mocks):
    """Answers to look-ups. Pulumi's monitor calls it for nothing else, as `RegisterResource` is overridden."""

    def __init__(
        self,
        mistakes: list[str],
        answers: Mapping[str, Mapping[str, Any]],
        provider_settings: Callable[[str], Mapping[str, Any]],
    ) -> None:
        self._mistakes = mistakes
        self._answers = answers
        self._provider_settings = provider_settings

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Return the answer of a provider's function, or refuse the call."""
        if args.token in {REGION, DEFAULT_TAGS} - self._answers.keys():
            return _own(args.token, self._provider_settings(args.provider)), []
        if args.token not in self._answers:
            self._refuse(f"{args.token} is a look-up in the cloud, at every preview: take its result as an input")
        return dict(self._answers[args.token]), []

    def new_resource(self, args: MockResourceArgs) -> NoReturn:
        """Refuse to read an existing resource."""
        self._refuse(f"{args.typ} {args.name!r} is read from the cloud, at every preview: take it as an input")

    def _refuse(self, mistake: str) -> NoReturn:
        self._mistakes.append(mistake)
        raise RegistrationError([mistake])


def _own(function: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer of a provider about itself. One with unknown settings gives the engine an empty answer."""
    if UNKNOWN in settings.values():
        return {}
    if function == REGION:
        return {"region": settings.get("region")}
    return {"tags": json.loads(settings.get("defaultTags") or "{}").get("tags") or {}}


def _recorded(
    urn: str, request: resource_pb2.RegisterResourceRequest, inputs: Mapping[str, Any], secrets: frozenset[str]
) -> RecordedResource:
    return RecordedResource(
        urn=urn,
        type=request.type,
        name=request.name,
        custom=request.custom,
        inputs=inputs,
        secrets=secrets,
        parent=request.parent,
        dependencies=frozenset(request.dependencies),
        input_dependencies={
            name: frozenset(found.urns) for name, found in request.propertyDependencies.items() if found.urns
        },
        protect=request.protect if request.HasField("protect") else None,
        ignore_changes=tuple(request.ignoreChanges),
        replace_on_changes=tuple(request.replaceOnChanges),
        delete_before_replace=request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None,
        retain_on_delete=request.retainOnDelete if request.HasField("retainOnDelete") else None,
        deleted_with=request.deletedWith,
        aliases=tuple(alias.urn or alias.spec.name for alias in cast("Iterable[Any]", request.aliases)),
        provider=request.provider,
    )

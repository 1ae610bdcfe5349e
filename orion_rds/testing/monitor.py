"""The monitor that replaces the engine: it records every request, and refuses those that the engine would refuse."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import pulumi
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.proto import resource_pb2

from orion_rds.testing import annotations
from orion_rds.testing.hooks import Hooks
from orion_rds.testing.lookups import IN_HOOK_OF, Lookups
from orion_rds.testing.outputs import REGION, make
from orion_rds.testing.recording import RecordedResource
from orion_rds.testing.wire_format import UNKNOWN, decode, encode

STACK = "pulumi:pulumi:Stack"
ENGINE_PACKAGES = ("pulumi", "pulumi-python")
"""Providers, stack references and dynamic resources: no SDK describes their arguments."""

ESCAPED = "{} asks the default provider, and the resources have another: pass `parent` or `provider` to it"


class RecordingMonitor(MockMonitor):
    """Records every request with its options and its mistakes."""

    hooks: Hooks
    """Set in the loop of the program."""

    def __init__(self, lookups: Lookups, mistakes: list[str], *, preview: bool) -> None:
        super().__init__(lookups)
        self.mistakes = mistakes
        self.recorded: list[RecordedResource] = []
        lookups.provider_settings = self._provider_settings
        self.outputs: dict[str, Mapping[str, Any]] = {}
        self._former: dict[str, tuple[str, ...]] = {}
        self._asked_default: list[str] = []
        self._preview = preview

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """Return the URN in the engine's form, with the types of all parents except the stack."""
        types = parent.split("::")[2] if parent else STACK
        chain = type_ if types == STACK else f"{types}${type_}"
        return f"urn:pulumi:{pulumi.get_stack()}::{pulumi.get_project()}::{chain}::{name}"

    def RegisterResource(  # noqa: N802 # the protocol's name
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        """Record the request and answer as a provider would; outputs are unknown in a preview."""
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        inputs, secrets = decode(request.object)
        mistakes = list(self._mistakes(urn, request, inputs, secrets))
        self.mistakes += mistakes
        former = self._former[urn] = self._former_urns(request)
        self.hooks.run(urn, former, request)
        id_, outputs = ("", inputs) if mistakes or not request.custom else self._created(request, inputs)
        region = inputs.get("region") or self._provider_settings(request.provider).get("region") or REGION
        self.recorded.append(_recorded(urn, former, request, inputs, outputs, secrets, region))
        sent = encode(outputs, secrets | set(request.additionalSecretOutputs))
        return resource_pb2.RegisterResourceResponse(urn=urn, id=id_, object=sent)

    def _former_urns(self, request: resource_pb2.RegisterResourceRequest) -> tuple[str, ...]:
        """Return the URNs that a resource had before, by its own aliases and those of its parents, as the engine does.

        Source: https://www.pulumi.com/docs/iac/concepts/resources/options/aliases/
        """
        above, found = [request.parent, *self._former.get(request.parent, ())], list[str]()
        for alias in cast("Iterable[Any]", request.aliases):
            spec = alias.spec
            parents = [""] if spec.noParent else [spec.parentUrn] if spec.parentUrn else above
            named = (self.make_urn(each, spec.type or request.type, spec.name or request.name) for each in parents)
            found += [alias.urn] if alias.urn else named
        name = request.parent.rpartition("::")[2]
        for parent in above[1:]:
            # A name that begins with the parent's name changes with it.
            own = request.name.removeprefix(name)
            before = parent.rpartition("::")[2] + own if own != request.name else own
            found.append(self.make_urn(parent, request.type, before))
        return tuple(dict.fromkeys(found))

    def Invoke(self, request: resource_pb2.ResourceInvokeRequest) -> Any:  # noqa: N802 # the protocol's name
        """Answer a look-up, and record its provider."""
        if not request.provider:
            if request.tok.split(":")[0] in (IN_HOOK_OF.get() or ()):
                self.mistakes.append(ESCAPED.format(request.tok))
            self._asked_default.append(request.tok)
        return cast("Any", super()).Invoke(request)

    def escaped(self) -> Iterator[str]:
        """Yield a mistake for each look-up with the default provider in a program whose resources all have another."""
        for token in dict.fromkeys(self._asked_default):
            package = token.split(":")[0]
            providers = {each.provider for each in self.recorded if each.custom and each.type.split(":")[0] == package}
            if providers and "" not in providers:
                yield ESCAPED.format(token)

    def _created(
        self, request: resource_pb2.RegisterResourceRequest, inputs: Mapping[str, Any]
    ) -> tuple[str, Mapping[str, Any]]:
        """Return the id and the outputs that a provider would return; unknown in a preview."""
        if self._preview:
            return "", {**dict.fromkeys(request.additionalSecretOutputs, UNKNOWN), **inputs}
        made = make(request.type, request.name, inputs)
        return made.id, made.outputs

    def RegisterResourceOutputs(  # noqa: N802 # the protocol's name
        self, request: resource_pb2.RegisterResourceOutputsRequest
    ) -> Empty:
        """Record the outputs of a component or the stack."""
        self.outputs[request.urn], _ = decode(request.outputs)
        return Empty()

    def _provider_settings(self, reference: str) -> Mapping[str, Any]:
        """Return the inputs of a provider, from its URN and ID; for the default provider, its region."""
        # `orion_rds.testing` is imported without the configuration.
        from orion_rds.config.provider_settings import default_provider  # noqa: PLC0415

        urn = reference.rpartition("::")[0]
        given = [resource.inputs for resource in self.recorded if resource.urn == urn]
        return given[0] if given else {"region": default_provider().region}

    def _mistakes(
        self,
        urn: str,
        request: resource_pb2.RegisterResourceRequest,
        inputs: Mapping[str, Any],
        secrets: frozenset[str],
    ) -> Iterator[str]:
        if any(resource.urn == urn for resource in self.recorded):
            yield f"two resources have the URN {urn}"
        if request.custom and request.type.split(":")[0] not in ENGINE_PACKAGES:
            yield from annotations.mistakes(request.type, inputs, secrets)


def _recorded(
    urn: str,
    former: tuple[str, ...],
    request: resource_pb2.RegisterResourceRequest,
    inputs: Mapping[str, Any],
    outputs: Mapping[str, Any],
    secrets: frozenset[str],
    region: Any,
) -> RecordedResource:
    return RecordedResource(
        urn=urn,
        type=request.type,
        name=request.name,
        custom=request.custom,
        inputs=inputs,
        outputs=outputs,
        secrets=secrets,
        region=region,
        parent=request.parent,
        dependencies=frozenset(request.dependencies),
        input_dependencies={
            name: frozenset(found.urns) for name, found in request.propertyDependencies.items() if found.urns
        },
        protect=request.protect if request.HasField("protect") else None,
        ignore_changes=tuple(request.ignoreChanges),
        replace_on_changes=tuple(request.replaceOnChanges),
        delete_before_replace=request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None,
        custom_timeouts={
            name: limit for name in ("create", "update", "delete") if (limit := getattr(request.customTimeouts, name))
        },
        retain_on_delete=request.retainOnDelete if request.HasField("retainOnDelete") else None,
        deleted_with=request.deletedWith,
        aliases=former,
        provider=request.provider,
    )

"""Resources on AWS that are not in Pulumi's state: their creation was killed, or its answer was lost."""

import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import grpc
from pulumi.automation import EngineEvent, OpType
from pulumi.automation._stack import ImportResource
from pulumi.automation.events import StepEventMetadata
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from orion_sandbox.automation import SIGNATURE, SandboxAutomationStack
from orion_sandbox.errors import SandboxError
from orion_sandbox.own_connection import OWN_CONNECTION
from orion_sandbox.providers.provider import ASKED_AGAIN, FIND, LIST
from orion_sandbox.providers.values import from_wire, to_wire

EXISTS = ("AlreadyExists", "ResourceExists", "Duplicate")
"""Parts of AWS's codes for a name that is taken."""
REFERRED = (
    "aws:ec2/",
    "aws:kms/key:Key",
    "aws:rds/subnetGroup:SubnetGroup",
    "aws:elasticache/subnetGroup:",
    "aws:sns/topic:Topic",
)
"""Types of existing resources that a configuration refers to."""
IMPORT = ("pulumi", "import", "--yes", "--skip-preview", "--generate-code=false", "--protect=false")
SECRET = "[secret]"  # noqa: S105 - what an event shows in place of one


@dataclass(frozen=True, slots=True)
class Unmanaged:
    """A resource in the sandbox's AWS API."""

    type: str
    id: str
    region: str
    deletion: str
    """The command of the AWS CLI that deletes it."""


class Providers:
    """The stand-in provider of a sandbox, for calls besides the engine's."""

    def __init__(self, port: int, region: str) -> None:
        self._stub = provider_pb2_grpc.ResourceProviderStub(
            grpc.insecure_channel(f"127.0.0.1:{port}", options=[OWN_CONNECTION])
        )
        self._region = region

    def listed(self, regions: Sequence[str]) -> list[Unmanaged]:
        """Return the resources of these regions that are not parts of others."""
        return [Unmanaged(**each) for each in self._invoke(LIST, {"regions": list(regions)})["resources"]]

    def find(self, kind: str, inputs: Mapping[str, Any]) -> list[str]:
        """Return the ids of the resources of a type that match the inputs; secrets are not compared."""
        region = inputs.get("region") or self._region
        plain = {name: value for name, value in inputs.items() if not _is_hidden(value)}
        return self._invoke(FIND, {"type": kind, "region": region, "inputs": plain})["ids"]

    def import_id(self, identity: str, inputs: Mapping[str, Any]) -> str:
        """Return the id for an import, with the region if it is not the provider's."""
        region = inputs.get("region") or self._region
        return identity if region == self._region else f"{identity}@{region}"

    def _invoke(self, function: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        request = provider_pb2.InvokeRequest(tok=function, args=to_wire(arguments))
        try:
            return from_wire(getattr(self._stub.Invoke(request), "return"))
        except grpc.RpcError as error:
            raise SandboxError(f"the sandbox's provider cannot list the contents of its AWS API: {error}") from error


@dataclass
class Creations:
    """The creations of an engine, from its events."""

    steps: dict[str, StepEventMetadata] = field(default_factory=dict[str, StepEventMetadata])
    refused: set[str] = field(default_factory=set[str])
    """URNs of creations that AWS refused because the name is taken."""
    repeated: bool = False
    """Whether AWS may have created a resource twice."""

    def note(self, event: EngineEvent) -> None:
        """Add an event."""
        step = event.resource_pre_event.metadata if event.resource_pre_event else None
        if step and step.op in {OpType.CREATE, OpType.CREATE_REPLACEMENT}:
            self.steps[step.urn] = step
        told = event.diagnostic_event
        if told and told.urn in self.steps and any(code in told.message for code in EXISTS):
            self.refused.add(told.urn)
        if told and ASKED_AGAIN in told.message:
            self.repeated = True


def import_commands(
    creations: Creations, providers: Providers, managed: set[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield each resource that could not be created because AWS has it and the state does not, as a text, and the
    command that imports it.
    """
    for urn in sorted(creations.refused):
        step = creations.steps[urn]
        new = step.new
        if new is None:
            continue
        name, inputs = urn.rsplit("::", 1)[-1], new.inputs or {}
        options = ["--parent", f"parent={new.parent}"] if new.parent else []
        if provider := explicit_provider(new.provider):
            options += ["--provider", f"provider={provider}"]
        for identity in providers.find(step.type, inputs):
            if (step.type, identity) in managed:
                continue
            words = [*IMPORT, step.type, name, providers.import_id(identity, inputs), *options]
            found = f"{step.type} {name} is in AWS as {identity}, as asked for, and in no state"
            yield f"{found}: its answer may have been lost", shlex.join(words)


def explicit_provider(reference: str) -> str:
    """Return the URN of a program's explicit provider, from a reference to it; empty for a default provider."""
    urn = reference.rpartition("::")[0]
    # The engine calls them `default`, with the version of the SDK where a program names one.
    return "" if re.fullmatch(r"default(_\d.*)?", urn.rpartition("::")[2]) else urn


def take_over(
    automation: SandboxAutomationStack, providers: Callable[[], Providers], report: Callable[[str], None]
) -> None:
    """Add to the state the resources that a killed command created, and remove unfinished creations from it."""
    state = automation.workspace.state
    pending = state.pending_creates()
    if not pending:
        return
    imports: list[ImportResource] = []
    names: dict[str, str] = {}
    for resource in pending:
        kind, name, parent = resource["type"], resource["urn"].rsplit("::", 1)[-1], f"parent-{len(imports)}"
        found = providers().find(kind, resource.get("inputs") or {}) if kind.startswith("aws:") else []
        unmanaged = [each for each in found if (kind, each) not in state.managed()]
        if len(unmanaged) == 1:
            names[parent] = resource["parent"]
            identity = providers().import_id(unmanaged[0], resource.get("inputs") or {})
            imported = ImportResource(type=kind, name=name, id=identity, parent=parent)
            if urn := explicit_provider(resource.get("provider", "")):
                imported["provider"] = f"provider-{len(imports)}"
                names[imported["provider"]] = urn
            imports.append(imported)
            report(f"{kind} {unmanaged[0]} was created by a command that was killed: it is added to the state")
    automation.clear_pending_creates()
    if imports:
        automation.import_resources(resources=imports, name_table=names, protect=False, generate_code=False)


def orphans(listed: Sequence[Unmanaged], managed: set[tuple[str, str]], referred: set[str]) -> list[Unmanaged]:
    """Return the resources in the API and in no state, except existing ones that the texts in `referred` name."""
    return [
        each
        for each in listed
        if (each.type, each.id) not in managed
        if not (each.type.startswith(REFERRED) and each.id in referred)
    ]


def texts(value: object) -> Iterator[str]:
    """Yield every text in a nested value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def _is_hidden(value: object) -> bool:
    return value == SECRET or (isinstance(value, Mapping) and SIGNATURE in value)

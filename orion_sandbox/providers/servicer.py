"""The gRPC service of a provider, which translates Pulumi's protocol to calls of a `Provider`.

The SDK's own framework (`pulumi.provider.experimental`, 3.272) drops the old inputs of Diff, Update and Delete, shows
every error with a traceback, and cannot report an incomplete resource. The protocol supports all three
(pulumi/proto/pulumi/provider.proto), so this module implements it directly.
"""

import functools
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from orion_sandbox.providers.calls import Refused
from orion_sandbox.providers.engine_log import EngineLog
from orion_sandbox.providers.provider import Provider, ResourceState
from orion_sandbox.providers.values import from_wire, secret_keys, to_wire

Method = Callable[..., Any]

MAX_CONNECTIONS = 1000
"""The number of connections whose configuration is kept; connections of earlier engines are closed."""


class _Incomplete(Exception):
    """A resource that exists, but not with the inputs of the program."""

    def __init__(self, detail: provider_pb2.ErrorResourceInitFailed) -> None:
        super().__init__(detail.reasons[0])
        self.detail = detail


def _answering(method: Method) -> Method:
    @functools.wraps(method)
    def guarded(self: "Servicer", request: Any, context: grpc.ServicerContext) -> Any:
        connection = self.connection(context.peer())
        try:
            return method(self, connection.provider, request)
        except _Incomplete as incomplete:
            status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(incomplete))
            status.details.add().Pack(incomplete.detail)
            context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
            _abort(context, str(incomplete))
        except Refused as refused:
            _abort(context, str(refused))
        except Exception as error:  # a defect of the sandbox: reported as one, without its traceback
            _abort(context, f"defect in the sandbox's provider: {type(error).__name__}: {error}")
        finally:
            connection.pass_on_notices(getattr(request, "urn", ""))

    return guarded


def _abort(context: grpc.ServicerContext, message: str) -> NoReturn:
    context.abort(grpc.StatusCode.UNKNOWN, message)


@dataclass
class Connection:
    """The provider and log of one connection of an engine."""

    provider: Provider
    log: EngineLog | None = None
    """The engine's log, once the engine has sent its address."""

    def pass_on_notices(self, urn: str) -> None:
        """Write the provider's notices to the engine's log."""
        for notice in self.provider.notices:
            if self.log:
                self.log.warn(notice, urn)
        self.provider.notices.clear()


class Servicer(provider_pb2_grpc.ResourceProviderServicer):
    """Pulumi's ResourceProvider service, with a `Provider` for each connection.

    The engine opens a connection for each of a program's providers, the default and the explicit ones, and configures
    it. Nothing else in the requests tells them apart.
    """

    def __init__(self, make: Callable[[], Provider]) -> None:
        self._make = make
        self._connections: OrderedDict[str, Connection] = OrderedDict()
        self._log: EngineLog | None = None

    def connection(self, peer: str) -> Connection:
        """Return the connection from this address."""
        if peer not in self._connections:
            self._connections[peer] = Connection(self._make())
            if len(self._connections) > MAX_CONNECTIONS:
                self._connections.popitem(last=False)
        return self._connections[peer]

    @_answering
    def GetPluginInfo(self, provider: Provider, _request: Any) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=provider.version)

    def Attach(self, request: plugin_pb2.PluginAttach, context: grpc.ServicerContext) -> empty_pb2.Empty:
        # The connections of one engine share its log, so that no message is written twice.
        if self._log is None or self._log.address != request.address:
            self._log = EngineLog(request.address)
        self.connection(context.peer()).log = self._log
        return empty_pb2.Empty()

    @_answering
    def Cancel(self, _provider: Provider, _request: Any) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    @_answering
    def CheckConfig(self, _provider: Provider, request: provider_pb2.CheckRequest) -> provider_pb2.CheckResponse:
        return provider_pb2.CheckResponse(inputs=request.news)

    @_answering
    def DiffConfig(self, _provider: Provider, request: provider_pb2.DiffRequest) -> provider_pb2.DiffResponse:
        # Without a difference the engine would configure this process with the inputs of the previous update.
        answer = provider_pb2.DiffResponse
        same = from_wire(request.old_inputs) == from_wire(request.news)
        return answer(changes=answer.DIFF_NONE if same else answer.DIFF_SOME)

    @_answering
    def Configure(self, provider: Provider, request: provider_pb2.ConfigureRequest) -> provider_pb2.ConfigureResponse:
        provider.configure(from_wire(request.args))
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    @_answering
    def Invoke(self, provider: Provider, request: provider_pb2.InvokeRequest) -> provider_pb2.InvokeResponse:
        response = provider_pb2.InvokeResponse()
        # `return` is a keyword of Python.
        getattr(response, "return").CopyFrom(to_wire(provider.invoke(request.tok, from_wire(request.args))))
        return response

    @_answering
    def Check(self, provider: Provider, request: provider_pb2.CheckRequest) -> provider_pb2.CheckResponse:
        checked = provider.check(
            _kind(request), request.name, from_wire(request.olds), from_wire(request.news), request.randomSeed
        )
        return provider_pb2.CheckResponse(
            inputs=to_wire(checked.inputs, secret_keys(request.news)),
            failures=[provider_pb2.CheckFailure(property=name, reason=reason) for name, reason in checked.failures],
        )

    @_answering
    def Diff(self, provider: Provider, request: provider_pb2.DiffRequest) -> provider_pb2.DiffResponse:
        difference = provider.diff(
            _kind(request), from_wire(request.old_inputs), from_wire(request.olds), from_wire(request.news)
        )
        changes = {
            path: change for path, change in difference.changes.items() if _top_level(path) not in request.ignoreChanges
        }
        answer = provider_pb2.DiffResponse
        kinds = provider_pb2.PropertyDiff.Kind
        return answer(
            changes=answer.DIFF_SOME if changes else answer.DIFF_NONE,
            diffs=sorted({_top_level(path) for path in changes}),
            replaces=sorted({_top_level(path) for path, change in changes.items() if change.endswith("_REPLACE")}),
            detailedDiff={
                path: provider_pb2.PropertyDiff(kind=kinds.Value(change), inputDiff=_top_level(path) != "tagsAll")
                for path, change in changes.items()
            },
            hasDetailedDiff=True,
            deleteBeforeReplace=difference.delete_first,
        )

    @_answering
    def Create(self, provider: Provider, request: provider_pb2.CreateRequest) -> provider_pb2.CreateResponse:
        made = provider.create(_kind(request), from_wire(request.properties), preview=request.preview)
        secrets = made.secrets | secret_keys(request.properties)
        _raise_if_incomplete(made, secrets)
        return provider_pb2.CreateResponse(id=made.id, properties=to_wire(made.properties, secrets))

    @_answering
    def Read(self, provider: Provider, request: provider_pb2.ReadRequest) -> provider_pb2.ReadResponse:
        made = provider.read(_kind(request), request.id, from_wire(request.inputs), from_wire(request.properties))
        if made is None and not request.inputs.fields:
            # The engine would treat an import's answer without an id as success.
            raise Refused(f"{_kind(request)} {request.id!r} does not exist, so it cannot be imported")
        if made is None:
            return provider_pb2.ReadResponse()
        secrets = made.secrets | secret_keys(request.inputs, request.properties)
        return provider_pb2.ReadResponse(
            id=made.id, properties=to_wire(made.properties, secrets), inputs=to_wire(made.inputs, secrets)
        )

    @_answering
    def Update(self, provider: Provider, request: provider_pb2.UpdateRequest) -> provider_pb2.UpdateResponse:
        state = from_wire(request.olds)
        # The engine removes an ignored property that was never an input from the new inputs; its value must not change.
        ignored = {name: state[name] for name in map(_top_level, request.ignoreChanges) if name in state}
        made = provider.update(
            _kind(request),
            request.id,
            from_wire(request.old_inputs),
            state,
            {**from_wire(request.news), **ignored},
            preview=request.preview,
        )
        secrets = made.secrets | secret_keys(request.news)
        _raise_if_incomplete(made, secrets)
        return provider_pb2.UpdateResponse(properties=to_wire(made.properties, secrets))

    @_answering
    def Delete(self, provider: Provider, request: provider_pb2.DeleteRequest) -> empty_pb2.Empty:
        provider.delete(_kind(request), request.id, from_wire(request.properties))
        return empty_pb2.Empty()


def _kind(request: Any) -> str:
    """The resource type; the engine may put the parents' types before it."""
    return str(request.urn).split("::")[2].rsplit("$", 1)[-1]


def _top_level(path: str) -> str:
    return path.split(".", 1)[0].split("[", 1)[0]


def _raise_if_incomplete(made: ResourceState, secrets: frozenset[str] | set[str]) -> None:
    if made.failure:
        raise _Incomplete(
            provider_pb2.ErrorResourceInitFailed(
                id=made.id,
                properties=to_wire(made.properties, secrets),
                reasons=[made.failure],
                inputs=to_wire(made.inputs, secrets),
            )
        )

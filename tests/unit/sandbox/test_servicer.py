"""Pulumi's protocol in front of a provider, with a program that stands in for the engine."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, plugin_pb2, provider_pb2, provider_pb2_grpc

from orion_sandbox.providers.aws_provider import Aws
from orion_sandbox.providers.servicer import Servicer
from orion_sandbox.providers.values import from_wire, to_wire

QUEUE = "urn:pulumi:test::shop::aws:sqs/queue:Queue::orders"


class Engine(engine_pb2_grpc.EngineServicer):
    """Keeps what is logged."""

    def __init__(self) -> None:
        self.logged: list[tuple[str, str]] = []

    def Log(self, request: engine_pb2.LogRequest, context: Any) -> empty_pb2.Empty:  # noqa: ARG002, N802 - of the protocol
        """Take a message."""
        assert request.severity == engine_pb2.WARNING
        self.logged.append((request.message, request.urn))
        return empty_pb2.Empty()


class Protocol:
    """An engine's end of connections to the stand-in provider."""

    def __init__(self, engine_port: int, provider_port: int) -> None:
        self._engine, self._provider = engine_port, provider_port
        self._channels: list[grpc.Channel] = []

    def connect(self) -> provider_pb2_grpc.ResourceProviderStub:
        """Attach to the provider as an engine does for each of a program's providers."""
        # Without a pool of its own a channel shares its connection with others to the address.
        channel = grpc.insecure_channel(f"127.0.0.1:{self._provider}", options=(("grpc.use_local_subchannel_pool", 1),))
        self._channels.append(channel)
        stub = provider_pb2_grpc.ResourceProviderStub(channel)
        stub.Attach(plugin_pb2.PluginAttach(address=f"127.0.0.1:{self._engine}"))
        stub.Configure(provider_pb2.ConfigureRequest(args=to_wire({"region": "us-east-1"})))
        return stub

    def close(self) -> None:
        """End the connections."""
        for channel in self._channels:
            channel.close()


@pytest.fixture
def engine() -> Engine:
    """An engine."""
    return Engine()


@pytest.fixture
def protocol(engine: Engine) -> Iterator[Protocol]:
    """A served provider that is not strict, and connections to it."""
    servers = [grpc.server(ThreadPoolExecutor(max_workers=1)) for _ in range(2)]
    engine_pb2_grpc.add_EngineServicer_to_server(engine, servers[0])
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Servicer(lambda: Aws(strict=False)), servers[1])
    ports = [server.add_insecure_port("127.0.0.1:0") for server in servers]
    for server in servers:
        server.start()
    made = Protocol(*ports)
    yield made
    made.close()
    for server in servers:
        server.stop(None).wait()


def check(provider: provider_pb2_grpc.ResourceProviderStub, urn: str) -> Any:
    """Ask to check a queue."""
    request = provider_pb2.CheckRequest(
        urn=urn, name=urn.rsplit("::", 1)[1], news=to_wire({"fifoQueue": True}), randomSeed=b"seed"
    )
    return provider.Check(request)


def test_a_warning_is_written_once_beside_the_resource(protocol: Protocol, engine: Engine) -> None:
    """Two resources of a type, and two providers of a program: the reader needs one line."""
    first, second = protocol.connect(), protocol.connect()

    checked = [check(first, QUEUE), check(first, f"{QUEUE}-2"), check(second, f"{QUEUE}-3")]

    assert [from_wire(each.inputs)["fifoQueue"] for each in checked] == [True, True, True]
    ((message, urn),) = engine.logged
    assert message.startswith("the sandbox does not imitate aws:sqs/queue:Queue")
    assert urn == QUEUE


def test_a_warning_is_written_beside_a_refusal_too(protocol: Protocol, engine: Engine) -> None:
    """It would otherwise stand beside the next resource, or be lost."""
    provider = protocol.connect()
    request = provider_pb2.InvokeRequest(
        tok="aws:sns/getTopic:getTopic", args=to_wire({"name": "orders", "tags": {"a": "b"}})
    )

    with pytest.raises(grpc.RpcError, match="not a loopback address"):
        provider.Invoke(request)

    assert engine.logged == [
        ("the sandbox does not imitate the argument 'tags' of aws:sns/getTopic:getTopic: it is ignored", "")
    ]


def test_an_engine_that_is_gone_takes_no_warning_and_stops_nothing(protocol: Protocol, engine: Engine) -> None:
    """A killed command must not leave a provider that refuses the next one."""
    provider = protocol.connect()
    provider.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1"))

    assert check(provider, QUEUE).inputs["name"].startswith("orders-")
    assert engine.logged == []

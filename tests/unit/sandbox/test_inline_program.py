"""Programs that run in the process of the command, one after the other."""

from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS  # pyright: ignore[reportPrivateUsage]

from orion_sandbox import inline_program

METHOD = "/engine/Ask"


def _answer(request: Empty, _context: grpc.ServicerContext) -> Empty:
    return request


def engine(port: int) -> tuple[grpc.Server, int]:
    """Serve at a port, or at any where it is 0; return that too."""
    answer = grpc.unary_unary_rpc_method_handler(_answer, Empty.FromString, Empty.SerializeToString)
    handlers = grpc.method_handlers_generic_handler("engine", {"Ask": answer})
    server = grpc.server(ThreadPoolExecutor(1))
    server.add_generic_rpc_handlers((handlers,))
    port = server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    return server, port


def ask(channel: grpc.Channel) -> None:
    """Call the engine."""
    channel.unary_unary(METHOD, Empty.SerializeToString, Empty.FromString)(Empty(), timeout=60)


def test_an_engine_at_the_port_of_one_that_has_ended_is_reached() -> None:
    """Whatever still asks the one before."""
    assert inline_program.alone
    first, port = engine(0)
    before = grpc.insecure_channel(f"127.0.0.1:{port}", options=_GRPC_CHANNEL_OPTIONS)
    ask(before)
    first.stop(0).wait()
    with pytest.raises(grpc.RpcError):
        ask(before)

    second, _ = engine(port)
    ask(grpc.insecure_channel(f"127.0.0.1:{port}", options=_GRPC_CHANNEL_OPTIONS))
    second.stop(0).wait()

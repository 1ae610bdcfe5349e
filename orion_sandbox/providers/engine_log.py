"""The log of an engine. Pulumi prints the messages of a provider beside the resource they concern."""

from contextlib import suppress

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

from orion_sandbox.own_connection import OWN_CONNECTION

SECONDS = 5.0
"""Time limit for a message, for an engine that has ended."""


class EngineLog:
    """Writes each message once to the engine at an address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._engine = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address, options=[OWN_CONNECTION]))
        self._written: set[str] = set()

    def warn(self, message: str, urn: str) -> None:
        """Write a warning about the resource with the URN, or about the stack if the URN is empty."""
        if message in self._written:
            return
        self._written.add(message)
        request = engine_pb2.LogRequest(severity=engine_pb2.WARNING, message=message, urn=urn)
        with suppress(grpc.RpcError):
            self._engine.Log(request, timeout=SECONDS)

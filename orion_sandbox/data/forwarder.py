"""Endpoints: listeners on this machine that forward to the servers behind them."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ssl import SSLContext
from time import monotonic

HOST = "127.0.0.1"
CHUNK_BYTES = 65536

Target = Callable[[], int]
"""Returns the port that a new connection goes to."""


@dataclass(frozen=True)
class Endpoint:
    """A listener on a free port. Where a connection goes is decided when it begins, as by a name in DNS."""

    server: asyncio.Server
    tls: SSLContext | None
    """What clients verify; None where the server has TLS itself, or has none."""

    @classmethod
    async def listen(cls, target: Target, tls: SSLContext | None = None) -> "Endpoint":
        """Listen, and forward each connection, which ends TLS here if so asked."""

        async def forward(reader: StreamReader, writer: StreamWriter) -> None:
            try:
                there = await asyncio.open_connection(HOST, target())
            except OSError:
                writer.transport.abort()
                return
            await asyncio.gather(_copy(reader, there[1]), _copy(there[0], writer))

        return cls(await asyncio.start_server(forward, HOST, 0, ssl=tls), tls)

    @property
    def address(self) -> str:
        """Address and port."""
        host, port = self.server.sockets[0].getsockname()
        return f"{host}:{port}"

    def close(self) -> None:
        """Listen no more. Connections go on."""
        self.server.close()


async def _copy(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await reader.read(CHUNK_BYTES):
            writer.write(chunk)
            await writer.drain()
    with suppress(OSError):
        writer.close()


@dataclass
class WriterTarget:
    """Where the writer's endpoint leads: for some time after another instance writes, to the old one, as DNS does."""

    lag_seconds: float
    clock: Callable[[], float] = monotonic
    port: int = 0
    _old: int = 0
    _until: float = 0.0

    def lead_to(self, port: int) -> None:
        """Lead to another port, once the time has passed."""
        if port != self.port:
            self._old, self.port = self.port or port, port
            self._until = self.clock() + self.lag_seconds

    def __call__(self) -> int:
        """Return the port that a new connection goes to."""
        return self._old if self.clock() < self._until else self.port


@dataclass
class Rotation:
    """Where other endpoints lead: to one of several ports after the other."""

    ports: Sequence[int] = ()
    _next: int = 0

    def __call__(self) -> int:
        """Return the port that a new connection goes to."""
        self._next += 1
        return self.ports[self._next % len(self.ports)]

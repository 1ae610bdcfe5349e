"""Endpoints: listeners on this machine that forward to the servers."""

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
"""Returns the port of the server for a new connection."""


@dataclass(frozen=True)
class Endpoint:
    """A listener on a free port. The target is determined for each new connection, as by a name in DNS."""

    server: asyncio.Server
    tls: SSLContext | None
    """The TLS of the endpoint; None if the server has TLS itself, or has none."""

    @classmethod
    async def listen(cls, target: Target, tls: SSLContext | None = None) -> "Endpoint":
        """Listen, and forward each connection; with `tls`, terminate TLS here."""

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
        """Stop listening. Connections stay open."""
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
    """The target of a writer endpoint: the old writer for some time after a failover, as a cached answer of DNS."""

    lag_seconds: float
    clock: Callable[[], float] = monotonic
    port: int = 0
    _old: int = 0
    _until: float = 0.0

    def lead_to(self, port: int) -> None:
        """Set the port of the new writer, which takes effect after the lag."""
        if port != self.port:
            self._old, self.port = self.port or port, port
            self._until = self.clock() + self.lag_seconds

    def __call__(self) -> int:
        """Return the port of the server for a new connection."""
        return self._old if self.clock() < self._until else self.port


@dataclass
class Rotation:
    """The target of another endpoint: several ports in rotation."""

    ports: Sequence[int] = ()
    _next: int = 0

    def __call__(self) -> int:
        """Return the port of the server for a new connection."""
        self._next += 1
        return self.ports[self._next % len(self.ports)]

"""The Valkey servers of all replication groups, and how they are brought to the desired state of the AWS API.

One server of a group is the primary. All others are its asynchronous replicas.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from orion_sandbox.data.process import ServerError, all_of
from orion_sandbox.data.topology import Cache, Node, Stop
from orion_sandbox.data.valkey import Valkey, owner_password

CLUSTER_MODE = "has no servers, as it is in cluster mode"


@dataclass
class Placed:
    """A node and its server."""

    server: Valkey
    node: Node
    failed: bool = False
    """Whether the server crashed, and the API has not replaced it yet."""


@dataclass
class Caches:
    """The Valkey servers of all replication groups."""

    folder: Path
    program: Path
    died: Callable[[str], None]
    """Called with the id of each node whose server crashed."""
    writes: Callable[[Cache, int], None]
    """Called with a group and the port of its primary, as soon as it accepts writes."""
    placed: dict[str, Placed] = field(default_factory=dict[str, Placed])
    """By the ids of the nodes."""
    _password: str = field(default_factory=owner_password, repr=False)
    """The password of the servers' owner."""

    async def apply(self, caches: Sequence[Cache], stop: Stop) -> list[str]:
        """Apply the desired state, and return the errors and the unsupported settings."""
        done = await asyncio.gather(*(self._apply_to(each, stop) for each in caches), return_exceptions=True)
        wanted = {node.id for cache in caches for node in cache.nodes}
        await all_of(self._remove(self.placed.pop(each)) for each in {*self.placed} - wanted)
        notes = list[str]()
        for cache, result in zip(caches, done, strict=True):
            if isinstance(result, BaseException) and not isinstance(result, ServerError):
                raise result
            found = [str(result)] if isinstance(result, ServerError) else result
            notes += [f"{cache.name}: {each}" for each in found]
        return notes

    def lost(self, node: str) -> None:
        """Keep a crashed server stopped until the API replaces it."""
        self.placed[node].failed = True

    async def stop(self) -> None:
        """End all servers."""
        await all_of(each.server.stop(Stop.IMMEDIATE) for each in self.placed.values())

    def port(self, node: Node) -> int:
        """Return the port of a node; 0 if it has no server."""
        placed = self.placed.get(node.id)
        return placed.server.port if placed else 0

    async def _apply_to(self, cache: Cache, stop: Stop) -> list[str]:
        if not cache.nodes:
            return [CLUSTER_MODE]
        primary, *replicas = [self._place(node) for node in cache.nodes]
        if primary.server.runs:
            await all_of(each.server.stop(stop) for each in replicas if each.server.follows is None)
        notes = await self._write(primary, replicas, cache)
        await all_of(self._follow(each, primary, cache) for each in replicas if not each.failed)
        return notes

    def _place(self, node: Node) -> Placed:
        placed = self.placed.get(node.id)
        if placed is None:
            server = Valkey(self.program, self.folder / node.id, lambda: self.died(node.id))
            self.placed[node.id] = placed = Placed(server, node)
        elif node.boots != placed.node.boots:
            placed.failed = False
        placed.node = node
        return placed

    async def _write(self, primary: Placed, replicas: Iterable[Placed], cache: Cache) -> list[str]:
        """Make a server the primary, and return its unsupported settings."""
        server = primary.server
        if primary.failed:
            return []
        with_data = next((each.server for each in replicas if each.server.runs), None)
        if not server.runs and with_data:
            # It was not failed over, or it crashed before it could become the primary.
            await self._configure(server, cache)
            await with_data.follow(None)
            await server.follow(with_data.port)
        notes = await self._configure(server, cache)
        await server.follow(None)
        await server.open()
        self.writes(cache, server.port)
        return notes

    async def _follow(self, replica: Placed, primary: Placed, cache: Cache) -> None:
        await self._configure(replica.server, cache)
        await replica.server.follow(primary.server.port)
        await replica.server.open()

    async def _configure(self, server: Valkey, cache: Cache) -> list[str]:
        """Start a server if it is stopped, set users and settings, and return its unsupported settings."""
        if not server.runs:
            await server.start(self._password)
        await server.set_users(cache.users)
        return await server.set_parameters(cache.parameters)

    async def _remove(self, placed: Placed) -> None:
        await placed.server.stop(Stop.IMMEDIATE)
        placed.server.remove_data()

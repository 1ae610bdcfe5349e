"""The PostgreSQL servers of all clusters, and how they are brought to the desired state of the AWS API.

A primary cluster has one writer. All its other servers, and those of its secondary clusters, replicate from the writer.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from orion_sandbox.data import roles, settings
from orion_sandbox.data.archive import Archive
from orion_sandbox.data.certificates import Authority
from orion_sandbox.data.installation import Installation
from orion_sandbox.data.process import ServerError, all_of
from orion_sandbox.data.server import Server
from orion_sandbox.data.topology import Cluster, Instance, Origin, Stop, Topology

NOTHING: Mapping[str, str] = MappingProxyType({})
RECEIVED = "SELECT greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0'::pg_lsn;"


@dataclass
class Placed:
    """An instance and its server."""

    server: Server
    cluster: Cluster
    instance: Instance
    failed: bool = False
    """Whether the server crashed, and the API has not replaced it yet."""
    hosts: tuple[str, ...] = ()
    """The hosts in its certificate."""
    notes: list[str] = field(default_factory=list[str])
    """Unsupported settings."""


@dataclass
class Clusters:
    """The PostgreSQL servers of all clusters."""

    folder: Path
    installation: Installation
    authority: Authority
    died: Callable[[str], None]
    """Called with the id of each instance whose server crashed."""
    writes: Callable[[Cluster, int], None]
    """Called with a cluster and the port of its writer, as soon as it accepts writes."""
    placed: dict[str, Placed] = field(default_factory=dict[str, Placed])
    """By the ids of the instances."""
    _archives: dict[str, Archive] = field(default_factory=dict[str, Archive])
    """By the ids of the clusters, including deleted ones."""
    _volumes: dict[str, Path] = field(default_factory=dict[str, Path])
    """The data of clusters without instances, by their ids."""
    _roles: dict[str, str] = field(default_factory=dict[str, str])
    """The statements that created the roles of each cluster."""

    async def apply(self, topology: Topology, stop: Stop) -> list[str]:
        """Apply the desired state, and return the errors and the unsupported settings."""
        for cluster in topology.clusters:
            self._archive(cluster.id).is_written &= cluster.replicates is None
        errors = await asyncio.gather(
            *(
                self._apply_to([writing, *topology.followers(writing)], writing.instances[0], stop)
                for writing in topology.writers()
            ),
            return_exceptions=True,
        )
        await self._remove_all_but(topology)
        for error in errors:
            if error is not None and not isinstance(error, ServerError):
                raise error
        return [*(str(each) for each in errors if each), *self._notes()]

    def lost(self, instance: str) -> None:
        """Exclude a crashed server from synchronous replication."""
        self.placed[instance].failed = True
        for each in self._in(self.placed[instance].cluster):
            self._configure(each)

    async def stop(self) -> None:
        """End all servers."""
        await all_of(each.server.stop(Stop.IMMEDIATE) for each in self.placed.values())

    def port(self, instance: Instance) -> int:
        """Return the port of an instance; 0 if it has no server."""
        placed = self.placed.get(instance.id)
        return placed.server.port if placed else 0

    # One writer, and its replicas

    async def _apply_to(self, clusters: list[Cluster], writer: Instance, stop: Stop) -> None:
        rebooted = self._update(clusters)
        await self._end_other_writers(clusters, writer, stop)
        await self._write(clusters[0], writer)
        primary = self.placed[writer.id]
        await all_of(
            self._follow(cluster, instance, primary)
            for cluster in clusters
            for instance in cluster.instances
            if instance.id != writer.id
        )
        for cluster in clusters:
            for instance in cluster.instances:
                self._configure(self.placed[instance.id])
        await all_of(self.placed[each.id].server.until_alone() for each in _cut_off(clusters))
        await all_of(self._restart(each) for each in rebooted)
        await self._make_roles(clusters[0], primary.server)

    def _update(self, clusters: Iterable[Cluster]) -> list[Placed]:
        """Store the desired state of existing servers; return those that were rebooted."""
        rebooted = list[Placed]()
        for cluster in clusters:
            for instance in cluster.instances:
                if placed := self.placed.get(instance.id):
                    if instance.boots != placed.instance.boots:
                        placed.failed = False
                        rebooted += [placed] if placed.server.runs else []
                    placed.cluster, placed.instance = cluster, instance
        return rebooted

    async def _end_other_writers(self, clusters: Iterable[Cluster], writer: Instance, stop: Stop) -> None:
        ids = {cluster.id for cluster in clusters}
        others = [
            each
            for each in self.placed.values()
            if each.cluster.id in ids and each.instance.id != writer.id and not each.server.follows
        ]
        await all_of(each.server.stop(stop) for each in others)
        for each in others:
            # Writes that its followers have not received are lost. It is copied again from the new writer.
            each.server.remove_data()
            each.server.follows = True

    async def _write(self, cluster: Cluster, instance: Instance) -> None:
        placed = self.placed.get(instance.id)
        if placed is None:
            await self._create(cluster, instance)
        elif placed.server.follows:
            await self._promote(placed)
        else:
            self._configure(placed)
            if not placed.server.runs and not placed.failed:
                await self._start(placed)

    async def _promote(self, placed: Placed) -> None:
        cluster, server = placed.cluster, placed.server
        followers = [
            each
            for each in self.placed.values()
            if cluster.id in (each.cluster.id, each.cluster.replicates) and each is not placed and each.server.runs
        ]
        received = await asyncio.gather(*(each.server.sql(RECEIVED) for each in [placed, *followers]))
        for each, position in zip(followers, received[1:], strict=True):
            # It is ahead of the new writer, and cannot follow it.
            if int(position) > int(received[0]):
                await each.server.stop(Stop.IMMEDIATE)
                each.server.remove_data()
        await server.promote()
        self.writes(cluster, server.port)
        for each in followers:
            self._configure(each)
        await self._archive(cluster.id).follow(server)

    async def _create(self, cluster: Cluster, instance: Instance) -> None:
        placed = self._place(cluster, instance)
        server, archive = placed.server, self._archive(cluster.id)
        if volume := self._volumes.pop(cluster.id, None):
            volume.rename(server.folder)
            await self._start(placed)
        elif cluster.origin:
            await self._restore(placed, cluster.origin)
        else:
            await server.create()
            await self._start(placed)
        self.writes(cluster, server.port)
        await archive.follow(server)

    async def _restore(self, placed: Placed, origin: Origin) -> None:
        source, server = self._archive(origin.cluster), placed.server
        for each in self.placed.values():
            if each.cluster.id == origin.cluster and each.server.runs and not each.server.follows:
                await source.complete(each.server)
        base, recovery = source.recovery(origin.time)
        await server.take(base)
        await self._start(placed, recovery)
        await server.until_recovered()
        self._configure(placed)

    async def _follow(self, cluster: Cluster, instance: Instance, primary: Placed) -> None:
        placed = self.placed.get(instance.id) or self._place(cluster, instance)
        if not placed.server.folder.exists():
            await placed.server.copy_of(primary.server)
            await self._start(placed)
        elif not placed.server.runs and not placed.failed:
            await self._start(placed)

    async def _restart(self, placed: Placed) -> None:
        await placed.server.stop(Stop.FAST)
        await self._start(placed)

    async def _start(self, placed: Placed, recovery: Mapping[str, str] = NOTHING) -> None:
        # Copied data contain the certificate of another server.
        placed.hosts = ()
        self._configure(placed, recovery)
        await placed.server.start()
        placed.failed = False

    async def _make_roles(self, cluster: Cluster, primary: Server) -> None:
        statements = roles.statements(cluster)
        if self._roles.get(cluster.id) != statements:
            await primary.sql(statements)
            self._roles[cluster.id] = statements

    # Servers

    def _place(self, cluster: Cluster, instance: Instance) -> Placed:
        server = Server(self.installation, self.folder / instance.id, lambda: self.died(instance.id))
        self.placed[instance.id] = placed = Placed(server, cluster, instance)
        return placed

    def _configure(self, placed: Placed, recovery: Mapping[str, str] = NOTHING) -> None:
        """Write the settings of a server, and reload them if it runs."""
        if not placed.server.folder.exists():
            return
        cluster, server = placed.cluster, placed.server
        primary = self._primary(cluster)
        taken, placed.notes = settings.given(self.installation, {**cluster.parameters, **placed.instance.parameters})
        changed = settings.write(
            server.folder,
            taken,
            recovery,
            port=server.port,
            name=placed.instance.id,
            archive=self._archive(cluster.id).wal,
            primary=primary.server.connection if primary and _reaches(primary, placed) else "",
            # The synchronous standbys if this server becomes the writer.
            synchronous=[
                each.instance.id
                for each in self._in(cluster)
                if each not in (placed, primary) and not each.failed and each.server.folder.exists()
            ],
        )
        if placed.hosts != (hosts := (placed.instance.host, *cluster.hosts)):
            self.authority.issue(server.folder, hosts)
            placed.hosts, changed = hosts, True
        if changed:
            server.reload()

    def _primary(self, cluster: Cluster) -> Placed | None:
        ids = (cluster.id, cluster.replicates)
        return next((each for each in self.placed.values() if each.cluster.id in ids and not each.server.follows), None)

    def _in(self, cluster: Cluster) -> list[Placed]:
        return [each for each in self.placed.values() if each.cluster.id == cluster.id]

    def _archive(self, cluster: str) -> Archive:
        if cluster not in self._archives:
            self._archives[cluster] = Archive.create(self.folder / f"{cluster}.archive")
        return self._archives[cluster]

    async def _remove_all_but(self, topology: Topology) -> None:
        clusters = {cluster.id: cluster for cluster in topology.clusters}
        wanted = {instance.id for cluster in topology.clusters for instance in cluster.instances}
        await all_of(self._remove(self.placed.pop(each), clusters) for each in {*self.placed} - wanted)

    async def _remove(self, placed: Placed, clusters: Mapping[str, Cluster]) -> None:
        cluster, server = placed.cluster, placed.server
        if server.runs and not server.follows:
            await self._archive(cluster.id).complete(server)
        await server.stop(Stop.FAST)
        if cluster.id in clusters and not clusters[cluster.id].instances and not server.follows:
            self._volumes[cluster.id] = server.folder.rename(self.folder / f"{cluster.id}.volume")
        else:
            server.remove_data()

    def _notes(self) -> list[str]:
        return [f"{each.instance.name}: {note}" for each in self.placed.values() for note in each.notes]


def _reaches(primary: Placed, follower: Placed) -> bool:
    if primary is follower:
        return False
    is_near = primary.cluster.id == follower.cluster.id
    return is_near or not (primary.cluster.cut_off or follower.cluster.cut_off)


def _cut_off(clusters: list[Cluster]) -> Iterable[Instance]:
    """Return the instances that do not replicate because their region, or that of the writer, is cut off."""
    writing, *followers = clusters
    return (each for cluster in followers if writing.cut_off or cluster.cut_off for each in cluster.instances)

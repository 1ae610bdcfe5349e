"""The data plane of one stack: its servers, and an endpoint for each host name of the AWS API."""

import asyncio
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import NamedTuple

from orion_sandbox.data.caches import Caches
from orion_sandbox.data.certificates import Authority
from orion_sandbox.data.clusters import Clusters
from orion_sandbox.data.forwarder import Endpoint, Rotation, Target, WriterTarget
from orion_sandbox.data.installation import Installation, new_private_folder
from orion_sandbox.data.start import ADDRESSES
from orion_sandbox.data.topology import Answer, Cache, Cluster, Request, Topology
from orion_sandbox.data.valkey import copy_program


class _Forwarding(NamedTuple):
    """The target of a host."""

    target: Target
    tls: SSLContext | None = None


class Plane:
    """Servers and endpoints.

    Args:
        folder: An empty folder that the servers' user can access.
        lag_seconds: How long the writer endpoint resolves to the old writer after a failover.
        died: Called with the id of each instance or node whose server crashed.
    """

    def __init__(self, folder: Path, lag_seconds: float, died: Callable[[str], None]) -> None:
        self._folder = folder
        self._died = died
        installation = Installation.copy_to(folder / "postgresql")
        self.authority = Authority(folder)
        self._clusters = Clusters(folder, installation, self.authority, self._instance_died, self._writes)
        self._caches = Caches(folder, copy_program(folder), self._node_died, self._primary_writes)
        self._writers = defaultdict[str, WriterTarget](lambda: WriterTarget(lag_seconds))
        self._others = defaultdict[str, Rotation](Rotation)
        self._tls: dict[str, tuple[SSLContext, Sequence[str]]] = {}
        """By the ids of the replication groups, with the hosts of the certificate."""
        self._endpoints: dict[str, Endpoint] = {}
        self._write_addresses()

    async def apply(self, request: Request) -> Answer:
        """Apply the desired state to servers and endpoints."""
        topology = request.topology
        notes = await asyncio.gather(
            self._clusters.apply(topology, request.stop), self._caches.apply(topology.caches, request.stop)
        )
        await self._lead(topology)
        self._write_addresses()
        return Answer(addresses=self._addresses, notes=tuple(note for each in notes for note in each))

    async def close(self) -> None:
        """End all servers and delete their data."""
        await asyncio.gather(self._clusters.stop(), self._caches.stop())
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _addresses(self) -> dict[str, str]:
        return {host: endpoint.address for host, endpoint in sorted(self._endpoints.items())}

    def _write_addresses(self) -> None:
        """Replace the file of addresses at once, because clients read it when they connect."""
        written = self._folder / f"{ADDRESSES}.new"
        written.write_text("".join(f"{host}={address}\n" for host, address in self._addresses.items()))
        written.replace(self._folder / ADDRESSES)

    def _instance_died(self, instance: str) -> None:
        self._clusters.lost(instance)
        self._died(instance)

    def _node_died(self, node: str) -> None:
        self._caches.lost(node)
        self._died(node)

    def _writes(self, cluster: Cluster, port: int) -> None:
        for host in filter(None, (cluster.writer_host, cluster.global_host)):
            self._writers[host].lead_to(port)

    def _primary_writes(self, cache: Cache, port: int) -> None:
        self._writers[cache.primary_host].lead_to(port)

    async def _lead(self, topology: Topology) -> None:
        led = dict[str, _Forwarding]()
        for cluster in topology.clusters:
            led |= self._led_to_cluster(cluster) if cluster.instances else {}
        for cache in topology.caches:
            led |= self._led_to_cache(cache) if cache.nodes else {}
        for host, endpoint in [*self._endpoints.items()]:
            if host not in led or endpoint.tls is not led[host].tls:
                self._endpoints.pop(host).close()
        for host in self._writers.keys() - led.keys():
            del self._writers[host]
        for host in led.keys() - self._endpoints.keys():
            self._endpoints[host] = await Endpoint.listen(*led[host])

    def _led_to_cluster(self, cluster: Cluster) -> dict[str, _Forwarding]:
        ports = [self._clusters.port(each) for each in cluster.instances]
        writers = [cluster.writer_host]
        if cluster.global_host and cluster.replicates is None:
            writers.append(cluster.global_host)
        hosts = [each.host for each in cluster.instances]
        return {host: _Forwarding(target) for host, target in self._targets(writers, cluster.reader_host, hosts, ports)}

    def _led_to_cache(self, cache: Cache) -> dict[str, _Forwarding]:
        ports = [self._caches.port(each) for each in cache.nodes]
        hosts = [each.host for each in cache.nodes]
        tls = self._context(cache) if cache.tls else None
        targets = self._targets([cache.primary_host], cache.reader_host, hosts, ports)
        return {host: _Forwarding(target, tls) for host, target in targets}

    def _targets(
        self, writers: Sequence[str], reader: str, hosts: Sequence[str], ports: Sequence[int]
    ) -> Iterator[tuple[str, Target]]:
        """Yield the targets of the hosts of a cluster or group.

        Args:
            writers: The writer endpoints.
            reader: The reader endpoint.
            hosts: The endpoint of each server, the writer first.
            ports: The port of each server, the writer first.
        """
        for host in writers:
            self._writers[host].lead_to(ports[0])
            yield host, self._writers[host]
        # Without a reader it resolves to the writer.
        self._others[reader].ports = ports[1:] or ports
        yield reader, self._others[reader]
        for host, port in zip(hosts, ports, strict=True):
            self._others[host].ports = [port]
            yield host, self._others[host]

    def _context(self, cache: Cache) -> SSLContext:
        """Return the TLS of a group's endpoints; its servers have none."""
        folder = self._folder / f"{cache.nodes[0].id}.tls"
        context, hosts = self._tls.get(cache.id, (SSLContext(PROTOCOL_TLS_SERVER), ()))
        if hosts != cache.hosts:
            new_private_folder(folder)
            self.authority.issue(folder, cache.hosts)
            context.load_cert_chain(folder / "server.crt", folder / "server.key")
            shutil.rmtree(folder)
            self._tls[cache.id] = context, cache.hosts
        return context

"""The data plane of one stack: its servers, and an endpoint for each host name that AWS gives."""

import shutil
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from orion_sandbox.data.certificates import Authority
from orion_sandbox.data.clusters import Clusters
from orion_sandbox.data.forwarder import Endpoint, Rotation, Target, WriterTarget
from orion_sandbox.data.installation import Installation
from orion_sandbox.data.topology import Answer, Cluster, Request, Topology


class Plane:
    """Servers and endpoints.

    Args:
        folder: An empty folder that the servers' user may enter.
        lag_seconds: How long the writer's endpoint leads to the old writer after another one has taken over.
        died: Called with the id of each instance whose server died by itself.
    """

    def __init__(self, folder: Path, lag_seconds: float, died: Callable[[str], None]) -> None:
        self._folder = folder
        self._told = died
        installation = Installation.copy_to(folder / "postgresql")
        self.authority = Authority(folder)
        self._clusters = Clusters(folder, installation, self.authority, self._died, self._writes)
        self._writers = defaultdict[str, WriterTarget](lambda: WriterTarget(lag_seconds))
        self._others = defaultdict[str, Rotation](Rotation)
        self._endpoints: dict[str, Endpoint] = {}

    async def apply(self, request: Request) -> Answer:
        """Make servers and endpoints so."""
        notes = await self._clusters.apply(request.topology, request.stop)
        await self._lead(request.topology)
        return Answer(
            addresses={host: endpoint.address for host, endpoint in self._endpoints.items()}, notes=tuple(notes)
        )

    async def close(self) -> None:
        """End all servers and delete their data."""
        await self._clusters.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _died(self, instance: str) -> None:
        self._clusters.lost(instance)
        self._told(instance)

    def _writes(self, cluster: Cluster, port: int) -> None:
        for host in filter(None, (cluster.writer_host, cluster.global_host)):
            self._writers[host].lead_to(port)

    async def _lead(self, topology: Topology) -> None:
        targets = dict[str, Target]()
        for cluster in (each for each in topology.clusters if each.instances):
            writer, *readers = ports = [self._clusters.port(each) for each in cluster.instances]
            self._writers[cluster.writer_host].lead_to(writer)
            if cluster.global_host and cluster.replicates is None:
                self._writers[cluster.global_host].lead_to(writer)
                targets[cluster.global_host] = self._writers[cluster.global_host]
            # Without a reader it leads to the writer.
            self._others[cluster.reader_host].ports = readers or ports
            targets[cluster.writer_host] = self._writers[cluster.writer_host]
            targets[cluster.reader_host] = self._others[cluster.reader_host]
            for instance, port in zip(cluster.instances, ports, strict=True):
                self._others[instance.host].ports = [port]
                targets[instance.host] = self._others[instance.host]
        for host in self._endpoints.keys() - targets.keys():
            self._endpoints.pop(host).close()
        for host in targets.keys() - self._endpoints.keys():
            self._endpoints[host] = await Endpoint.listen(targets[host])

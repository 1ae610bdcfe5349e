"""What the AWS API tells the data plane: which clusters, instances and replication groups there should be, and where
their data is from.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Stop(StrEnum):
    """How the server of a writer ends that another one takes over from: the modes of `pg_ctl stop`."""

    FAST = "fast"
    """It sends everything to its followers first, as in a switchover."""
    IMMEDIATE = "immediate"
    """It ends as in a crash."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Origin(_Part):
    """The cluster and the moment that a restored or cloned cluster has its data from."""

    cluster: str
    time: datetime | None = None
    """None is the latest that there is."""


class Instance(_Part):
    """One instance of a cluster, which is one server."""

    id: str
    """The resource id, which AWS never uses again."""
    name: str
    """The identifier, which may change."""
    host: str
    """The name in its endpoint."""
    boots: int = 0
    """How often it was rebooted. Another number restarts the server."""
    parameters: dict[str, str] = Field(default_factory=dict[str, str])
    """What the DB parameter group sets."""


class Cluster(_Part):
    """One cluster."""

    id: str
    """The resource id, which AWS never uses again."""
    name: str
    """The identifier, which may change."""
    writer_host: str
    reader_host: str
    global_host: str | None = None
    """The name in the writer's endpoint of the global database that it is in."""
    instances: tuple[Instance, ...] = ()
    """The writer first."""
    database: str | None = None
    user: str
    password: str | None = Field(default=None, repr=False)
    """None leaves the one that the restored data has."""
    parameters: dict[str, str] = Field(default_factory=dict[str, str])
    """What the DB cluster parameter group sets."""
    origin: Origin | None = None
    replicates: str | None = None
    """The id of the cluster that this one follows, in a global database."""
    cut_off: bool = False
    """Whether nothing leaves or reaches its region."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names that its servers may be asked by, beside their own."""
        return tuple(filter(None, (self.writer_host, self.reader_host, self.global_host)))


class Node(_Part):
    """One node of a replication group, which is one server."""

    id: str
    """The region and the identifier."""
    host: str
    """The name in its endpoint."""
    boots: int = 0
    """How often it was replaced. Another number starts a server that died."""


class CacheUser(_Part):
    """One user of a replication group."""

    name: str
    access: str
    """The access string, of Valkey's rules for users."""
    passwords: tuple[str, ...] = Field(default=(), repr=False)
    """All are accepted; an empty one is none at all."""


class Cache(_Part):
    """One replication group."""

    id: str
    """The ARN."""
    name: str
    primary_host: str
    reader_host: str
    tls: bool
    nodes: tuple[Node, ...] = ()
    """The primary first. Empty in cluster mode."""
    users: tuple[CacheUser, ...] = ()
    parameters: dict[str, str] = Field(default_factory=dict[str, str])
    """What the parameter group sets."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names that its servers are asked by."""
        return (self.primary_host, self.reader_host, *sorted(each.host for each in self.nodes))


class Topology(_Part):
    """All clusters and replication groups of an account."""

    clusters: tuple[Cluster, ...] = ()
    caches: tuple[Cache, ...] = ()

    def writers(self) -> Iterator[Cluster]:
        """Yield the clusters that follow no other one and have an instance."""
        return (each for each in self.clusters if each.replicates is None and each.instances)

    def followers(self, writer: Cluster) -> Iterator[Cluster]:
        """Yield the clusters that follow one."""
        return (each for each in self.clusters if each.replicates == writer.id)


class Request(_Part):
    """What the API sends: what there should be, and how a writer ends that is replaced."""

    topology: Topology
    stop: Stop = Stop.FAST


class Answer(_Part):
    """What the data plane answers."""

    addresses: dict[str, str] = Field(default_factory=dict[str, str])
    """Address and port on this machine, by the host of the endpoint."""
    notes: tuple[str, ...] = ()
    """What could not be done, and settings that the servers do not have."""

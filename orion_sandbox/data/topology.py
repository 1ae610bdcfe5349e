"""The desired state that the AWS API sends to the data plane: clusters, instances, replication groups and origins."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Stop(StrEnum):
    """How the server of an old writer is stopped: the modes of `pg_ctl stop`."""

    FAST = "fast"
    """After it has sent everything to its standbys, as in a switchover."""
    IMMEDIATE = "immediate"
    """As in a crash."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Origin(_Part):
    """The source of a restored or cloned cluster: a cluster and a time."""

    cluster: str
    time: datetime | None = None
    """None is the latest restorable time."""


class Instance(_Part):
    """One instance of a cluster, which is one server."""

    id: str
    """The resource id, which AWS never uses again."""
    name: str
    """The identifier, which may change."""
    host: str
    """The name in its endpoint."""
    boots: int = 0
    """Number of reboots. A change restarts the server."""
    parameters: dict[str, str] = Field(default_factory=dict[str, str])
    """Parameters of the DB parameter group."""


class Cluster(_Part):
    """One cluster."""

    id: str
    """The resource id, which AWS never uses again."""
    name: str
    """The identifier, which may change."""
    writer_host: str
    reader_host: str
    global_host: str | None = None
    """The host of its global database's writer endpoint."""
    instances: tuple[Instance, ...] = ()
    """The writer first."""
    database: str | None = None
    user: str
    password: str | None = Field(default=None, repr=False)
    """None keeps the password in the restored data."""
    parameters: dict[str, str] = Field(default_factory=dict[str, str])
    """Parameters of the DB cluster parameter group."""
    origin: Origin | None = None
    replicates: str | None = None
    """The id of the primary cluster, in a global database."""
    cut_off: bool = False
    """Whether its region is cut off from all others."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names of its servers, except those of the instances."""
        return tuple(filter(None, (self.writer_host, self.reader_host, self.global_host)))


class Node(_Part):
    """One node of a replication group, which is one server."""

    id: str
    """The region and the identifier."""
    host: str
    """The name in its endpoint."""
    boots: int = 0
    """Number of replacements. A change starts a crashed server."""


class CacheUser(_Part):
    """One user of a replication group."""

    name: str
    access: str
    """The access string, in the form of Valkey's ACL rules."""
    passwords: tuple[str, ...] = Field(default=(), repr=False)
    """The accepted passwords; an empty one stands for no password."""


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
    """Parameters of the parameter group."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names of its servers."""
        return (self.primary_host, self.reader_host, *sorted(each.host for each in self.nodes))


class Topology(_Part):
    """All clusters and replication groups of an account."""

    clusters: tuple[Cluster, ...] = ()
    caches: tuple[Cache, ...] = ()

    def writers(self) -> Iterator[Cluster]:
        """Return the primary clusters with instances."""
        return (each for each in self.clusters if each.replicates is None and each.instances)

    def followers(self, writer: Cluster) -> Iterator[Cluster]:
        """Return the secondary clusters of a primary one."""
        return (each for each in self.clusters if each.replicates == writer.id)


class Request(_Part):
    """A request of the API: the desired state, and how an old writer is stopped."""

    topology: Topology
    stop: Stop = Stop.FAST


class Answer(_Part):
    """The answer of the data plane."""

    addresses: dict[str, str] = Field(default_factory=dict[str, str])
    """Address and port on this machine, by the host of the endpoint."""
    notes: tuple[str, ...] = ()
    """Errors, and unsupported settings."""

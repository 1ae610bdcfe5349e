"""Redis beside the database."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import Named, Whole, Within
from orion_rds.config.engine import MinorUpgrades
from orion_rds.config.lasting import Lasting
from orion_rds.config.logs import RedisLogsConfig
from orion_rds.config.maintenance import refuse_conflict
from orion_rds.config.parameters import ParameterValue
from orion_rds.config.redis_alarms import RedisAlarmsConfig
from orion_rds.config.redis_network import RedisNetworkConfig
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.config.yaml_words import off_as_text, version_as_text
from orion_rds.facts import identifiers, limits, node_types, redis_versions
from orion_rds.facts.redis_versions import Engine

_WINDOW = Lasting(limits.REDIS_WINDOW_MINIMUM_MINUTES, "redis-window-short")

CLUSTER_MODE_PARAMETER = "cluster-enabled"

DEFAULT_NODES = 2
DEFAULT_REPLICAS = 1


def _node_type(node_type: str) -> str:
    if node_types.series(node_type) not in node_types.SERIES:
        raise refuse("redis-node-type", node_type)
    if node_types.is_previous(node_type):
        raise refuse("redis-node-type-previous", node_type)
    return node_type


def _not_ours(name: str) -> str:
    if name == CLUSTER_MODE_PARAMETER:
        raise refuse("redis-parameter-ours", name)
    return name


def _default_version(before: dict[str, Any]) -> str:
    return redis_versions.DEFAULT_VERSIONS[before["engine"]]


class RedisConfig(Section):
    """Valkey or Redis OSS on ElastiCache: a replication group with TLS, encrypted at rest.

    `redis: {}` is enough. For production it has two nodes in two zones, users with passwords and daily snapshots.
    """

    engine: Engine = "valkey"
    """Which engine. AWS recommends Valkey, which costs less; Redis OSS ends with 7.1. A group that runs Redis OSS goes
    over to Valkey in place, never back."""

    version: Annotated[str, BeforeValidator(version_as_text)] = Field(
        default_factory=_default_version, examples=["8.2"]
    )
    """Major and minor version. Default: 8.2 for Valkey, 7.1 for Redis OSS. AWS takes a newer one in place, an older one
    never."""

    minor_upgrades: MinorUpgrades = "manual"
    """Whether AWS goes to the next minor version in the maintenance window. Where it does, raise `version` as well: a
    preview would show a way back, which AWS refuses."""

    node_type: Annotated[str, AfterValidator(_node_type)] = node_types.DEFAULT
    """Type of every node."""

    nodes: Annotated[Whole, Within(limits.REDIS_NODES, "redis-nodes", nearest=True)] | None = None
    """Nodes of a group without shards, 1 to 6: one that writes, the others read. From two on one of them takes over
    when the first fails. Default: 2."""

    shards: Annotated[Whole, Within(limits.REDIS_SHARDS, "redis-shards", nearest=True)] | None = None
    """Turns cluster mode on, with so many shards. Clients need to speak the cluster protocol. A group that runs keeps
    its mode: AWS refuses to switch it in one step, and this component takes no other."""

    replicas_per_shard: Annotated[Whole, Within(limits.REDIS_REPLICAS, "redis-replicas", nearest=True)] | None = None
    """Replicas of each shard, 0 to 5. Default: 1."""

    network: RedisNetworkConfig = Field(default_factory=RedisNetworkConfig)
    """Where it is and who may reach it. Default: as the database, on port 6379."""

    authentication: Annotated[Literal["users", "token", "off"], BeforeValidator(off_as_text)] = "users"
    """How clients show who they are: as the user `app` with a password, by one token that all of them share (AUTH), or
    not at all. A group that runs does not change between users and token."""

    former_clients: Literal["refused", "accepted"] = "refused"
    """What becomes of clients that do not authenticate yet, or have the token before the last. To turn authentication
    on for a group that runs, or for a new token, write `accepted` and deploy; see that every client has the new
    password; then take it out and deploy again."""

    password_version: Annotated[Whole, Within(limits.PASSWORD_VERSION, "password-version", nearest=True)] = 1
    """Raise it, and a new password or token is generated, set and written into the secret."""

    snapshot_retention_days: Annotated[
        Whole, Within(limits.REDIS_SNAPSHOT_RETENTION_DAYS, "redis-snapshot-retention", nearest=True)
    ] = 7
    """Days that daily snapshots are kept, 0 to 35. With 0 there are none."""

    snapshot_window: Annotated[str, AfterValidator(_WINDOW.every_day)] = "05:00-06:00"
    """Daily window in UTC, `hh:mm-hh:mm`, 60 minutes or more."""

    maintenance_window: Annotated[str, AfterValidator(_WINDOW.once_a_week)] = "sun:06:30-sun:07:30"
    """Weekly window in UTC, `ddd:hh:mm-ddd:hh:mm`, 60 minutes or more, clear of the snapshot window."""

    parameters: Mapping[
        Annotated[str, Named(identifiers.REDIS_PARAMETER, "redis-parameter-name"), AfterValidator(_not_ours)],
        ParameterValue,
    ] = Field(default_factory=dict, examples=[{"maxmemory-policy": "allkeys-lru"}])
    """Parameters that are added to ours (`maxmemory-policy: volatile-lru`, `notify-keyspace-events: Ex`), or replace
    them."""

    logs: RedisLogsConfig = Field(default_factory=RedisLogsConfig)
    """Logs that are exported, and how long they are kept."""

    alarms: RedisAlarmsConfig = Field(default_factory=RedisAlarmsConfig)
    """Alarms of every node."""

    @property
    def cluster_mode(self) -> bool:
        """Whether the data are spread over shards."""
        return self.shards is not None

    @property
    def nodes_per_shard(self) -> int:
        """Nodes of each shard, or of the group that has none."""
        if self.cluster_mode:
            return 1 + (DEFAULT_REPLICAS if self.replicas_per_shard is None else self.replicas_per_shard)
        return self.nodes or DEFAULT_NODES

    @field_validator("version")
    @classmethod
    def _is_one_of_the_engine(cls, version: str, info: ValidationInfo) -> str:
        engine: Engine | None = info.data.get("engine")
        if engine and version not in (known := redis_versions.versions(engine)):
            instead = redis_versions.DEFAULT_VERSIONS[engine]
            raise refuse("redis-version", version, instead=instead, engine=engine, versions=", ".join(known))
        return version

    @field_validator("shards")
    @classmethod
    def _replace_the_nodes(cls, shards: int | None, info: ValidationInfo) -> int | None:
        if shards is not None and (nodes := info.data.get("nodes")) is not None:
            raise refuse("redis-nodes-and-shards", nodes, beside="nodes")
        return shards

    @field_validator("replicas_per_shard")
    @classmethod
    def _fit_the_shards(cls, replicas: int | None, info: ValidationInfo) -> int | None:
        shards = info.data.get("shards", 1)
        if replicas is not None and shards is None:
            raise refuse("redis-replicas-alone", replicas)
        total = (shards or 1) * (1 + (DEFAULT_REPLICAS if replicas is None else replicas))
        if total > limits.REDIS_NODES_MAXIMUM:
            raise refuse("redis-nodes-many", shards, beside="shards", total=total, maximum=limits.REDIS_NODES_MAXIMUM)
        return replicas

    @field_validator("former_clients")
    @classmethod
    def _are_followed_by_others(cls, former: str, info: ValidationInfo) -> str:
        if former == "accepted" and info.data.get("authentication") == "off":
            raise refuse("redis-former-clients", former)
        return former

    @field_validator("maintenance_window")
    @classmethod
    def _is_clear_of_the_snapshots(cls, window: str, info: ValidationInfo) -> str:
        if (snapshots := info.data.get("snapshot_window")) is not None:
            refuse_conflict(window, snapshots, "redis-windows-overlap")
        return window

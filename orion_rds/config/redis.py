"""Redis beside the database."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import Named, Whole, Within, example
from orion_rds.config.engine import MinorUpgrades
from orion_rds.config.lasting import Lasting
from orion_rds.config.logs import RedisLogsConfig
from orion_rds.config.maintenance import check_conflict
from orion_rds.config.master import PASSWORD_VERSION
from orion_rds.config.parameters import ParameterValue
from orion_rds.config.redis_alarms import RedisAlarmsConfig
from orion_rds.config.redis_network import RedisNetworkConfig
from orion_rds.config.refusal import Refusal, beside
from orion_rds.config.section import Section
from orion_rds.config.yaml_words import off_as_text, version_as_text
from orion_rds.facts import identifiers, limits, node_types, redis_versions, references
from orion_rds.facts.redis_versions import Engine


def _engine_and_versions(*, engine: str, versions: str) -> None: ...
def _maximum_and_total(*, maximum: int, total: int) -> None: ...
def _minutes(*, minutes: int) -> None: ...
def _backup(*, backup: str) -> None: ...


REDIS_VERSION = Refusal(
    "redis-version",
    why="ElastiCache has no such version of {engine}.",
    fix="Write one of {versions}.",
    source=references.ELASTICACHE_VERSIONS,
    fields=_engine_and_versions,
)
REDIS_NODE_TYPE = Refusal(
    "redis-node-type",
    why="It is not a type of node of ElastiCache.",
    fix="Write a type such as `cache.r7g.large`, or leave it out.",
    source=references.ELASTICACHE_NODE_TYPES,
)
REDIS_NODE_TYPE_PREVIOUS = Refusal(
    "redis-node-type-previous",
    why="AWS makes no new nodes of this generation.",
    fix="Write a current type, such as `cache.r7g.large`; AWS takes a group that runs to another type in place.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
)
REDIS_NODES = Refusal(
    "redis-nodes",
    why="A group without shards has one node that writes and up to 5 replicas.",
    fix="Write a number from 1 to 6, or write `shards` to spread the data.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
)
REDIS_SHARDS = Refusal(
    "redis-shards",
    why="A group in cluster mode has 1 to 500 shards.",
    fix="Write a number in that range.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
)
REDIS_REPLICAS = Refusal(
    "redis-replicas",
    why="A shard has up to 5 replicas.",
    fix="Write a number from 0 to 5.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
)
REDIS_NODES_AND_SHARDS = Refusal(
    "redis-nodes-and-shards",
    why="With `shards` the nodes are counted by shard: one that writes, and its replicas.",
    fix="Leave out `nodes`, and write `replicas_per_shard`; or leave out `shards`.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
)
REDIS_REPLICAS_ALONE = Refusal(
    "redis-replicas-alone",
    why="There are no shards.",
    fix="Write `nodes`, which counts the replicas and the node that writes; or write `shards` as well.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
)
REDIS_NODES_MANY = Refusal(
    "redis-nodes-many",
    why="All shards together have {total} nodes, and ElastiCache takes {maximum}.",
    fix="Write fewer shards or replicas.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
    fields=_maximum_and_total,
)
REDIS_FORMER_CLIENTS = Refusal(
    "redis-former-clients",
    why="Without authentication every client is accepted.",
    fix="Leave it out, or write `authentication: users`.",
    source=references.ELASTICACHE_ACCESS,
)
REDIS_SNAPSHOT_RETENTION = Refusal(
    "redis-snapshot-retention",
    why="ElastiCache keeps daily snapshots for 0 (none) to 35 days.",
    fix="Write a number of days in that range.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
)
REDIS_WINDOW_SHORT = Refusal(
    "redis-window-short",
    why="It lasts {minutes} minutes, and ElastiCache takes windows of at least 60.",
    fix="Let it end 60 minutes after its start or later.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
    fields=_minutes,
)
REDIS_WINDOWS_OVERLAP = Refusal(
    "redis-windows-overlap",
    why="It overlaps or touches the snapshot window {backup}, which comes every day. AWS refuses windows that "
    "conflict.",
    fix="Leave some minutes between the two.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
    fields=_backup,
)
REDIS_PARAMETER_NAME = Refusal(
    "redis-parameter-name",
    why="It does not have the form of a parameter's name.",
    fix="Write lower-case letters, digits and hyphens, such as `{example}`.",
    source=references.ELASTICACHE_PARAMETERS,
    fields=example,
)
REDIS_PARAMETER_OURS = Refusal(
    "redis-parameter-ours",
    why="Cluster mode is turned on by `shards`, and the parameter follows.",
    fix="Leave it out; write `shards` for cluster mode.",
    source=references.ELASTICACHE_CLUSTER_MODE,
)


_WINDOW = Lasting(limits.REDIS_WINDOW_MINIMUM_MINUTES, REDIS_WINDOW_SHORT)

CLUSTER_MODE_PARAMETER = "cluster-enabled"

DEFAULT_NODES = 2
DEFAULT_REPLICAS = 1


def _node_type(node_type: str) -> str:
    if node_types.series(node_type) not in node_types.SERIES:
        raise REDIS_NODE_TYPE(node_type)
    if node_types.is_previous(node_type):
        raise REDIS_NODE_TYPE_PREVIOUS(node_type)
    return node_type


def _not_ours(name: str) -> str:
    if name == CLUSTER_MODE_PARAMETER:
        raise REDIS_PARAMETER_OURS(name)
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

    nodes: Annotated[Whole, Within(limits.REDIS_NODES, REDIS_NODES, nearest=True)] | None = None
    """Nodes of a group without shards, 1 to 6: one that writes, the others read. From two on one of them takes over
    when the first fails. Default: 2."""

    shards: Annotated[Whole, Within(limits.REDIS_SHARDS, REDIS_SHARDS, nearest=True)] | None = None
    """Turns cluster mode on, with so many shards. Clients need to speak the cluster protocol. A group that runs keeps
    its mode: AWS refuses to switch it in one step, and this component takes no other."""

    replicas_per_shard: Annotated[Whole, Within(limits.REDIS_REPLICAS, REDIS_REPLICAS, nearest=True)] | None = None
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

    password_version: Annotated[Whole, Within(limits.PASSWORD_VERSION, PASSWORD_VERSION, nearest=True)] = 1
    """Raise it, and a new password or token is generated, set and written into the secret."""

    snapshot_retention_days: Annotated[
        Whole, Within(limits.REDIS_SNAPSHOT_RETENTION_DAYS, REDIS_SNAPSHOT_RETENTION, nearest=True)
    ] = 7
    """Days that daily snapshots are kept, 0 to 35. With 0 there are none."""

    snapshot_window: Annotated[str, AfterValidator(_WINDOW.every_day)] = "05:00-06:00"
    """Daily window in UTC, `hh:mm-hh:mm`, 60 minutes or more."""

    maintenance_window: Annotated[str, AfterValidator(_WINDOW.once_a_week)] = "sun:06:30-sun:07:30"
    """Weekly window in UTC, `ddd:hh:mm-ddd:hh:mm`, 60 minutes or more, clear of the snapshot window."""

    parameters: Mapping[
        Annotated[str, Named(identifiers.REDIS_PARAMETER, REDIS_PARAMETER_NAME), AfterValidator(_not_ours)],
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
            raise REDIS_VERSION(version, instead, engine=engine, versions=", ".join(known))
        return version

    @field_validator("shards")
    @classmethod
    def _replace_the_nodes(cls, shards: int | None, info: ValidationInfo) -> int | None:
        if shards is not None and (nodes := info.data.get("nodes")) is not None:
            raise beside("nodes", REDIS_NODES_AND_SHARDS(nodes))
        return shards

    @field_validator("replicas_per_shard")
    @classmethod
    def _fit_the_shards(cls, replicas: int | None, info: ValidationInfo) -> int | None:
        shards = info.data.get("shards", 1)
        if replicas is not None and shards is None:
            raise REDIS_REPLICAS_ALONE(replicas)
        total = (shards or 1) * (1 + (DEFAULT_REPLICAS if replicas is None else replicas))
        if total > limits.REDIS_NODES_MAXIMUM:
            raise beside("shards", REDIS_NODES_MANY(shards, total=total, maximum=limits.REDIS_NODES_MAXIMUM))
        return replicas

    @field_validator("former_clients")
    @classmethod
    def _are_followed_by_others(cls, former: str, info: ValidationInfo) -> str:
        if former == "accepted" and info.data.get("authentication") == "off":
            raise REDIS_FORMER_CLIENTS(former)
        return former

    @field_validator("maintenance_window")
    @classmethod
    def _is_clear_of_the_snapshots(cls, window: str, info: ValidationInfo) -> str:
        if (snapshots := info.data.get("snapshot_window")) is not None:
            check_conflict(window, snapshots, REDIS_WINDOWS_OVERLAP)
        return window

"""Redis beside the database."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import InitErrorDetails

from orion_rds.config.checks import Named, Possible, Whole, Within, example, off_as_text, reason, version_as_text
from orion_rds.config.engine import MinorUpgrades
from orion_rds.config.master import PASSWORD_VERSION
from orion_rds.config.monitoring import RedisLogsConfig
from orion_rds.config.parameters import ParameterValue, parameter, refused_value
from orion_rds.config.redis_alarms import RedisAlarmsConfig
from orion_rds.config.redis_events import RedisEventsConfig
from orion_rds.config.redis_network import RedisNetworkConfig
from orion_rds.config.refusal import Refusal, beside
from orion_rds.config.section import Section
from orion_rds.config.windows import WindowCheck, minutes
from orion_rds.facts import identifiers, limits, node_types, redis_parameters, redis_versions, references
from orion_rds.facts.misspelling import meant
from orion_rds.facts.redis_versions import Engine

CLUSTER_MODE_PARAMETER = "cluster-enabled"

DEFAULT_NODES = 2
DEFAULT_REPLICAS = 1


def _version(*, name: str, reason: str, versions: str) -> None: ...
def _meant(*, meant: str) -> None: ...
def _total(*, total: int) -> None: ...


REDIS_VERSION = Refusal(
    "redis-version",
    why="ElastiCache has no such version of {name}: {reason}.",
    fix="Write one of {versions}.",
    source=references.ELASTICACHE_VERSIONS,
    fields=_version,
)
REDIS_NODE_TYPE = Refusal(
    "redis-node-type",
    why="It is not a node type of ElastiCache.",
    fix="Write a type such as `{example}`, or leave it out.",
    source=references.ELASTICACHE_NODE_TYPES,
    fields=example,
)
REDIS_NODE_TYPE_NONE = Refusal(
    "redis-node-type-none",
    why="ElastiCache has no such node type: {reason}.",
    fix="Write a type such as `cache.r7g.large`.",
    source=references.ELASTICACHE_NODE_TYPES,
    fields=reason,
)
REDIS_NODE_TYPE_PREVIOUS = Refusal(
    "redis-node-type-previous",
    why="AWS creates no more nodes of this generation.",
    fix="Write a current type, such as `cache.r7g.large`; AWS changes the type of an existing group in place.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
)
REDIS_NODES = Refusal(
    "redis-nodes",
    why="A group without shards has one primary node and up to 5 replicas.",
    fix="Write a number from 1 to 6, or write `shards` to partition the data.",
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
    why="With `shards` the number of nodes is set by shard: one primary and its replicas.",
    fix="Leave out `nodes`, and write `replicas_per_shard`; or leave out `shards`.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
)
REDIS_REPLICAS_ALONE = Refusal(
    "redis-replicas-alone",
    why="There are no shards.",
    fix="Write `nodes`, which includes the primary and its replicas; or write `shards` as well.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
)
REDIS_NODES_MANY = Refusal(
    "redis-nodes-many",
    why=f"All shards together have {{total}} nodes, and ElastiCache allows {limits.REDIS_NODES_MAXIMUM}.",
    fix="Write fewer shards or replicas.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
    fields=_total,
)
REDIS_FORMER_CLIENTS = Refusal(
    "redis-former-clients",
    why="Without authentication every client is accepted.",
    fix="Leave it out, or write `authentication: users`.",
    source=references.ELASTICACHE_ACCESS,
)
REDIS_FORMER_TOKEN = Refusal(
    "redis-former-token",
    why="Only with users there may be clients that still have the token.",
    fix="Write `accepted`, which admits the token before the last; or `authentication: users`.",
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
    why="The window has {minutes} minutes, and ElastiCache requires at least 60.",
    fix="Let it end 60 minutes after its start or later.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
    fields=minutes,
)
REDIS_PARAMETER_NAME = Refusal(
    "redis-parameter-name",
    why="It is not the name of a parameter.",
    fix="Write lower-case letters, digits and hyphens, such as `{example}`.",
    source=references.ELASTICACHE_PARAMETERS,
    fields=example,
)
REDIS_PARAMETER_MISSPELT = Refusal(
    "redis-parameter-misspelt",
    why="ElastiCache has `{meant}`, and no parameter with this name is known.",
    fix="Write `{meant}`. Names that resemble no known parameter are accepted.",
    source=references.ELASTICACHE_PARAMETERS,
    fields=_meant,
)
REDIS_PARAMETER_NOT_TAKEN = Refusal(
    "redis-parameter-not-taken",
    why="`{parameter}` accepts {values}.",
    fix="Write {example}, or leave the parameter out.",
    source=references.ELASTICACHE_PARAMETERS,
    fields=parameter,
)
REDIS_PARAMETER_OURS = Refusal(
    "redis-parameter-ours",
    why="`shards` turns cluster mode on, and sets this parameter.",
    fix="Leave it out; write `shards` for cluster mode.",
    source=references.ELASTICACHE_CLUSTER_MODE,
)

_WINDOW = WindowCheck(limits.REDIS_WINDOW_MINIMUM_MINUTES, REDIS_WINDOW_SHORT)


def _node_type(node_type: str) -> str:
    if node_types.series(node_type) not in node_types.SERIES:
        near = node_types.meant(node_type)
        raise REDIS_NODE_TYPE(node_type, near, example=near or node_types.DEFAULT)
    if node_types.is_previous(node_type):
        raise REDIS_NODE_TYPE_PREVIOUS(node_type)
    return node_type


def _not_ours(name: str) -> str:
    if name == CLUSTER_MODE_PARAMETER:
        raise REDIS_PARAMETER_OURS(name)
    return name


def _spelt(name: str) -> str:
    if right := meant(name, redis_parameters.NAMES):
        raise REDIS_PARAMETER_MISSPELT(name, meant=right)
    return name


def _refused_value(name: str, value: ParameterValue) -> InitErrorDetails | None:
    written = redis_parameters.text(value)
    return refused_value(REDIS_PARAMETER_NOT_TAKEN, name, value, written, redis_parameters.VALUES.get(name))


def _default_version(before: dict[str, Any]) -> str:
    return redis_versions.DEFAULT_VERSIONS[before["engine"]]


ParameterName = Annotated[
    str, Named(identifiers.REDIS_PARAMETER, REDIS_PARAMETER_NAME), AfterValidator(_not_ours), AfterValidator(_spelt)
]


class RedisConfig(Section):
    """Valkey or Redis OSS on ElastiCache: a replication group with TLS and encryption at rest.

    `redis: {}` is enough for production: two nodes in two zones, users with passwords, and daily snapshots.
    """

    engine: Engine = "valkey"
    """The engine. AWS recommends Valkey, which costs less; the last version of Redis OSS is 7.1. AWS changes Redis OSS
    to Valkey in place, and never back."""

    version: Annotated[str, BeforeValidator(version_as_text)] = Field(
        default_factory=_default_version, examples=["8.2"]
    )
    """Major and minor version. Default: 8.2 for Valkey, 7.1 for Redis OSS. AWS upgrades in place, and never
    downgrades."""

    minor_upgrades: MinorUpgrades = "manual"
    """Whether AWS installs the next minor version in the maintenance window. After that, raise `version` too: a preview
    would show a downgrade, which AWS refuses."""

    node_type: Annotated[str, AfterValidator(_node_type), Possible(node_types.NODE_TYPES, REDIS_NODE_TYPE_NONE)] = (
        node_types.DEFAULT
    )
    """Type of every node."""

    nodes: Annotated[Whole, Within(limits.REDIS_NODES, REDIS_NODES, nearest=True)] | None = None
    """Nodes of a group without shards, 1 to 6: one primary and its replicas. With two or more, a replica takes over
    when the primary fails. Default: 2."""

    shards: Annotated[Whole, Within(limits.REDIS_SHARDS, REDIS_SHARDS, nearest=True)] | None = None
    """Number of shards; it turns cluster mode on. Clients must speak the cluster protocol. An existing group keeps its
    mode: AWS does not change it in one step, and this component does not change it at all."""

    replicas_per_shard: Annotated[Whole, Within(limits.REDIS_REPLICAS, REDIS_REPLICAS, nearest=True)] | None = None
    """Replicas of each shard, 0 to 5. Default: 1."""

    network: RedisNetworkConfig = Field(default_factory=RedisNetworkConfig)
    """The subnets, and the sources that may connect. Default: those of the database, on port 6379."""

    authentication: Annotated[Literal["users", "token", "off"], BeforeValidator(off_as_text)] = "users"
    """Authentication of clients: as the user `app` with a password, with one token for all of them (AUTH), or none. An
    existing group changes from none to users or a token, and from a token to users, each with `former_clients`. No
    other change is possible without refusing its clients."""

    former_clients: Literal["refused", "accepted", "token"] = "refused"
    """Whether Redis still accepts clients from before a change: `accepted` those without authentication, or with the
    token before the last; `token` those with the token that the group had before users. Write it with the change and
    deploy; give every client the new password; then remove the setting and deploy again. With users, `accepted`
    admits every client without a password: another password of a user does not need it."""

    password_version: Annotated[Whole, Within(limits.PASSWORD_VERSION, PASSWORD_VERSION, nearest=True)] = 1
    """Raise it by one to generate a new password or token, set it and write it into the secret. The last password of
    the user `app` is accepted until the next one; for a token, write `former_clients: accepted` too."""

    snapshot_retention_days: Annotated[
        Whole, Within(limits.REDIS_SNAPSHOT_RETENTION_DAYS, REDIS_SNAPSHOT_RETENTION, nearest=True)
    ] = 7
    """Days that daily snapshots are kept, 0 to 35. With 0 there are none."""

    snapshot_window: Annotated[str, AfterValidator(_WINDOW.daily)] = "05:00-06:00"
    """Daily window in UTC, `hh:mm-hh:mm`, 60 minutes or longer."""

    maintenance_window: Annotated[str, AfterValidator(_WINDOW.weekly)] = "sun:06:30-sun:07:30"
    """Weekly window in UTC, `ddd:hh:mm-ddd:hh:mm`, 60 minutes or longer. It must not overlap the snapshot window."""

    parameters: Mapping[ParameterName, ParameterValue] = Field(
        default_factory=dict, examples=[{"maxmemory-policy": "allkeys-lru"}]
    )
    """Parameters in addition to those of this component (`maxmemory-policy: volatile-lru`,
    `notify-keyspace-events: Ex`), or in place of them."""

    logs: RedisLogsConfig = Field(default_factory=RedisLogsConfig)
    """Exported logs and their retention."""

    alarms: RedisAlarmsConfig = Field(default_factory=RedisAlarmsConfig)
    """Alarms of Redis."""

    events: RedisEventsConfig = Field(default_factory=RedisEventsConfig)
    """Events of Redis that notify."""

    @property
    def cluster_mode(self) -> bool:
        """Whether the data are partitioned into shards."""
        return self.shards is not None

    @property
    def nodes_per_shard(self) -> int:
        """Nodes of each shard, or of a group without shards."""
        if self.cluster_mode:
            return 1 + (DEFAULT_REPLICAS if self.replicas_per_shard is None else self.replicas_per_shard)
        return self.nodes or DEFAULT_NODES

    @field_validator("version")
    @classmethod
    def _version_exists_for_the_engine(cls, version: str, info: ValidationInfo) -> str:
        engine: Engine | None = info.data.get("engine")
        if engine and (why := redis_versions.VERSIONS[engine].impossible(version)):
            known, default = redis_versions.versions(engine), redis_versions.DEFAULT_VERSIONS[engine]
            raise REDIS_VERSION(
                version, default, name=redis_versions.NAMES[engine], reason=why, versions=", ".join(known)
            )
        return version

    @field_validator("parameters")
    @classmethod
    def _values_are_accepted(cls, given: Mapping[str, ParameterValue]) -> Mapping[str, ParameterValue]:
        wrong = [error for name, value in given.items() if (error := _refused_value(name, value))]
        if wrong:
            raise ValidationError.from_exception_data("parameters", wrong)
        return given

    @field_validator("shards")
    @classmethod
    def _shards_replace_nodes(cls, shards: int | None, info: ValidationInfo) -> int | None:
        if shards is not None and (nodes := info.data.get("nodes")) is not None:
            raise beside("nodes", REDIS_NODES_AND_SHARDS(nodes))
        return shards

    @field_validator("replicas_per_shard")
    @classmethod
    def _replicas_need_shards(cls, replicas: int | None, info: ValidationInfo) -> int | None:
        shards = info.data.get("shards", 1)
        if replicas is not None and shards is None:
            raise REDIS_REPLICAS_ALONE(replicas)
        total = (shards or 1) * (1 + (DEFAULT_REPLICAS if replicas is None else replicas))
        if total > limits.REDIS_NODES_MAXIMUM:
            raise beside("shards", REDIS_NODES_MANY(shards, total=total))
        return replicas

    @field_validator("former_clients")
    @classmethod
    def _former_clients_need_authentication(cls, former: str, info: ValidationInfo) -> str:
        if former == "accepted" and info.data.get("authentication") == "off":
            raise REDIS_FORMER_CLIENTS(former)
        if former == "token" and info.data.get("authentication", "users") != "users":
            raise REDIS_FORMER_TOKEN(former)
        return former

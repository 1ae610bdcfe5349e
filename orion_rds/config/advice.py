"""What AWS accepts and the user will regret."""

from collections.abc import Callable
from dataclasses import dataclass

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.fleet import FleetInstance
from orion_rds.facts import instance_classes, node_types, sources
from orion_rds.facts.parameter_values import text
from orion_rds.facts.tables import table

PRODUCTION = frozenset({"prod", "production"})

INSIGHTS_MINIMUM_ACU = 2

LAST_TIER_THAT_FOLLOWS_THE_WRITER = 1
"""Serverless v2 readers in higher tiers scale by their own load."""


@dataclass(frozen=True, slots=True)
class ConfigWarning:
    """A warning: why, and what would be better."""

    name: str
    """Stable: tests and documents refer to it."""

    path: str
    """The setting that it is about, as a dotted path."""

    why: str
    mend: str
    source: str
    """The page that the warning rests on."""

    applies: Callable[[DatabaseConfig], bool]

    @property
    def text(self) -> str:
        """The whole warning in one paragraph."""
        return f"{self.path}: {self.why} {self.mend} ({self.name}, {self.source})"


def warnings(config: DatabaseConfig) -> tuple[ConfigWarning, ...]:
    """List what the user should know before deploying, in the order of the table. Nothing here stops a deployment."""
    return tuple(row for row in WARNINGS.values() if row.applies(config))


def _is_production(config: DatabaseConfig) -> bool:
    return config.environment in PRODUCTION


def _in_one_zone(config: DatabaseConfig) -> bool:
    zones = {instance.availability_zone for instance in config.fleet}
    return len(config.fleet) > 1 and len(zones) == 1 and all(isinstance(zone, str) for zone in zones)


def _successor(config: DatabaseConfig) -> FleetInstance | None:
    """The reader that is promoted in a failover: of those in the lowest tier the largest."""
    return min(
        config.fleet[1:],
        key=lambda reader: (reader.promotion_tier, -(instance_classes.size(reader.instance_class) or 0)),
        default=None,
    )


def _successor_is_smaller(config: DatabaseConfig) -> bool:
    successor = _successor(config)
    writers = instance_classes.size(config.fleet[0].instance_class)
    successors = instance_classes.size(successor.instance_class) if successor else None
    return writers is not None and successors is not None and successors < writers


def _successor_scales_alone(config: DatabaseConfig) -> bool:
    successor = _successor(config)
    return (
        successor is not None
        and successor.instance_class == instance_classes.SERVERLESS
        and successor.promotion_tier > LAST_TIER_THAT_FOLLOWS_THE_WRITER
    )


def _is_burstable_production(config: DatabaseConfig) -> bool:
    series = {instance_classes.series(instance.instance_class) for instance in config.fleet}
    return _is_production(config) and instance_classes.BURSTABLE in series


def _redis_is_alone(config: DatabaseConfig) -> bool:
    return _is_production(config) and config.redis is not None and config.redis.nodes_per_shard == 1


def _redis_is_burstable(config: DatabaseConfig) -> bool:
    redis = config.redis
    return redis is not None and _is_production(config) and node_types.series(redis.node_type) == node_types.BURSTABLE


def _has_no_room_for_insights(config: DatabaseConfig) -> bool:
    serverless = config.serverless
    return serverless is not None and serverless.max_acu < INSIGHTS_MINIMUM_ACU and config.monitoring.insights != "off"


def _never_pauses(config: DatabaseConfig) -> bool:
    replication = text(config.parameters.cluster.get("rds.logical_replication", 0))
    return config.serverless is not None and config.serverless.min_acu == 0 and replication == "1"


def _tells_nobody_of_copies(config: DatabaseConfig) -> bool:
    alarms, events = config.alarms, config.events
    makes_a_topic = alarms.profile == "production" or (events.mode == "own" and events.topic_arn is None)
    return config.backup.copies is not None and not (alarms.topic_arns or makes_a_topic)


def _has_an_unknown_class(config: DatabaseConfig) -> bool:
    families = {instance_classes.family(instance.instance_class) for instance in config.fleet} - {None}
    return config.alarms.profile != "off" and not families <= instance_classes.FAMILIES


def _audits_without_the_library(config: DatabaseConfig) -> bool:
    loaded = config.parameters.cluster.get("shared_preload_libraries")
    return config.audit.is_on and loaded is not None and "pgaudit" not in text(loaded)


WARNINGS = table(
    lambda warning: warning.name,
    ConfigWarning(
        "instance-alone",
        "instances",
        "The cluster has one instance. When it fails, AWS makes a new one, and that can take 10 minutes.",
        "With two or more, a reader takes over, mostly within a minute.",
        sources.AURORA_HIGH_AVAILABILITY,
        lambda config: len(config.fleet) == 1,
    ),
    ConfigWarning(
        "instances-in-one-zone",
        "instances",
        "Every instance is in the same availability zone, and fails with it.",
        "Name different zones, or leave them out: then AWS spreads the instances.",
        sources.AURORA_HIGH_AVAILABILITY,
        _in_one_zone,
    ),
    ConfigWarning(
        "successor-smaller",
        "instances",
        "The reader that is promoted in a failover is smaller than the writer, and then carries its load.",
        "Give the reader in the lowest promotion tier the class of the writer.",
        sources.AURORA_HIGH_AVAILABILITY,
        _successor_is_smaller,
    ),
    ConfigWarning(
        "successor-scales-alone",
        "instances",
        "The reader that is promoted in a failover is serverless and in tier 2 or higher, where its capacity does not "
        "follow the writer's: it may start with much less.",
        "Put it into tier 0 or 1.",
        sources.AURORA_SERVERLESS_SCALING,
        _successor_scales_alone,
    ),
    ConfigWarning(
        "burstable-production",
        "instances",
        "AWS recommends burstable classes (`db.t...`) for development and test only: once their credits are spent, "
        "they are slow.",
        "Take a memory optimised class such as `db.r7g.large`, or `serverless`.",
        sources.AURORA_CLASS_TYPES,
        _is_burstable_production,
    ),
    ConfigWarning(
        "insights-short-of-memory",
        "serverless.max_acu",
        "Insights take memory, and AWS recommends 2 ACU or more with them.",
        "Write `max_acu: 2` or more, or `monitoring.insights: off`.",
        sources.AURORA_SERVERLESS_CAPACITY,
        _has_no_room_for_insights,
    ),
    ConfigWarning(
        "pause-never-comes",
        "serverless.min_acu",
        "With logical replication the writer, and readers in tiers 0 and 1, never pause.",
        "Write `min_acu: 0.5` or more, or leave out `rds.logical_replication`.",
        sources.AURORA_AUTO_PAUSE,
        _never_pauses,
    ),
    ConfigWarning(
        "audit-not-loaded",
        "parameters.cluster",
        "Your `shared_preload_libraries` has no `pgaudit`, so that nothing is written down of what `audit` asks for.",
        "Add it to the list, or write `audit: {statements: []}`.",
        sources.AURORA_PGAUDIT,
        _audits_without_the_library,
    ),
    ConfigWarning(
        "audit-not-exported",
        "logs.exports",
        "The audit log is in the PostgreSQL log, which stays on the instances here and is deleted after days.",
        "Export `postgresql`.",
        sources.AURORA_LOGS,
        lambda config: config.audit.is_on and "postgresql" not in config.logs.exports,
    ),
    ConfigWarning(
        "vault-lock-compliance",
        "backup.copies.vault_lock.mode",
        "Once its cooling-off time is over, nobody can take this lock off: the vaults and what they cost stay until "
        "the last backup in them has expired, and a destroy of the stack fails on them.",
        "Try `governance` first, and let the cooling-off time be long enough to find mistakes.",
        sources.BACKUP_VAULT_LOCK,
        lambda config: config.backup.copies is not None and config.backup.copies.vault_lock.mode == "compliance",
    ),
    ConfigWarning(
        "production-unprotected",
        "protection.deletion",
        "Deletion protection is off in production, so one command can delete the database.",
        "Turn it on again, unless the database is about to be destroyed.",
        sources.AURORA_DELETION,
        lambda config: _is_production(config) and not config.protection.deletion,
    ),
    ConfigWarning(
        "production-alarms-silent",
        "alarms.profile",
        "No alarm of this production database tells anybody.",
        "Write `profile: production`.",
        sources.METRIC_ALARM,
        lambda config: _is_production(config) and config.alarms.profile != "production",
    ),
    ConfigWarning(
        "production-events-off",
        "events.mode",
        "Nobody is told of failovers, failures and maintenance of this production database.",
        "Write `mode: own`, or `shared` where other subscriptions of the account cover it.",
        sources.AURORA_EVENTS,
        lambda config: _is_production(config) and config.events.mode == "off",
    ),
    ConfigWarning(
        "copies-untold",
        "backup.copies",
        "Nobody is told when a snapshot or its copy fails: that goes to the topics of the alarms, and there are none.",
        "Write `alarms.topic_arns`; quiet alarms do not use them.",
        sources.BACKUP_EVENTS,
        _tells_nobody_of_copies,
    ),
    ConfigWarning(
        "class-memory-guessed",
        "instances",
        "The memory of an instance class here is not known. The thresholds of memory, connections and local storage "
        "take it for that of its series.",
        "Write them below `alarms` where the class has another amount of memory.",
        sources.AURORA_CLASSES,
        _has_an_unknown_class,
    ),
    ConfigWarning(
        "production-without-final-snapshot",
        "protection.final_snapshot",
        "When this production database is deleted, no snapshot of its last state is taken.",
        "Write `final_snapshot: true`.",
        sources.AURORA_DELETION,
        lambda config: _is_production(config) and not config.protection.final_snapshot,
    ),
    ConfigWarning(
        "adopted-host",
        "master.password_version",
        "Until a new password is asked for, the adopted secret tells the host of the first cluster, which after a "
        "switch of regions only reads.",
        "Raise it once clients read the password from the secret: the host of the global database comes with it.",
        sources.AURORA_GLOBAL_DISASTER_RECOVERY,
        lambda config: config.disaster_recovery is not None and not config.generates_password,
    ),
    ConfigWarning(
        "redis-alone",
        "redis.nodes",
        "Every key is on one node in production: when it fails, what was written since the last snapshot is gone, and "
        "clients wait for a new node.",
        "With two or more, a replica in another zone takes over.",
        sources.ELASTICACHE_HIGH_AVAILABILITY,
        _redis_is_alone,
    ),
    ConfigWarning(
        "redis-burstable",
        "redis.node_type",
        "Burstable nodes (`cache.t...`) are slow once their credits are spent, and this is production.",
        "Take a memory optimised type such as `cache.r7g.large`.",
        sources.ELASTICACHE_NODE_TYPES,
        _redis_is_burstable,
    ),
    ConfigWarning(
        "redis-oss",
        "redis.engine",
        "Redis OSS gets no version after 7.1 on ElastiCache, and costs more than Valkey, to which AWS advises to go.",
        "Write `valkey`: clients of Redis OSS work with it unchanged, and a group that runs goes over in place.",
        sources.ELASTICACHE_ENGINES,
        lambda config: config.redis is not None and config.redis.engine == "redis",
    ),
    ConfigWarning(
        "redis-open",
        "redis.authentication",
        "Whoever reaches the port of Redis may read and write all of it.",
        "Write `users`; for a group that runs, with `former_clients: accepted` until every client has the password.",
        sources.ELASTICACHE_ACCESS,
        lambda config: config.redis is not None and config.redis.authentication == "off",
    ),
)

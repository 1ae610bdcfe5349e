"""Warnings of Redis."""

from orion_rds.config.advice.production import is_production
from orion_rds.config.advice.warning import ConfigWarning
from orion_rds.config.database import DatabaseConfig
from orion_rds.facts import limits, node_types, references


def _is_alone(config: DatabaseConfig) -> bool:
    return is_production(config) and config.redis is not None and config.redis.nodes_per_shard == 1


def _is_burstable(config: DatabaseConfig) -> bool:
    redis = config.redis
    return redis is not None and is_production(config) and node_types.series(redis.node_type) == node_types.BURSTABLE


def _counts_no_password(config: DatabaseConfig) -> bool:
    redis = config.redis
    first = limits.PASSWORD_VERSION.minimum
    return redis is not None and redis.authentication == "off" and redis.password_version > first


ROWS = (
    ConfigWarning(
        "redis-alone",
        "redis.nodes",
        "Every key is on one node in production: when it fails, what was written since the last snapshot is gone, and "
        "clients wait for a new node.",
        "With two or more, a replica in another zone takes over.",
        references.ELASTICACHE_HIGH_AVAILABILITY,
        _is_alone,
    ),
    ConfigWarning(
        "redis-burstable",
        "redis.node_type",
        "Burstable nodes (`cache.t...`) are slow once their credits are spent, and this is production.",
        "Take a memory optimised type such as `cache.r7g.large`.",
        references.ELASTICACHE_NODE_TYPES,
        _is_burstable,
    ),
    ConfigWarning(
        "redis-oss",
        "redis.engine",
        "Redis OSS gets no version after 7.1 on ElastiCache, and costs more than Valkey, to which AWS advises to go.",
        "Write `valkey`: clients of Redis OSS work with it unchanged, and a group that runs goes over in place.",
        references.ELASTICACHE_ENGINES,
        lambda config: config.redis is not None and config.redis.engine == "redis",
    ),
    ConfigWarning(
        "redis-password-version-unused",
        "redis.password_version",
        "Without authentication there is no password: raising this does nothing.",
        "Leave it out, or write `authentication: users`.",
        references.ELASTICACHE_ACCESS,
        _counts_no_password,
    ),
    ConfigWarning(
        "redis-open",
        "redis.authentication",
        "Whoever reaches the port of Redis may read and write all of it.",
        "Write `users`; for a group that runs, with `former_clients: accepted` until every client has the password.",
        references.ELASTICACHE_ACCESS,
        lambda config: config.redis is not None and config.redis.authentication == "off",
    ),
)

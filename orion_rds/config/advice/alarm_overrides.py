"""Warnings of alarms that are written and not made: some need what not every database has."""

from collections.abc import Callable

from orion_rds.config.advice.warning import ConfigWarning
from orion_rds.config.database import DatabaseConfig
from orion_rds.facts import references
from orion_rds.facts.instance_classes import SERVERLESS

BESIDE_THE_ALARMS = frozenset({"profile", "topic_arns"})
"""Settings of `alarms` that are no alarm's."""


def _written(config: DatabaseConfig) -> frozenset[str]:
    """Give the paths of the alarms that are written."""
    ours = {f"alarms.{name}" for name in config.alarms.model_fields_set - BESIDE_THE_ALARMS}
    of_redis = config.redis.alarms.model_fields_set if config.redis else ()
    return frozenset(ours | {f"redis.alarms.{name}" for name in of_redis})


def _unused(path: str, why: str, mend: str, source: str, is_made: Callable[[DatabaseConfig], bool]) -> ConfigWarning:
    """Make the row of one alarm; `is_made` tells whether any region has it."""
    return ConfigWarning(
        f"{path.replace('.', '-').replace('_', '-')}-unused",
        path,
        why,
        mend,
        source,
        lambda config: path in _written(config) and config.alarms.profile != "off" and not is_made(config),
    )


def _has_provisioned(config: DatabaseConfig) -> bool:
    return any(instance.instance_class != SERVERLESS for instance in (*config.fleet, *config.standby_fleet))


def _has_serverless(config: DatabaseConfig) -> bool:
    return any(instance.instance_class == SERVERLESS for instance in (*config.fleet, *config.standby_fleet))


def _has_a_reader(config: DatabaseConfig) -> bool:
    return len(config.fleet) > 1 or len(config.standby_fleet) > 1


def _has_a_standby(config: DatabaseConfig) -> bool:
    return config.disaster_recovery is not None


def _watches_local_storage(config: DatabaseConfig) -> bool:
    return _has_provisioned(config) or config.alarms.local_storage.threshold is not None


def _watches_load(config: DatabaseConfig) -> bool:
    has_a_threshold = _has_provisioned(config) or config.alarms.load.threshold is not None
    return has_a_threshold and config.monitoring.insights != "off"


ROWS = (
    ConfigWarning(
        "alarms-off-unused",
        "alarms.profile",
        "No alarm is made, and what is written of single alarms counts for nothing.",
        "Leave that out, or write `profile: quiet`, which makes the alarms and tells nobody.",
        references.METRIC_ALARM,
        lambda config: config.alarms.profile == "off" and bool(_written(config)),
    ),
    _unused(
        "alarms.memory",
        "Every instance is serverless, and their memory comes with their capacity: there is no such alarm.",
        "Leave it out, or write `capacity`.",
        references.AURORA_METRICS,
        _has_provisioned,
    ),
    _unused(
        "alarms.capacity",
        "No instance is serverless, and there is no such alarm.",
        "Leave it out.",
        references.AURORA_METRICS,
        _has_serverless,
    ),
    _unused(
        "alarms.replica_lag",
        "There is no reader whose lag could be watched.",
        "Leave it out, or ask for two instances or more.",
        references.AURORA_METRICS,
        _has_a_reader,
    ),
    _unused(
        "alarms.replication_lag",
        "There is no second region whose lag could be watched.",
        "Leave it out; the lag of the readers is `replica_lag`.",
        references.AURORA_METRICS,
        _has_a_standby,
    ),
    _unused(
        "alarms.rpo_lag",
        "There is no second region that could be behind.",
        "Leave it out.",
        references.AURORA_METRICS,
        _has_a_standby,
    ),
    _unused(
        "alarms.local_storage",
        "Every instance is serverless, and without a threshold there is no such alarm.",
        "Write `threshold_bytes`, or leave it out.",
        references.AURORA_METRICS,
        _watches_local_storage,
    ),
    _unused(
        "alarms.load",
        "AWS publishes the load only with insights, and serverless instances have no such alarm without a threshold.",
        "Write `monitoring.insights: standard` and `threshold_sessions`, or leave it out.",
        references.INSIGHTS_METRICS,
        _watches_load,
    ),
    _unused(
        "redis.alarms.replication_lag",
        "Redis has no replica whose lag could be watched.",
        "Leave it out, or ask for replicas.",
        references.ELASTICACHE_METRICS,
        lambda config: config.redis is not None and config.redis.nodes_per_shard > 1,
    ),
)

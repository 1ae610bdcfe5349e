"""Warnings of instances and their capacity."""

from orion_rds.config.advice.production import is_production
from orion_rds.config.advice.warning import ConfigWarning
from orion_rds.config.database import DatabaseConfig
from orion_rds.config.fleet import FleetInstance
from orion_rds.facts import instance_classes, references
from orion_rds.facts.parameter_values import text

INSIGHTS_MINIMUM_ACU = 2

LAST_TIER_THAT_FOLLOWS_THE_WRITER = 1
"""Serverless v2 readers in higher tiers scale by their own load."""


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
    return is_production(config) and instance_classes.BURSTABLE in series


def _has_no_room_for_insights(config: DatabaseConfig) -> bool:
    serverless = config.serverless
    return serverless is not None and serverless.max_acu < INSIGHTS_MINIMUM_ACU and config.monitoring.insights != "off"


def _never_pauses(config: DatabaseConfig) -> bool:
    replication = text(config.parameters.cluster.get("rds.logical_replication", 0))
    return config.serverless is not None and config.serverless.min_acu == 0 and replication == "1"


ROWS = (
    ConfigWarning(
        "instance-alone",
        "instances",
        "The cluster has one instance. When it fails, AWS makes a new one, and that can take 10 minutes.",
        "With two or more, a reader takes over, mostly within a minute.",
        references.AURORA_HIGH_AVAILABILITY,
        lambda config: len(config.fleet) == 1,
    ),
    ConfigWarning(
        "instances-in-one-zone",
        "instances",
        "Every instance is in the same availability zone, and fails with it.",
        "Name different zones, or leave them out: then AWS spreads the instances.",
        references.AURORA_HIGH_AVAILABILITY,
        _in_one_zone,
    ),
    ConfigWarning(
        "successor-smaller",
        "instances",
        "The reader that is promoted in a failover is smaller than the writer, and then carries its load.",
        "Give the reader in the lowest promotion tier the class of the writer.",
        references.AURORA_HIGH_AVAILABILITY,
        _successor_is_smaller,
    ),
    ConfigWarning(
        "successor-scales-alone",
        "instances",
        "The reader that is promoted in a failover is serverless and in tier 2 or higher, where its capacity does not "
        "follow the writer's: it may start with much less.",
        "Put it into tier 0 or 1.",
        references.AURORA_SERVERLESS_SCALING,
        _successor_scales_alone,
    ),
    ConfigWarning(
        "burstable-production",
        "instances",
        "AWS recommends burstable classes (`db.t...`) for development and test only: once their credits are spent, "
        "they are slow.",
        "Take a memory optimised class such as `db.r7g.large`, or `serverless`.",
        references.AURORA_CLASS_TYPES,
        _is_burstable_production,
    ),
    ConfigWarning(
        "insights-short-of-memory",
        "serverless.max_acu",
        "Insights take memory, and AWS recommends 2 ACU or more with them.",
        "Write `max_acu: 2` or more, or `monitoring.insights: off`.",
        references.AURORA_SERVERLESS_CAPACITY,
        _has_no_room_for_insights,
    ),
    ConfigWarning(
        "pause-never-comes",
        "serverless.min_acu",
        "With logical replication the writer, and readers in tiers 0 and 1, never pause.",
        "Write `min_acu: 0.5` or more, or leave out `rds.logical_replication`.",
        references.AURORA_AUTO_PAUSE,
        _never_pauses,
    ),
)

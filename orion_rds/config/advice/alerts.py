"""Warnings of alarms and events."""

from orion_rds.config.advice.production import is_production
from orion_rds.config.advice.warning import ConfigWarning
from orion_rds.config.database import DatabaseConfig
from orion_rds.facts import instance_classes, sources


def _has_an_unknown_class(config: DatabaseConfig) -> bool:
    families = {instance_classes.family(instance.instance_class) for instance in config.fleet} - {None}
    return config.alarms.profile != "off" and not families <= instance_classes.FAMILIES


ROWS = (
    ConfigWarning(
        "production-alarms-silent",
        "alarms.profile",
        "No alarm of this production database tells anybody.",
        "Write `profile: production`.",
        sources.METRIC_ALARM,
        lambda config: is_production(config) and config.alarms.profile != "production",
    ),
    ConfigWarning(
        "production-events-off",
        "events.mode",
        "Nobody is told of failovers, failures and maintenance of this production database.",
        "Write `mode: own`, or `shared` where other subscriptions of the account cover it.",
        sources.AURORA_EVENTS,
        lambda config: is_production(config) and config.events.mode == "off",
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
)

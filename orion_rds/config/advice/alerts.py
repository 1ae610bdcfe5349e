"""Warnings of alarms and events."""

from orion_rds.config.advice.production import is_production
from orion_rds.config.advice.warning import ConfigWarning
from orion_rds.config.database import DatabaseConfig
from orion_rds.facts import instance_classes, references


def _has_an_unknown_class(config: DatabaseConfig) -> bool:
    families = {instance_classes.family(instance.instance_class) for instance in config.fleet} - {None}
    return config.alarms.profile != "off" and not families <= instance_classes.FAMILIES


def _topics_go_untold(config: DatabaseConfig) -> bool:
    events = config.events
    events_tell = events.mode == "own" and events.topic_arn is None
    told = config.alarms.profile == "production" or events_tell or config.backup.copies is not None
    return bool(config.alarms.topic_arns) and not told


def _standby_topics_go_untold(config: DatabaseConfig) -> bool:
    standby, copies = config.disaster_recovery, config.backup.copies
    alarms_tell = config.alarms.profile == "production" and bool(config.standby_fleet)
    copies_tell = copies is not None and copies.topic_arn is None
    told = alarms_tell or config.events.mode == "own" or copies_tell
    return standby is not None and bool(standby.topic_arns) and not told


ROWS = (
    ConfigWarning(
        "production-alarms-silent",
        "alarms.profile",
        "No alarm of this production database tells anybody.",
        "Write `profile: production`.",
        references.METRIC_ALARM,
        lambda config: is_production(config) and config.alarms.profile != "production",
    ),
    ConfigWarning(
        "production-events-off",
        "events.mode",
        "Nobody is told of failovers, failures and maintenance of this production database.",
        "Write `mode: own`, or `shared` where other subscriptions of the account cover it.",
        references.AURORA_EVENTS,
        lambda config: is_production(config) and config.events.mode == "off",
    ),
    ConfigWarning(
        "topics-unused",
        "alarms.topic_arns",
        "No alarm, event or copy tells these topics anything.",
        "Leave them out, or write `profile: production`, or `events.mode: own` without a topic of its own.",
        references.METRIC_ALARM,
        _topics_go_untold,
    ),
    ConfigWarning(
        "standby-topics-unused",
        "disaster_recovery.topic_arns",
        "No alarm, event or copy of the second region tells these topics anything.",
        "Leave them out, or write `alarms.profile: production` or `events.mode: own`.",
        references.METRIC_ALARM,
        _standby_topics_go_untold,
    ),
    ConfigWarning(
        "class-memory-guessed",
        "instances",
        "The memory of an instance class here is not known. The thresholds of memory, connections and local storage "
        "take it for that of its series.",
        "Write them below `alarms` where the class has another amount of memory.",
        references.AURORA_CLASSES,
        _has_an_unknown_class,
    ),
)

"""Warnings about alarms, notifications, backup copies and Redis."""

from collections.abc import Callable

from orion_rds.config import RedisConfig
from orion_rds.config.alarm import alarms_of
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.config.redis_alarms import RedisAlarmsConfig
from orion_rds.facts import limits, node_types, references
from orion_rds.facts.alarms import AlarmDefinition, Share
from orion_rds.plan.redis import MAXMEMORY_POLICY, event_addresses, parameters
from orion_rds.plan.warnings.warning import ConfigWarning, DatabasePlan

NOT_OF_AN_ALARM = frozenset({"profile", "topic_arns", "emails"})
"""Settings of `alarms` that are not those of a single alarm."""


_ALARMS = tuple(
    (f"{path}.{name}", alarm.definition)
    for path, section in (("alarms", AlarmsConfig()), ("redis.alarms", RedisAlarmsConfig()))
    for name, alarm in alarms_of(section)
)
"""The path of each alarm, such as `alarms.cpu`, with its definition."""


def _name(path: str, what: str) -> str:
    """Return the name of a warning about an alarm."""
    return f"{path.replace('.', '-').replace('_', '-')}-{what}"


def _alarm_settings(plan: DatabasePlan) -> frozenset[str]:
    """Return the paths of the alarms for which the configuration has settings, such as `alarms.cpu`."""
    aurora, redis = plan.config.alarms.model_fields_set - NOT_OF_AN_ALARM, plan.config.redis
    redis_settings = redis.alarms.model_fields_set if redis else ()
    return frozenset({f"alarms.{name}" for name in aurora} | {f"redis.alarms.{name}" for name in redis_settings})


def _unused(path: str, definition: AlarmDefinition) -> ConfigWarning:
    """Return the warning about settings of an alarm that this database does not have."""

    def applies(plan: DatabasePlan) -> bool:
        created = {spec.setting for spec in (*plan.primary_alarms, *plan.standby_alarms)}
        return path in _alarm_settings(plan) - created and plan.config.alarms.profile != "off"

    return ConfigWarning(
        _name(path, "unused"),
        path,
        f"The database has no such alarm: it needs {definition.needs}.",
        "Remove the setting, or add what the alarm needs.",
        definition.metric.source,
        applies,
    )


def _beyond(path: str, definition: AlarmDefinition) -> ConfigWarning:
    """Return the warning about a threshold that the metric never reaches, or never leaves."""

    def applies(plan: DatabasePlan) -> bool:
        specs = (spec for spec in (*plan.primary_alarms, *plan.standby_alarms) if spec.setting == path)
        return any(spec.limit is not None and spec.threshold >= spec.limit for spec in specs)

    alarm = "always goes off" if definition.comparison == "LessThanThreshold" else "never goes off"
    return ConfigWarning(
        _name(path, "beyond"),
        f"{path}.{definition.setting}",
        f"The smallest instance or node has no more than that, so that the alarm {alarm}.",
        "Write less, or remove it: the default is a share of what is there.",
        definition.metric.source,
        applies,
    )


def _topics_are_unused(plan: DatabasePlan) -> bool:
    site = plan.primary
    notifies = plan.config.alarms.profile == "production" or site.events_use_alarm_topics
    return bool(site.topic_arns) and not notifies and plan.config.backup.copies is None


def _standby_topics_are_unused(plan: DatabasePlan) -> bool:
    site, copies = plan.standby, plan.config.backup.copies
    if site is None or not site.topic_arns:
        return False
    alarms_notify = plan.config.alarms.profile == "production"
    return not (alarms_notify or site.events_use_alarm_topics or (copies is not None and copies.topic_arn is None))


def _topic_has_no_reader(plan: DatabasePlan) -> bool:
    return plan.primary.needs_a_topic and "emails" not in plan.config.alarms.model_fields_set


def _redis_topic_has_no_reader(plan: DatabasePlan) -> bool:
    redis, alarms = plan.config.redis, plan.config.alarms
    if redis is None or redis.events.mode == "off" or redis.events.topic_arn is not None:
        return False
    # Another topic without addresses has its own warning, and its addresses also apply to Redis.
    is_said = "emails" in redis.events.model_fields_set or "emails" in alarms.model_fields_set
    return not (is_said or plan.primary.needs_a_topic or event_addresses(plan.config))


def _standby_topic_has_no_reader(plan: DatabasePlan) -> bool:
    # If the first region has a topic without subscribers too, one warning covers both.
    is_created = plan.standby is not None and plan.standby.needs_a_topic
    return is_created and not plan.primary.needs_a_topic and "emails" not in plan.config.alarms.model_fields_set


def _emails_are_unused(plan: DatabasePlan) -> bool:
    emails, events = plan.config.alarms.emails, plan.config.redis and plan.config.redis.events
    of_redis = events is not None and events.mode == "own" and events.topic_arn is None
    # Addresses exclude given topics: if the standby needs a topic, so does the first region.
    is_used = plan.primary.needs_a_topic or (of_redis and event_addresses(plan.config) == emails)
    return bool(emails) and not is_used


def _failed_copies_notify_nobody(plan: DatabasePlan) -> bool:
    site = plan.primary
    return plan.config.backup.copies is not None and not (site.topic_arns or site.needs_a_topic)


def _has_a_compliance_lock(plan: DatabasePlan) -> bool:
    copies = plan.config.backup.copies
    return copies is not None and copies.vault_lock.mode == "compliance"


def _tiers_with_another_policy(redis: RedisConfig) -> bool:
    policy = parameters(redis).get(MAXMEMORY_POLICY)
    return node_types.has_data_tiering(redis.node_type) and policy not in node_types.DATA_TIERING_POLICIES


def _redis(applies: Callable[[RedisConfig], bool], *, in_production: bool = False) -> Callable[[DatabasePlan], bool]:
    """Return a condition on Redis, which is false without Redis."""

    def condition(plan: DatabasePlan) -> bool:
        redis = plan.config.redis
        return redis is not None and applies(redis) and (plan.is_production or not in_production)

    return condition


ROWS = (
    ConfigWarning(
        "vault-lock-compliance",
        "backup.copies.vault_lock.mode",
        "Once its grace time is over, nobody can remove this lock: the vaults and their cost stay until the last "
        "backup in them has expired, and destroying the stack fails on them.",
        "Try `governance` first, and choose a grace time that is long enough to find mistakes.",
        references.BACKUP_VAULT_LOCK,
        _has_a_compliance_lock,
    ),
    ConfigWarning(
        "copies-without-topic",
        "backup.copies",
        "A failed snapshot or copy notifies nobody: it would notify the topics of the alarms, and there are none.",
        "Write `alarms.topic_arns`; quiet alarms do not use them.",
        references.BACKUP_EVENTS,
        _failed_copies_notify_nobody,
    ),
    ConfigWarning(
        "production-alarms-silent",
        "alarms.profile",
        "The alarms of this production database notify nobody.",
        "Write `profile: production`.",
        references.METRIC_ALARM,
        lambda plan: plan.is_production and plan.config.alarms.profile != "production",
    ),
    ConfigWarning(
        "production-events-off",
        "events.mode",
        "Failovers, failures and maintenance of this production database notify nobody.",
        "Write `mode: own`, or `shared` where other subscriptions of the account cover it.",
        references.AURORA_EVENTS,
        lambda plan: plan.is_production and plan.config.events.mode == "off",
    ),
    ConfigWarning(
        "topic-without-subscribers",
        "alarms.emails",
        "A topic is created for alarms and events, and nothing subscribes to it: they notify nobody.",
        "Write the addresses, or `emails: []` if you subscribe to the topics of the output `topic_arns`.",
        references.SNS_EMAIL,
        _topic_has_no_reader,
    ),
    ConfigWarning(
        "standby-topic-without-subscribers",
        "disaster_recovery.topic_arns",
        "A topic is created in the second region, and nothing subscribes to it: its alarms and events notify nobody.",
        "Write topics of that region, or `alarms.emails: []` if you subscribe to those of the output `topic_arns`.",
        references.SNS_EMAIL,
        _standby_topic_has_no_reader,
    ),
    ConfigWarning(
        "redis-topic-without-subscribers",
        "redis.events.emails",
        "A topic is created for the events of Redis, and nothing subscribes to it: they notify nobody.",
        "Write the addresses, or `emails: []` if you subscribe to the topic of the output `redis_events_topic_arn`.",
        references.SNS_EMAIL,
        _redis_topic_has_no_reader,
    ),
    ConfigWarning(
        "emails-unused",
        "alarms.emails",
        "No topic is created to which these addresses could be subscribed: neither alarms nor events notify one.",
        "Remove them, or write `profile: production`.",
        references.SNS_EMAIL,
        _emails_are_unused,
    ),
    ConfigWarning(
        "topics-unused",
        "alarms.topic_arns",
        "No alarm, event or copy notifies these topics.",
        "Remove them, or write `profile: production`, or `events.mode: own` without `events.topic_arn`.",
        references.METRIC_ALARM,
        _topics_are_unused,
    ),
    ConfigWarning(
        "standby-topics-unused",
        "disaster_recovery.topic_arns",
        "No alarm, event or copy of the second region notifies these topics.",
        "Remove them, or write `alarms.profile: production` or `events.mode: own`.",
        references.METRIC_ALARM,
        _standby_topics_are_unused,
    ),
    ConfigWarning(
        "alarms-off-unused",
        "alarms.profile",
        "No alarm is created, and the settings of single alarms have no effect.",
        "Remove them, or write `profile: quiet`, which creates the alarms without notifications.",
        references.METRIC_ALARM,
        lambda plan: plan.config.alarms.profile == "off" and bool(_alarm_settings(plan)),
    ),
    *(_unused(path, definition) for path, definition in _ALARMS if definition.needs),
    *(
        _beyond(path, definition)
        for path, definition in _ALARMS
        if isinstance(definition.default, Share) and definition.default.is_limit
    ),
    ConfigWarning(
        "redis-alone",
        "redis.nodes",
        "In production every key is on one node. When it fails, writes since the last snapshot are lost, and clients "
        "wait for a new node.",
        "With two or more nodes, a replica in another zone takes over.",
        references.ELASTICACHE_HIGH_AVAILABILITY,
        _redis(lambda redis: redis.nodes_per_shard == 1, in_production=True),
    ),
    ConfigWarning(
        "redis-burstable",
        "redis.node_type",
        "Burstable nodes (`cache.t...`) are slow without CPU credits, and this is production.",
        "Use a memory optimized type such as `cache.r7g.large`.",
        references.ELASTICACHE_NODE_TYPES,
        _redis(lambda redis: node_types.series(redis.node_type) == node_types.BURSTABLE, in_production=True),
    ),
    ConfigWarning(
        "redis-data-tiering-policy",
        "redis.parameters",
        "Nodes with disks (`cache.r6gd...`) are documented with three values of `maxmemory-policy`. It is unknown "
        "whether ElastiCache supports another one.",
        "Write `volatile-lru`, `allkeys-lru` or `noeviction`, or a node type without disks.",
        references.ELASTICACHE_DATA_TIERING,
        _redis(_tiers_with_another_policy),
    ),
    ConfigWarning(
        "redis-oss",
        "redis.engine",
        "ElastiCache offers no version of Redis OSS after 7.1. It costs more than Valkey, which AWS recommends.",
        "Write `valkey`: clients of Redis OSS work with it, and an existing group is upgraded in place.",
        references.ELASTICACHE_ENGINES,
        _redis(lambda redis: redis.engine == "redis"),
    ),
    ConfigWarning(
        "redis-password-version-unused",
        "redis.password_version",
        "Without authentication there is no password: this setting has no effect.",
        "Remove it, or write `authentication: users`.",
        references.ELASTICACHE_ACCESS,
        _redis(
            lambda redis: redis.authentication == "off" and redis.password_version > limits.PASSWORD_VERSION.minimum
        ),
    ),
    ConfigWarning(
        "redis-open-to-former-clients",
        "redis.former_clients",
        "Every client that reaches the port of Redis can read and write all of its data, without a password.",
        "Once every client has the password, remove the setting and deploy. Another password of a user does not need "
        "it.",
        references.ELASTICACHE_ACCESS,
        _redis(lambda redis: redis.authentication == "users" and redis.former_clients == "accepted"),
    ),
    ConfigWarning(
        "redis-open",
        "redis.authentication",
        "Every client that reaches the port of Redis can read and write all of its data.",
        "Write `users`; for an existing group, with `former_clients: accepted` until every client has the password.",
        references.ELASTICACHE_ACCESS,
        _redis(lambda redis: redis.authentication == "off"),
    ),
)

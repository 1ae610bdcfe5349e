"""Warnings about instances, the audit log, passwords and protection."""

from orion_rds.config.instances import FleetInstance, first_writer
from orion_rds.facts import instance_classes, limits, recovery, references
from orion_rds.facts.parameter_values import text
from orion_rds.plan import audit
from orion_rds.plan.parameters import effective_values
from orion_rds.plan.warnings.warning import ConfigWarning, DatabasePlan

INSIGHTS_MINIMUM_ACU = 2
LAST_TIER_THAT_FOLLOWS_THE_WRITER = 1
"""The last promotion tier whose Serverless v2 readers keep the capacity of the writer. Readers in higher tiers scale by
their own load."""


def _in_one_zone(plan: DatabasePlan) -> bool:
    zones = {instance.availability_zone for instance in plan.primary.fleet}
    return len(plan.primary.fleet) > 1 and len(zones) == 1 and all(isinstance(zone, str) for zone in zones)


def _successor(plan: DatabasePlan) -> FleetInstance | None:
    """Return the reader that a failover promotes: the largest of those in the lowest tier."""
    writer = first_writer(plan.primary.fleet)
    return min(
        (instance for instance in plan.primary.fleet if instance is not writer),
        key=lambda reader: (reader.promotion_tier, -(instance_classes.size(reader.instance_class) or 0)),
        default=None,
    )


def _successor_is_smaller(plan: DatabasePlan) -> bool:
    successor = _successor(plan)
    writer_size = instance_classes.size(first_writer(plan.primary.fleet).instance_class)
    size = instance_classes.size(successor.instance_class) if successor else None
    return writer_size is not None and size is not None and size < writer_size


def _successor_scales_alone(plan: DatabasePlan) -> bool:
    successor = _successor(plan)
    return (
        successor is not None
        and successor.instance_class == instance_classes.SERVERLESS
        and successor.promotion_tier > LAST_TIER_THAT_FOLLOWS_THE_WRITER
    )


def _is_burstable_production(plan: DatabasePlan) -> bool:
    series = {instance_classes.series(instance.instance_class) for instance in plan.primary.fleet}
    return plan.is_production and instance_classes.BURSTABLE in series


def _insights_lack_memory(plan: DatabasePlan) -> bool:
    serverless, insights = plan.config.serverless, plan.config.monitoring.insights
    return serverless is not None and serverless.max_acu < INSIGHTS_MINIMUM_ACU and insights != "off"


def _never_pauses(plan: DatabasePlan) -> bool:
    serverless = plan.config.serverless
    replication = effective_values(plan.config).get("rds.logical_replication")
    return serverless is not None and serverless.min_acu == 0 and replication == "1"


def _audits_without_the_library(plan: DatabasePlan) -> bool:
    libraries = effective_values(plan.config)["shared_preload_libraries"].split(",")
    return plan.config.audit.is_on and audit.LIBRARY not in {library.strip() for library in libraries}


def _audits_nothing(plan: DatabasePlan) -> bool:
    return bool(plan.config.audit.statements) and effective_values(plan.config)["pgaudit.log"].lower() == "none"


def _has_a_parameter_without_effect(plan: DatabasePlan) -> bool:
    cluster, instance = plan.config.parameters.cluster, plan.config.parameters.instance
    return any(text(cluster[name]) != text(instance[name]) for name in cluster.keys() & instance.keys())


def _counts_passwords_of_rds(plan: DatabasePlan) -> bool:
    master = plan.config.master
    return master.is_rds_managed and master.password_version > limits.PASSWORD_VERSION.minimum  # a mode


def _recovers_faster_than_typical(plan: DatabasePlan) -> bool:
    seconds = plan.config.objectives.recovery_seconds
    return seconds is not None and seconds < recovery.PROMOTED_READER_SECONDS


def _restores_in_an_unknown_time(plan: DatabasePlan) -> bool:
    return (plan.config.objectives.rto_minutes or 0) > 0 and plan.config.disaster_recovery is None


ROWS = (
    ConfigWarning(
        "instance-alone",
        "instances",
        "The cluster has one instance. When it fails, AWS creates another, which can take 10 minutes.",
        "With two or more instances, a reader takes over, usually within a minute.",
        references.AURORA_HIGH_AVAILABILITY,
        lambda plan: len(plan.primary.fleet) == 1,
    ),
    ConfigWarning(
        "instances-in-one-zone",
        "instances",
        "All instances are in one Availability Zone, and fail with it.",
        "Use different zones, or remove `availability_zone`: AWS then spreads the instances.",
        references.AURORA_HIGH_AVAILABILITY,
        _in_one_zone,
    ),
    ConfigWarning(
        "successor-smaller",
        "instances",
        "The reader that a failover promotes is smaller than the writer whose load it takes over.",
        "Give the reader in the lowest promotion tier the writer's class.",
        references.AURORA_HIGH_AVAILABILITY,
        _successor_is_smaller,
    ),
    ConfigWarning(
        "successor-scales-alone",
        "instances",
        "The reader that a failover promotes is serverless and in tier 2 or higher: its capacity does not follow the "
        "writer's, and may be much lower at the failover.",
        "Put it into tier 0 or 1.",
        references.AURORA_SERVERLESS_SCALING,
        _successor_scales_alone,
    ),
    ConfigWarning(
        "burstable-production",
        "instances",
        "AWS recommends burstable classes (`db.t...`) for development and test only: without CPU credits they are "
        "slow.",
        "Use a memory optimized class such as `db.r7g.large`, or `serverless`.",
        references.AURORA_CLASS_TYPES,
        _is_burstable_production,
    ),
    ConfigWarning(
        "insights-short-of-memory",
        "serverless.max_acu",
        "Insights need memory: AWS recommends a maximum of 2 ACU or more with them.",
        "Write `max_acu: 2` or more, or `monitoring.insights: off`.",
        references.AURORA_SERVERLESS_CAPACITY,
        _insights_lack_memory,
    ),
    ConfigWarning(
        "pause-never-comes",
        "serverless.min_acu",
        "With logical replication the writer, and readers in tiers 0 and 1, never pause.",
        "Write `min_acu: 0.5` or more, or remove `rds.logical_replication`.",
        references.AURORA_AUTO_PAUSE,
        _never_pauses,
    ),
    ConfigWarning(
        "audit-not-loaded",
        "parameters",
        "Your `shared_preload_libraries` lacks `pgaudit`, so nothing of `audit` is logged.",
        "Add it to the list, or write `audit: {statements: []}`.",
        references.AURORA_PGAUDIT,
        _audits_without_the_library,
    ),
    ConfigWarning(
        "audit-overridden",
        "parameters",
        "Your `pgaudit.log` is `none`, so the statements of `audit` are not logged.",
        "Remove it, or write `audit: {statements: []}`.",
        references.AURORA_PGAUDIT,
        _audits_nothing,
    ),
    ConfigWarning(
        "parameter-without-effect",
        "parameters.cluster",
        "A parameter has another value below `parameters.instance`, which is in force: the one below "
        "`parameters.cluster` has no effect.",
        "Keep one of them.",
        references.AURORA_PARAMETERS,
        _has_a_parameter_without_effect,
    ),
    ConfigWarning(
        "audit-not-exported",
        "logs.exports",
        "The audit log is part of the PostgreSQL log, which stays on the instances and is deleted after a few days.",
        "Export `postgresql`.",
        references.AURORA_LOGS,
        lambda plan: plan.config.audit.is_on and "postgresql" not in plan.config.logs.exports,
    ),
    ConfigWarning(
        "production-unprotected",
        "protection.deletion",
        "Deletion protection is off in production: one command can delete the database.",
        "Turn it on, unless the database is about to be destroyed.",
        references.AURORA_DELETION,
        lambda plan: plan.is_production and not plan.config.protection.deletion,
    ),
    ConfigWarning(
        "production-without-final-snapshot",
        "protection.final_snapshot",
        "When this production database is deleted, AWS takes no final snapshot.",
        "Write `final_snapshot: true`.",
        references.AURORA_DELETION,
        lambda plan: plan.is_production and not plan.config.protection.final_snapshot,
    ),
    ConfigWarning(
        "password-version-unused",
        "master.password_version",
        "RDS manages the password and rotates it on its own schedule: this setting has no effect.",
        "Remove it. `aws rds modify-db-cluster --rotate-master-user-password --apply-immediately` rotates it at once.",
        references.AURORA_SECRETS_MANAGER,
        _counts_passwords_of_rds,
    ),
    ConfigWarning(
        "standby-insights-advanced",
        "monitoring.insights",
        "AWS refuses advanced mode while the second region's cluster is created: it requires Performance Insights, "
        "which the provider turns on afterwards.",
        "Create the standby with `insights: standard`, then write `advanced`; an existing standby keeps it.",
        references.AURORA_INSIGHTS_ADVANCED,
        lambda plan: plan.standby is not None and plan.config.monitoring.insights == "advanced",
    ),
    ConfigWarning(
        "objective-recovery-typical",
        "objectives.recovery_seconds",
        "AWS promises no time. With a reader it typically restores service in less than 60 seconds, and often in less "
        "than 30.",
        "Measure a failover with your applications, or write 60 or more.",
        references.AURORA_HIGH_AVAILABILITY,
        _recovers_faster_than_typical,
    ),
    ConfigWarning(
        "objective-rto-unmeasured",
        "objectives.rto_minutes",
        "Without a standby a backup is restored, and AWS publishes no time for that: it depends on the data.",
        "Measure a restore, or write `disaster_recovery`, whose cluster takes over within minutes.",
        references.AURORA_BACKUPS,
        _restores_in_an_unknown_time,
    ),
)

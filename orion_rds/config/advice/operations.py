"""Warnings of passwords, protection and insights."""

from orion_rds.config.advice.production import is_production
from orion_rds.config.advice.warning import ConfigWarning
from orion_rds.config.database import DatabaseConfig
from orion_rds.facts import limits, references


def _asks_rds_for_a_password(config: DatabaseConfig) -> bool:
    master = config.master
    return master.password == "rds_managed" and master.password_version > limits.PASSWORD_VERSION.minimum  # noqa: S105 # the way it is made


ROWS = (
    ConfigWarning(
        "production-unprotected",
        "protection.deletion",
        "Deletion protection is off in production, so one command can delete the database.",
        "Turn it on again, unless the database is about to be destroyed.",
        references.AURORA_DELETION,
        lambda config: is_production(config) and not config.protection.deletion,
    ),
    ConfigWarning(
        "production-without-final-snapshot",
        "protection.final_snapshot",
        "When this production database is deleted, no snapshot of its last state is taken.",
        "Write `final_snapshot: true`.",
        references.AURORA_DELETION,
        lambda config: is_production(config) and not config.protection.final_snapshot,
    ),
    ConfigWarning(
        "password-version-unused",
        "master.password_version",
        "RDS manages the password and rotates it by its own schedule: raising this asks for no new one.",
        "Leave it out. `aws rds modify-db-cluster --rotate-master-user-password --apply-immediately` asks for one.",
        references.AURORA_SECRETS_MANAGER,
        _asks_rds_for_a_password,
    ),
    ConfigWarning(
        "standby-insights-advanced",
        "monitoring.insights",
        "While the second region's cluster is made, AWS takes no advanced mode: it asks for Performance Insights, "
        "which the provider turns on only afterwards.",
        "Let the standby come with `insights: standard`, and write `advanced` afterwards; one that runs keeps it.",
        references.AURORA_INSIGHTS_ADVANCED,
        lambda config: config.disaster_recovery is not None and config.monitoring.insights == "advanced",
    ),
    ConfigWarning(
        "adopted-host",
        "master.password_version",
        "Until a new password is asked for, the adopted secret tells the host of the first cluster, which after a "
        "switch of regions only reads.",
        "Raise it once clients read the password from the secret: the host of the global database comes with it.",
        references.AURORA_GLOBAL_DISASTER_RECOVERY,
        lambda config: config.disaster_recovery is not None and not config.generates_password,
    ),
)

"""Warnings of passwords and of protection."""

from orion_rds.config.advice.production import is_production
from orion_rds.config.advice.warning import ConfigWarning
from orion_rds.facts import sources

ROWS = (
    ConfigWarning(
        "production-unprotected",
        "protection.deletion",
        "Deletion protection is off in production, so one command can delete the database.",
        "Turn it on again, unless the database is about to be destroyed.",
        sources.AURORA_DELETION,
        lambda config: is_production(config) and not config.protection.deletion,
    ),
    ConfigWarning(
        "production-without-final-snapshot",
        "protection.final_snapshot",
        "When this production database is deleted, no snapshot of its last state is taken.",
        "Write `final_snapshot: true`.",
        sources.AURORA_DELETION,
        lambda config: is_production(config) and not config.protection.final_snapshot,
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
)

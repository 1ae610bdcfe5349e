"""What AWS accepts and the user will regret, as a table."""

from orion_rds.config.advice import alarm_overrides, alerts, audit, backups, instances, operations, redis
from orion_rds.config.advice.warning import ConfigWarning
from orion_rds.config.database import DatabaseConfig
from orion_rds.facts.tables import table

WARNINGS = table(
    lambda warning: warning.name,
    *instances.ROWS,
    *audit.ROWS,
    *operations.ROWS,
    *backups.ROWS,
    *alerts.ROWS,
    *alarm_overrides.ROWS,
    *redis.ROWS,
)

__all__ = ["WARNINGS", "ConfigWarning", "warnings"]


def warnings(config: DatabaseConfig) -> tuple[ConfigWarning, ...]:
    """List what the user should know before deploying, in the order of the table. Nothing here stops a deployment."""
    return tuple(row for row in WARNINGS.values() if row.applies(config))

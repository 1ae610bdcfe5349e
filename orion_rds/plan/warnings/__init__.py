"""Warnings: settings that AWS accepts and the user will regret. None of them stops a deployment."""

from orion_rds.config import DatabaseConfig
from orion_rds.facts.tables import table
from orion_rds.plan.warnings import alerts, database, lists
from orion_rds.plan.warnings.warning import ConfigWarning, DatabasePlan

__all__ = ["WARNINGS", "ConfigWarning", "warnings"]

WARNINGS = table(lambda warning: warning.name, *database.ROWS, *alerts.ROWS, *lists.ROWS)


def warnings(config: DatabaseConfig) -> tuple[ConfigWarning, ...]:
    """Return the warnings for a configuration, in the order of the table."""
    plan = DatabasePlan.of(config)
    return tuple(row for row in WARNINGS.values() if row.applies(plan))

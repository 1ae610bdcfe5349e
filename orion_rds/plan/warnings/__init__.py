"""Warnings about settings that AWS accepts but that cause problems. They do not stop a deployment."""

from dataclasses import replace

from orion_rds.config import DatabaseConfig
from orion_rds.config.refused_value import NotJudgedError, holds_refused
from orion_rds.facts import references
from orion_rds.facts.tables import table
from orion_rds.plan.warnings import alerts, database, lists
from orion_rds.plan.warnings.warning import ConfigWarning, DatabasePlan

__all__ = ["WARNINGS", "ConfigWarning", "accepted_warnings", "warnings"]


def _unused(plan: DatabasePlan) -> list[str]:
    return [name for name in plan.config.accepted_warnings if _applies(WARNINGS[name], plan) is False]


def _applies(warning: ConfigWarning, plan: DatabasePlan) -> bool | None:
    """Return whether a warning applies; None if it depends on a refused setting."""
    try:
        return bool(warning.applies(plan))
    except NotJudgedError:
        return None
    except TypeError:
        # Built-in functions raise it for a `REFUSED_VALUE`.
        if not holds_refused(plan.config):
            raise
        return None


ACCEPTANCE_UNUSED = ConfigWarning(
    "accepted-warning-unused",
    "accepted_warnings",
    "The warning does not apply to this configuration. If it applies again, nobody sees it.",
    "Remove the line.",
    references.WARNINGS_PAGE,
    lambda plan: bool(_unused(plan)),
)
WARNINGS = table(lambda warning: warning.name, *database.ROWS, *alerts.ROWS, *lists.ROWS, ACCEPTANCE_UNUSED)


def warnings(config: DatabaseConfig) -> tuple[ConfigWarning, ...]:
    """Return the warnings that a configuration does not accept, in the order of the table.

    A warning that depends on a `REFUSED_VALUE` is left out.
    """
    plan, accepted = DatabasePlan(config), config.accepted_warnings
    rows = [row for row in WARNINGS.values() if row.name not in accepted and _applies(row, plan)]
    return tuple(each for row in rows for each in (_of_each_name(plan) if row is ACCEPTANCE_UNUSED else [row]))


def accepted_warnings(config: DatabaseConfig) -> tuple[ConfigWarning, ...]:
    """Return the warnings that apply to a configuration and that it accepts."""
    plan = DatabasePlan(config)
    return tuple(WARNINGS[name] for name in config.accepted_warnings if _applies(WARNINGS[name], plan))


def _of_each_name(plan: DatabasePlan) -> list[ConfigWarning]:
    return [replace(ACCEPTANCE_UNUSED, path=f"accepted_warnings.{name}") for name in _unused(plan)]

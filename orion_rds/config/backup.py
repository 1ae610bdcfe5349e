"""Automated backups."""

from typing import Annotated

from pydantic import AfterValidator

from orion_rds.config.checks import Whole, Within
from orion_rds.config.copies import CopiesConfig
from orion_rds.config.lasting import Lasting
from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.facts import limits, references


def _minutes(*, minutes: int) -> None: ...


BACKUP_RETENTION = Refusal(
    "backup-retention",
    why="Aurora keeps automated backups for 1 to 35 days.",
    fix="Write a number of days in that range.",
    source=references.CREATE_DB_CLUSTER,
)
BACKUP_WINDOW_SHORT = Refusal(
    "backup-window-short",
    why="It lasts {minutes} minutes, and AWS takes windows of at least 30.",
    fix="Let it end 30 minutes after its start or later.",
    source=references.CREATE_DB_CLUSTER,
    fields=_minutes,
)


_WINDOW = Lasting(limits.WINDOW_MINIMUM_MINUTES, BACKUP_WINDOW_SHORT)


class BackupConfig(Section):
    """Automated backups of the cluster; within the retention any second can be restored."""

    retention_days: Annotated[Whole, Within(limits.BACKUP_RETENTION_DAYS, BACKUP_RETENTION, nearest=True)] = 35
    """Days that backups are kept, 1 to 35."""

    window: Annotated[str, AfterValidator(_WINDOW.every_day)] = "03:00-04:00"
    """Daily window in UTC, `hh:mm-hh:mm`, 30 minutes or more."""

    copies: CopiesConfig | None = None
    """Daily snapshots with a copy in a second region."""

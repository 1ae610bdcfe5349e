"""Automated backups."""

from typing import Annotated

from pydantic import AfterValidator

from orion_rds.config.checks import Whole, Within
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.config.windows import Window, daily, write_daily
from orion_rds.facts import limits


def _long_enough(text: str) -> str:
    try:
        window = daily(text)
    except ValueError:
        raise refuse("backup-window-form", text) from None
    if window.minutes < limits.WINDOW_MINIMUM_MINUTES:
        longer = write_daily(Window(window.start, limits.WINDOW_MINIMUM_MINUTES))
        raise refuse("backup-window-short", text, instead=longer, minutes=window.minutes)
    return text


class BackupConfig(Section):
    """Automated backups of the cluster; within the retention any second can be restored."""

    retention_days: Annotated[Whole, Within(limits.BACKUP_RETENTION_DAYS, "backup-retention", nearest=True)] = 35
    """Days that backups are kept, 1 to 35."""

    window: Annotated[str, AfterValidator(_long_enough)] = "03:00-04:00"
    """Daily window in UTC, `hh:mm-hh:mm`, 30 minutes or more."""

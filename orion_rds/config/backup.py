"""Automated backups."""

from typing import Annotated

from pydantic import AfterValidator

from orion_rds.config.checks import Whole, Within
from orion_rds.config.copies import CopiesConfig
from orion_rds.config.lasting import Lasting
from orion_rds.config.section import Section
from orion_rds.facts import limits

_WINDOW = Lasting(limits.WINDOW_MINIMUM_MINUTES, "backup-window-short")


class BackupConfig(Section):
    """Automated backups of the cluster; within the retention any second can be restored."""

    retention_days: Annotated[Whole, Within(limits.BACKUP_RETENTION_DAYS, "backup-retention", nearest=True)] = 35
    """Days that backups are kept, 1 to 35."""

    window: Annotated[str, AfterValidator(_WINDOW.every_day)] = "03:00-04:00"
    """Daily window in UTC, `hh:mm-hh:mm`, 30 minutes or more."""

    copies: CopiesConfig | None = None
    """Daily snapshots with a copy in a second region."""

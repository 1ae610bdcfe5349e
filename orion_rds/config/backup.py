"""Automated backups."""

from orion_rds.config.section import Section


class BackupConfig(Section):
    """Automated backups of the cluster; within the retention any second can be restored."""

    retention_days: int = 35
    """Days that backups are kept, 1 to 35."""

    window: str = "03:00-04:00"
    """Daily window in UTC, `hh:mm-hh:mm`, 30 minutes or more."""

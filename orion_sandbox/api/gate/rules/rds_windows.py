"""RDS: how long backups are kept, and when backups and maintenance happen."""

import re
from collections.abc import Callable
from typing import NamedTuple

from orion_rds.facts.limits import BACKUP_RETENTION_DAYS, WINDOW_MINIMUM_MINUTES
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Check, Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("rds")

INVALID = "InvalidParameterValue"
BACKUP, MAINTENANCE = "PreferredBackupWindow", "PreferredMaintenanceWindow"
CLUSTERS = ("CreateDBCluster", "ModifyDBCluster")
INSTANCES = ("CreateDBInstance", "ModifyDBInstance")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
WEEK = 7 * DAY

_TIME = r"([01]\d|2[0-3]):([0-5]\d)"
_DAY_TIME = rf"({'|'.join(DAYS)}):{_TIME}"
_DAILY = re.compile(rf"{_TIME}-{_TIME}")
_WEEKLY = re.compile(rf"{_DAY_TIME}-{_DAY_TIME}", re.IGNORECASE)


class Window(NamedTuple):
    """Minutes, from Monday's or the day's midnight; the end may lie in the next week or day."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start


def daily(text: str) -> Window | None:
    """Read `hh:mm-hh:mm`; None where it has another form."""
    if (match := _DAILY.fullmatch(text)) is None:
        return None
    hour, minute, last_hour, last_minute = map(int, match.groups())
    start, end = hour * 60 + minute, last_hour * 60 + last_minute
    return Window(start, end if end > start else end + DAY)


def weekly(text: str) -> Window | None:
    """Read `ddd:hh:mm-ddd:hh:mm`; None where it has another form."""
    if (match := _WEEKLY.fullmatch(text)) is None:
        return None
    day, hour, minute, last_day, last_hour, last_minute = match.groups()
    start = DAYS.index(day.lower()) * DAY + int(hour) * 60 + int(minute)
    end = DAYS.index(last_day.lower()) * DAY + int(last_hour) * 60 + int(last_minute)
    return Window(start, end if end > start else end + WEEK)


def overlap(backup: Window, maintenance: Window) -> bool:
    """Whether they share a minute on any day. To touch is no overlap."""
    # The week before, since a window may begin on its last day and end on this one's first.
    days = range(-7, 15)
    return any(
        backup.start + day * DAY < maintenance.end and maintenance.start < backup.end + day * DAY for day in days
    )


@RULES.refuse(
    "backup-retention",
    CLUSTERS,
    INVALID,
    "backups kept for less than 1 or more than 35 days",
)
def retention(request: Request, _state: State) -> str | None:
    """Days that Aurora keeps automated backups."""
    days = request.get("BackupRetentionPeriod")
    if days is None or days in BACKUP_RETENTION_DAYS:
        return None
    return f"Invalid backup retention period: {days}. Must be between 1 and 35."


def _form(member: str, read: Callable[[str], Window | None], form: str) -> Check:
    def check(request: Request, _state: State) -> str | None:
        text = request.get(member)
        if text is None or read(text):
            return None
        what = "backup" if member == BACKUP else "maintenance"
        return f"Invalid {what} window format: {text}. Should be specified as a range {form} (24H Clock UTC)."

    return check


def _length(member: str, read: Callable[[str], Window | None]) -> Check:
    def check(request: Request, _state: State) -> str | None:
        window = read(request.get(member) or "")
        if window is None or window.minutes >= WINDOW_MINIMUM_MINUTES:
            return None
        return f"The {'backup' if member == BACKUP else 'maintenance'} window must be at least 30 minutes."

    return check


@RULES.refuse(
    "windows-overlap",
    CLUSTERS,
    INVALID,
    "a backup window and a maintenance window of one cluster that overlap; to touch is no overlap",
    sources.api("rds", "ModifyDBCluster"),
)
def overlapping(request: Request, state: State) -> str | None:
    """The windows as they would be after the call."""
    if not request.get(BACKUP) and not request.get(MAINTENANCE):
        return None
    cluster = state.cluster(request.get("DBClusterIdentifier"))
    backup = daily(request.get(BACKUP) or getattr(cluster, "preferred_backup_window", ""))
    maintenance = weekly(request.get(MAINTENANCE) or getattr(cluster, "preferred_maintenance_window", ""))
    if backup and maintenance and overlap(backup, maintenance):
        return "The backup window and maintenance window must not overlap."
    return None


RULES.refuse("backup-window-form", CLUSTERS, INVALID, "a backup window other than `hh:mm-hh:mm`")(
    _form(BACKUP, daily, "hh24:mi-hh24:mi")
)
RULES.refuse("backup-window-length", CLUSTERS, INVALID, "a backup window of less than 30 minutes")(
    _length(BACKUP, daily)
)
RULES.refuse(
    "maintenance-window-form", CLUSTERS + INSTANCES, INVALID, "a maintenance window other than `ddd:hh:mm-ddd:hh:mm`"
)(_form(MAINTENANCE, weekly, "ddd:hh24:mi-ddd:hh24:mi"))
RULES.refuse(
    "maintenance-window-length", CLUSTERS + INSTANCES, INVALID, "a maintenance window of less than 30 minutes"
)(_length(MAINTENANCE, weekly))

"""The maintenance window."""

from typing import Annotated

from pydantic import AfterValidator

from orion_rds.config.lasting import Lasting
from orion_rds.config.refusals import refuse
from orion_rds.config.windows import DAY_MINUTES, Window, conflict, daily, weekly, write_weekly
from orion_rds.facts import limits

_WINDOW = Lasting(limits.WINDOW_MINIMUM_MINUTES, "maintenance-window-short")

MaintenanceWindow = Annotated[str, AfterValidator(_WINDOW.once_a_week)]
"""A weekly window in UTC, `ddd:hh:mm-ddd:hh:mm`, 30 minutes or more."""


def refuse_conflict(maintenance: str, backup: str, refusal: str = "windows-overlap") -> None:
    """Refuse a maintenance window that overlaps or touches the daily backup window."""
    every_day, once_a_week = daily(backup), weekly(maintenance)
    if conflict(every_day, once_a_week):
        raise refuse(refusal, maintenance, instead=_after(every_day, once_a_week), backup=backup)


def _after(every_day: Window, once_a_week: Window) -> str | None:
    """Half an hour after the backup of the same day, where the window then ends before the next backup."""
    day = once_a_week.start // DAY_MINUTES * DAY_MINUTES
    moved = Window(day + every_day.end + limits.WINDOW_MINIMUM_MINUTES, once_a_week.minutes)
    return None if conflict(every_day, moved) else write_weekly(moved)

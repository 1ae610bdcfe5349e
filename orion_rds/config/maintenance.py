"""The maintenance window."""

from typing import Annotated

from pydantic import AfterValidator

from orion_rds.config.refusals import refuse
from orion_rds.config.windows import DAY_MINUTES, Window, conflict, daily, weekly, write_weekly
from orion_rds.facts import limits


def _long_enough(text: str) -> str:
    # AWS answers in lower case, so capitals would show as a change for ever.
    text = text.lower()
    try:
        window = weekly(text)
    except ValueError:
        raise refuse("maintenance-window-form", text) from None
    if window.minutes < limits.WINDOW_MINIMUM_MINUTES:
        longer = write_weekly(Window(window.start, limits.WINDOW_MINIMUM_MINUTES))
        raise refuse("maintenance-window-short", text, instead=longer, minutes=window.minutes)
    return text


MaintenanceWindow = Annotated[str, AfterValidator(_long_enough)]
"""A weekly window in UTC, `ddd:hh:mm-ddd:hh:mm`, 30 minutes or more."""


def refuse_conflict(maintenance: str, backup: str) -> None:
    """Refuse a maintenance window that overlaps or touches the daily backup window."""
    every_day, once_a_week = daily(backup), weekly(maintenance)
    if conflict(every_day, once_a_week):
        raise refuse("windows-overlap", maintenance, instead=_after(every_day, once_a_week), backup=backup)


def _after(every_day: Window, once_a_week: Window) -> str | None:
    """Half an hour after the backup of the same day, where the window then ends before the next backup."""
    day = once_a_week.start // DAY_MINUTES * DAY_MINUTES
    moved = Window(day + every_day.end + limits.WINDOW_MINIMUM_MINUTES, once_a_week.minutes)
    return None if conflict(every_day, moved) else write_weekly(moved)

"""The maintenance window."""

from typing import Annotated, Protocol

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from orion_rds.config.lasting import Lasting
from orion_rds.config.refusal import Refusal
from orion_rds.config.windows import DAY_MINUTES, Window, conflict, daily, weekly, write_weekly
from orion_rds.facts import limits, references


def _minutes(*, minutes: int) -> None: ...
def _backup(*, backup: str) -> None: ...


MAINTENANCE_WINDOW_SHORT = Refusal(
    "maintenance-window-short",
    why="It lasts {minutes} minutes, and AWS takes windows of at least 30.",
    fix="Let it end 30 minutes after its start or later.",
    source=references.CREATE_DB_CLUSTER,
    fields=_minutes,
)
WINDOWS_OVERLAP = Refusal(
    "windows-overlap",
    why="It overlaps or touches the backup window {backup}, which comes every day. AWS refuses windows that conflict.",
    fix="Leave some minutes between the two.",
    source=references.CREATE_DB_CLUSTER,
    fields=_backup,
    reads=("backup.window",),
)


_WINDOW = Lasting(limits.WINDOW_MINIMUM_MINUTES, MAINTENANCE_WINDOW_SHORT)

MaintenanceWindow = Annotated[str, AfterValidator(_WINDOW.once_a_week)]
"""A weekly window in UTC, `ddd:hh:mm-ddd:hh:mm`, 30 minutes or more."""


class Overlap(Protocol):
    """A refusal that names the daily window."""

    def __call__(self, given: object, instead: object = None, *, backup: str) -> PydanticCustomError:
        """Return the error of a window."""
        ...


def check_conflict(maintenance: str, backup: str, refusal: Overlap) -> None:
    """Refuse a maintenance window that overlaps or touches the daily backup window."""
    every_day, once_a_week = daily(backup), weekly(maintenance)
    if conflict(every_day, once_a_week):
        raise refusal(maintenance, _after(every_day, once_a_week), backup=backup)


def _after(every_day: Window, once_a_week: Window) -> str | None:
    """Half an hour after the backup of the same day, where the window then ends before the next backup."""
    day = once_a_week.start // DAY_MINUTES * DAY_MINUTES
    moved = Window(day + every_day.end + limits.WINDOW_MINIMUM_MINUTES, once_a_week.minutes)
    return None if conflict(every_day, moved) else write_weekly(moved)

"""Daily and weekly time windows, in minutes of the day or of the week. All times are UTC."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pydantic_core import PydanticCustomError

from orion_rds.config.refusal import Refusal
from orion_rds.facts import references

DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
_GAP_MINUTES = 30
"""Minutes between the backup window and a suggested maintenance window, as a backup may exceed its window."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_TIME = r"([01]\d|2[0-3]):([0-5]\d)"
_DAY = f"({'|'.join(DAYS)})"

BACKUP_WINDOW_FORM = Refusal(
    "backup-window-form",
    why="It is not a daily window.",
    fix="Write `hh:mm-hh:mm` in UTC, from 00:00 to 23:59.",
    source=references.CREATE_DB_CLUSTER,
)
MAINTENANCE_WINDOW_FORM = Refusal(
    "maintenance-window-form",
    why="It is not a weekly window.",
    fix="Write `ddd:hh:mm-ddd:hh:mm` in UTC, with the days mon, tue, wed, thu, fri, sat and sun.",
    source=references.CREATE_DB_CLUSTER,
)


@dataclass(frozen=True, slots=True)
class Window:
    """A window of `minutes` that begins at minute `start` of the day, or of the week from Monday 00:00."""

    start: int
    minutes: int

    @property
    def end(self) -> int:
        """The minute after the last one; it may be past the end of the day or week."""
        return self.start + self.minutes

    def overlaps(self, other: "Window") -> bool:
        """Return whether two weekly windows overlap. Adjacent windows do not."""
        return (other.start - self.start) % WEEK_MINUTES < self.minutes or (
            self.start - other.start
        ) % WEEK_MINUTES < other.minutes


def time(text: str) -> int:
    """Return the minute of the day of `hh:mm`.

    Raises:
        ValueError: when the text has another form.
    """
    match = re.fullmatch(_TIME, text, re.ASCII)
    if match is None:
        raise ValueError(f"no time of day: {text!r}")
    return int(match[1]) * 60 + int(match[2])


def daily(text: str) -> Window:
    """Return the window of `hh:mm-hh:mm`, which may span midnight.

    Raises:
        ValueError: when the text has another form.
    """
    match = re.fullmatch(f"{_TIME}-{_TIME}", text, re.ASCII)
    if match is None:
        raise ValueError(f"no daily window: {text!r}")
    from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
    start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    return Window(start, (end - start) % DAY_MINUTES)


def weekly(text: str) -> Window:
    """Return the window of `ddd:hh:mm-ddd:hh:mm`, which may span the end of the week.

    Raises:
        ValueError: when the text has another form.
    """
    match = re.fullmatch(f"{_DAY}:{_TIME}-{_DAY}:{_TIME}", text, re.ASCII)
    if match is None:
        raise ValueError(f"no weekly window: {text!r}")
    from_day, from_hour, from_minute, to_day, to_hour, to_minute = match.groups()
    start = _minute_of_week(from_day, from_hour, from_minute)
    return Window(start, (_minute_of_week(to_day, to_hour, to_minute) - start) % WEEK_MINUTES)


def _minute_of_week(day: str, hour: str, minute: str) -> int:
    return DAYS.index(day) * DAY_MINUTES + int(hour) * 60 + int(minute)


def overlap(every_day: Window, once_a_week: Window) -> bool:
    """Return whether a daily window overlaps a weekly one on any day."""
    return any(
        Window(day * DAY_MINUTES + every_day.start, every_day.minutes).overlaps(once_a_week) for day in range(len(DAYS))
    )


def moved_after(every_day: Window, once_a_week: Window) -> str | None:
    """Return the weekly window moved to half an hour after the daily one; None if it would overlap the next daily
    one.
    """
    day = once_a_week.start // DAY_MINUTES * DAY_MINUTES
    moved = Window(day + every_day.end + _GAP_MINUTES, once_a_week.minutes)
    return None if overlap(every_day, moved) else write_weekly(moved)


def write_daily(window: Window) -> str:
    """Return a window as `hh:mm-hh:mm`."""
    return f"{_clock(window.start)}-{_clock(window.end)}"


def write_weekly(window: Window) -> str:
    """Return a window as `ddd:hh:mm-ddd:hh:mm`."""
    return f"{_day(window.start)}:{_clock(window.start)}-{_day(window.end)}:{_clock(window.end)}"


def _clock(minute: int) -> str:
    hours, minutes = divmod(minute % DAY_MINUTES, 60)
    return f"{hours:02}:{minutes:02}"


def _day(minute: int) -> str:
    return DAYS[minute % WEEK_MINUTES // DAY_MINUTES]


def minutes(*, minutes: int) -> None:
    """Field of the refusals of `WindowCheck`."""


class ShortWindowRefusal(Protocol):
    """A refusal that names the length of the window."""

    def __call__(self, given: object, instead: object = None, *, minutes: int) -> PydanticCustomError:
        """Return the error of a window."""
        ...


@dataclass(frozen=True, slots=True)
class WindowCheck:
    """Checks of the form and the minimum length of a window."""

    minimum_minutes: int
    refusal: ShortWindowRefusal

    def daily(self, text: str) -> str:
        """Check a daily window."""
        try:
            window = daily(text)
        except ValueError:
            raise BACKUP_WINDOW_FORM(text) from None
        return self._long_enough(text, window, write_daily)

    def weekly(self, text: str) -> str:
        """Check a weekly window, and return it in lower case."""
        # AWS returns lower case, so capitals would show as a change in every preview.
        text = text.lower()
        try:
            window = weekly(text)
        except ValueError:
            raise MAINTENANCE_WINDOW_FORM(text) from None
        return self._long_enough(text, window, write_weekly)

    def _long_enough(self, text: str, window: Window, write: Callable[[Window], str]) -> str:
        if window.minutes < self.minimum_minutes:
            raise self.refusal(text, write(Window(window.start, self.minimum_minutes)), minutes=window.minutes)
        return text

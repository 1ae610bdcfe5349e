"""Daily and weekly windows of time, as minutes on a circle. All times are UTC."""

import re
from dataclasses import dataclass

DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_TIME = r"([01]\d|2[0-3]):([0-5]\d)"
_DAY = f"({'|'.join(DAYS)})"


@dataclass(frozen=True, slots=True)
class Window:
    """`minutes` from `start` on, which counts minutes from Monday 00:00, or from 00:00 of a day."""

    start: int
    minutes: int

    @property
    def end(self) -> int:
        """The minute after the last, which may lie beyond the end of the day or week."""
        return self.start + self.minutes

    def meets(self, other: "Window") -> bool:
        """Whether two windows of a week share a minute, or one begins where the other ends."""
        return (other.start - self.start) % WEEK_MINUTES <= self.minutes or (
            self.start - other.start
        ) % WEEK_MINUTES <= other.minutes


def time(text: str) -> int:
    """Read `hh:mm` as the minute of the day.

    Raises:
        ValueError: when the text has another form.
    """
    match = re.fullmatch(_TIME, text, re.ASCII)
    if match is None:
        raise ValueError(f"no time of day: {text!r}")
    return int(match[1]) * 60 + int(match[2])


def daily(text: str) -> Window:
    """Read `hh:mm-hh:mm`. A window may go over midnight.

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
    """Read `ddd:hh:mm-ddd:hh:mm`. A window may go over the end of the week.

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


def conflict(every_day: Window, once_a_week: Window) -> bool:
    """Whether a daily window meets a weekly one on any day."""
    return any(
        Window(day * DAY_MINUTES + every_day.start, every_day.minutes).meets(once_a_week) for day in range(len(DAYS))
    )


def write_daily(window: Window) -> str:
    """Write a window as `hh:mm-hh:mm`."""
    return f"{_clock(window.start)}-{_clock(window.end)}"


def write_weekly(window: Window) -> str:
    """Write a window as `ddd:hh:mm-ddd:hh:mm`."""
    return f"{_day(window.start)}:{_clock(window.start)}-{_day(window.end)}:{_clock(window.end)}"


def _clock(minute: int) -> str:
    hours, minutes = divmod(minute % DAY_MINUTES, 60)
    return f"{hours:02}:{minutes:02}"


def _day(minute: int) -> str:
    return DAYS[minute % WEEK_MINUTES // DAY_MINUTES]

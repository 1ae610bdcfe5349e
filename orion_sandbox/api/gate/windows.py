"""Backup, snapshot and maintenance windows."""

import re
from collections.abc import Callable
from typing import NamedTuple

from orion_sandbox.api.gate.checks import value_of
from orion_sandbox.api.gate.rule import Check, Request
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.limits import Range

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
WEEK = 7 * DAY

_TIME = r"([01]\d|2[0-3]):([0-5]\d)"
_DAY_TIME = rf"({'|'.join(DAYS)}):{_TIME}"
_DAILY = re.compile(rf"{_TIME}-{_TIME}")
_WEEKLY = re.compile(rf"{_DAY_TIME}-{_DAY_TIME}", re.IGNORECASE)


class Window(NamedTuple):
    """Minutes from midnight, or from Monday's midnight; the end may be in the next day or week."""

    start: int
    end: int


Read = Callable[[str], Window | None]


def daily(text: str) -> Window | None:
    """Read `hh:mm-hh:mm`; None for another form."""
    if (match := _DAILY.fullmatch(text)) is None:
        return None
    hour, minute, last_hour, last_minute = map(int, match.groups())
    start, end = hour * 60 + minute, last_hour * 60 + last_minute
    return Window(start, end if end > start else end + DAY)


def weekly(text: str) -> Window | None:
    """Read `ddd:hh:mm-ddd:hh:mm`; None for another form."""
    if (match := _WEEKLY.fullmatch(text)) is None:
        return None
    day, hour, minute, last_day, last_hour, last_minute = match.groups()
    start = DAYS.index(day.lower()) * DAY + int(hour) * 60 + int(minute)
    end = DAYS.index(last_day.lower()) * DAY + int(last_hour) * 60 + int(last_minute)
    return Window(start, end if end > start else end + WEEK)


def overlap(backup: Window | None, maintenance: Window | None) -> bool:
    """Whether a daily and a weekly window share a minute. Windows that touch do not overlap."""
    if backup is None or maintenance is None:
        return False
    # From day -1: a window may begin on the last day of one week and end on the first day of the next.
    days = range(-7, 15)
    return any(
        backup.start + day * DAY < maintenance.end and maintenance.start < backup.end + day * DAY for day in days
    )


def without_form(member: str, read: Read, text: str) -> Check:
    """Refuse a window whose form is wrong."""

    def check(request: Request, _state: State) -> str | None:
        value = value_of(request, member)
        return None if value is None or read(value) else text.format(value=value)

    return check


def too_short(member: str, read: Read, minutes: Range, text: str) -> Check:
    """Refuse a window that is too short for AWS."""

    def check(request: Request, _state: State) -> str | None:
        window = read(request.get(member) or "")
        if window is None or window.end - window.start in minutes:
            return None
        return text.format(value=request[member])

    return check

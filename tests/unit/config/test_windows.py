"""Daily and weekly time windows."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orion_rds.config import ConfigError, parse
from orion_rds.config.windows import (
    DAY_MINUTES,
    WEEK_MINUTES,
    Window,
    daily,
    moved_after,
    overlap,
    time,
    weekly,
    write_daily,
    write_weekly,
)

DAILY = st.builds(Window, st.integers(0, DAY_MINUTES - 1), st.integers(1, DAY_MINUTES - 1))
WEEKLY = st.builds(Window, st.integers(0, WEEK_MINUTES - 1), st.integers(1, WEEK_MINUTES - 1))


@given(window=DAILY)
def test_a_daily_window_is_read_as_it_was_written(window: Window) -> None:
    """Over midnight too."""
    assert daily(write_daily(window)) == window


@given(window=WEEKLY)
def test_a_weekly_window_is_read_as_it_was_written(window: Window) -> None:
    """Over the end of the week too."""
    assert weekly(write_weekly(window)) == window


@given(every_day=DAILY, once=WEEKLY)
def test_windows_overlap_when_they_share_a_minute(every_day: Window, once: Window) -> None:
    """Compared minute by minute, without the ends: AWS accepts windows that touch."""
    in_the_day = {(every_day.start + minute) % DAY_MINUTES for minute in range(every_day.minutes)}
    shared = any((once.start + minute) % DAY_MINUTES in in_the_day for minute in range(min(once.minutes, DAY_MINUTES)))
    assert overlap(every_day, once) == shared


@pytest.mark.parametrize(
    ("backup", "maintenance", "overlapping"),
    [
        ("03:00-04:00", "sun:04:00-sun:05:00", False),
        ("03:00-04:00", "sun:03:59-sun:05:00", True),
        ("03:00-04:00", "sun:02:00-sun:03:00", False),
        ("03:00-04:00", "sun:02:00-sun:03:01", True),
        ("23:30-00:30", "mon:00:00-mon:00:30", True),
        ("23:30-00:30", "mon:00:30-mon:01:00", False),
        ("23:30-00:30", "sun:23:00-mon:00:00", True),
        ("00:00-00:30", "sun:23:30-mon:00:00", False),
        ("12:00-12:30", "sat:13:00-sun:12:45", True),
    ],
)
def test_windows_that_touch_are_accepted(
    backup: str, maintenance: str, overlapping: bool, smallest: dict[str, Any]
) -> None:
    """AWS refuses windows that overlap. The first pair is the one of the Terraform module."""
    assert overlap(daily(backup), weekly(maintenance)) is overlapping
    given = smallest | {"backup": {"window": backup}, "maintenance_window": maintenance}
    if overlapping:
        with pytest.raises(ConfigError, match="windows-overlap"):
            parse(given)
    else:
        assert parse(given).maintenance_window == maintenance


@given(every_day=DAILY.filter(lambda window: 30 <= window.minutes <= 600), once=WEEKLY)
def test_a_suggested_window_is_clear_of_the_backup(every_day: Window, once: Window) -> None:
    """A suggestion that is refused in turn is no help."""
    suggested = moved_after(every_day, once)
    assert suggested is None or weekly(suggested).minutes == once.minutes
    assert suggested is None or not overlap(every_day, weekly(suggested))


@pytest.mark.parametrize(
    "text", ["", "3:00-4:00", "24:00-01:00", "03:60-04:00", "03:00-04:00 ", "03:00", "03:00/04:00", "03:0\u0660-04:00"]
)
def test_what_is_no_daily_window_is_told(text: str) -> None:
    """AWS reads `hh24:mi-hh24:mi` and nothing else."""
    with pytest.raises(ValueError, match="no daily window"):
        daily(text)


@pytest.mark.parametrize(
    "text", ["sun:04:30", "04:30-05:30", "sunday:04:30-sunday:05:30", "sun:24:00-mon:00:30", "sun:04:3\u0660-sun:05:30"]
)
def test_what_is_no_weekly_window_is_told(text: str) -> None:
    """AWS reads `ddd:hh24:mi-ddd:hh24:mi` and nothing else."""
    with pytest.raises(ValueError, match="no weekly window"):
        weekly(text)


@pytest.mark.parametrize(("text", "minute"), [("00:00", 0), ("05:07", 5 * 60 + 7), ("23:59", DAY_MINUTES - 1)])
def test_a_time_of_day_is_its_minute(text: str, minute: int) -> None:
    """The schedule of the copies is computed from it."""
    assert time(text) == minute


@pytest.mark.parametrize("text", ["", "3:00", "24:00", "03:60", "03:00 ", "03:0\u0660"])
def test_what_is_no_time_of_day_is_told(text: str) -> None:
    """AWS Backup reads `hh:mm`."""
    with pytest.raises(ValueError, match="no time of day"):
        time(text)

"""Windows of time on the circle of a day and a week."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orion_rds.config.maintenance import WINDOWS_OVERLAP, check_conflict
from orion_rds.config.windows import (
    DAY_MINUTES,
    WEEK_MINUTES,
    Window,
    conflict,
    daily,
    weekly,
    write_daily,
    write_weekly,
)

DAILY = st.builds(Window, st.integers(0, DAY_MINUTES - 1), st.integers(0, DAY_MINUTES - 1))
WEEKLY = st.builds(Window, st.integers(0, WEEK_MINUTES - 1), st.integers(0, WEEK_MINUTES - 1))


@given(window=DAILY)
def test_a_daily_window_is_read_as_it_was_written(window: Window) -> None:
    """Over midnight too."""
    assert daily(write_daily(window)) == window


@given(window=WEEKLY)
def test_a_weekly_window_is_read_as_it_was_written(window: Window) -> None:
    """Over the end of the week too."""
    assert weekly(write_weekly(window)) == window


@given(every_day=DAILY, once=WEEKLY)
def test_windows_conflict_when_they_share_a_minute_or_touch(every_day: Window, once: Window) -> None:
    """Told minute by minute, ends included."""
    in_the_day = {(every_day.start + minute) % DAY_MINUTES for minute in range(every_day.minutes + 1)}
    meets = any(
        (once.start + minute) % DAY_MINUTES in in_the_day for minute in range(min(once.minutes, DAY_MINUTES) + 1)
    )
    assert conflict(every_day, once) == meets


@pytest.mark.parametrize(
    ("backup", "maintenance"),
    [
        ("03:00-04:00", "sun:04:00-sun:05:00"),
        ("03:00-04:00", "sun:02:00-sun:03:00"),
        ("23:30-00:30", "mon:00:00-mon:00:30"),
        ("23:30-00:30", "sun:23:00-mon:00:00"),
        ("00:00-00:30", "sun:23:30-mon:00:00"),
        ("12:00-12:30", "sat:13:00-sun:12:45"),
    ],
)
def test_these_windows_conflict(backup: str, maintenance: str) -> None:
    """The first pair is the one of the Terraform module: it touches."""
    assert conflict(daily(backup), weekly(maintenance))
    with pytest.raises(ValueError, match="backup window"):
        check_conflict(maintenance, backup, WINDOWS_OVERLAP)


@given(every_day=DAILY.filter(lambda window: 30 <= window.minutes <= 600), once=WEEKLY)
def test_a_suggested_window_is_clear_of_the_backup(every_day: Window, once: Window) -> None:
    """A fix that is refused in turn is none."""
    try:
        check_conflict(write_weekly(once), write_daily(every_day), WINDOWS_OVERLAP)
    except ValueError as error:
        instead = error.context["instead"]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
        assert instead is None or weekly(instead).minutes == once.minutes  # pyright: ignore[reportUnknownArgumentType]
        assert instead is None or not conflict(every_day, weekly(instead))  # pyright: ignore[reportUnknownArgumentType]


@pytest.mark.parametrize(
    "text", ["", "3:00-4:00", "24:00-01:00", "03:60-04:00", "03:00-04:00 ", "03:00", "03:00/04:00", "03:0\u0660-04:00"]
)
def test_what_is_no_daily_window_is_told(text: str) -> None:
    """AWS reads `hh24:mi-hh24:mi` and nothing else."""
    with pytest.raises(ValueError, match="no daily window"):
        daily(text)


@pytest.mark.parametrize("text", ["sun:04:30", "04:30-05:30", "sunday:04:30-sunday:05:30", "sun:24:00-mon:00:30"])
def test_what_is_no_weekly_window_is_told(text: str) -> None:
    """AWS reads `ddd:hh24:mi-ddd:hh24:mi` and nothing else."""
    with pytest.raises(ValueError, match="no weekly window"):
        weekly(text)

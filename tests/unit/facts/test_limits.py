"""Ranges and lists of values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orion_rds.facts import limits
from orion_rds.facts.limits import Choices, Range

RANGES = [value for value in vars(limits).values() if isinstance(value, Range)]
CHOICES = [value for value in vars(limits).values() if isinstance(value, Choices)]


@pytest.mark.parametrize(
    ("limit", "inside", "outside"),
    [
        (limits.BACKUP_RETENTION_DAYS, [1, 35], [0, 36]),
        (limits.PORT, [1150, 65535], [1149, 65536]),
        (limits.INSTANCES, [1, 16], [0, 17]),
        (limits.SERVERLESS_MIN_ACU, [0, 0.5, 256], [-0.5, 0.3, 256.5]),
        (limits.SERVERLESS_MAX_ACU, [1, 1.5, 256], [0.5, 1.2, 256.5]),
        (limits.SERVERLESS_PAUSE_SECONDS, [300, 86400], [299, 86401]),
        (limits.PROMOTION_TIER, [0, 15], [-1, 16]),
        (limits.MONITORING_INTERVAL_SECONDS, [0, 1, 5, 10, 15, 30, 60], [2, 45, 120]),
        (limits.INSIGHTS_RETENTION_DAYS, [7, 31, 465, 713, 731], [8, 30, 94, 744]),
        (limits.REDIS_NODES, [1, 6], [0, 7]),
        (limits.REDIS_REPLICAS, [0, 5], [-1, 6]),
        (limits.REDIS_SHARDS, [1, 500], [0, 501]),
        (limits.REDIS_SNAPSHOT_RETENTION_DAYS, [0, 35], [-1, 36]),
        (limits.TRANSACTIONS, [1, 1_000_000_000, 2_144_483_647], [0, 2_144_483_648, 2**31]),
        (limits.LOG_RETENTION_DAYS, [1, 30, 3653], [0, 2, 35, 3650]),
    ],
)
def test_the_ends_are_those_of_aws(limit: Range | Choices, inside: list[float], outside: list[float]) -> None:
    """Numbers that AWS's pages name, and their neighbours."""
    assert [number for number in inside if number in limit] == inside
    assert [number for number in outside if number in limit] == []


def test_advanced_insights_need_a_retention_that_there_is() -> None:
    """It is proposed to the user."""
    assert limits.INSIGHTS_ADVANCED_MINIMUM_DAYS in limits.INSIGHTS_RETENTION_DAYS


@given(number=st.floats(-1e6, 1e6), limit=st.sampled_from(RANGES))
def test_the_nearest_number_lies_in_the_range(number: float, limit: Range) -> None:
    """It is proposed to the user."""
    assert limit.nearest(number) in limit


@given(number=st.integers(-5000, 5000), limit=st.sampled_from(CHOICES))
def test_no_choice_is_nearer_than_the_nearest(number: int, limit: Choices) -> None:
    """Of two that are as close, the greater keeps more."""
    nearest = limit.nearest(number)
    assert abs(nearest - number) == min(abs(value - number) for value in limit.values)
    assert limit.values == tuple(sorted(limit.values))


def test_of_two_that_are_as_close_the_greater_is_nearest() -> None:
    """Logs kept longer than wanted can be deleted; the other way round they are gone."""
    assert limits.LOG_RETENTION_DAYS.nearest(4) == 5


@pytest.mark.parametrize("limit", [*RANGES, *CHOICES])
def test_a_limit_has_a_source(limit: Range | Choices) -> None:
    """A number without a source cannot be checked."""
    assert limit.source.startswith("https://")

"""Categories of events."""

import pytest

from orion_rds.facts.events import CATEGORIES, worth_telling


@pytest.mark.parametrize("category", ["availability", "recovery", "low storage", "read replica"])
def test_a_cluster_is_not_subscribed_to_what_only_instances_have(category: str) -> None:
    """AWS refuses the whole subscription with SubscriptionCategoryNotFound."""
    assert category in worth_telling("db-instance")
    assert category not in worth_telling("db-cluster")


def test_categories_are_written_as_the_api_takes_them() -> None:
    """The pages print `global failover`."""
    assert "global-failover" in worth_telling("db-cluster")


@pytest.mark.parametrize("source_type", ["db-cluster", "db-instance"])
def test_failovers_and_failures_are_told(source_type: str) -> None:
    """What somebody has to know at night."""
    assert {"failover", "failure", "maintenance"} <= set(worth_telling(source_type))  # pyright: ignore[reportArgumentType]


def test_routine_is_left_out() -> None:
    """What comes every day is read by nobody."""
    assert CATEGORIES["db-instance", "backup"].routine
    assert "backup" not in worth_telling("db-instance")


def test_every_category_has_a_source() -> None:
    """A fact without one is hearsay."""
    assert CATEGORIES
    for category in CATEGORIES.values():
        assert category.source.startswith("https://docs.aws.amazon.com/")

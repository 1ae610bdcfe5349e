"""Categories of RDS events."""

import pytest

from orion_rds.facts.events import CATEGORIES, notified_categories


@pytest.mark.parametrize("category", ["availability", "recovery", "low storage", "read replica"])
def test_a_cluster_is_not_subscribed_to_categories_of_instances(category: str) -> None:
    """AWS refuses the whole subscription with SubscriptionCategoryNotFound."""
    assert category in notified_categories("db-instance")
    assert category not in notified_categories("db-cluster")


def test_categories_are_written_as_the_api_accepts_them() -> None:
    """The documentation writes `global failover`."""
    assert "global-failover" in notified_categories("db-cluster")


@pytest.mark.parametrize("source_type", ["db-cluster", "db-instance"])
def test_failovers_and_failures_notify(source_type: str) -> None:
    """They need a reaction at night."""
    assert {"failover", "failure", "maintenance"} <= set(notified_categories(source_type))  # pyright: ignore[reportArgumentType]


def test_routine_events_do_not_notify() -> None:
    """Nobody reads a notification that comes every day."""
    assert CATEGORIES["db-instance", "backup"].routine
    assert "backup" not in notified_categories("db-instance")


def test_a_pause_does_not_notify() -> None:
    """An instance of 0 ACU that pauses at night would send four notifications each time."""
    assert "notification" in notified_categories("db-instance")
    assert "notification" not in notified_categories("db-instance", pauses=True)
    assert "serverless" not in notified_categories("db-instance")
    assert "notification" in notified_categories("db-cluster", pauses=True)


def test_every_category_has_a_source() -> None:
    """A fact without one cannot be checked."""
    assert CATEGORIES
    for category in CATEGORIES.values():
        assert category.source.startswith("https://docs.aws.amazon.com/")

"""RDS event subscriptions."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.aws_api.conftest import TOPIC, ClientOf


@pytest.fixture
def subscription(rds: Any, name: str) -> Iterator[str]:
    """Create a subscription to two categories of all clusters."""
    rds.create_event_subscription(
        SubscriptionName=name, SnsTopicArn=TOPIC, SourceType="db-cluster", EventCategories=["failover", "failure"]
    )
    yield name
    rds.delete_event_subscription(SubscriptionName=name)


def described(rds: Any, subscription: str) -> dict[str, Any]:
    """Return the subscription of a name."""
    (found,) = rds.describe_event_subscriptions(SubscriptionName=subscription)["EventSubscriptionsList"]
    return found


def test_a_subscription_is_changed_in_place(rds: Any, client: ClientOf, subscription: str) -> None:
    """Everything but the name: topic, categories, and whether it is on."""
    topic = client("sns").create_topic(Name=f"{subscription}-other")["TopicArn"]

    rds.modify_event_subscription(
        SubscriptionName=subscription,
        SnsTopicArn=topic,
        SourceType="db-instance",
        EventCategories=["availability"],
        Enabled=False,
    )

    found = described(rds, subscription)
    assert (found["SnsTopicArn"], found["SourceType"], found["Enabled"]) == (topic, "db-instance", False)
    assert found["EventCategoriesList"] == ["availability"]
    assert found["CustomerAwsId"] == "123456789012"


def test_what_a_change_does_not_name_stays(rds: Any, subscription: str) -> None:
    """A call that turns a subscription off does not change its categories."""
    before = described(rds, subscription)

    rds.modify_event_subscription(SubscriptionName=subscription, Enabled=False)

    assert described(rds, subscription) == {**before, "Enabled": False}


def test_sources_come_and_go_one_by_one(rds: Any, subscription: str, cluster: str) -> None:
    """ModifyEventSubscription takes none."""
    rds.add_source_identifier_to_subscription(SubscriptionName=subscription, SourceIdentifier=cluster)
    assert described(rds, subscription)["SourceIdsList"] == [cluster]

    rds.remove_source_identifier_from_subscription(SubscriptionName=subscription, SourceIdentifier=cluster)
    assert described(rds, subscription)["SourceIdsList"] == []

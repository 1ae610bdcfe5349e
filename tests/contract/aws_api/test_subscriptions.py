"""Subscriptions to SNS topics."""

from typing import Any

import pytest

from tests.contract.aws_api.conftest import TOPIC, ClientOf


@pytest.fixture
def sns(client: ClientOf) -> Any:
    """Call SNS."""
    return client("sns")


@pytest.mark.parametrize(("protocol", "pending"), [("email", "true"), ("sqs", "false")])
def test_an_email_subscription_waits_for_its_confirmation(sns: Any, name: str, protocol: str, pending: str) -> None:
    """Until somebody follows the link in the message, no notification arrives."""
    endpoint = f"{name}@example.com" if protocol == "email" else TOPIC.replace(":sns:", ":sqs:")
    arn = sns.subscribe(TopicArn=TOPIC, Protocol=protocol, Endpoint=endpoint, ReturnSubscriptionArn=True)[
        "SubscriptionArn"
    ]
    attributes = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]

    assert (attributes["PendingConfirmation"], attributes["Endpoint"]) == (pending, endpoint)
    assert attributes["ConfirmationWasAuthenticated"] != pending


def test_a_second_subscription_of_an_address_is_the_first(sns: Any, name: str) -> None:
    """AWS creates no second one, and the first stays as it is."""
    call = {"TopicArn": TOPIC, "Protocol": "email", "Endpoint": f"{name}@example.com", "ReturnSubscriptionArn": True}

    assert sns.subscribe(**call)["SubscriptionArn"] == sns.subscribe(**call)["SubscriptionArn"]

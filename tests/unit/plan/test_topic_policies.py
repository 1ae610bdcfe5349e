"""The services that may publish to the topic and use its key."""

from orion_rds.facts.arns import home
from orion_rds.plan.key_policies import PURPOSES
from orion_rds.plan.topic_policies import topic_policy

TOPIC = "arn:aws-us-gov:sns:us-gov-west-1:123456789012:orion-prod-alerts"
SERVICES = {"cloudwatch.amazonaws.com", "events.amazonaws.com", "events.rds.amazonaws.com"}


def test_exactly_three_services_publish() -> None:
    """A message from another service would look like an alarm."""
    statements = topic_policy(TOPIC)["Statement"]

    assert {statement["Principal"]["Service"] for statement in statements} == SERVICES
    assert len(statements) == len(SERVICES)
    for statement in statements:
        assert (statement["Action"], statement["Resource"]) == ("sns:Publish", TOPIC)


def test_services_publish_for_our_account_where_they_name_it() -> None:
    """EventBridge does not: with a condition AWS would drop its messages without an error."""
    conditions = {
        statement["Principal"]["Service"]: statement.get("Condition") for statement in topic_policy(TOPIC)["Statement"]
    }
    ours = {"StringEquals": {"aws:SourceAccount": "123456789012"}}

    assert conditions == {
        "cloudwatch.amazonaws.com": ours,
        "events.rds.amazonaws.com": ours,
        "events.amazonaws.com": None,
    }


def test_the_key_lets_the_same_services_encrypt() -> None:
    """SNS drops the messages of a publisher without access to the key."""
    services = PURPOSES["topic"](home(TOPIC))

    assert set(services["Principal"]["Service"]) == SERVICES
    assert set(services["Action"]) == {"kms:Decrypt", "kms:GenerateDataKey*"}
    assert "Condition" not in services

"""Policies of topics, which allow services to publish. The account's IAM policies control all other access."""

from typing import Any

from orion_rds.facts.arns import home

PUBLISHERS_OF_AN_ACCOUNT = ("cloudwatch.amazonaws.com", "events.rds.amazonaws.com")
"""The services of alarms and RDS events. Their requests contain the account for which they publish.

Sources: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
and https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.GrantingPermissions.html
"""

EVENT_RULES = "events.amazonaws.com"
"""EventBridge does not support conditions in the policy of a topic.

Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
"""

PUBLISHERS = (*PUBLISHERS_OF_AN_ACCOUNT, EVENT_RULES)


def topic_policy(topic_arn: str) -> dict[str, Any]:
    """Return the policy that allows the three services to publish; those whose requests contain an account, for the
    topic's own account only.
    """
    account_id = home(topic_arn).account_id
    ours = {"StringEquals": {"aws:SourceAccount": account_id}}
    return {
        "Version": "2012-10-17",
        "Statement": [
            *(_publish({"Service": each}, topic_arn) | {"Condition": ours} for each in PUBLISHERS_OF_AN_ACCOUNT),
            _publish({"Service": EVENT_RULES}, topic_arn),
        ],
    }


def redis_topic_policy(topic_arn: str) -> dict[str, Any]:
    """Return the policy that allows ElastiCache to publish for the topic's own account, with the condition that it
    requires.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ECEvents.SNS.html
    """
    ours = {"StringEquals": {"aws:SourceOwner": home(topic_arn).account_id}}
    return {"Version": "2012-10-17", "Statement": [_publish({"AWS": "*"}, topic_arn) | {"Condition": ours}]}


def _publish(principal: dict[str, str], topic_arn: str) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": principal,
        "Action": "sns:Publish",
        "Resource": topic_arn,
    }

"""Who may publish to the topic, and use its key. Everything else is left to the account's own IAM policies."""

from typing import Any

PUBLISHERS_OF_AN_ACCOUNT = ("cloudwatch.amazonaws.com", "events.rds.amazonaws.com")
"""Alarms and RDS events: they say for which account they publish.

Sources: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
and https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.GrantingPermissions.html
"""

EVENT_RULES = "events.amazonaws.com"
"""EventBridge takes no conditions in the policy of a topic.

Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
"""

PUBLISHERS = (*PUBLISHERS_OF_AN_ACCOUNT, EVENT_RULES)


def topic_policy(topic_arn: str) -> dict[str, Any]:
    """Let exactly the three services publish, on behalf of the topic's own account where they say so."""
    account_id = topic_arn.split(":")[4]
    ours = {"StringEquals": {"aws:SourceAccount": account_id}}
    return {
        "Version": "2012-10-17",
        "Statement": [
            *(_publish(service, topic_arn) | {"Condition": ours} for service in PUBLISHERS_OF_AN_ACCOUNT),
            _publish(EVENT_RULES, topic_arn),
        ],
    }


def _publish(service: str, topic_arn: str) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sns:Publish",
        "Resource": topic_arn,
    }


def key_policy(account_root_arn: str) -> dict[str, Any]:
    """Let the account administer the key, and exactly the three services encrypt what they publish.

    Their use has no condition: AWS documents none that holds for all three, and where one does not hold, notifications
    are lost without a word. To whom they may publish is for the topic's policy.

    Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": account_root_arn}, "Action": "kms:*", "Resource": "*"},
            {
                "Effect": "Allow",
                "Principal": {"Service": list(PUBLISHERS)},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                "Resource": "*",
            },
        ],
    }


def account_root_arn(arn: str) -> str:
    """Give the ARN that stands for the whole account of a resource, in its partition."""
    _, partition, _, _, account_id, *_ = arn.split(":")
    return f"arn:{partition}:iam::{account_id}:root"

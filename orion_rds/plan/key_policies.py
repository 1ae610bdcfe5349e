"""Policies of KMS keys: the statements that each purpose of a key requires."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from orion_rds.facts.arns import Home
from orion_rds.plan.topic_policies import PUBLISHERS

Statement = Mapping[str, Any]


def administration(key: Home) -> Statement:
    """Return the statement that gives the account's IAM policies control of the key. Without it, nobody can change the
    policy.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    return {
        "Sid": "Administration",
        "Effect": "Allow",
        "Principal": {"AWS": key.root},
        "Action": "kms:*",
        "Resource": "*",
    }


_USE = (
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
    "kms:RetireGrant",
)


def _through(sid: str, *services: str) -> Callable[[Home], Statement]:
    """Return a statement that lets all principals of the account use the key through these services only, as AWS
    managed keys do.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
    """

    def statement(key: Home) -> Statement:
        via = [key.service(service) for service in services]
        return {
            "Sid": sid,
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": list(_USE),
            "Resource": "*",
            "Condition": {"StringEquals": {"kms:CallerAccount": key.account_id, "kms:ViaService": via}},
        }

    return statement


def _logs(key: Home) -> Statement:
    """Return the statement for CloudWatch Logs, which uses the key as a service principal.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    groups = f"arn:{key.partition}:logs:{key.region}:{key.account_id}:log-group:*"
    return {
        "Sid": "Logs",
        "Effect": "Allow",
        "Principal": {"Service": key.service("logs")},
        "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    }


def _topic(_key: Home) -> Statement:
    """Return the statement for the services that publish to an encrypted topic.

    It has no condition: AWS documents none that all three services meet, and a service that does not meet one loses its
    notifications without an error. The policy of the topic restricts who publishes to it.

    Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    return {
        "Sid": "Topic",
        "Effect": "Allow",
        "Principal": {"Service": list(PUBLISHERS)},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
    }


PURPOSES: Mapping[str, Callable[[Home], Statement]] = MappingProxyType(
    {
        "storage": _through("Storage", "rds"),
        "insights": _through("Insights", "rds"),
        "secret": _through("Secret", "secretsmanager"),
        "logs": _logs,
        "redis": _through("Redis", "elasticache"),
        "topic": _topic,
        # RDS makes the snapshots and their copies for AWS Backup.
        "vault": _through("Vault", "backup", "rds"),
    }
)
"""Purpose in `encryption` to the statement that it requires."""


def policy(key: Home, *purposes: str) -> dict[str, Any]:
    """Return the whole policy of a key with these purposes."""
    return {
        "Version": "2012-10-17",
        "Statement": [administration(key), *(PURPOSES[purpose](key) for purpose in purposes)],
    }

"""What the policy of a KMS key must say for what the key is used for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from orion_rds.facts.partitions import DNS_SUFFIXES
from orion_rds.plan.topic_policies import PUBLISHERS

Statement = Mapping[str, Any]


ACCOUNT = 4
"""Where the account stands among the parts of an ARN."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a key is, and whose it is."""

    partition: str
    region: str
    account_id: str

    @property
    def root(self) -> str:
        """The ARN that stands for the whole account."""
        return f"arn:{self.partition}:iam::{self.account_id}:root"

    def service(self, name: str) -> str:
        """The name under which KMS knows a service of the region."""
        return f"{name}.{self.region}.{DNS_SUFFIXES.get(self.partition, 'amazonaws.com')}"


def home(arn: str, region: str | None = None) -> Home:
    """Read partition, region and account from the ARN of a key or of anything else of the account.

    Args:
        arn: ARN with an account.
        region: The key's region, where it is another than that of the ARN.

    Raises:
        ValueError: for what is no ARN, such as the bare id that another resource gave.
    """
    if len(parts := arn.split(":")) <= ACCOUNT:
        raise ValueError(f"{arn!r} is not an ARN: give the `arn` of the key, not its id or alias")
    _, partition, _, own, account_id, *_ = parts
    return Home(partition, region or own, account_id)


def administration(key: Home) -> Statement:
    """Leave the key to the account's IAM policies. Without it nobody could change the policy any more.

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
    """Let everybody in the account use the key, through these services alone: as AWS's own keys do.

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
    """CloudWatch Logs uses the key in its own name.

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
    """Who publishes to an encrypted topic uses its key.

    Without a condition: AWS documents none that holds for all three services, and where one does not hold,
    notifications are lost without a word. To whom they may publish is for the topic's policy.

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
        # AWS Backup has RDS make the snapshots and their copies.
        "vault": _through("Vault", "backup", "rds"),
    }
)
"""Purpose in `encryption` to the statement that it needs."""


def policy(key: Home, *purposes: str) -> dict[str, Any]:
    """Give the whole policy of a key that is used for these purposes alone."""
    return {
        "Version": "2012-10-17",
        "Statement": [administration(key), *(PURPOSES[purpose](key) for purpose in purposes)],
    }

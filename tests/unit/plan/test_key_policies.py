"""What keys must allow."""

import json

import pytest

from orion_rds.config import EncryptionConfig
from orion_rds.facts.arns import Home
from orion_rds.plan.key_policies import PURPOSES, policy

KEY = Home("aws", "us-east-1", "123456789012")


def test_every_purpose_of_the_configuration_has_a_statement() -> None:
    """A purpose without one would silently need nothing."""
    purposes = {name.removesuffix("_key_arn") for name in EncryptionConfig.model_fields} - {"kms"}

    assert set(PURPOSES) == purposes


@pytest.mark.parametrize("purpose", PURPOSES)
def test_the_account_keeps_the_key(purpose: str) -> None:
    """KMS refuses a policy that nobody could change any more."""
    administration, use = policy(KEY, purpose)["Statement"]

    assert administration["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    assert administration["Action"] == "kms:*"
    assert "kms:*" not in use["Action"]


@pytest.mark.parametrize(
    ("purpose", "services"),
    [
        ("storage", ["rds"]),
        ("insights", ["rds"]),
        ("secret", ["secretsmanager"]),
        ("redis", ["elasticache"]),
        ("vault", ["backup", "rds"]),
    ],
)
def test_everybody_uses_it_through_the_service_alone(purpose: str, services: list[str]) -> None:
    """Without the conditions it would be open to every account."""
    (_, use) = policy(KEY, purpose)["Statement"]

    assert use["Condition"] == {
        "StringEquals": {
            "kms:CallerAccount": "123456789012",
            "kms:ViaService": [f"{service}.us-east-1.amazonaws.com" for service in services],
        }
    }


def test_cloudwatch_logs_uses_it_for_log_groups_of_the_account() -> None:
    """As AWS documents it; otherwise the log group is refused, or a stranger's groups are let in."""
    (_, use) = policy(KEY, "logs")["Statement"]

    assert use["Principal"] == {"Service": "logs.us-east-1.amazonaws.com"}
    assert use["Condition"] == {
        "ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:123456789012:log-group:*"}
    }


@pytest.mark.parametrize(
    ("partition", "region", "suffix"),
    [("aws-cn", "cn-north-1", "amazonaws.com.cn"), ("aws-us-gov", "us-gov-west-1", "amazonaws.com")],
)
def test_other_partitions_have_their_own_names(partition: str, region: str, suffix: str) -> None:
    """A key policy with names of another partition allows nothing."""
    text = json.dumps(policy(Home(partition, region, "123456789012"), *PURPOSES))

    assert "arn:aws:" not in text
    assert f"rds.{region}.{suffix}" in text

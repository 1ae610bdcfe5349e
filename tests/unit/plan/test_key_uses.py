"""Which key is used for what."""

from typing import Any

import pulumi
import pytest

from orion_rds.config import parse
from orion_rds.plan.key_uses import key_uses

KEY, OTHER = (f"arn:aws:kms:us-east-1:123456789012:key/{digit * 8}-0000-4000-8000-000000000000" for digit in "12")
FAR = "arn:aws:kms:us-west-2:123456789012:key/33333333-0000-4000-8000-000000000000"
NETWORK = {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60718"]}


def uses(**sections: Any) -> dict[str, set[str]]:
    """Purposes by key of a small configuration with one key."""
    smallest = {"project": "orion", "environment": "test", "network": NETWORK, "encryption": {"kms_key_arn": KEY}}
    return {key: set(purposes) for key, purposes in key_uses(parse(smallest | sections)).items()}


@pytest.mark.parametrize(
    ("sections", "without"),
    [
        ({}, set[str]()),
        ({"monitoring": {"insights": "off"}}, {"insights"}),
        ({"logs": {"exports": []}, "audit": {"statements": []}}, {"logs"}),
        ({"alarms": {"topic_arns": ["arn:aws:sns:us-east-1:123456789012:operations"]}}, {"topic"}),
    ],
)
def test_what_is_off_needs_no_statement(sections: dict[str, Any], without: set[str]) -> None:
    """A key allows no more than it has to."""
    assert uses(**sections) == {KEY: {"storage", "secret", "insights", "logs", "topic"} - without}


def test_a_key_of_its_own_takes_a_purpose_away_from_the_one_for_all() -> None:
    """Each key has its own purposes."""
    found = uses(encryption={"kms_key_arn": KEY, "logs_key_arn": OTHER})

    assert found[OTHER] == {"logs"}
    assert "logs" not in found[KEY]


def test_copies_and_redis_use_keys_too() -> None:
    """The vault in the second region has a key there."""
    found = uses(
        backup={"copies": {"region": "us-west-2", "kms_key_arn": FAR}},
        redis={"network": {"subnet_group_name": "redis", "security_group_ids": ["sg-0a1b2c3d4e5f60718"]}},
    )

    assert {"vault", "redis"} <= found[KEY]
    assert found[FAR] == {"vault"}


def test_a_key_that_is_not_known_yet_is_left_out() -> None:
    """Its program knows its ARN, and can ask `key_policies` itself."""
    assert uses(encryption={"kms_key_arn": pulumi.Output.from_input(KEY)}) == {}

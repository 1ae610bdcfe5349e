"""The effective key of each purpose."""

from typing import Any

import pulumi
import pytest

from orion_rds.config import ConfigError, EncryptionConfig, parse
from orion_rds.config.encryption import Purpose

Smallest = dict[str, Any]
ALL = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
OWN = "arn:aws:kms:us-east-1:123456789012:key/1b2c3d4e-5f60-7182-93a4-b5c6d7e8f90a"
PURPOSES: tuple[Purpose, ...] = ("storage", "insights", "secret", "logs")


def counting(**keys: str | pulumi.Output[str]) -> list[str | pulumi.Output[str] | None]:
    """The key of each purpose."""
    encryption = EncryptionConfig.model_validate(keys)
    return [encryption.key_for(purpose) for purpose in PURPOSES]


def test_without_a_key_aws_has_its_own() -> None:
    """There is no default key."""
    assert counting() == [None] * 4


def test_one_key_is_for_all() -> None:
    """One setting is enough for most users."""
    assert counting(kms_key_arn=ALL) == [ALL] * 4


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_purpose_may_have_its_own_key(purpose: Purpose) -> None:
    """The others keep the one for all, or AWS's own."""
    expected = [OWN if each == purpose else ALL for each in PURPOSES]
    assert counting(kms_key_arn=ALL, **{f"{purpose}_key_arn": OWN}) == expected
    assert counting(**{f"{purpose}_key_arn": OWN}).count(None) == 3


def test_a_key_of_another_resource_is_handed_on_untouched() -> None:
    """Reading its value would lose the dependency."""
    key = pulumi.Output.from_input(OWN)
    assert counting(logs_key_arn=key)[3] is key


def test_a_standby_needs_the_key_of_its_storage_alone(smallest: Smallest) -> None:
    """AWS's own key of another region is none for a copy of encrypted storage."""

    def standby(encryption: dict[str, str]) -> dict[str, Any]:
        network = {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60728"]}
        return {"disaster_recovery": {"region": "us-west-2", "network": network, "encryption": encryption}}

    key = OWN.replace("us-east-1", "us-west-2")
    assert parse(smallest | standby({"storage_key_arn": key}))
    with pytest.raises(ConfigError, match="standby-key-missing"):
        parse(smallest | standby({"logs_key_arn": key}))

"""The settings that a cluster and Redis keep for life."""

from typing import Any

import pytest

from orion_rds.config import parse
from orion_rds.plan.identity import Identity, cluster_identity, keepers, redis_identity
from orion_rds.plan.site import primary_site
from tests.component.stacks import whole_config

KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-0000-4000-8000-000000000000"


def identities(**sections: Any) -> tuple[Identity, Identity]:
    """The identities of production's cluster and Redis, with some sections changed."""
    whole = whole_config("prod")
    config = parse({**whole, **{name: {**whole.get(name, {}), **section} for name, section in sections.items()}})
    assert config.redis
    site = primary_site(config)
    return cluster_identity(site), redis_identity(site, config.redis)


@pytest.mark.parametrize(
    ("sections", "changed"),
    [
        ({}, set[str]()),
        ({"encryption": {"storage_key_arn": KEY}}, {"encryption.storage_key_arn"}),
        ({"encryption": {"kms_key_arn": KEY}}, {"encryption.storage_key_arn", "encryption.redis_key_arn"}),
        ({"encryption": {"logs_key_arn": KEY, "secret_key_arn": KEY}}, set[str]()),
        ({"master": {"username": "other"}}, {"master.username"}),
        ({"redis": {"network": {"port": 6380}}}, {"redis.network.port"}),
        ({"backup": {"retention_days": 7}, "instances": {"count": 1}}, set[str]()),
    ],
)
def test_exactly_what_replaces_is_part_of_the_identity(sections: dict[str, Any], changed: set[str]) -> None:
    """A setting too many would replace passwords for nothing, one too few would lose data without a word."""
    before, after = identities(), identities(**sections)
    found = {setting for old, new in zip(before, after, strict=True) for setting in old if old[setting] != new[setting]}

    assert found == changed


def test_the_subnet_group_that_is_given_by_its_created_name_is_the_same_one() -> None:
    """Writing down the name of the group replaces nothing."""
    created, _ = identities()
    name = created["network.subnet_group_name"]

    assert name == "orion-prod-aurora"


def test_keepers_are_texts() -> None:
    """What is left to AWS is an empty text: keepers have no null."""
    assert keepers({"port": "1", "key": None}, version="2") == {"port": "1", "key": "", "version": "2"}

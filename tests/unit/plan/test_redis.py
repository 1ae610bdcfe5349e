"""Exact values of Redis's resources."""

from typing import Any

import pytest

from orion_rds.config import RedisConfig, parse
from orion_rds.plan.redis import Placement, expected_nodes, family, parameters, placement, watched_nodes
from orion_rds.plan.site import primary_site
from tests.component.stacks import stack_config

OTHER_GROUP = "sg-0f0e0d0c0b0a09080"
OTHER_SUBNETS = ["subnet-0f0e0d0c0b0a09080", "subnet-1f0e0d0c0b0a09080"]


def redis(**settings: Any) -> RedisConfig:
    """Make the section of a mapping, as parsing does."""
    return RedisConfig.model_validate(settings)


def placed(**network: Any) -> Placement:
    """Say where Redis is beside the production database."""
    config = parse({**stack_config("prod"), "redis": {"network": network}})
    assert config.redis
    return placement(primary_site(config), config.redis)


def test_the_parameters_are_those_of_the_module() -> None:
    """Sessions expire, and clients can be notified of it."""
    assert parameters(redis()) == {"maxmemory-policy": "volatile-lru", "notify-keyspace-events": "Ex"}


def test_the_users_parameters_stand_over_ours() -> None:
    """Switches are written as ElastiCache has them."""
    given = {"maxmemory-policy": "allkeys-lru", "activedefrag": True, "timeout": 300, "lazyfree-lazy-expire": False}

    assert parameters(redis(parameters=given)) == {
        "activedefrag": "yes",
        "lazyfree-lazy-expire": "no",
        "maxmemory-policy": "allkeys-lru",
        "notify-keyspace-events": "Ex",
        "timeout": "300",
    }


def test_shards_turn_cluster_mode_on_in_the_parameters() -> None:
    """AWS wants it there; a group without it has one shard."""
    assert parameters(redis(shards=2))["cluster-enabled"] == "yes"
    assert "cluster-enabled" not in parameters(redis(nodes=2))


def test_the_family_is_that_of_the_version() -> None:
    """Whichever engine it is."""
    assert family(redis()) == "valkey8"
    assert family(redis(engine="redis", version="6.2")) == "redis6.x"


@pytest.mark.parametrize(
    ("settings", "ids"),
    [
        ({"nodes": 1}, ("orion-prod-redis-001",)),
        ({}, ("orion-prod-redis-001", "orion-prod-redis-002")),
        ({"shards": 2, "replicas_per_shard": 0}, ("orion-prod-redis-0001-001", "orion-prod-redis-0002-001")),
        ({"shards": 1}, ("orion-prod-redis-0001-001", "orion-prod-redis-0001-002")),
    ],
)
def test_the_nodes_have_the_ids_under_which_metrics_are_published(
    settings: dict[str, Any], ids: tuple[str, ...]
) -> None:
    """An alarm on the id of the group never has data."""
    assert expected_nodes("orion-prod-redis", redis(**settings)) == ids


def test_redis_lies_where_the_database_lies() -> None:
    """In its subnets, for the same sources, on a port of its own."""
    network = stack_config("prod")["network"]
    place = placed()

    assert place.subnet_ids == tuple(network["subnet_ids"])
    assert (place.vpc_id, place.port) == (network["vpc_id"], 6379)
    assert place.allow_from.keys() == network["allow_from"].keys()
    assert place.subnet_group_name is None
    assert place.security_group_ids is None


def test_redis_may_lie_elsewhere() -> None:
    """Each part by itself; the VPC stays the database's where none is named."""
    place = placed(subnet_ids=OTHER_SUBNETS, allow_from={"worker": OTHER_GROUP}, port=6380)

    assert place.subnet_ids == tuple(OTHER_SUBNETS)
    assert list(place.allow_from) == ["worker"]
    assert (place.vpc_id, place.port) == (stack_config("prod")["network"]["vpc_id"], 6380)


def test_groups_that_exist_are_used_as_they_are() -> None:
    """Both the subnet group and the security groups."""
    place = placed(subnet_group_name="data", security_group_ids=[OTHER_GROUP])

    assert (place.subnet_group_name, place.security_group_ids) == ("data", (OTHER_GROUP,))


@pytest.mark.parametrize(
    ("members", "watched"),
    [
        (["001", "002", "003"], ("001", "002", "003")),
        (["003", "001", "002", "004"], ("001", "002", "003")),
        (["001", "003", "004"], ("001", "004", "003")),
        (["004", "005", "006"], ("004", "005", "006")),
        (["001", "003"], ("001", "002", "003")),
        ([], ("001", "002", "003")),
        (None, ("001", "002", "003")),
    ],
)
def test_every_node_is_watched_whichever_aws_removed(members: list[str] | None, watched: tuple[str, ...]) -> None:
    """Under its own number where it has one. Without members, as in a preview, under the expected ones."""
    assert watched_nodes(("001", "002", "003"), members) == watched

"""The section of Redis."""

from typing import Any

import pytest

from orion_rds.config import ConfigError, RedisConfig, parse

Smallest = dict[str, Any]


def test_without_the_section_there_is_no_redis(smallest: Smallest) -> None:
    """It costs money."""
    assert parse(smallest).redis is None
    assert parse(smallest | {"redis": None}).redis is None


def test_an_empty_section_is_one_for_production(smallest: Smallest) -> None:
    """Two nodes, users with passwords, a week of snapshots, windows that do not overlap."""
    redis = parse(smallest | {"redis": {}}).redis
    assert redis
    assert (redis.engine, redis.version, redis.node_type) == ("valkey", "8.2", "cache.r7g.large")
    assert (redis.nodes_per_shard, redis.cluster_mode) == (2, False)
    assert (redis.authentication, redis.former_clients) == ("users", "refused")
    assert redis.snapshot_retention_days == 7
    assert redis.logs.exports == ("slow-log", "engine-log")


def test_the_version_follows_the_engine() -> None:
    """Redis OSS ends before the default of Valkey."""
    assert RedisConfig.model_validate({"engine": "redis"}).version == "7.1"


@pytest.mark.parametrize(
    ("settings", "nodes"), [({}, 2), ({"replicas_per_shard": 0}, 1), ({"replicas_per_shard": 3}, 4)]
)
def test_a_shard_has_its_replicas_and_one_node_that_writes(settings: dict[str, Any], nodes: int) -> None:
    """One replica where nothing is said."""
    redis = RedisConfig.model_validate({"shards": 3} | settings)

    assert (redis.cluster_mode, redis.nodes_per_shard) == (True, nodes)


def test_off_is_a_word_here() -> None:
    """YAML 1.1 reads it as false."""
    assert RedisConfig.model_validate({"authentication": False}).authentication == "off"


def test_one_wrong_setting_gives_one_problem(smallest: Smallest) -> None:
    """The version follows from an engine that is not there, and is not refused as well."""
    with pytest.raises(ValueError, match="1 problem") as caught:
        parse(smallest | {"redis": {"engine": "memcached"}})
    assert "redis.engine" in str(caught.value)


def test_a_node_type_without_its_prefix_is_shown_with_it(smallest: Smallest) -> None:
    """A tool can put it in place of the wrong one."""
    with pytest.raises(ConfigError) as caught:
        parse(smallest | {"redis": {"node_type": "r7g.large"}})

    (problem,) = caught.value.problems
    assert (problem.refusal, problem.instead) == ("redis-node-type", "cache.r7g.large")


@pytest.mark.parametrize("value", [0, 300, "300"])
def test_a_parameter_takes_the_values_that_elasticache_lists(value: Any, smallest: Smallest) -> None:
    """Both ends of a range, as a number and as text."""
    redis = parse(smallest | {"redis": {"parameters": {"timeout": value}}}).redis

    assert redis
    assert redis.parameters == {"timeout": value}

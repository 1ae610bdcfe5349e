"""The alarms of Redis nodes."""

from typing import Any

import pytest

from orion_rds.config import parse
from orion_rds.facts.alarms import DIMENSIONS
from orion_rds.plan.alarms import AlarmSpec, redis_alarms
from orion_rds.plan.composites import composites, notify_alone
from orion_rds.plan.redis import expected_nodes
from orion_rds.plan.site import Site, primary_site
from tests.component.stacks import stack_config


def of_nodes(site: Site) -> tuple[AlarmSpec, ...]:
    """Return the alarms of the nodes that a new group has."""
    assert site.config.redis
    return redis_alarms(site, expected_nodes(site.redis_identifier, site.config.redis))


def alarms(**redis: Any) -> dict[str, AlarmSpec]:
    """Return the alarms of Redis beside the production database, by key."""
    config = parse({**stack_config("prod"), "redis": redis})
    assert config.redis
    return {spec.key: spec for spec in of_nodes(primary_site(config))}


def test_every_node_has_its_alarms() -> None:
    """On the identifiers under which metrics are published: the group itself has no metrics."""
    found = alarms()

    assert list(found) == [
        "redis-001-cpu",
        "redis-001-memory",
        "redis-001-replication-lag",
        "redis-001-connections",
        "redis-002-cpu",
        "redis-002-memory",
        "redis-002-replication-lag",
        "redis-002-connections",
    ]
    assert {spec.dimensions["CacheClusterId"] for spec in found.values()} == {
        "orion-prod-redis-001",
        "orion-prod-redis-002",
    }
    assert {tuple(spec.dimensions) for spec in found.values()} == {DIMENSIONS["node"].names}
    assert {spec.definition.metric.namespace for spec in found.values()} == {"AWS/ElastiCache"}


def test_another_replica_renames_no_alarm() -> None:
    """Another key would be a new alarm, without its history."""
    before, after = alarms(shards=2, replicas_per_shard=1), alarms(shards=2, replicas_per_shard=2)

    assert before.items() <= after.items()
    assert "redis-0002-003-cpu" in after.keys() - before.keys()


@pytest.mark.parametrize("group", ["cachegroup", "orion-prod", "orion-prod-redis"])
def test_alarms_of_an_adopted_group_have_the_usual_names(group: str) -> None:
    """The name of the group may have nothing to do with the database."""
    adopt = {"cluster": "legacy", "secret": "legacy", "redis": {"replication_group": group}}
    config = parse(
        {
            **stack_config("prod"),
            "redis": {"engine": "valkey", "authentication": "users", "nodes": 1},
            "adopt": adopt,
        }
    )
    assert config.redis
    found = of_nodes(primary_site(config))

    assert [spec.key for spec in found] == ["redis-001-cpu", "redis-001-memory", "redis-001-connections"]
    assert {spec.dimensions["CacheClusterId"] for spec in found} == {f"{group}-001"}


def test_a_node_without_replicas_has_no_lag() -> None:
    """AWS would publish no data."""
    assert list(alarms(nodes=1)) == ["redis-001-cpu", "redis-001-memory", "redis-001-connections"]


def test_evictions_have_an_alarm_where_one_is_asked_for() -> None:
    """A cache evicts by design; a store of sessions should not."""
    found = alarms(nodes=1, alarms={"evictions": {"threshold_keys": 1000}})["redis-001-evictions"]

    assert (found.definition.metric.name, found.definition.statistic, found.threshold) == ("Evictions", "Sum", 1000)


@pytest.mark.parametrize(
    ("node_type", "threshold"),
    [
        ("cache.t2.medium", 16_000),
        ("cache.t3.micro", 16_000),
        ("cache.t3.small", 36_800),
        ("cache.t4g.micro", 16_000),
        ("cache.t4g.small", 52_000),
        ("cache.r7g.large", 52_000),
    ],
)
def test_connections_have_an_alarm_before_redis_refuses_them(node_type: str, threshold: int) -> None:
    """At four fifths of what the node accepts: one for all types would never go off on a small node."""
    found = alarms(nodes=1, node_type=node_type)["redis-001-connections"]

    assert (found.definition.metric.name, found.threshold) == ("CurrConnections", threshold)


@pytest.mark.parametrize(
    ("policy", "watched"),
    [("allkeys-lru", False), ("allkeys-random", False), ("volatile-ttl", True), ("noeviction", True)],
)
def test_a_cache_that_is_full_by_design_has_no_alarm_of_memory(policy: str, *, watched: bool) -> None:
    """It would be on for ever. With a threshold of yours it is what you ask for."""
    cache: dict[str, Any] = {"nodes": 1, "parameters": {"maxmemory-policy": policy}}
    asked = alarms(**cache, alarms={"memory": {"threshold_percent": 99}})

    assert ("redis-001-memory" in alarms(**cache)) is watched
    assert ("redis-001-memory" in alarms(**cache, alarms={"memory": {"period_seconds": 300}})) is watched
    assert asked["redis-001-memory"].threshold == 99


def test_a_lasting_state_hides_no_other_problem() -> None:
    """Redis may stay full, evict keys and write much for weeks. While a composite alarm is on, it notifies no more."""
    several = composites([*alarms(alarms={"evictions": {"threshold_keys": 1}}).values()])
    members = {composite.key: {spec.key[len("redis-001-") :] for spec in composite.members} for composite in several}

    assert members == {
        "redis-unhealthy": {"cpu", "connections"},
        "redis-memory-unhealthy": {"memory"},
        "redis-evictions-unhealthy": {"evictions"},
        "redis-replication-unhealthy": {"replication-lag"},
    }


def test_a_single_node_notifies_of_its_memory_and_not_of_its_return() -> None:
    """The alarm has no others of its subject. Without data, as while the node is replaced, it keeps its state."""
    (memory,) = notify_alone([*alarms(nodes=1).values()])

    assert (memory.key, memory.missing_data) == ("redis-001-memory", "ignore")


@pytest.mark.parametrize(
    ("node_type", "metric", "threshold"),
    [
        ("cache.t2.micro", "CPUUtilization", 90),
        ("cache.t4g.small", "CPUUtilization", 45),
        ("cache.r7g.large", "CPUUtilization", 45),
        ("cache.r7g.xlarge", "EngineCPUUtilization", 90),
    ],
)
def test_a_large_node_has_an_alarm_on_the_engines_thread(node_type: str, metric: str, threshold: float) -> None:
    """The engine uses one CPU of four: the node looks idle while its clients wait."""
    cpu = alarms(node_type=node_type)["redis-001-cpu"]

    assert (cpu.definition.metric.name, cpu.threshold) == (metric, threshold)


def test_the_thresholds_are_those_of_the_module_and_of_aws() -> None:
    """Memory in percent, lag in seconds. The primary node has no lag and publishes none."""
    found = alarms()

    assert (found["redis-001-memory"].threshold, found["redis-001-memory"].definition.metric.unit) == (80, "Percent")
    lag = found["redis-001-replication-lag"]
    assert (lag.threshold, lag.definition.metric.unit, lag.missing_data) == (1, "Seconds", "notBreaching")


def test_thresholds_and_timing_can_be_set() -> None:
    """Each alarm by itself."""
    found = alarms(
        alarms={
            "cpu": {"threshold_percent": 60, "period_seconds": 60},
            "memory": {"threshold_percent": 95},
            "replication_lag": {"threshold_seconds": 30.5},
        }
    )

    assert [spec.threshold for spec in found.values()][:3] == [60, 95, 30.5]
    assert found["redis-001-cpu"].timing.period_seconds == 60

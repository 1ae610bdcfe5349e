"""What a stack exports of Redis."""

from collections.abc import Mapping
from typing import Any

import pytest

from orion_rds.components.database import OUTPUTS
from orion_rds.testing import Recording, monitor
from orion_rds.testing.outputs import Made, make
from tests.component.stacks import record_stack
from tests.component.test_redis import GROUP

OURS = {name for name in OUTPUTS if name.startswith("redis_")}


def outputs(recording: Recording) -> dict[str, Any]:
    """Return the outputs of the component that are about Redis."""
    (database,) = recording.of("orion-rds:index:AuroraDatabase")
    return {name: recording.outputs[database.urn].get(name) for name in OURS}


def test_without_redis_every_output_of_it_is_null(trial: Recording) -> None:
    """They are there all the same: programs that read them work with either."""
    assert {"redis_endpoint", "redis_reader_endpoint", "redis_port"} <= OURS
    assert set(outputs(trial).values()) == {None}
    assert not trial.of(GROUP)


def test_a_group_without_shards_has_an_endpoint_to_write_and_one_to_read() -> None:
    """As in the Terraform module."""
    told = outputs(record_stack("test", redis={}))

    assert told["redis_endpoint"].startswith("master.orion-test-redis.")
    assert told["redis_reader_endpoint"].startswith("replica.orion-test-redis.")
    assert told["redis_port"] == 6379
    assert told["redis_arn"].endswith(":replicationgroup:orion-test-redis")
    assert ":secret:orion-test/redis/app-" in told["redis_secret_arn"]
    assert told["redis_security_group_id"].startswith("sg-")
    assert told["redis_member_ids"] == ["orion-test-redis-001", "orion-test-redis-002"]
    assert told["redis_events_topic_arn"].endswith(":us-east-1:123456789012:orion-test-redis-events")


def test_in_cluster_mode_the_endpoint_is_the_one_that_tells_of_the_shards() -> None:
    """There is no primary endpoint, and nothing else to connect to."""
    told = outputs(record_stack("test", redis={"shards": 2}))

    assert told["redis_endpoint"].startswith("clustercfg.orion-test-redis.")
    assert told["redis_reader_endpoint"] is None


def test_what_was_given_or_left_out_is_null() -> None:
    """No security group is created, and no client authenticates."""
    told = outputs(
        record_stack(
            "test", redis={"authentication": "off", "network": {"security_group_ids": ["sg-0f0e0d0c0b0a09080"]}}
        )
    )

    assert told["redis_security_group_id"] is None
    assert told["redis_secret_arn"] is None


@pytest.mark.parametrize("guarded", ["orion-redis"])
def test_a_destroy_of_a_protected_database_stops_before_redis(guarded: str) -> None:
    """The guard depends on it, so that the guard's protection is met first."""
    recording = record_stack("prod", redis={})
    (guard,) = recording.named("orion-guard")

    assert any(urn.endswith(f"::{guarded}") for urn in guard.dependencies)


def test_the_nodes_are_watched_with_the_database() -> None:
    """By composite alarms of their own, which a problem of the database does not keep from notifying."""
    recording = record_stack("prod", redis={})
    alarms = {alarm.inputs["name"] for alarm in recording.of("aws:cloudwatch/metricAlarm:MetricAlarm")}
    rules = {
        each.name: each.inputs["alarmRule"] for each in recording.of("aws:cloudwatch/compositeAlarm:CompositeAlarm")
    }

    assert {"orion-prod-redis-001-memory", "orion-prod-redis-002-cpu"} <= alarms
    for alarm, subject in (("cpu", "redis"), ("memory", "redis-memory"), ("replication-lag", "redis-replication")):
        assert [name for name, rule in rules.items() if f'ALARM("orion-prod-redis-002-{alarm}")' in rule] == [
            f"orion-alerts-alarms-{subject}-unhealthy"
        ]


@pytest.mark.parametrize(
    ("members", "told", "watched"),
    [
        (["-004", "-001", "-003"], ["-001", "-003", "-004"], {"001": "-001", "002": "-004", "003": "-003"}),
        (None, ["-001", "-002", "-003"], {"001": "-001", "002": "-002", "003": "-003"}),
    ],
)
def test_the_nodes_are_those_that_aws_names(
    monkeypatch: pytest.MonkeyPatch, members: list[str] | None, told: list[str], watched: dict[str, str]
) -> None:
    """AWS removes any node, and each that is left has an alarm. A user's own mocks may not know the nodes."""

    def answer(type_: str, name: str, inputs: Mapping[str, Any]) -> Made:
        made = make(type_, name, inputs)
        nodes = members and [f"orion-test-redis{number}" for number in members]
        return Made(made.id, {**made.outputs, "memberClusters": nodes}) if type_ == GROUP else made

    monkeypatch.setattr(monitor, "make", answer)
    recording = record_stack("test", redis={"nodes": 3}, alarms={"profile": "quiet"})
    alarms = {each.name: each.inputs["dimensions"] for each in recording.of("aws:cloudwatch/metricAlarm:MetricAlarm")}

    assert outputs(recording)["redis_member_ids"] == [f"orion-test-redis{number}" for number in told]
    for number, node in watched.items():
        assert alarms[f"orion-alerts-alarms-redis-{number}-cpu"] == {"CacheClusterId": f"orion-test-redis{node}"}

"""The alarms of a cluster, and their thresholds."""

from collections.abc import Mapping
from typing import Any

import pytest

from orion_rds.config import AlarmsConfig, parse
from orion_rds.config.alarm import alarms_of
from orion_rds.config.aurora_alarms import CpuAlarm
from orion_rds.config.redis_alarms import RedisAlarmsConfig
from orion_rds.facts.alarms import DIMENSIONS
from orion_rds.plan.alarms import AlarmSpec, aurora_alarms
from orion_rds.plan.composites import DESCRIPTIONS, notify_alone
from orion_rds.plan.site import primary_site, standby_site

SMALLEST: Mapping[str, Any] = {
    "project": "orion",
    "environment": "test",
    "network": {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60718"]},
}
SECOND_REGION: Mapping[str, Any] = {
    "region": "us-west-2",
    "network": {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60728"]},
    "encryption": {"kms_key_arn": "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"},
}
GIB = 2**30
LARGE: dict[str, Any] = {"instance_class": "db.r7g.large"}
LOGICAL: dict[str, Any] = {"cluster": {"rds.logical_replication": True}}
SERVERLESS: dict[str, Any] = {"instance_class": "db.serverless"}


def alarms(**settings: Any) -> dict[str, AlarmSpec]:
    """Return the alarms of a configuration by key."""
    site = primary_site(parse({**SMALLEST, **settings}))
    instances = {each.name: f"identifier-of-{each.name}" for each in site.fleet}
    specs = aurora_alarms(site, cluster_identifier="orion-test-aurora", instance_identifiers=instances)
    return {spec.key: spec for spec in specs}


def test_a_busy_writer_cannot_hide_behind_idle_readers() -> None:
    """An average over the cluster would hide it, and one over the readers a busy reader. Of the writer, which is one
    instance, a maximum would take a peak of a second for a problem.
    """
    found = alarms()
    statistics = {
        (spec.dimensions["Role"], spec.definition.metric.name): spec.statistic
        for spec in found.values()
        if "Role" in spec.dimensions
    }

    assert statistics == {
        ("WRITER", "CPUUtilization"): "Average",
        ("WRITER", "DatabaseConnections"): "Average",
        ("WRITER", "FreeableMemory"): "Average",
        ("READER", "CPUUtilization"): "Maximum",
        ("READER", "DatabaseConnections"): "Maximum",
        ("READER", "FreeableMemory"): "Minimum",
    }


def test_no_alarm_goes_off_for_one_sample() -> None:
    """AWS publishes every minute: a maximum over five of them is a single sample, and three of those notify for a job
    that takes a minute in every five.
    """
    for section in (AlarmsConfig(), RedisAlarmsConfig()):
        for _, alarm in alarms_of(section):
            assert (alarm.period_seconds, alarm.evaluation_periods, alarm.datapoints_to_alarm) == (60, 15, 12)
    instances = alarms(alarms={"per_instance": True})
    assert {spec.statistic for key, spec in instances.items() if "instance" in key} == {"Average"}


@pytest.mark.parametrize(("periods", "datapoints"), [(1, 1), (2, 2), (3, 3), (5, 4), (6, 5), (15, 12)])
def test_four_of_five_periods_set_an_alarm_off(periods: int, datapoints: int) -> None:
    """As many as there are periods can be asked for as well."""
    assert CpuAlarm(evaluation_periods=periods).datapoints_to_alarm == datapoints
    assert CpuAlarm(evaluation_periods=periods, datapoints=periods).datapoints_to_alarm == periods


def test_every_alarm_has_the_dimensions_of_the_table() -> None:
    """The table names the page of AWS that documents them."""
    found = alarms(alarms={"per_instance": True}, disaster_recovery=SECOND_REGION).values()

    assert {tuple(spec.dimensions) for spec in found} == {
        DIMENSIONS[scope].names for scope in ("role", "cluster", "instance")
    }


def test_one_instance_has_no_reader_alarms() -> None:
    """They would never have data."""
    found = alarms(instances={"count": 1})

    assert found
    assert not [key for key in found if "reader" in key or "replica" in key]


def test_replica_lag_is_the_maximum_that_the_writer_publishes() -> None:
    """`AuroraReplicaLag` is that of each reader. It notifies by itself, and returning data notify nobody."""
    lag = alarms()["aurora-replica-lag"]

    assert (lag.definition.metric.name, lag.definition.metric.unit, lag.threshold) == (
        "AuroraReplicaLagMaximum",
        "Milliseconds",
        100,
    )
    assert (lag.definition.statistic, lag.missing_data) == ("Maximum", "ignore")


def test_both_regions_have_the_alarms_of_a_global_database() -> None:
    """The region that does not write publishes the lag, and after a switch that is the first one."""
    config = parse({**SMALLEST, "disaster_recovery": SECOND_REGION})
    for site in filter(None, (primary_site(config), standby_site(config))):
        specs = aurora_alarms(site, cluster_identifier="cluster", instance_identifiers={"1": "one", "2": "two"})
        lag = {spec.definition.metric.name: spec for spec in specs if "Global" in spec.definition.metric.name}

        assert lag.keys() == {"AuroraGlobalDBReplicationLag", "AuroraGlobalDBRPOLag"}
        # A region without data is grey on the dashboard, not green: a wrong dimension would be seen.
        assert {spec.missing_data for spec in lag.values()} == {"missing"}
        assert {spec.definition.metric.unit for spec in lag.values()} == {"Milliseconds"}


def test_serverless_has_a_capacity_alarm_instead_of_memory() -> None:
    """Its free memory is what would be left at full capacity, and reaches zero only there."""
    found = alarms(serverless={"min_acu": 1, "max_acu": 16})

    assert found["aurora-writer-capacity"].threshold == 90
    assert found["aurora-writer-capacity"].definition.metric.name == "ACUUtilization"
    assert not [key for key in found if "memory" in key]


@pytest.mark.parametrize(
    ("serverless", "threshold", "watched"),
    [((8, 8), 90, False), ((7.5, 8), 90, False), ((7, 8), 90, True), ((4.5, 5), 90, True), ((7.5, 8), 95, True)],
)
def test_an_instance_without_a_range_has_no_capacity_alarm(
    serverless: tuple[float, float], threshold: int, *, watched: bool
) -> None:
    """AWS counts the current capacity against the maximum: with both the same, that is always 100 percent."""
    min_acu, max_acu = serverless
    settings = {"capacity": {"threshold_percent": threshold}, "per_instance": True}
    found = alarms(serverless={"min_acu": min_acu, "max_acu": max_acu}, alarms=settings)

    assert ({"aurora-writer-capacity", "aurora-reader-capacity", "aurora-instance-1-capacity"} <= {*found}) is watched
    assert any("capacity" in key for key in found) is watched


def test_a_mixed_fleet_has_both() -> None:
    """Either kind may be the writer."""
    found = alarms(instances={"1": LARGE, "2": SERVERLESS}, serverless={"min_acu": 1, "max_acu": 16})

    assert {"aurora-writer-memory", "aurora-writer-capacity"} <= found.keys()


@pytest.mark.parametrize(
    ("instance_class", "gib", "connections"),
    [("db.t4g.medium", 4, 419), ("db.r7g.large", 16, 1678), ("db.r8g.xlarge", 32, 3357), ("db.x2g.2xlarge", 128, 5000)],
)
def test_thresholds_follow_the_class(instance_class: str, gib: int, connections: int) -> None:
    """No constant fits all: 1 GiB is a quarter of one class, and a hundredth of another."""
    found = alarms(instances={"instance_class": instance_class})

    assert found["aurora-writer-memory"].threshold == int(gib * GIB * 0.05)
    assert found["aurora-local-storage"].threshold == int(gib * GIB * 0.2)
    assert found["aurora-writer-connections"].threshold == int(connections * 0.8)


@pytest.mark.parametrize(
    ("serverless", "connections"),
    [
        ({"min_acu": 1, "max_acu": 2}, 419),
        ({"min_acu": 1, "max_acu": 64}, 5000),
        ({"min_acu": 0.5, "max_acu": 64}, 2000),
    ],
)
def test_connections_follow_the_range_of_capacity(serverless: dict[str, Any], connections: int) -> None:
    """AWS computes with the maximum capacity, and has a limit where the minimum is below 1 ACU."""
    assert alarms(serverless=serverless)["aurora-writer-connections"].threshold == int(connections * 0.8)


@pytest.mark.parametrize("group", ["cluster", "instance"])
def test_connections_follow_the_parameter(group: str) -> None:
    """With `max_connections` the limit is not the default."""
    found = alarms(parameters={group: {"max_connections": 500}})

    assert found["aurora-reader-connections"].threshold == 400


def test_the_smallest_instance_counts() -> None:
    """After a failover it may be the writer."""
    found = alarms(instances={"1": {"instance_class": "db.r7g.4xlarge"}, "2": LARGE})

    assert found["aurora-writer-memory"].threshold == int(16 * GIB * 0.05)


def test_load_is_compared_with_each_instances_own_vcpus() -> None:
    """With more active sessions than vCPUs, sessions wait for a CPU."""
    found = alarms(instances={"1": {"instance_class": "db.r7g.4xlarge"}, "2": LARGE})

    assert (found["aurora-instance-1-load"].threshold, found["aurora-instance-2-load"].threshold) == (16, 2)
    assert found["aurora-instance-2-load"].dimensions == {"DBInstanceIdentifier": "identifier-of-2"}


def test_without_insights_there_is_no_load() -> None:
    """AWS publishes it with Performance Insights only."""
    assert not [key for key in alarms(monitoring={"insights": "off"}) if "load" in key]


def test_each_instance_has_alarms_of_its_own_where_asked() -> None:
    """The alarms of a role do not say which reader it is."""
    found = alarms(alarms={"per_instance": True}, instances={"count": 3})

    for number in (1, 2, 3):
        for alarm in ("cpu", "connections", "memory"):
            dimensions = found[f"aurora-instance-{number}-{alarm}"].dimensions
            assert dimensions == {"DBInstanceIdentifier": f"identifier-of-{number}"}
    assert "aurora-writer-cpu" in found


def test_no_instance_has_the_alarm_of_a_role_or_of_another_instance() -> None:
    """Any name may be that of a role, or end like an alarm."""
    found = alarms(alarms={"per_instance": True}, instances={"writer": LARGE, "reader": LARGE, "writer-cpu": LARGE})
    names = [name.replace("_", "-") for name, _ in alarms_of(AlarmsConfig())]

    assert {"aurora-writer-cpu", "aurora-instance-writer-cpu", "aurora-instance-writer-cpu-cpu"} <= found.keys()
    assert not [(one, other) for one in names for other in names if one.endswith(f"-{other}")]


OVERRIDES: dict[str, tuple[dict[str, Any], str]] = {
    "cpu": ({"threshold_percent": 70}, "aurora-writer-cpu"),
    "connections": ({"threshold_connections": 70}, "aurora-writer-connections"),
    "memory": ({"threshold_bytes": 70}, "aurora-writer-memory"),
    "capacity": ({"threshold_percent": 70}, "aurora-writer-capacity"),
    "replica_lag": ({"threshold_milliseconds": 70}, "aurora-replica-lag"),
    "replication_lag": ({"threshold_milliseconds": 70}, "aurora-replication-lag"),
    "rpo_lag": ({"threshold_milliseconds": 70}, "aurora-rpo-lag"),
    "local_storage": ({"threshold_bytes": 70}, "aurora-local-storage"),
    "load": ({"threshold_sessions": 70}, "aurora-instance-2-load"),
    "transaction_ids": ({"threshold_transactions": 70}, "aurora-transaction-ids"),
    "replication_slots": ({"threshold_bytes": 70}, "aurora-replication-slots"),
    "deadlocks": ({"threshold_per_second": 70}, "aurora-deadlocks"),
}


@pytest.mark.parametrize("name", OVERRIDES)
def test_every_threshold_and_timing_can_be_set(name: str) -> None:
    """Each alarm by itself."""
    threshold, key = OVERRIDES[name]
    timing = {"period_seconds": 60, "evaluation_periods": 5, "datapoints": 4}
    found = alarms(
        alarms={name: threshold | timing},
        instances={"1": LARGE, "2": SERVERLESS},
        serverless={"min_acu": 1, "max_acu": 16},
        disaster_recovery=SECOND_REGION,
        parameters=LOGICAL,
    )[key]

    assert found.threshold == 70
    assert (found.timing.period_seconds, found.timing.evaluation_periods, found.timing.datapoints) == (60, 5, 4)


def test_every_alarm_can_be_overridden() -> None:
    """The table above has every alarm."""
    assert set(OVERRIDES) == {name for name, _ in alarms_of(AlarmsConfig())}


def test_the_alarms_of_a_database_have_their_subjects() -> None:
    """Old transaction IDs leave weeks to react, deadlocks are a problem of the application, a lag may last as long as a
    bulk write, and full local storage is nobody else's: they notify by themselves. So does each lag of the second
    region, or old data there would hide that commits would be lost. An instance's own alarms do not notify again what
    its role's do.
    """
    found = alarms(alarms={"per_instance": True}, disaster_recovery=SECOND_REGION, parameters=LOGICAL)
    subjects = {subject: {key for key, spec in found.items() if spec.subject == subject} for subject in DESCRIPTIONS}
    role = ("connections", "cpu", "memory")

    assert subjects == {
        "writer": {f"aurora-writer-{alarm}" for alarm in role},
        "readers": {f"aurora-reader-{alarm}" for alarm in role},
        "instances": {f"aurora-instance-{number}-load" for number in (1, 2)},
        **{subject: set() for subject in DESCRIPTIONS if subject.startswith("redis")},
    }
    assert {spec.key for spec in notify_alone([*found.values()])} == {
        f"aurora-{alarm}"
        for alarm in (
            "deadlocks",
            "local-storage",
            "replica-lag",
            "replication-lag",
            "replication-slots",
            "rpo-lag",
            "transaction-ids",
        )
    }
    assert {key for key, spec in found.items() if not spec.notifies} == {
        f"aurora-instance-{number}-{alarm}" for number in (1, 2) for alarm in role
    }


PAUSING = {"serverless": {"min_acu": 0, "max_acu": 4}, "instances": {"count": 1}}


@pytest.mark.parametrize(
    "settings",
    [{}, PAUSING, {"instances": {"count": 1}}, {"disaster_recovery": SECOND_REGION}, {"parameters": LOGICAL}],
)
def test_returning_data_notify_nobody(settings: dict[str, Any]) -> None:
    """An instance that pauses publishes nearly nothing. An alarm that notifies by itself would then have insufficient
    data, and notify that all is well at each resume. The exceptions are slots and the lags of a second region: Aurora
    pauses no instance with logical replication, nor one of a global database, and a metric of which the dimensions are
    a guess must not look healthy without data.
    """
    alone = notify_alone([*alarms(**settings).values()])

    assert alone
    assert {spec.key for spec in alone if spec.missing_data == "missing"} <= {
        "aurora-replication-lag",
        "aurora-replication-slots",
        "aurora-rpo-lag",
    }


def test_replication_slots_are_watched_where_there_can_be_one() -> None:
    """One that nobody reads fills the volume. Without the parameter PostgreSQL creates none."""
    assert "aurora-replication-slots" not in alarms()
    found = alarms(parameters=LOGICAL)["aurora-replication-slots"]

    assert (found.threshold, found.missing_data) == (10 * GIB, "missing")

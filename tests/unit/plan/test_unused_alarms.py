"""Settings of alarms that the database does not have are warned of, by conditions that are written out here."""

import itertools
from typing import Any

import pytest

from orion_rds.config import parse
from orion_rds.config.alarm import alarms_of
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.config.redis_alarms import RedisAlarmsConfig
from orion_rds.plan.warnings import warnings

LARGE, SERVERLESS = {"instance_class": "db.r7g.large"}, {"instance_class": "db.serverless"}
CAPACITY = {"min_acu": 1, "max_acu": 8}
NETWORK = {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60718"]}
KEY = "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"

FLEETS: dict[str, dict[str, Any]] = {
    "provisioned": {"instances": {"1": LARGE}},
    "serverless": {"instances": {"1": SERVERLESS}, "serverless": CAPACITY},
    "mixed": {"instances": {"1": LARGE, "2": SERVERLESS}, "serverless": CAPACITY},
}
STANDBYS: dict[str, dict[str, Any] | None] = {
    "no standby": None,
    "storage alone": {"count": 0},
    "one like the writer": {"count": 1},
    "two provisioned": {"count": 2, "instance_class": "db.r7g.large"},
}
REDIS: dict[str, dict[str, Any] | None] = {
    "no Redis": None,
    "one node": {"nodes": 1},
    "two nodes": {"nodes": 2},
    "a cache": {"nodes": 2, "parameters": {"maxmemory-policy": "allkeys-lfu"}},
}
INSIGHTS = ("standard", "off")
THRESHOLDS: dict[str, dict[str, Any]] = {
    "timing": {},
    "thresholds": {"local_storage": {"threshold_bytes": 2**30}, "load": {"threshold_sessions": 4}},
}
CASES = [
    pytest.param(*case, id=", ".join(case)) for case in itertools.product(FLEETS, STANDBYS, REDIS, INSIGHTS, THRESHOLDS)
]


def every_alarm(section: AlarmsConfig | RedisAlarmsConfig) -> dict[str, Any]:
    """Return a setting for each alarm."""
    return {name: {"evaluation_periods": 2} for name, _ in alarms_of(section)}


def missing(fleet: str, second: str, redis: str, insights: str, *, thresholds: bool) -> set[str]:
    """Return the alarms that such a database does not have."""
    classes = {"provisioned": {"p"}, "serverless": {"s"}, "mixed": {"p", "s"}}[fleet]
    classes = classes | {"two provisioned": {"p"}}.get(second, set())
    conditions = {
        "alarms.memory": "p" in classes,
        "alarms.capacity": "s" in classes,
        "alarms.replica_lag": fleet == "mixed" or second == "two provisioned",
        "alarms.replication_lag": second != "no standby",
        "alarms.rpo_lag": second != "no standby",
        "alarms.local_storage": "p" in classes or thresholds,
        "alarms.load": insights != "off" and ("p" in classes or thresholds),
        "alarms.replication_slots": False,
        "redis.alarms.replication_lag": redis != "one node",
        "redis.alarms.memory": redis != "a cache",
        "redis.alarms.evictions": redis == "no Redis",
    }
    return {path for path, is_met in conditions.items() if not is_met}


@pytest.mark.parametrize(("fleet", "second", "redis", "insights", "thresholds"), CASES)
def test_exactly_the_missing_alarms_are_warned_of(
    fleet: str, second: str, redis: str, insights: str, thresholds: str
) -> None:
    """A setting without an alarm has no effect."""
    beside = REDIS[redis]
    regions = STANDBYS[second]
    overrides = every_alarm(AlarmsConfig())
    overrides |= {name: overrides[name] | threshold for name, threshold in THRESHOLDS[thresholds].items()}
    settings: dict[str, Any] = {"project": "orion", "environment": "test", "network": NETWORK, **FLEETS[fleet]}
    settings |= {"alarms": overrides, "monitoring": {"insights": insights}}
    if beside is not None:
        settings["redis"] = beside | {"network": NETWORK, "alarms": every_alarm(RedisAlarmsConfig())}
    if regions is not None:
        settings["disaster_recovery"] = {
            "region": "us-west-2",
            "network": NETWORK | {"security_group_ids": ["sg-0a1b2c3d4e5f60728"]},
            "encryption": {"kms_key_arn": KEY},
            "instances": regions,
        }
    found = {warning.path for warning in warnings(parse(settings)) if warning.name.endswith("-unused")}

    assert found == missing(fleet, second, redis, insights, thresholds=bool(THRESHOLDS[thresholds]))

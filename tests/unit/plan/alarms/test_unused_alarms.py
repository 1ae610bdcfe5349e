"""Whoever writes of an alarm that is not made is told: the warnings say what the alarms do."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from orion_rds.config import AlarmConfig, AlarmsConfig, DatabaseConfig, parse, warnings
from orion_rds.config.redis_alarms import RedisAlarmsConfig
from orion_rds.plan.alarms.aurora import aurora_alarms
from orion_rds.plan.alarms.redis import redis_alarms
from orion_rds.plan.site import primary, standby

LARGE, SERVERLESS = {"instance_class": "db.r7g.large"}, {"instance_class": "db.serverless"}
CAPACITY = {"min_acu": 1, "max_acu": 8}
NETWORK = {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60718"]}
KEY = "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"

FLEETS: dict[str, dict[str, Any]] = {
    "provisioned": {"instances": [LARGE]},
    "serverless": {"instances": [SERVERLESS], "serverless": CAPACITY},
    "mixed": {"instances": [LARGE, SERVERLESS], "serverless": CAPACITY},
}
STANDBYS: dict[str, dict[str, Any] | None] = {
    "no standby": None,
    "storage alone": {"count": 0},
    "one like the writer": {"count": 1},
    "two provisioned": {"count": 2, "instance_class": "db.r7g.large"},
}
REDIS: dict[str, dict[str, Any] | None] = {"no Redis": None, "one node": {"nodes": 1}, "two nodes": {"nodes": 2}}
INSIGHTS = ("standard", "off")
THRESHOLDS: dict[str, dict[str, Any]] = {
    "timing": {},
    "thresholds": {"local_storage": {"threshold_bytes": 2**30}, "load": {"threshold_sessions": 4}},
}
CASES = [
    pytest.param(*case, id=", ".join(case)) for case in itertools.product(FLEETS, STANDBYS, REDIS, INSIGHTS, THRESHOLDS)
]


def alarms_of(section: type[AlarmsConfig | RedisAlarmsConfig]) -> list[str]:
    """Names of the settings that are alarms."""
    return [
        name
        for name, field in section.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, AlarmConfig)
    ]


def every_alarm(section: type[AlarmsConfig | RedisAlarmsConfig]) -> dict[str, Any]:
    """Write of each that it looks at two periods."""
    return {name: {"evaluation_periods": 2} for name in alarms_of(section)}


def made(config: DatabaseConfig) -> set[str]:
    """The paths of the alarms that any region has: each row keeps the very setting that it comes from."""
    sites = [site for site in (primary(config), standby(config)) if site]
    specs = [
        *itertools.chain.from_iterable(
            aurora_alarms(site, cluster_identifier="", instance_identifiers=[""] * len(site.fleet)) for site in sites
        ),
        *(redis_alarms(sites[0], config.redis) if config.redis else ()),
    ]
    timings = {id(spec.timing) for spec in specs}
    return {path for path, alarm in written(config) if id(alarm) in timings}


def written(config: DatabaseConfig) -> Iterator[tuple[str, AlarmConfig]]:
    """Every alarm that is written, by its path."""
    yield from ((f"alarms.{name}", getattr(config.alarms, name)) for name in alarms_of(AlarmsConfig))
    if redis := config.redis:
        yield from ((f"redis.alarms.{name}", getattr(redis.alarms, name)) for name in alarms_of(RedisAlarmsConfig))


@pytest.mark.parametrize(("fleet", "second", "redis", "insights", "thresholds"), CASES)
def test_exactly_the_alarms_that_are_not_made_are_warned_of(
    fleet: str, second: str, redis: str, insights: str, thresholds: str
) -> None:
    """A warning of an alarm that is made would be wrong, and silence where none is made is what it is there for."""
    beside = REDIS[redis]
    regions = STANDBYS[second]
    overrides = every_alarm(AlarmsConfig)
    overrides |= {name: overrides[name] | threshold for name, threshold in THRESHOLDS[thresholds].items()}
    settings: dict[str, Any] = {"project": "orion", "environment": "test", "network": NETWORK, **FLEETS[fleet]}
    settings |= {"alarms": overrides, "monitoring": {"insights": insights}}
    if beside is not None:
        settings["redis"] = beside | {"network": NETWORK, "alarms": every_alarm(RedisAlarmsConfig)}
    if regions is not None:
        settings["disaster_recovery"] = {
            "region": "us-west-2",
            "network": NETWORK,
            "encryption": {"kms_key_arn": KEY},
            "instances": regions,
        }
    config = parse(settings)
    told = {warning.path for warning in warnings(config) if warning.name.endswith("-unused")}

    assert told == {path for path, _ in written(config)} - made(config)

"""What is deployed and in force later."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from orion_rds.config import parse
from orion_rds.plan.site import primary_site, standby_site
from orion_rds.plan.waits import Wait, settings, waits
from tests.component.stacks import stack_config, whole_config

Sections = Mapping[str, Any]

LARGE = {"instances": {"instance_class": "db.r7g.large"}}
HUGE = {"instances": {"instance_class": "db.r7g.4xlarge"}}
WINDOW = {"apply": "maintenance_window"}
NUMBERED = {"parameters": {"instance": {"max_connections": 506}}}
MORE = {"parameters": {"cluster": {"max_connections": 1000}}}
ADOPTED = {"cluster": "legacy", "secret": "legacy"}
PARAMETERS, CAPACITY = "parameters-wait-for-a-restart", "capacity-waits-for-a-restart"
IN_THE_WINDOW, REDIS_IN_THE_WINDOW = "database-waits-for-the-window", "redis-waits-for-the-window"


def recorded(sections: Sections) -> Mapping[str, Any]:
    """What the test stack records with these sections. The state holds no null values."""
    config = parse({**stack_config("test"), **sections})
    found = settings(primary_site(config), standby_site(config))
    return {path: value for path, value in found.items() if value is not None}


def waiting(before: Sections, after: Sections) -> list[Wait]:
    """What waits after a deployment."""
    return list(waits(recorded(before), recorded(after)))


WAITING: list[tuple[Sections, Sections, str, list[str]]] = [
    (LARGE, LARGE | NUMBERED, PARAMETERS, ["parameters.max_connections"]),
    (LARGE | NUMBERED, LARGE, PARAMETERS, ["parameters.max_connections"]),
    (NUMBERED, MORE, PARAMETERS, ["parameters.max_connections"]),
    (
        {"adopt": ADOPTED | {"cluster_parameter_group": "legacy", "instance_parameter_group": "legacy"}},
        {"adopt": ADOPTED},
        PARAMETERS,
        ["adopt.cluster_parameter_group", "adopt.instance_parameter_group"],
    ),
    ({"engine": {"version": "16"}}, {"engine": {"version": "17"}}, PARAMETERS, ["engine.version"]),
    ({}, {"audit": {"statements": []}}, PARAMETERS, ["parameters.shared_preload_libraries"]),
    ({"parameters": {"cluster": {"rds.force_ssl": 0}}}, {}, PARAMETERS, ["parameters.rds.force_ssl"]),
    ({}, {"parameters": {"instance": {"a.new_one": 1}}}, PARAMETERS, ["parameters.a.new_one"]),
    (
        {"serverless": {"min_acu": 1, "max_acu": 4}},
        {"serverless": {"min_acu": 1, "max_acu": 8}},
        CAPACITY,
        ["serverless.max_acu"],
    ),
    (
        {"serverless": {"min_acu": 1, "max_acu": 64}},
        {"serverless": {"min_acu": 0.5, "max_acu": 64}},
        CAPACITY,
        ["serverless.min_acu"],
    ),
    (LARGE | WINDOW, HUGE | WINDOW, IN_THE_WINDOW, ["instances.1", "instances.2"]),
    (LARGE, HUGE | WINDOW, IN_THE_WINDOW, ["instances.1", "instances.2"]),
    (WINDOW, WINDOW | {"engine": {"version": "17.6"}}, IN_THE_WINDOW, ["engine.version"]),
    (
        WINDOW,
        WINDOW | {"engine": {"certificate_authority": "rds-ca-ecc384-g1"}},
        IN_THE_WINDOW,
        ["engine.certificate_authority"],
    ),
    (
        WINDOW | {"redis": {"engine": "redis"}},
        WINDOW | {"redis": {"node_type": "cache.r7g.xlarge"}},
        REDIS_IN_THE_WINDOW,
        ["redis.engine", "redis.version", "redis.node_type"],
    ),
]

AT_ONCE: list[tuple[Sections, Sections]] = [
    ({}, {}),
    (LARGE, HUGE),
    (HUGE | WINDOW, HUGE),
    (LARGE | WINDOW, LARGE | WINDOW),
    ({}, {"parameters": {"cluster": {"work_mem": 8192, "log_connections": 0}}}),
    ({"parameters": {"cluster": {"work_mem": 8192}}}, {}),
    ({}, {"parameters": {"cluster": {"rds.force_ssl": 0}}}),
    ({"parameters": {"cluster": {"max_connections": 506}}}, NUMBERED),
    ({"redis": {}}, {"redis": {"node_type": "cache.r7g.xlarge"}}),
    (WINDOW, WINDOW | {"redis": {}}),
    (WINDOW | {"redis": {}}, WINDOW),
    (WINDOW | {"instances": {"count": 2}}, WINDOW | {"instances": {"count": 3}}),
    ({"serverless": {"min_acu": 1, "max_acu": 64}}, {"serverless": {"min_acu": 2, "max_acu": 64}}),
    (
        {"serverless": {"min_acu": 1, "max_acu": 4}} | NUMBERED,
        {"serverless": {"min_acu": 1, "max_acu": 8}} | NUMBERED,
    ),
]


@pytest.mark.parametrize(("before", "after", "name", "changed"), WAITING)
def test_what_waits_is_said_once(before: Sections, after: Sections, name: str, changed: list[str]) -> None:
    """With the settings that changed."""
    assert [(wait.name, list(wait.settings)) for wait in waiting(before, after)] == [(name, changed)]


def test_every_message_is_one_that_was_reviewed(expect: Callable[[str, Path], None]) -> None:
    """Setting, reason, and the way to end the wait."""
    texts = [wait.text for before, after, _, _ in WAITING for wait in waiting(before, after)]

    expect("\n\n".join(texts) + "\n", Path(__file__).parent / "golden" / "waits.txt")


@pytest.mark.parametrize(("before", "after"), AT_ONCE)
def test_what_is_in_force_at_once_is_not_said_to_wait(before: Sections, after: Sections) -> None:
    """Nor is what is created."""
    assert waiting(before, after) == []


def test_a_new_database_waits_for_nothing() -> None:
    """Its instances start with what is deployed."""
    assert list(waits({}, recorded(NUMBERED))) == []


def test_instances_of_the_standby_wait_too() -> None:
    """They have a section of their own."""

    def production(instance_class: str) -> Mapping[str, Any]:
        whole: dict[str, Any] = {**whole_config("prod"), **WINDOW}
        whole["disaster_recovery"]["instances"] = {"count": 1, "instance_class": instance_class}
        config = parse(whole)
        return settings(primary_site(config), standby_site(config))

    (wait,) = waits(production("db.r7g.large"), production("db.r7g.xlarge"))
    assert list(wait.settings) == ["disaster_recovery.instances.1"]


def test_the_message_says_how_to_restart_and_what_follows_at_once() -> None:
    """The alarms follow the new number, and would not go off before the old one is reached."""
    (wait,) = waiting(NUMBERED, MORE)

    assert "alarms.connections.threshold_connections: 404`" in wait.text
    assert "aws rds failover-db-cluster --db-cluster-identifier orion-test-aurora" in wait.text
    assert wait.text.startswith("parameters.max_connections: ")
    assert wait.source in wait.text


@pytest.mark.parametrize(
    "alarms", [{"profile": "off"}, {"connections": {"threshold_connections": 300}}], ids=["off", "own threshold"]
)
def test_alarms_that_follow_nothing_are_not_mentioned(alarms: Sections) -> None:
    """There are none, or they have thresholds of their own."""
    (wait,) = waiting({**NUMBERED, "alarms": alarms}, {**MORE, "alarms": alarms})
    assert "alarms." not in wait.text


def test_an_own_threshold_keeps_the_alarm_until_the_window() -> None:
    """With a larger class, it would follow at once."""
    (wait,) = waiting(LARGE | WINDOW, HUGE | WINDOW)
    assert "sun:04:30-sun:05:30" in wait.text
    assert "alarms.connections.threshold_connections: " in wait.text

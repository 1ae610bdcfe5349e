"""`docs/alarms.md` says what the code does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from orion_rds.config.alarm import alarms_of
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.config.redis_alarms import RedisAlarmsConfig
from orion_rds.facts.arns import home
from orion_rds.facts.node_types import FAMILIES, maxclients
from orion_rds.plan.key_policies import PURPOSES
from tests.component.stacks import record_stack
from tests.component.test_alerts import ALARM, COMPOSITE, SECOND

PAGE = (Path(__file__).parents[2] / "docs" / "alarms.md").read_text(encoding="utf-8")


def test_every_alarm_is_on_the_page() -> None:
    """And no other is."""
    listed = set(re.findall(r"^\| `([\w.]+)` \|", PAGE, re.MULTILINE))
    aurora = {f"alarms.{name}" for name, _ in alarms_of(AlarmsConfig())}
    redis = {f"redis.alarms.{name}" for name, _ in alarms_of(RedisAlarmsConfig())}

    assert listed == aurora | redis


DATABASES: dict[str, dict[str, Any]] = {
    "of three instances": {},
    "and `alarms.per_instance`": {"alarms": {"per_instance": True}},
    "and two nodes of Redis": {"redis": {}},
    "and `backup.copies`": {"backup": {"copies": {"region": "us-west-2"}}},
    "and one instance in a second region": {"disaster_recovery": SECOND | {"deletion_protection": False}},
}


@pytest.mark.parametrize("database", DATABASES)
def test_the_alarms_that_a_database_has_are_counted(database: str) -> None:
    """A line with a number is right only until the next alarm."""
    sections: dict[str, Any] = {"instances": {"count": 3}, "alarms": None, "events": None, **DATABASES[database]}
    recording = record_stack("test", **sections)
    alarms, composites = len(recording.of(ALARM)), len(recording.of(COMPOSITE))

    assert f"\n| {database} | {alarms} | {composites} | {0.1 * alarms + 0.5 * composites:.2f} |\n" in PAGE


def test_the_alarm_that_is_set_off_to_test_notifications_notifies() -> None:
    """By itself: one that is part of a composite alarm notifies nobody."""
    (name,) = re.findall(r"set-alarm-state --alarm-name (\S+)", PAGE)
    project, environment, _ = name.split("-", 2)
    alarms = record_stack("test", project=project, environment=environment, alarms=None).of(ALARM)

    assert [bool(each.inputs["alarmActions"]) for each in alarms if each.inputs["name"] == name] == [True]


def test_the_node_types_that_accept_fewer_connections_are_listed() -> None:
    """With the number of connections, and no other type with them."""
    types = {f"cache.{family}.{size}" for family, sizes in FAMILIES.items() for size in sizes}
    fewer = {each: maxclients(each) for each in types if maxclients(each) != maxclients("cache.r7g.large")}
    ((small, of_small, larger, of_larger, others),) = re.findall(
        r"`maxclients`: ([\d,]+) for(.*?), ([\d,]+) for(.*?), and ([\d,]+) for all others", " ".join(PAGE.split())
    )
    listed = {
        f"cache.{name}": int(number.replace(",", ""))
        for number, names in ((small, of_small), (larger, of_larger))
        for name in re.findall(r"`(?:cache\.)?([\w.]+)`", names)
    }

    assert listed == fewer
    assert int(others.replace(",", "")) == maxclients("cache.r7g.large")


def test_the_statement_for_a_key_is_the_one_that_we_use() -> None:
    """Users copy it from the page into policies."""
    (statement,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    ours = PURPOSES["topic"](home("arn:aws:rds:us-east-1:123456789012:cluster:orion"))

    assert json.loads(statement) == ours

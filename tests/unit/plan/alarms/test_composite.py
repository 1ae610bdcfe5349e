"""The composite alarms."""

from dataclasses import replace
from typing import get_args

from orion_rds.config import parse
from orion_rds.config.alarm import AlarmConfig
from orion_rds.config.aurora_alarms import CpuAlarm, DeadlocksAlarm, LoadAlarm
from orion_rds.config.redis_alarms import RedisMemoryAlarm
from orion_rds.facts.alarms import Subject
from orion_rds.facts.limits import COMPOSITE_ALARM_MEMBERS_MAXIMUM
from orion_rds.plan.alarms import AlarmSpec
from orion_rds.plan.composites import DESCRIPTIONS, Composite, composites, notify_alone, rule
from orion_rds.plan.site import primary_site
from tests.component.stacks import whole_config
from tests.unit.plan.alarms.test_redis import of_nodes
from tests.unit.plan.test_dashboard import spec

CHARACTERS_MAXIMUM = 10_240
"""Of a rule, as PutCompositeAlarm says."""


def of(subject: Subject | None, key: str, alarm: AlarmConfig | None = None, *, notifies: bool = True) -> AlarmSpec:
    """Return an alarm of a subject."""
    return replace(spec(key, alarm), subject=subject, notifies=notifies)


def keys(composite: Composite) -> list[str]:
    """Return the keys of the members."""
    return [member.key for member in composite.members]


def test_a_second_problem_of_another_subject_notifies_too() -> None:
    """One composite alarm for all acts only when the first goes off: a reader's lag would hide the writer's problem."""
    specs = [of("writer", "cpu"), of("readers", "lag"), of("writer", "memory"), of("readers", "reader-cpu")]
    writer, readers = composites(specs)

    assert (writer.key, keys(writer)) == ("writer-unhealthy", ["cpu", "memory"])
    assert (readers.key, keys(readers)) == ("readers-unhealthy", ["lag", "reader-cpu"])
    assert notify_alone(specs) == ()


def test_an_alarm_without_others_of_its_subject_notifies_by_itself() -> None:
    """A composite alarm of one costs five times as much as the alarm."""
    alone = [of(None, "deadlocks", DeadlocksAlarm()), of("instances", "load", LoadAlarm())]

    assert composites(alone) == ()
    assert notify_alone(alone) == tuple(alone)


def test_an_alarm_that_names_an_instance_does_not_notify_again() -> None:
    """The alarm of the instance's role notifies."""
    named = of(None, "instance-cpu", CpuAlarm(), notifies=False)

    assert composites([named]) == notify_alone([named]) == ()


def test_many_nodes_have_several_composite_alarms() -> None:
    """CloudWatch allows 100 alarms in a rule, and none of the others may be left out."""
    many = [
        of("redis", f"node-{number}", RedisMemoryAlarm()) for number in range(2 * COMPOSITE_ALARM_MEMBERS_MAXIMUM + 1)
    ]
    first, second = composites(many)

    assert (first.key, second.key) == ("redis-unhealthy", "redis-unhealthy-2")
    assert len(first.members) == len(second.members) == COMPOSITE_ALARM_MEMBERS_MAXIMUM
    assert notify_alone(many) == (many[-1],)
    assert [*keys(first), *keys(second), many[-1].key] == [each.key for each in many]


def test_any_member_sets_the_composite_alarm_off() -> None:
    """In the syntax of CloudWatch."""
    assert rule(["orion-a", "orion-b"]) == 'ALARM("orion-a") OR ALARM("orion-b")'


def test_the_longest_rule_is_not_too_long() -> None:
    """Of as many alarms as a rule takes, with the longest names."""
    config = parse({**whole_config("prod"), "redis": {"shards": 40, "replicas_per_shard": 1}})
    longest = max(len(f"{'p' * 34}-dr-{each.key}") for each in of_nodes(primary_site(config)))

    assert len(rule(["n" * longest] * COMPOSITE_ALARM_MEMBERS_MAXIMUM)) <= CHARACTERS_MAXIMUM


def test_every_subject_is_described() -> None:
    """The description is in the notification."""
    assert set(DESCRIPTIONS) == set(get_args(Subject))

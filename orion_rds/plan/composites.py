"""The composite alarms of one region: one for the alarms of each subject.

A composite alarm notifies when its first member goes off, and does not notify for further members. With a single
composite alarm, the lag of a reader would hide that the writer is out of connections.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from orion_rds.facts.alarms import Subject
from orion_rds.facts.limits import COMPOSITE_ALARM_MEMBERS_MAXIMUM
from orion_rds.plan.alarms import AlarmSpec

DESCRIPTIONS: Mapping[Subject, str] = MappingProxyType({
    "writer": "The writer is unhealthy.",
    "readers": "A reader is unhealthy.",
    "instances": "An instance has more active sessions than it can serve.",
    "redis": "Redis is unhealthy.",
    "redis-memory": "A node of Redis is almost full.",
    "redis-evictions": "Redis evicts keys.",
    "redis-replication": "A replica of Redis lags behind.",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Composite:
    """A composite alarm that goes off with any of its members, and notifies for them."""

    key: str
    """Last part of its names in Pulumi and AWS, such as `writer-unhealthy`."""

    description: str
    members: tuple[AlarmSpec, ...]


def composites(specs: Sequence[AlarmSpec]) -> tuple[Composite, ...]:
    """Return the composite alarms. An alarm that is the only one of its subject notifies by itself, without a composite
    alarm.
    """
    return tuple(composite for subject in DESCRIPTIONS for composite in _of_subject(subject, specs))


def notify_alone(specs: Sequence[AlarmSpec]) -> tuple[AlarmSpec, ...]:
    """Return the alarms that notify by themselves."""
    members = {spec.key for composite in composites(specs) for spec in composite.members}
    return tuple(spec for spec in specs if spec.notifies and spec.key not in members)


def rule(alarm_names: Sequence[str]) -> str:
    """Return the rule of a composite alarm that goes off with any of these alarms."""
    return " OR ".join(f'ALARM("{name}")' for name in alarm_names)


def _of_subject(subject: Subject, specs: Sequence[AlarmSpec]) -> Iterator[Composite]:
    """Yield the composite alarms of a subject: several, if it has more members than one rule allows."""
    members = [spec for spec in specs if spec.subject == subject]
    for number, start in enumerate(range(0, len(members), COMPOSITE_ALARM_MEMBERS_MAXIMUM), start=1):
        some = members[start : start + COMPOSITE_ALARM_MEMBERS_MAXIMUM]
        if len(some) > 1:
            key = f"{subject}-unhealthy" if number == 1 else f"{subject}-unhealthy-{number}"
            yield Composite(key, f"{DESCRIPTIONS[subject]} The alarms in the rule name the problem.", tuple(some))

"""Refusals of changed names within a section: those of rules for traffic, instances and notified topics.

Pulumi creates a resource with the new name before it deletes the one with the old name. If AWS does not allow both at
once, the change is refused.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from orion_rds.config import Problem, Refusal
from orion_rds.config.network import SOURCES_REPEATED
from orion_rds.facts import limits, references


def _source(*, source: str, before: str, after: str) -> None: ...
def _at_once(*, count: int, maximum: int) -> None: ...
def _adopted(*, identifier: str, before: str) -> None: ...
def _moved(*, identifier: str, zone: str) -> None: ...


SOURCE_RENAMED = Refusal(
    "source-renamed",
    why="The rule for `{source}` is named `{before}`, and would be named `{after}`. AWS refuses a second rule for a "
    "source, and the new one would be created before the old one is deleted.",
    fix="Write `rule_name: {before}` in the source; its name in `allow_from` may be any.",
    source=references.EC2_INGRESS,
    fields=_source,
)
INSTANCES_AT_ONCE = Refusal(
    "instances-at-once",
    why="Instances with new names are created before the others are deleted. That makes {count} instances at once, and "
    "the cluster has up to {maximum}.",
    fix="Remove instances and deploy; then add the new ones.",
    source=references.AURORA_REPLICATION,
    fields=_at_once,
)
ADOPTED_INSTANCE_RENAMED = Refusal(
    "adopted-instance-renamed",
    why="The instance `{identifier}` is named `{before}`. With another name a second instance would be created first, "
    "and AWS accepts the identifier once.",
    fix="Write it under `{before}`, in `instances` too.",
    source=references.CREATE_DB_INSTANCE,
    fields=_adopted,
)
ADOPTED_INSTANCE_MOVED = Refusal(
    "adopted-instance-moved",
    why="The instance `{identifier}` is in {zone}, and AWS moves none. Another one would be created first, and AWS "
    "accepts the identifier once.",
    fix="Write `{zone}`, or leave it out. To have an instance in another zone, add one under another name; then take "
    "this one out of `instances` and of `adopt.instances`.",
    source=references.CREATE_DB_INSTANCE,
    fields=_moved,
)
TOPICS_AT_ONCE = Refusal(
    "topics-at-once",
    why="New topics are added to the rules for backup events before others are removed. That makes {count} targets at "
    "once, and a rule has up to {maximum}.",
    fix="Remove topics and deploy; then add the new ones.",
    source=references.EVENTBRIDGE_QUOTAS,
    fields=_at_once,
)

SOURCES: Mapping[str, str] = {
    "cluster": "network.allow_from",
    "disaster_recovery": "disaster_recovery.network.allow_from",
    "redis": "redis.network.allow_from",
}
"""Section to the path of its sources, which are recorded by the names of their rules."""

TOPICS = ("alarms.topic_arns", "disaster_recovery.topic_arns")
"""Paths of the topics that backup events notify."""

INSTANCES = "instances"
"""Path of the instances, which are recorded by their names, with the identifiers of adopted ones."""


def source_problems(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a problem for each source that would have two rules in AWS. Plain sources are checked before; only outputs
    can be new here.
    """
    for section, path in SOURCES.items():
        was, given = _setting(before, section, path), _setting(after, section, path)
        rules = {source: rule for rule, source in was.items()}
        seen: dict[object, str] = {}
        for rule, source in given.items():
            if not isinstance(source, str):
                continue
            if (first := seen.setdefault(source, rule)) != rule:
                yield SOURCES_REPEATED.problem(path, given, one=first, other=rule)
            elif rules.get(source, rule) != rule:
                yield SOURCE_RENAMED.problem(path, source, source=source, before=rules[source], after=rule)


def instance_problems(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a problem for instances that AWS does not allow at the same time."""
    was, given = _setting(before, "cluster", INSTANCES), _setting(after, "cluster", INSTANCES)
    count = len(was.keys() | given.keys())
    allowed = limits.GLOBAL_PRIMARY_INSTANCES if "disaster_recovery" in before else limits.INSTANCES
    if given.keys() - was.keys() and count not in allowed:
        yield INSTANCES_AT_ONCE.problem(INSTANCES, len(given), count=count, maximum=int(allowed.maximum))
    names = {identifier: name for name, identifier in was.items() if identifier}
    for name, identifier in given.items():
        if (own := names.get(identifier, name)) != name:
            path = ("adopt", INSTANCES, name)
            yield ADOPTED_INSTANCE_RENAMED.problem(path, identifier, identifier=identifier, before=own)


def zone_problems(
    before: Mapping[str, Any], after: Mapping[str, Any], zone_of: Callable[[str], str | None]
) -> Iterator[Problem]:
    """Yield a problem for each adopted instance whose configured zone is not its actual zone.

    `before` and `after` are the settings of the cluster. `zone_of` returns the zone of an instance; None if it does not
    exist.
    """
    for name, identifier in after[INSTANCES].items():
        path = zone_path(name)
        given = after.get(path)
        if not isinstance(given, str) or given == before.get(path):
            continue
        if identifier and (zone := zone_of(identifier)) and zone != given:
            path = (INSTANCES, name, "availability_zone")
            yield ADOPTED_INSTANCE_MOVED.problem(path, given, identifier=identifier, zone=zone)


def zone_path(name: str) -> str:
    """Return the path of the zone of an instance."""
    return f"{INSTANCES}.{name}.availability_zone"


def topic_problems(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a problem for topics that an EventBridge rule cannot have at the same time."""
    for path in TOPICS:
        was, given = (set(_settings(each, "backup.copies").get(path) or ()) for each in (before, after))
        count, maximum = len(was | given), limits.RULE_TARGETS_MAXIMUM
        if given - was and count > maximum:
            yield TOPICS_AT_ONCE.problem(path, sorted(given), count=count, maximum=maximum)


def _settings(sections: Mapping[str, Any], section: str) -> Mapping[str, Any]:
    return sections.get(section, {"settings": {}})["settings"]


def _setting(sections: Mapping[str, Any], section: str, path: str) -> Mapping[str, Any]:
    return _settings(sections, section).get(path) or {}

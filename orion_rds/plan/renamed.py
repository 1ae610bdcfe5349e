"""Names within a section that a deployment changes: those of rules for traffic, and those of instances.

Pulumi creates what has a new name before it deletes what had the old one. Where AWS does not have both at once, the
change is refused.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from orion_rds.config import Problem, Refusal
from orion_rds.config.network import SOURCES_REPEATED
from orion_rds.facts import limits, references


def _source(*, source: str, before: str, after: str) -> None: ...
def _instances(*, count: int, maximum: int) -> None: ...
def _adopted(*, identifier: str, before: str) -> None: ...


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
    fields=_instances,
)
ADOPTED_INSTANCE_RENAMED = Refusal(
    "adopted-instance-renamed",
    why="The instance `{identifier}` is named `{before}`. With another name a second instance would be created first, "
    "and AWS accepts the identifier once.",
    fix="Write it under `{before}`, in `instances` too.",
    source=references.CREATE_DB_INSTANCE,
    fields=_adopted,
)

SOURCES: Mapping[str, str] = {
    "cluster": "network.allow_from",
    "disaster_recovery": "disaster_recovery.network.allow_from",
    "redis": "redis.network.allow_from",
}
"""Section to the path of its sources, which are recorded by the names of their rules."""

INSTANCES = "instances"
"""Path of the instances, which are recorded by their names, with the identifiers of adopted ones."""


def source_problems(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a problem for each source of which AWS would have two rules. Only the values of outputs are news here."""
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
    """Yield a problem for instances that AWS would not have at once."""
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


def _setting(sections: Mapping[str, Any], section: str, path: str) -> Mapping[str, Any]:
    return sections.get(section, {"settings": {}})["settings"].get(path) or {}

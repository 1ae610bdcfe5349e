"""Refusal of resources that this component created and that are now passed in: Pulumi would delete them at the end of
the deployment.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from orion_rds.config import Problem, Refusal
from orion_rds.facts import references


def _given(*, name: str) -> None: ...


CREATED_GIVEN = Refusal(
    "created-given",
    why="This component created `{name}`. Passed in, it is no longer one of its resources, and Pulumi deletes it at "
    "the end of the deployment, or fails as it is in use.",
    fix="Leave the setting out, or write another one than that of this component.",
    source=references.PULUMI_RESOURCE_NAMES,
    fields=_given,
)

PASSED_IN: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({
    "aws:rds/subnetGroup:SubnetGroup": (
        ("cluster", "network.subnet_group_name"),
        ("disaster_recovery", "disaster_recovery.network.subnet_group_name"),
    ),
    "aws:elasticache/subnetGroup:SubnetGroup": (("redis", "redis.network.subnet_group_name"),),
    "aws:sns/topic:Topic": (
        ("cluster", "alarms.topic_arns"),
        ("cluster", "events.topic_arn"),
        ("disaster_recovery", "disaster_recovery.topic_arns"),
        ("redis", "redis.events.topic_arn"),
        ("backup.copies", "backup.copies.topic_arn"),
    ),
})  # fmt: skip
"""Resource type to the section and path of each setting that can name such a resource."""


def given_again_problems(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a problem for each setting that names a resource which the last deployment created and this one does not
    create.
    """
    for kind, settings in PASSED_IN.items():
        gone = _names(before, kind) - _names(after, kind)
        for section, path in settings:
            value = after["sections"].get(section, {"settings": {}})["settings"].get(path)
            for each in cast("list[object]", value) if isinstance(value, list) else [value]:
                # For an ARN, its last part.
                if isinstance(each, str) and (name := each.rpartition(":")[2]) in gone:
                    yield CREATED_GIVEN.problem(path, each, name=name)


def _names(recorded: Mapping[str, Any], kind: str) -> set[str]:
    """Return the names of one kind that a deployment creates, without their regions."""
    return {name.rpartition(" ")[2] for name in recorded["names"].get(kind, ())}

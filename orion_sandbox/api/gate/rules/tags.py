"""Tags. Every service has the same limits, and a code of its own."""

from collections.abc import Iterator, Mapping
from typing import Any

from orion_sandbox.api import references
from orion_sandbox.api.gate.rule import Check, Request, Row, Rule, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.limits import TAG_KEY_CHARACTERS, TAG_VALUE_CHARACTERS, TAGS

RESERVED_PREFIX = "aws:"

MAPPINGS = ("tags", "Tags", "BackupPlanTags", "BackupVaultTags")
"""Members whose tags are a mapping."""

TAGGED = {
    "backup": ("CreateBackupVault", "CreateBackupPlan", "TagResource"),
    "cloudwatch": ("PutMetricAlarm", "PutCompositeAlarm", "TagResource"),
    "ec2": ("CreateSecurityGroup", "CreateTags"),
    "elasticache": (
        "CreateReplicationGroup",
        "CreateCacheSubnetGroup",
        "CreateCacheParameterGroup",
        "CreateUser",
        "CreateUserGroup",
        "AddTagsToResource",
    ),
    "events": ("PutRule", "TagResource"),
    "iam": ("CreateRole", "TagRole", "CreatePolicy", "TagPolicy"),
    "kms": ("CreateKey", "TagResource"),
    "logs": ("CreateLogGroup", "TagResource"),
    "rds": (
        "CreateDBCluster",
        "CreateDBInstance",
        "CreateDBSubnetGroup",
        "CreateDBClusterParameterGroup",
        "CreateDBParameterGroup",
        "CreateGlobalCluster",
        "CreateEventSubscription",
        "AddTagsToResource",
    ),
    "secretsmanager": ("CreateSecret", "TagResource"),
    "sns": ("CreateTopic", "TagResource"),
}
"""The operations that take tags."""

TOO_MANY = {
    "backup": "InvalidParameterValueException",
    "cloudwatch": "InvalidParameterValue",
    "ec2": "TagLimitExceeded",
    "elasticache": "TagQuotaPerResourceExceeded",
    "events": "ValidationException",
    "rds": "InvalidParameterValue",
    "secretsmanager": "InvalidParameterException",
    "sns": "TagLimitExceeded",
}
TOO_LONG = {
    "backup": "InvalidParameterValueException",
    "ec2": "InvalidParameterValue",
    "elasticache": "InvalidParameterValue",
    "rds": "InvalidParameterValue",
}
RESERVED = {
    "backup": "InvalidParameterValueException",
    "cloudwatch": "InvalidParameterValue",
    "ec2": "InvalidParameterValue",
    "elasticache": "InvalidParameterValue",
    "events": "ValidationException",
    "iam": "InvalidInput",
    "kms": "TagException",
    "logs": "InvalidParameterException",
    "rds": "InvalidParameterValue",
    "secretsmanager": "InvalidParameterException",
    "sns": "InvalidParameter",
}
"""Codes by service. Where a service is missing, its model states the limit (`constraints.py`)."""


def _tags(request: Request) -> Iterator[tuple[str, str]]:
    """Yield keys and values of lists of pairs, of mappings and of EC2's lists of lists."""
    for holder in (request, *request.get("TagSpecifications", ())):
        tags: Any = holder.get("Tags") or ()
        for pair in () if isinstance(tags, Mapping) else tags:
            yield pair.get("Key", pair.get("TagKey", "")), pair.get("Value", pair.get("TagValue", ""))
    for member in MAPPINGS:
        named: Any = request.get(member) or {}
        if isinstance(named, Mapping):
            yield from named.items()


def _too_many(request: Request, _state: State) -> str | None:
    count = len({key for key, _ in _tags(request)})
    return None if count in TAGS else f"A resource can have at most {TAGS.maximum} tags: {count}"


def _reserved(request: Request, _state: State) -> str | None:
    keys = [key for key, _ in _tags(request) if key.lower().startswith(RESERVED_PREFIX)]
    return f"Tag keys starting with 'aws:' are reserved for internal use: {keys[0]}" if keys else None


def _too_long(request: Request, _state: State) -> str | None:
    for key, value in _tags(request):
        if len(key) not in TAG_KEY_CHARACTERS or len(value or "") not in TAG_VALUE_CHARACTERS:
            return (
                f"Tag {key[:40]!r} is invalid: a key has 1 to {TAG_KEY_CHARACTERS.maximum} characters, "
                f"a value at most {TAG_VALUE_CHARACTERS.maximum}"
            )
    return None


_CHECKS: tuple[tuple[str, Mapping[str, str], str, Check], ...] = (
    ("tags-too-many", TOO_MANY, f"more than {TAGS.maximum} tags in one call", _too_many),
    ("tags-reserved", RESERVED, f"a tag whose key begins with `{RESERVED_PREFIX}`", _reserved),
    (
        "tags-too-long",
        TOO_LONG,
        f"a tag without a key, or with more than {TAG_KEY_CHARACTERS.maximum} characters in its key or "
        f"{TAG_VALUE_CHARACTERS.maximum} in its value",
        _too_long,
    ),
)


def _rules(service: str) -> tuple[Rule, ...]:
    rows = (
        Row(key, TAGGED[service], codes[service], refused, check, references.TAGS)
        for key, codes, refused, check in _CHECKS
        if service in codes
    )
    return table(service, *rows)


RULES = tuple(rule for service in TAGGED for rule in _rules(service))

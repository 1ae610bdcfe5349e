"""Tags, which every service limits in the same way and refuses with a code of its own."""

from collections.abc import Iterator, Mapping
from typing import Any

from orion_rds.facts.limits import TAG_KEY_MAXIMUM, TAG_VALUE_MAXIMUM, TAGS_MAXIMUM
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Check, Request, Rules
from orion_sandbox.api.gate.state import State

RESERVED_PREFIX = "aws:"

MAPPINGS = ("tags", "Tags", "BackupPlanTags", "BackupVaultTags")
"""Members that are mappings, in some services."""

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
"""Each service's code. Where one is not named, the service's model states the limit (`constraints.py`)."""


def _tags(request: Request) -> Iterator[tuple[str, str]]:
    """Lists of pairs, mappings, and EC2's lists of lists."""
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
    return f"A resource can have at most {TAGS_MAXIMUM} tags: {count}" if count > TAGS_MAXIMUM else None


def _reserved(request: Request, _state: State) -> str | None:
    keys = [key for key, _ in _tags(request) if key.lower().startswith(RESERVED_PREFIX)]
    return f"Tag keys starting with 'aws:' are reserved for internal use: {keys[0]}" if keys else None


def _too_long(request: Request, _state: State) -> str | None:
    for key, value in _tags(request):
        if not key or len(key) > TAG_KEY_MAXIMUM or len(value or "") > TAG_VALUE_MAXIMUM:
            return (
                f"Tag {key[:40]!r} is invalid: a key has 1 to {TAG_KEY_MAXIMUM} characters, "
                f"a value at most {TAG_VALUE_MAXIMUM}"
            )
    return None


_CHECKS: tuple[tuple[str, Mapping[str, str], str, Check], ...] = (
    ("tags-too-many", TOO_MANY, f"more than {TAGS_MAXIMUM} tags in one call", _too_many),
    ("tags-reserved", RESERVED, f"a tag whose key begins with `{RESERVED_PREFIX}`", _reserved),
    (
        "tags-too-long",
        TOO_LONG,
        f"a tag without a key, or with more than {TAG_KEY_MAXIMUM} characters in its key or {TAG_VALUE_MAXIMUM} in its "
        "value",
        _too_long,
    ),
)


def _rules(service: str) -> Rules:
    rules = Rules(service)
    for key, codes, refused, check in _CHECKS:
        if service in codes:
            rules.refuse(key, TAGGED[service], codes[service], refused, sources.TAGS)(check)
    return rules


RULES = [_rules(service) for service in TAGGED]

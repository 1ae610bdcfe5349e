"""Tags. All services have the same limits, each with its own error code."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from orion_sandbox.api import references
from orion_sandbox.api.gate.rule import Request, Row, Rule, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.limits import TAG_KEY_CHARACTERS, TAG_VALUE_CHARACTERS, TAGS

RESERVED_PREFIX = "aws:"

MAPPINGS = ("tags", "Tags", "BackupPlanTags", "BackupVaultTags")
"""Members whose tags are a mapping."""


class Tagging(NamedTuple):
    """The operations of a service that take tags, and its error codes; without a code, its model has the limit."""

    operations: tuple[str, ...]
    reserved: str
    too_many: str = ""
    too_long: str = ""


SERVICES: Mapping[str, Tagging] = {
    "backup": Tagging(
        ("CreateBackupVault", "CreateBackupPlan", "TagResource"),
        "InvalidParameterValueException", "InvalidParameterValueException", "InvalidParameterValueException"),
    "cloudwatch": Tagging(
        ("PutMetricAlarm", "PutCompositeAlarm", "TagResource"), "InvalidParameterValue", "InvalidParameterValue"),
    "ec2": Tagging(
        ("CreateSecurityGroup", "CreateTags"), "InvalidParameterValue", "TagLimitExceeded", "InvalidParameterValue"),
    "elasticache": Tagging(
        ("CreateReplicationGroup", "CreateCacheSubnetGroup", "CreateCacheParameterGroup", "CreateUser",
         "CreateUserGroup", "AddTagsToResource"),
        "InvalidParameterValue", "TagQuotaPerResourceExceeded", "InvalidParameterValue"),
    "events": Tagging(("PutRule", "TagResource"), "ValidationException", "ValidationException"),
    "iam": Tagging(("CreateRole", "TagRole", "CreatePolicy", "TagPolicy"), "InvalidInput"),
    "kms": Tagging(("CreateKey", "TagResource"), "TagException"),
    "logs": Tagging(("CreateLogGroup", "TagResource"), "InvalidParameterException"),
    "rds": Tagging(
        ("CreateDBCluster", "CreateDBInstance", "CreateDBSubnetGroup", "CreateDBClusterParameterGroup",
         "CreateDBParameterGroup", "CreateGlobalCluster", "CreateEventSubscription", "AddTagsToResource"),
        "InvalidParameterValue", "InvalidParameterValue", "InvalidParameterValue"),
    "secretsmanager": Tagging(
        ("CreateSecret", "TagResource"), "InvalidParameterException", "InvalidParameterException"),
    "sns": Tagging(("CreateTopic", "TagResource"), "InvalidParameter", "TagLimitExceeded"),
    "ssm": Tagging(("PutParameter", "AddTagsToResource"), "ValidationException", "TooManyTagsError"),
}  # fmt: skip


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


def _rules(service: str, tagging: Tagging) -> tuple[Rule, ...]:
    rows = (
        Row("tags-too-many", tagging.operations, tagging.too_many, f"more than {TAGS.maximum} tags in one call",
            _too_many, references.TAGS),
        Row("tags-reserved", tagging.operations, tagging.reserved, f"a tag whose key begins with `{RESERVED_PREFIX}`",
            _reserved, references.TAGS),
        Row("tags-too-long", tagging.operations, tagging.too_long,
            f"a tag without a key, or with more than {TAG_KEY_CHARACTERS.maximum} characters in its key or "
            f"{TAG_VALUE_CHARACTERS.maximum} in its value", _too_long, references.TAGS),
    )  # fmt: skip
    return table(service, *(row for row in rows if row.code))


RULES = tuple(rule for service, tagging in SERVICES.items() for rule in _rules(service, tagging))

"""Tags, which every service limits in the same way and refuses with a code of its own."""

from collections.abc import Iterator
from typing import Any

from orion_rds.facts.limits import TAG_KEY_MAXIMUM, TAG_VALUE_MAXIMUM, TAGS_MAXIMUM
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Check, Request, Rules
from orion_sandbox.api.gate.state import State

RESERVED = "aws:"

TAGGING = {
    "ec2": (("CreateSecurityGroup", "CreateTags"), "TagLimitExceeded", "InvalidParameterValue"),
    "iam": (("CreateRole", "TagRole"), "LimitExceeded", "InvalidInput"),
    "logs": (("CreateLogGroup", "TagResource"), "TooManyTagsException", "InvalidParameterException"),
    "rds": (
        ("CreateDBCluster", "CreateDBInstance", "CreateDBSubnetGroup", "CreateDBClusterParameterGroup",
         "CreateDBParameterGroup", "AddTagsToResource"),
        "InvalidParameterValue", "InvalidParameterValue",
    ),
    "secretsmanager": (("CreateSecret", "TagResource"), "InvalidParameterException", "InvalidParameterException"),
}  # fmt: skip
"""The operations that take tags, the code for too many, and the code for wrong ones."""


def _tags(request: Request) -> Iterator[tuple[str, str]]:
    """Lists of pairs, mappings, and EC2's lists of lists."""
    for holder in (request, *request.get("TagSpecifications", ())):
        for pair in holder.get("Tags", ()):
            yield pair.get("Key", ""), pair.get("Value", "")
    named: dict[str, Any] = request.get("tags", {})
    yield from named.items()


def _too_many(request: Request, _state: State) -> str | None:
    count = len({key for key, _ in _tags(request)})
    return f"A resource can have at most {TAGS_MAXIMUM} tags: {count}" if count > TAGS_MAXIMUM else None


def _reserved(request: Request, _state: State) -> str | None:
    keys = [key for key, _ in _tags(request) if key.lower().startswith(RESERVED)]
    return f"Tag keys starting with 'aws:' are reserved for internal use: {keys[0]}" if keys else None


def _too_long(request: Request, _state: State) -> str | None:
    for key, value in _tags(request):
        if not key or len(key) > TAG_KEY_MAXIMUM or len(value or "") > TAG_VALUE_MAXIMUM:
            return (
                f"Tag {key[:40]!r} is invalid: a key has 1 to {TAG_KEY_MAXIMUM} characters, "
                f"a value at most {TAG_VALUE_MAXIMUM}"
            )
    return None


def _rules(service: str, operations: tuple[str, ...], too_many: str, wrong: str) -> Rules:
    rules = Rules(service)
    checks: dict[str, tuple[str, str, Check]] = {
        "tags-too-many": (too_many, f"more than {TAGS_MAXIMUM} tags in one call", _too_many),
        "tags-reserved": (wrong, "a tag whose key begins with `aws:`", _reserved),
        "tags-too-long": (
            wrong,
            f"a tag with no key, a key of more than {TAG_KEY_MAXIMUM} or a value of more than {TAG_VALUE_MAXIMUM} "
            "characters",
            _too_long,
        ),
    }
    for key, (code, refused, check) in checks.items():
        rules.refuse(key, operations, code, refused, sources.TAGS)(check)
    return rules


RULES = [_rules(service, *row) for service, row in TAGGING.items()]

"""Policy documents."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

import pulumi
from pydantic import PlainSerializer, PlainValidator

from orion_rds.config.checks import MAPPING
from orion_rds.config.printable import printable
from orion_rds.config.refusal import Refusal
from orion_rds.config.str_input import RESOURCE_GIVEN
from orion_rds.facts import references

POLICY_STATEMENT = Refusal(
    "policy-statement",
    why="It is no policy: those have a `Statement`.",
    fix="Write `Version` and `Statement`, as in AWS's own policies.",
    source=references.IAM_POLICY,
)
POLICY_VALUE = Refusal(
    "policy-value",
    why="A policy is JSON, which has no such value.",
    fix="Write mappings, lists, texts, numbers and switches; values may be outputs.",
    source=references.IAM_POLICY,
)


def _document(value: object) -> object:
    if not isinstance(value, Mapping):
        raise MAPPING(value)
    document = cast("Mapping[object, object]", value)
    if "Statement" not in document:
        raise POLICY_STATEMENT(document)
    return _checked(document)


def _checked(value: object) -> object:
    """Copy what JSON has, and outputs: a caller may change what was given."""
    if value is None or isinstance(value, str | int | float | pulumi.Output):
        return cast("object", value)
    if isinstance(value, Mapping):
        return {str(key): _checked(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, list | tuple):
        return [_checked(item) for item in cast("Sequence[object]", value)]
    raise (RESOURCE_GIVEN if isinstance(value, pulumi.Resource) else POLICY_VALUE)(value)


PolicyDocument = Annotated[
    Mapping[str, Any],
    PlainValidator(_document, json_schema_input_type=Mapping[str, Any]),
    PlainSerializer(printable, when_used="json"),
]
"""A policy as AWS writes it, `{Version, Statement}`; values in it may be outputs."""

"""Policy documents."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

import pulumi
from pydantic import PlainSerializer, PlainValidator

from orion_rds.config.printable import printable
from orion_rds.config.refusals import refuse


def _document(value: object) -> object:
    if not isinstance(value, Mapping):
        raise refuse("mapping", value)
    document = cast("Mapping[object, object]", value)
    if "Statement" not in document:
        raise refuse("policy-statement", document)
    return _checked(document)


def _checked(value: object) -> object:
    """Copy what JSON has, and outputs: a caller may change what was given."""
    if value is None or isinstance(value, str | int | float | pulumi.Output):
        return cast("object", value)
    if isinstance(value, Mapping):
        return {str(key): _checked(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, list | tuple):
        return [_checked(item) for item in cast("Sequence[object]", value)]
    raise refuse("resource-given" if isinstance(value, pulumi.Resource) else "policy-value", value)


PolicyDocument = Annotated[
    Mapping[str, Any],
    PlainValidator(_document, json_schema_input_type=Mapping[str, Any]),
    PlainSerializer(printable, when_used="json"),
]
"""A policy as AWS writes it, `{Version, Statement}`; values in it may be outputs."""

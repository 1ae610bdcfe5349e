"""Conversion of values between Pulumi's camelCase and AWS's members, by botocore's model of the service."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

from orion_sandbox.providers.calls import Refused


def to_aws(shape: Any, value: Any, where: str) -> Any:
    """Return `value` in the form of AWS's `shape` (a botocore `Shape`).

    Raises:
        Refused: A member is unknown; the message names `where` it is.
    """
    match shape.type_name:
        case "structure":
            members = {key: _member(shape, key, where) for key, item in value.items() if item is not None}
            return {name: to_aws(shape.members[name], value[key], f"{where}.{key}") for key, name in members.items()}
        case "list":
            return [to_aws(shape.member, item, f"{where}[{index}]") for index, item in enumerate(value)]
        case "integer" | "long":
            return int(value)
        case "double" | "float":
            return float(value)
        case _:
            return value


def from_aws(value: Any) -> Any:
    """Return botocore's value with Pulumi's camelCase keys, and only types that Pulumi supports."""
    if isinstance(value, Mapping):
        return {key[0].lower() + key[1:]: from_aws(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_aws(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return value


def tags_from_aws(tags: Any) -> dict[str, str]:
    """Return tags as a mapping, from a service's list of pairs or mapping."""
    if isinstance(tags, Mapping):
        return dict(tags)
    return {tag["Key"]: tag["Value"] for tag in tags or ()}


def document_text(document: Any) -> str:
    """Return a policy document as text; boto3 has decoded those of some services."""
    return document if isinstance(document, str) else json.dumps(document)


def same_document(wanted: str, actual: str) -> bool:
    """Whether two JSON texts hold the same document."""
    try:
        return bool(json.loads(wanted) == json.loads(actual))
    except ValueError:
        return False


def _member(shape: Any, key: str, where: str) -> str:
    for member in shape.members:
        if member.lower() == key.lower():
            return member
    raise Refused(f"{where}.{key}: AWS's {shape.name} has no such member")

"""What a setting takes, in words."""

from typing import Any, cast, get_args

import pulumi
from pydantic.fields import FieldInfo

WORDS = {
    "array": "list",
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
    "object": "mapping",
    "string": "text",
}


def kind(field: FieldInfo, schema: dict[str, Any]) -> str:
    """Tell what a field takes; `schema` is its part of the JSON Schema."""
    words = " or ".join(dict.fromkeys(_words(schema)))
    return f"{words}, or an output" if _takes_outputs(field.annotation) else words


def _words(schema: dict[str, Any]) -> list[str]:
    if "anyOf" in schema:
        return [word for part in schema["anyOf"] for word in _words(part)]
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return [f"[{name}](#{name.lower()})"]
    if "const" in schema:
        return [f"`{schema['const']}`"]
    if "enum" in schema:
        return [", ".join(f"`{value}`" for value in schema["enum"])]
    return [] if schema["type"] == "null" else [_plain(schema)]


def _plain(schema: dict[str, Any]) -> str:
    word = WORDS[schema["type"]]
    if "items" in schema:
        return f"list of {' or '.join(_words(schema['items']))}"
    if "minimum" in schema:
        return f"{word}, {schema['minimum']:.10g} to {schema['maximum']:.10g}"
    inner = [schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()]
    words = [word for part in inner if isinstance(part, dict) for word in _words(cast("dict[str, Any]", part))]
    return f"mapping of names to {' or '.join(words)}" if words else word


def _takes_outputs(annotation: Any) -> bool:
    """Whether the setting itself may be an output, or what it lists."""
    inner = get_args(annotation)
    return pulumi.Output in {annotation, getattr(annotation, "__origin__", None)} or any(map(_takes_outputs, inner))

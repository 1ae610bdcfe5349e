"""The page of settings."""

import json
from collections.abc import Iterator
from inspect import getdoc
from typing import Any, cast, get_args

from pydantic.fields import FieldInfo

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.loading import SMALLEST
from orion_rds.config.pulumi_types import Output
from orion_rds.config.section import Section, field_docs
from orion_rds.config.setting_paths import sections_below
from scripts.pages.examples import EXAMPLES
from scripts.pages.markdown import GENERATED, rows

INTRODUCTION = """\
# Configuration

One block of a stack file, or one mapping in Python, configures a database. It is checked before any resource is
created: [every problem](refusals.md) is reported at once, with a fix. No setting is a secret.

A setting that accepts an output accepts the value of another resource in Python. A null is a setting left out.
"""


_WORDS = {
    "array": "list",
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
    "object": "mapping",
    "string": "text",
}


def settings() -> str:
    """Return the page."""
    examples = [("The smallest configuration", f"config:\n{SMALLEST}\n"), *EXAMPLES]
    blocks = [f"## {title}\n\n```yaml\n{yaml}```\n" for title, yaml in examples]
    return "\n".join([GENERATED, INTRODUCTION, *blocks, *map(_section, _sections())])


def _sections(section: type[Section] = DatabaseConfig) -> Iterator[type[Section]]:
    """Yield every section, each followed by those below it. None is in two places."""
    yield section
    for below in sections_below(section):
        yield from _sections(below)


def _section(section: type[Section]) -> str:
    schemas: dict[str, Any] = section.model_json_schema()
    properties = schemas.get("properties") or _mapping(schemas)["properties"]
    lines = [
        (f"`{name}`", _kind(field, properties[name]), _default(field, properties[name]), field_docs(section)[name])
        for name, field in section.model_fields.items()
    ]
    table = rows(("Setting", "Type", "Default", "Description"), lines)
    return f"## {section.__name__}\n\n{getdoc(section)}\n\n{table}"


def _mapping(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the mapping of a schema that has a short form too."""
    return next(form for form in schema["anyOf"] if "properties" in form)


def _default(field: FieldInfo, schema: dict[str, Any]) -> str:
    if field.is_required():
        return "**required**"
    if field.default_factory_takes_validated_data:
        return "depends"
    default = schema.get("default")
    return "" if default is None else f"`{default if isinstance(default, str) else json.dumps(default)}`"


def _kind(field: FieldInfo, schema: dict[str, Any]) -> str:
    """Return the type of a setting in words; `schema` is its part of the JSON Schema."""
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
    word = _WORDS[schema["type"]]
    if "items" in schema:
        return f"list of {' or '.join(_words(schema['items']))}"
    if "minimum" in schema:
        return f"{word}, {schema['minimum']:.10g} to {schema['maximum']:.10g}"
    inner = [schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()]
    words = [word for part in inner if isinstance(part, dict) for word in _words(cast("dict[str, Any]", part))]
    return f"mapping of names to {' or '.join(words)}" if words else word


def _takes_outputs(annotation: Any) -> bool:
    """Whether the setting, or an item of its list, may be an output."""
    inner = get_args(annotation)
    return Output in {annotation, getattr(annotation, "__origin__", None)} or any(map(_takes_outputs, inner))

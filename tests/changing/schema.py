"""The JSON Schema of the configuration as a tree of settings."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, cast

from orion_rds.config import DatabaseConfig

Schema = Mapping[str, Any]


@cache
def _whole() -> Schema:
    return DatabaseConfig.model_json_schema()


def root() -> Schema:
    """Return the schema of the whole configuration."""
    return _whole()


def forms(schema: Schema) -> list[Schema]:
    """Return the alternatives of a setting, references resolved, without null."""
    return [form for form in _forms(schema) if form.get("type") != "null"]


def is_nullable(schema: Schema) -> bool:
    """Whether the setting may be absent for good, as an optional section may."""
    return any(form.get("type") == "null" for form in _forms(schema))


def _forms(schema: Schema) -> Iterator[Schema]:
    if "$ref" in schema:
        yield from _forms(_whole()["$defs"][schema["$ref"].rpartition("/")[2]])
    elif "anyOf" in schema:
        for form in schema["anyOf"]:
            yield from _forms(form)
    else:
        yield schema


KINDS: Mapping[type[object], str] = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
}


def form_of(schema: Schema, value: object) -> Schema:
    """Return the alternative that a value has; the first one where there is no value."""
    found = forms(schema)
    fitting = [form for form in found if form.get("type") == KINDS.get(type(value))]
    if isinstance(value, Mapping):
        # A section has certain keys, and a mapping those of the user's choice.
        fitting.sort(key=lambda form: _has_keys_of(form, cast("Mapping[object, object]", value)), reverse=True)
    return [*fitting, *found][0]


def _has_keys_of(form: Schema, value: Mapping[object, object]) -> bool:
    return ("properties" in form) == (set(value) <= set(form.get("properties", ())))


def values_of(form: Schema) -> Schema | None:
    """Return the schema of the values of a mapping; None for another form."""
    patterns = [*form.get("patternProperties", {}).values()]
    more = form.get("additionalProperties")
    return next(iter(patterns), more if isinstance(more, Mapping) else None)

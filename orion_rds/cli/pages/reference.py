"""The page of settings."""

import json
from collections.abc import Iterator
from inspect import getdoc
from typing import Any

from pydantic.fields import FieldInfo

from orion_rds.cli.pages.examples import EXAMPLES
from orion_rds.cli.pages.kinds import kind
from orion_rds.cli.pages.markdown import GENERATED, rows
from orion_rds.config.database import DatabaseConfig
from orion_rds.config.loading import SMALLEST
from orion_rds.config.section import Section, field_docs
from orion_rds.config.setting_paths import sections_below

INTRODUCTION = """\
# Configuration

One block of a stack file, or one mapping in Python, says all there is to say about a database. It is checked before
anything is made: [every reason](refusals.md) comes at once, with what would be right. Nothing here is a secret.

Where a setting takes an output, a value of another resource can be passed in Python. A null is a setting left out.
"""


def reference() -> str:
    """Write the page."""
    examples = [("The smallest configuration", f"config:\n{SMALLEST}\n"), *EXAMPLES]
    shown = [f"## {title}\n\n```yaml\n{yaml}```\n" for title, yaml in examples]
    return "\n".join([GENERATED, INTRODUCTION, *shown, *map(_section, _sections())])


def _sections(section: type[Section] = DatabaseConfig) -> Iterator[type[Section]]:
    """Every section, each followed by those below it. None is in two places."""
    yield section
    for below in sections_below(section):
        yield from _sections(below)


def _section(section: type[Section]) -> str:
    schemas: dict[str, Any] = section.model_json_schema()
    properties = schemas.get("properties") or _mapping(schemas)["properties"]
    settings = [
        (f"`{name}`", kind(field, properties[name]), _default(field, properties[name]), field_docs(section)[name])
        for name, field in section.model_fields.items()
    ]
    table = rows(("Setting", "Takes", "Default", "Meaning"), settings)
    return f"## {section.__name__}\n\n{getdoc(section)}\n\n{table}"


def _mapping(schema: dict[str, Any]) -> dict[str, Any]:
    """Look behind a schema that has a short form too."""
    return next(form for form in schema["anyOf"] if "properties" in form)


def _default(field: FieldInfo, schema: dict[str, Any]) -> str:
    if field.is_required():
        return "**needed**"
    if field.default_factory_takes_validated_data:
        return "depends"
    default = schema.get("default")
    return "" if default is None else f"`{default if isinstance(default, str) else json.dumps(default)}`"

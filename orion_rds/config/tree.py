"""The tree of settings, as paths."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.problem import Path
from orion_rds.config.section import Section


def section_at(path: Path) -> type[Section]:
    """Give the section that a path leads to; the path must lead to one."""
    here: Any = DatabaseConfig
    for step in path:
        here = _below(here, step)
    return here


def field_at(path: Path) -> FieldInfo:
    """Give the setting that a path leads to; the path must lead to one."""
    return section_at(path[:-1]).model_fields[str(path[-1])]


def settings(section: type[Section] = DatabaseConfig, above: str = "") -> Iterator[str]:
    """Give the dotted path of every setting."""
    for name, field in section.model_fields.items():
        yield f"{above}{name}"
        inner = _unless_null(field.annotation)
        if isinstance(inner, type) and issubclass(inner, Section):
            yield from settings(inner, f"{above}{name}.")


def _below(here: Any, step: str | int) -> Any:
    if get_origin(here) is Mapping:
        return get_args(here)[1]
    return _unless_null(here.model_fields[str(step)].annotation)


def _unless_null(annotation: Any) -> Any:
    """Look through `X | None` at `X`."""
    inner = [part for part in get_args(annotation) if part is not type(None)]
    return inner[0] if type(None) in get_args(annotation) else annotation

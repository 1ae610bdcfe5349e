"""The tree of settings, as paths."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.problem import Path
from orion_rds.config.section import Section


def section_at(path: Path) -> type[Section] | None:
    """Give the section that a path leads to; nothing when it leads elsewhere."""
    here: Any = DatabaseConfig
    for step in path:
        here = _below(here, step)
    return here if isinstance(here, type) and issubclass(here, Section) else None


def field_at(path: Path) -> FieldInfo | None:
    """Give the setting that a path leads to; nothing when there is none."""
    section = section_at(path[:-1])
    return section.model_fields.get(str(path[-1])) if section and path else None


def settings(section: type[Section] = DatabaseConfig, above: str = "") -> Iterator[str]:
    """Give the dotted path of every setting."""
    for name, field in section.model_fields.items():
        yield f"{above}{name}"
        inner = _section_in(field.annotation)
        if isinstance(inner, type) and issubclass(inner, Section):
            yield from settings(inner, f"{above}{name}.")


def _below(here: Any, step: str | int) -> Any:
    if isinstance(here, type) and issubclass(here, Section):
        field = here.model_fields.get(str(step))
        return None if field is None else _section_in(field.annotation)
    if get_origin(here) is Mapping:
        return get_args(here)[1]
    return None


def _section_in(annotation: Any) -> Any:
    """Look through `X | None` at `X`."""
    inner = [part for part in get_args(annotation) if part is not type(None)]
    return inner[0] if type(None) in get_args(annotation) else annotation

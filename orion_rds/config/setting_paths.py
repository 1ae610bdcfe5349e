"""The tree of settings, as paths."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.problem import Path
from orion_rds.config.section import Section


def section_at(path: Path) -> type[Section]:
    """Give the section that a path leads to; the path must lead to one."""
    here: Any = DatabaseConfig
    for step in path:
        here = _below(here, step)
    return _sections(here)[0]


def field_at(path: Path) -> FieldInfo:
    """Give the setting that a path leads to; the path must lead to one."""
    return section_at(path[:-1]).model_fields[str(path[-1])]


def settings(section: type[Section] = DatabaseConfig, above: str = "") -> Iterator[str]:
    """Give the dotted path of every setting, but those in lists."""
    for name, field in section.model_fields.items():
        yield f"{above}{name}"
        for inner in _sections(field.annotation):
            yield from settings(inner, f"{above}{name}.")


def sections_below(section: type[Section]) -> list[type[Section]]:
    """Give the sections that the settings of a section may hold, those in lists and mappings too."""
    taken = [form for field in section.model_fields.values() for form in _forms(field.annotation)]
    return [below for form in taken for part in (form, *get_args(form)) for below in _sections(part)]


def _forms(annotation: Any) -> list[Any]:
    """Give the kinds of value that a setting takes, but null."""
    parts = get_args(annotation) if get_origin(annotation) in {Union, UnionType} else (annotation,)
    return [_bare(part) for part in parts if part is not type(None)]


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _sections(annotation: Any) -> list[type[Section]]:
    return [form for form in _forms(annotation) if isinstance(form, type) and issubclass(form, Section)]


def _below(here: Any, step: str | int) -> Any:
    for form in _forms(here):
        if get_origin(form) is (tuple if isinstance(step, int) else Mapping):
            return get_args(form)[0 if isinstance(step, int) else 1]
    return _sections(here)[0].model_fields[str(step)].annotation

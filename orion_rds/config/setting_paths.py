"""The tree of settings, as paths."""

from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.errors import Path
from orion_rds.config.section import Section


def section_at(path: Path, root: type[Section] = DatabaseConfig) -> type[Section]:
    """Return the section at a path below `root`. The path must be that of a section."""
    return _sections(_type_at(path, root))[0]


def sections_above(path: Path, root: type[Section] = DatabaseConfig) -> Iterator[tuple[Path, type[Section]]]:
    """Yield the section at a path and those above it, the innermost first, with their paths."""
    for length in range(len(path), -1, -1):
        yield from ((path[:length], section) for section in _sections(_type_at(path[:length], root)))


def required_settings(path: Path) -> Mapping[str, FieldInfo]:
    """Return the required settings of the section at a path; an empty mapping if there is no section."""
    fields = {
        name: field
        for section in _sections(_type_at(path, DatabaseConfig))
        for name, field in section.model_fields.items()
    }
    return {name: field for name, field in fields.items() if field.is_required()}


def settings(section: type[Section] = DatabaseConfig, above: str = "") -> Iterator[str]:
    """Yield the dotted path of every setting, except those in lists."""
    for name, field in section.model_fields.items():
        yield f"{above}{name}"
        for inner in _sections(field.annotation):
            yield from settings(inner, f"{above}{name}.")


def sections_below(section: type[Section]) -> list[type[Section]]:
    """Return the sections that the settings of a section may hold, including those in lists and mappings."""
    forms = [form for field in section.model_fields.values() for form in _forms(field.annotation)]
    return [below for form in forms for part in (form, *get_args(form)) for below in _sections(part)]


def _type_at(path: Path, root: type[Section]) -> Any:
    here: Any = root
    for step in path:
        here = _below(here, step)
    return here


def _forms(annotation: Any) -> list[Any]:
    """Return the types of a setting, except null."""
    parts = get_args(annotation) if get_origin(annotation) in {Union, UnionType} else (annotation,)
    return [_bare(part) for part in parts if part is not type(None)]


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _sections(annotation: Any) -> list[type[Section]]:
    return [form for form in _forms(annotation) if isinstance(form, type) and issubclass(form, Section)]


def _below(here: Any, step: str | int) -> Any:
    for section in _sections(here):
        if step in section.model_fields:
            return section.model_fields[str(step)].annotation
    return next((get_args(form)[-1] for form in _forms(here) if get_origin(form) in {Mapping, Sequence}), None)

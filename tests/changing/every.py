"""Every change of one setting of a configuration: another value, taken out, added."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from orion_rds.config import ConfigError
from orion_rds.config.errors import Path
from orion_rds.config.loading import of_stack
from tests.changing.beside import SECTIONS, WHOLE, beside
from tests.changing.change import ABSENT, ROOT, Change, Configuration, Edit, changed, value_at
from tests.changing.schema import Schema, form_of, is_nullable, root, values_of
from tests.changing.values import other_entries, other_items, other_values


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A change that is not valid, with the refusals of the configuration."""

    path: Path
    kind: str
    refusals: tuple[str, ...]


def every_change(config: Configuration, region: str) -> tuple[list[Change], list[Unreachable]]:
    """Return each change that is valid by itself, and each that is not.

    Args:
        config: The database's block of a stack file.
        region: The stack's own region.
    """
    found: list[Change] = []
    unreachable: list[Unreachable] = []
    for path, kind, values in _proposals(config, region):
        change = _first_valid(config, region, path, kind, values)
        if change is None:
            continue
        if isinstance(change, Change):
            found.append(change)
        else:
            unreachable.append(change)
    return found, unreachable


def refusals(config: Configuration, region: str) -> tuple[str, ...]:
    """Return the names of the refusals of a configuration; none for a valid one."""
    try:
        of_stack({ROOT: config, "aws:region": region}, ROOT)
    except ConfigError as error:
        return tuple(problem.refusal for problem in error.problems)
    return ()


def _first_valid(
    config: Configuration, region: str, path: Path, kind: str, values: Iterable[Any]
) -> Change | Unreachable | None:
    refused: tuple[str, ...] = ()
    for value in values:
        change = Change(path, kind, (Edit(path, value), *beside(config, path, value)))
        after = changed(config, change.edits)
        if after != config:
            refused = refusals(after, region)
            if not refused:
                return change
    return Unreachable(path, kind, refused) if refused or kind == "added" else None


Proposals = Iterator[tuple[Path, str, Iterable[Any]]]


def _proposals(config: Configuration, region: str) -> Proposals:
    effective = of_stack({ROOT: config, "aws:region": region}, ROOT).model_dump(mode="json")
    yield from _section((), root(), config, effective, region)


def _section(path: Path, form: Schema, config: Configuration, effective: Mapping[str, Any], region: str) -> Proposals:
    here = value_at(config, path)
    region = here.get("region", region) if isinstance(here, Mapping) and path else region
    required = form.get("required", ())
    for name, schema in form["properties"].items():
        below = (*path, name)
        written = value_at(config, below)
        if written is not ABSENT and name not in required:
            yield below, "left out", [ABSENT]
        yield from _setting(below, schema, config, effective, region)


def _setting(path: Path, schema: Schema, config: Configuration, effective: Mapping[str, Any], region: str) -> Proposals:
    written, current = value_at(config, path), value_at(effective, path)
    form = form_of(schema, current)
    for kind, value in WHOLE.get(".".join(map(str, path)), {}).items():
        yield path, kind, [value]
    if "properties" in form:
        if current in (None, ABSENT) and is_nullable(schema):
            yield path, "added", SECTIONS.get(".".join(map(str, path)), [])
        else:
            yield from _section(path, form, config, effective, region)
    elif form.get("type") == "object":
        # As it is written: a source has a short form and a long one.
        mapping = written if isinstance(written, Mapping) else current
        for kind, values in other_entries(path, mapping):
            yield path, kind, values
        yield from _sections_by_name(path, form, config, effective, region)
    else:
        others: Callable[..., Iterator[tuple[str, list[Any]]]] = other_items if "items" in form else other_values
        for kind, values in others(path, form, current, region):
            yield path, kind, values


def _sections_by_name(
    path: Path, form: Schema, config: Configuration, effective: Mapping[str, Any], region: str
) -> Proposals:
    """Change the settings of each section that has a name of the user's choice."""
    values = values_of(form)
    written = value_at(config, path)
    if values is None or not isinstance(written, Mapping):
        return
    for name, entry in written.items():  # pyright: ignore[reportUnknownVariableType]
        section = form_of(values, entry)
        if "properties" in section and isinstance(entry, Mapping):
            yield from _section((*path, str(name)), section, config, effective, region)  # pyright: ignore[reportUnknownArgumentType]

"""A change of a configuration: some of its values written anew or taken out."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

from orion_rds.config.errors import Path, written

ROOT = "orion-rds:database"
Configuration = Mapping[str, Any]
"""The database's block of a stack file."""


class Absent(Enum):
    """In place of the value of a setting that is not written."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Edit:
    """A value at a path, or ABSENT to take it out."""

    path: Path
    value: object


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to one setting, with what has to change beside it."""

    path: Path
    kind: str
    """In words, such as `raised`."""

    edits: tuple[Edit, ...]

    @property
    def name(self) -> str:
        """The path and the kind."""
        return f"{self.setting} {self.kind}"

    @property
    def setting(self) -> str:
        """The path as messages write it."""
        return written(self.path, "")


def value_at(config: Any, path: Path) -> Any:
    """Return the value at a path, ABSENT where there is none."""
    for step in path:
        if isinstance(config, Mapping) and step in config:
            config = cast("Mapping[object, Any]", config)[step]
        elif isinstance(config, list) and isinstance(step, int) and step < len(cast("list[Any]", config)):
            config = cast("list[Any]", config)[step]
        else:
            return ABSENT
    return config


def changed(config: Configuration, edits: Iterable[Edit]) -> dict[str, Any]:
    """Return a copy with these edits."""
    copy: dict[str, Any] = deepcopy(dict(config))
    for edit in edits:
        here: Any = copy
        for step in edit.path[:-1]:
            here = here.setdefault(step, {}) if isinstance(here, dict) else here[step]
        if edit.value is not ABSENT:
            here[edit.path[-1]] = deepcopy(edit.value)
        else:
            here.pop(edit.path[-1], None)
    return copy


def overlap(one: Path, other: Path) -> bool:
    """Whether one path is the other, or leads to it."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def together(changes: Iterable[Change]) -> tuple[Edit, ...]:
    """Return the edits of all changes."""
    return tuple(_all_edits(changes))


def _all_edits(changes: Iterable[Change]) -> Iterator[Edit]:
    for change in changes:
        yield from change.edits

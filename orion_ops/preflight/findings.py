"""Findings of the checks, and the account that is checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orion_ops.report import Reading
from orion_ops.target import Target
from orion_rds.config import Problem
from orion_rds.config.errors import Path, as_path


@dataclass(slots=True)
class Account(Target):
    """The account and the caller."""

    number: str
    caller: str
    """ARN of the caller."""

    allowed: str | None
    """The only account that the provider allows, if it is restricted to one."""


@dataclass(slots=True)
class Findings(Reading):
    """The findings of all checks."""

    problems: list[Problem] = field(default_factory=list[Problem])

    def add(self, rule: str, path: Path | str, value: object, *, why: str, fix: str, source: str) -> None:
        """Add a finding. `path` may be dotted."""
        steps = as_path(path) if isinstance(path, str) else path
        self.problems.append(Problem(steps, value, rule, why, fix, source))


def path_of(settings: object, value: str, path: Path = ()) -> Path | None:
    """Return the path of the first setting with a value, such as the ARN of a key."""
    if settings == value:
        return path
    items = settings.items() if isinstance(settings, Mapping) else _fields(settings)
    found = (path_of(below, value, (*path, str(name))) for name, below in items)
    return next((each for each in found if each is not None), None)


def _fields(settings: object) -> list[tuple[str, object]]:
    """Return the settings of a section."""
    names: Mapping[str, object] = getattr(type(settings), "model_fields", {})
    return [(name, getattr(settings, name)) for name in names]

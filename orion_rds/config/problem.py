"""One thing that is wrong with a configuration."""

from dataclasses import dataclass
from enum import Enum

Path = tuple[str | int, ...]
"""Keys of mappings and positions in lists."""


def as_path(dotted: str) -> Path:
    """Read a dotted path of settings, such as `instances.0.instance_class`."""
    return tuple(int(step) if step.isdigit() else step for step in dotted.split("."))


class Hidden(Enum):
    """What stands for a value that is not there, or may be a secret."""

    MISSING = "(missing)"
    ENCRYPTED = "(secret)"
    PASSWORD = "(not shown)"  # noqa: S105 # what stands for one
    KEY = ""
    """The key itself is wrong, and the path shows it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that cannot be deployed, why, and what would be right."""

    path: Path
    """Where it stands, from the root of the configuration."""

    given: object
    refusal: str
    """Name of the refusal."""

    why: str
    fix: str
    source: str
    instead: object = None
    """A value that would be right, where one can be told."""

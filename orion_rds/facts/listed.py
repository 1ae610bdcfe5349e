"""Lists of what AWS offers, each with the day on which it was read.

A list ages, so that it gives one of three answers. What it has is known. What no later list can have is impossible, and
refused with the reason. Everything else is unknown: AWS may have it since, so that it is deployed with a warning, which
names the day and the command that asks AWS.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

_defined: dict[str, "Listed"] = {}
LISTS: Mapping[str, "Listed"] = MappingProxyType(_defined)
"""The lists of all imported modules, by name."""


class Answer(StrEnum):
    """Whether AWS offers a value, as far as a list says."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One list. It registers itself, so that one test covers every list."""

    name: str
    """Stable: warnings and tests refer to it."""

    what: str
    """Its values in the plural, such as `node types of ElastiCache`."""

    as_of: date
    source: str
    ask: str
    """The command with which AWS lists what it has now."""

    has: Callable[[str], bool]
    never: Callable[[str], str | None]
    """Returns the reason why no later list can have a value; none where one can. It is asked for unlisted values only.
    """

    def __post_init__(self) -> None:
        if self.name in _defined:
            raise ValueError(f"{self.name}: another list has this name")
        _defined[self.name] = self

    def impossible(self, value: str) -> str | None:
        """Return the reason why AWS cannot offer a value; none for a known and for an unknown one."""
        return None if self.has(value) else self.never(value)

    def answer(self, value: str) -> Answer:
        """Return whether AWS offers a value."""
        if self.has(value):
            return Answer.KNOWN
        return Answer.IMPOSSIBLE if self.never(value) else Answer.UNKNOWN

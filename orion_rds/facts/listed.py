"""Lists of values that AWS offers, each with the date on which it was read.

A list becomes outdated, so it gives one of three answers. A value in the list is known. A value that no later list can
contain is impossible, and is refused with the reason. Any other value is unknown: AWS may have added it since, so it is
deployed with a warning, which names the date and the command that lists AWS's current values.
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
    """One list. Each list is registered in `LISTS`, so that one test covers all of them."""

    name: str
    """Stable: warnings and tests refer to it."""

    what: str
    """Its values in the plural, such as `node types of ElastiCache`."""

    as_of: date
    source: str
    ask: str
    """The command that lists AWS's current values."""

    has: Callable[[str], bool]
    never: Callable[[str], str | None]
    """Returns the reason why no later list can contain a value; None if one can. Called for unlisted values only."""

    def __post_init__(self) -> None:
        if self.name in _defined:
            raise ValueError(f"{self.name}: another list has this name")
        _defined[self.name] = self

    def impossible(self, value: str) -> str | None:
        """Return the reason why AWS cannot offer a value; None for a known or unknown value."""
        return None if self.has(value) else self.never(value)

    def answer(self, value: str) -> Answer:
        """Return whether AWS offers a value."""
        if self.has(value):
            return Answer.KNOWN
        return Answer.IMPOSSIBLE if self.never(value) else Answer.UNKNOWN

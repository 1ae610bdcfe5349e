"""One thing that AWS accepts and the user will regret."""

from collections.abc import Callable
from dataclasses import dataclass

from orion_rds.config.database import DatabaseConfig


@dataclass(frozen=True, slots=True)
class ConfigWarning:
    """A warning: why, and what would be better."""

    name: str
    """Stable: tests and documents refer to it."""

    path: str
    """The setting that it is about, as a dotted path."""

    why: str
    mend: str
    source: str
    """The page that the warning rests on."""

    applies: Callable[[DatabaseConfig], bool]

    @property
    def text(self) -> str:
        """The whole warning in one paragraph."""
        return f"{self.path}: {self.why} {self.mend} ({self.name}, {self.source})"

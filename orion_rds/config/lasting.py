"""Windows of time that AWS takes from some length on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pydantic_core import PydanticCustomError

from orion_rds.config.refusal import Refusal
from orion_rds.config.windows import Window, daily, weekly, write_daily, write_weekly
from orion_rds.facts import references

BACKUP_WINDOW_FORM = Refusal(
    "backup-window-form",
    why="It is not a daily window.",
    fix="Write `hh:mm-hh:mm` in UTC, with 24 hours to the day.",
    source=references.CREATE_DB_CLUSTER,
)
MAINTENANCE_WINDOW_FORM = Refusal(
    "maintenance-window-form",
    why="It is not a weekly window.",
    fix="Write `ddd:hh:mm-ddd:hh:mm` in UTC, with days mon, tue, wed, thu, fri, sat and sun.",
    source=references.CREATE_DB_CLUSTER,
)


class ShortWindow(Protocol):
    """A refusal that names the length of the window."""

    def __call__(self, given: object, instead: object = None, *, minutes: int) -> PydanticCustomError:
        """Return the error of a window."""
        ...


@dataclass(frozen=True, slots=True)
class Lasting:
    """Windows of at least so many minutes."""

    minimum_minutes: int
    refusal: ShortWindow
    """Of a window that is shorter."""

    def every_day(self, text: str) -> str:
        """Refuse what is no daily window, or a short one."""
        try:
            window = daily(text)
        except ValueError:
            raise BACKUP_WINDOW_FORM(text) from None
        return self._long_enough(text, window, write_daily)

    def once_a_week(self, text: str) -> str:
        """Refuse what is no weekly window, or a short one."""
        # AWS answers in lower case, so capitals would show as a change for ever.
        text = text.lower()
        try:
            window = weekly(text)
        except ValueError:
            raise MAINTENANCE_WINDOW_FORM(text) from None
        return self._long_enough(text, window, write_weekly)

    def _long_enough(self, text: str, window: Window, write: Callable[[Window], str]) -> str:
        if window.minutes < self.minimum_minutes:
            longer = write(Window(window.start, self.minimum_minutes))
            raise self.refusal(text, longer, minutes=window.minutes)
        return text

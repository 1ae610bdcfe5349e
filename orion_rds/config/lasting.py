"""Windows of time that AWS takes from some length on."""

from collections.abc import Callable
from dataclasses import dataclass

from orion_rds.config.refusals import refuse
from orion_rds.config.windows import Window, daily, weekly, write_daily, write_weekly


@dataclass(frozen=True, slots=True)
class Lasting:
    """Windows of at least so many minutes."""

    minimum_minutes: int
    refusal: str
    """Of a window that is shorter."""

    def every_day(self, text: str) -> str:
        """Refuse what is no daily window, or a short one."""
        try:
            window = daily(text)
        except ValueError:
            raise refuse("backup-window-form", text) from None
        return self._long_enough(text, window, write_daily)

    def once_a_week(self, text: str) -> str:
        """Refuse what is no weekly window, or a short one."""
        # AWS answers in lower case, so capitals would show as a change for ever.
        text = text.lower()
        try:
            window = weekly(text)
        except ValueError:
            raise refuse("maintenance-window-form", text) from None
        return self._long_enough(text, window, write_weekly)

    def _long_enough(self, text: str, window: Window, write: Callable[[Window], str]) -> str:
        if window.minutes < self.minimum_minutes:
            longer = write(Window(window.start, self.minimum_minutes))
            raise refuse(self.refusal, text, instead=longer, minutes=window.minutes)
        return text

"""Reports, for a terminal and as JSON: sections with rows, problems and notes."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from orion_ops.aws_errors import AwsError
from orion_ops.errors import INCOMPLETE, PROBLEM

Value = str | int | float | datetime | None
Row = Mapping[str, Value]
"""Values by name: the key in JSON, and the heading of the column. A unit is the last part of a name."""


class Health(Enum):
    """The health of a database."""

    HEALTHY = "healthy"
    UNHEALTHY = "not healthy"
    UNKNOWN = "not known to be healthy"

    @property
    def exit_code(self) -> int:
        """The exit code of the command."""
        return {Health.HEALTHY: 0, Health.UNHEALTHY: PROBLEM, Health.UNKNOWN: INCOMPLETE}[self]


@dataclass(slots=True)
class Reading:
    """Data read from AWS in parts, each of which may fail."""

    unknown: list[str] = field(default_factory=list[str], init=False)
    """The errors of the parts that could not be read."""

    @contextmanager
    def reading(self) -> Generator[None]:
        """Add the `AwsError` of a call in this block to `unknown`; the other parts are still read."""
        try:
            yield
        except AwsError as error:
            if str(error) not in self.unknown:
                self.unknown.append(str(error))


@dataclass(slots=True)
class Section(Reading):
    """A section of a report."""

    name: str
    rows: list[Row] = field(default_factory=list[Row])
    problems: list[str] = field(default_factory=list[str])
    """Reasons why the database is not healthy."""

    notes: list[str] = field(default_factory=list[str])
    """Further information."""

    @property
    def health(self) -> Health:
        """The health by this section."""
        return Health.UNHEALTHY if self.problems else Health.UNKNOWN if self.unknown else Health.HEALTHY

    def as_json(self) -> dict[str, Any]:
        """Return what is printed as JSON."""
        return {
            "health": self.health.value,
            "rows": [{name: _plain(value) for name, value in row.items()} for row in self.rows],
            "problems": self.problems,
            "notes": self.notes,
            "unknown": self.unknown,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All sections, at one time."""

    subject: str
    """The name of the database, such as `orion-prod`."""

    account: str
    region: str
    at: datetime
    sections: Sequence[Section]

    @property
    def health(self) -> Health:
        """The worst health of all sections."""
        all_of_them = {section.health for section in self.sections}
        return next((each for each in (Health.UNHEALTHY, Health.UNKNOWN) if each in all_of_them), Health.HEALTHY)

    def as_json(self) -> dict[str, Any]:
        """Return what is printed as JSON."""
        return {
            "database": self.subject,
            "account": self.account,
            "region": self.region,
            "at": _plain(self.at),
            "health": self.health.value,
            "sections": {section.name: section.as_json() for section in self.sections},
        }


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, datetime) else value

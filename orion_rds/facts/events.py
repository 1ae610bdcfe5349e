"""Categories of RDS events, by source type."""

from dataclasses import dataclass
from typing import Literal

from orion_rds.facts import references
from orion_rds.facts.tables import table

SourceType = Literal["db-cluster", "db-instance"]


@dataclass(frozen=True, slots=True)
class EventCategory:
    """One category, as CreateEventSubscription accepts it. The documentation writes some of them differently."""

    source_type: SourceType
    name: str
    routine: bool = False
    """Whether its events happen every day and need no notification."""

    pauses: bool = False
    """Whether an instance of 0 ACU sends its events each time that it pauses and resumes."""

    source: str = references.AURORA_EVENTS


_CLUSTER = (
    "configuration change",
    "creation",
    "deletion",
    "failover",
    "failure",
    "global-failover",
    "maintenance",
    "notification",
    "serverless",
)
_INSTANCE = (
    "availability",
    "configuration change",
    "creation",
    "deletion",
    "failover",
    "failure",
    "low storage",
    "maintenance",
    "read replica",
    "recovery",
    "restoration",
    "security patching",
)

CATEGORIES = table(
    lambda category: (category.source_type, category.name),
    *(EventCategory("db-cluster", name) for name in _CLUSTER),
    *(EventCategory("db-instance", name) for name in _INSTANCE),
    # RDS-EVENT-0370 to 0374, four for a pause and a resume, are in both. The former has starts and stops too.
    EventCategory("db-instance", "notification", pauses=True),
    EventCategory("db-instance", "serverless", routine=True),
    EventCategory("db-instance", "backup", routine=True),
)


def notified_categories(source_type: SourceType, *, pauses: bool = False) -> tuple[str, ...]:
    """Return the sorted categories of a source type that notify; with `pauses`, without those of pausing instances."""
    rows = [row for row in CATEGORIES.values() if row.source_type == source_type and not row.routine]
    return tuple(sorted(row.name for row in rows if not (row.pauses and pauses)))

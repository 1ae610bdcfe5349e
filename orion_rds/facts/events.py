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
    "notification",
    "read replica",
    "recovery",
    "restoration",
    "security patching",
)

CATEGORIES = table(
    lambda category: (category.source_type, category.name),
    *(EventCategory("db-cluster", name) for name in _CLUSTER),
    *(EventCategory("db-instance", name) for name in _INSTANCE),
    EventCategory("db-instance", "backup", routine=True),
)


def notified_categories(source_type: SourceType) -> tuple[str, ...]:
    """Return the categories of a source type that are not routine, sorted."""
    rows = CATEGORIES.values()
    return tuple(sorted(row.name for row in rows if row.source_type == source_type and not row.routine))

"""Categories of RDS events, by the kind of source that has them."""

from dataclasses import dataclass
from typing import Literal

from orion_rds.facts import references
from orion_rds.facts.tables import table

SourceType = Literal["db-cluster", "db-instance"]


@dataclass(frozen=True, slots=True)
class EventCategory:
    """One category, as CreateEventSubscription takes it; the pages print some of them otherwise."""

    source_type: SourceType
    name: str
    routine: bool = False
    """Whether it tells of what happens every day and is nobody's concern."""

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


def worth_telling(source_type: SourceType) -> tuple[str, ...]:
    """List the categories of a source, in order, without those of routine."""
    rows = CATEGORIES.values()
    return tuple(sorted(row.name for row in rows if row.source_type == source_type and not row.routine))

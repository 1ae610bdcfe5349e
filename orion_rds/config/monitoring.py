"""Metrics and insights."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import OneOf, Whole
from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.config.yaml_words import off_as_text
from orion_rds.facts import limits, references


def _minimum(*, minimum: int) -> None: ...


MONITORING_INTERVAL = Refusal(
    "monitoring-interval",
    why="Enhanced monitoring has the intervals 0 (off), 1, 5, 10, 15, 30 and 60 seconds.",
    fix="Write one of these.",
    source=references.CREATE_DB_CLUSTER,
)
INSIGHTS_RETENTION = Refusal(
    "insights-retention",
    why="Insights are kept for 7 days, for 1 to 23 months of 31 days, or for 731 days.",
    fix="Write 7, a multiple of 31 up to 713, or 731.",
    source=references.CREATE_DB_CLUSTER,
)
INSIGHTS_ADVANCED = Refusal(
    "insights-advanced",
    why="The advanced mode of Database Insights keeps at least {minimum} days.",
    fix="Write {minimum} or more, leave it out, or write `insights: standard`.",
    source=references.AURORA_INSIGHTS_ADVANCED,
    fields=_minimum,
)


STANDARD_RETENTION_DAYS = 7


def _default_retention(before: dict[str, Any]) -> int:
    advanced = before.get("insights") == "advanced"
    return limits.INSIGHTS_ADVANCED_MINIMUM_DAYS if advanced else STANDARD_RETENTION_DAYS


class MonitoringConfig(Section):
    """What is observed, and how long it is kept."""

    interval_seconds: Annotated[Whole, OneOf(limits.MONITORING_INTERVAL_SECONDS, MONITORING_INTERVAL)] = 60
    """Interval of enhanced monitoring: 1, 5, 10, 15, 30 or 60; 0 turns it off."""

    insights: Annotated[Literal["standard", "advanced", "off"], BeforeValidator(off_as_text)] = "standard"
    """Database Insights of the cluster: its mode, or off."""

    insights_retention_days: Annotated[Whole, OneOf(limits.INSIGHTS_RETENTION_DAYS, INSIGHTS_RETENTION)] = Field(
        default_factory=_default_retention
    )
    """Days that insights are kept: 7, a multiple of 31 up to 713, or 731. Default: 7, or 465 with `advanced`, which
    takes no less."""

    @field_validator("insights_retention_days")
    @classmethod
    def _is_enough_for_the_mode(cls, days: int, info: ValidationInfo) -> int:
        least = limits.INSIGHTS_ADVANCED_MINIMUM_DAYS
        if info.data.get("insights") == "advanced" and days < least:
            raise INSIGHTS_ADVANCED(days, least, minimum=least)
        return days

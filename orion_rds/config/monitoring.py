"""Metrics and insights."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import OneOf, Whole
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.config.yaml_words import off_as_text
from orion_rds.facts import limits

STANDARD_RETENTION_DAYS = 7


def _default_retention(before: dict[str, Any]) -> int:
    advanced = before.get("insights") == "advanced"
    return limits.INSIGHTS_ADVANCED_MINIMUM_DAYS if advanced else STANDARD_RETENTION_DAYS


class MonitoringConfig(Section):
    """What is observed, and how long it is kept."""

    interval_seconds: Annotated[Whole, OneOf(limits.MONITORING_INTERVAL_SECONDS, "monitoring-interval")] = 60
    """Interval of enhanced monitoring: 1, 5, 10, 15, 30 or 60; 0 turns it off."""

    insights: Annotated[Literal["standard", "advanced", "off"], BeforeValidator(off_as_text)] = "standard"
    """Database Insights of the cluster: its mode, or off."""

    insights_retention_days: Annotated[Whole, OneOf(limits.INSIGHTS_RETENTION_DAYS, "insights-retention")] = Field(
        default_factory=_default_retention
    )
    """Days that insights are kept: 7, a multiple of 31 up to 713, or 731. Default: 7, or 465 with `advanced`, which
    takes no less."""

    @field_validator("insights_retention_days")
    @classmethod
    def _is_enough_for_the_mode(cls, days: int, info: ValidationInfo) -> int:
        least = limits.INSIGHTS_ADVANCED_MINIMUM_DAYS
        if info.data.get("insights") == "advanced" and days < least:
            raise refuse("insights-advanced", days, instead=least, minimum=least)
        return days

"""Metrics, insights and logs."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from orion_rds.config.checks import OneOf, Whole
from orion_rds.config.section import Section
from orion_rds.facts import limits


def _off(value: object) -> object:
    """YAML 1.1 reads a bare `off` as false."""
    return "off" if value is False else value


class MonitoringConfig(Section):
    """What is observed, and how long it is kept."""

    interval_seconds: Annotated[Whole, OneOf(limits.MONITORING_INTERVAL_SECONDS, "monitoring-interval")] = 60
    """Interval of enhanced monitoring: 1, 5, 10, 15, 30 or 60; 0 turns it off."""

    insights: Annotated[Literal["standard", "off"], BeforeValidator(_off)] = "standard"
    """Database Insights of the cluster: its mode, or off."""

    insights_retention_days: Annotated[Whole, OneOf(limits.INSIGHTS_RETENTION_DAYS, "insights-retention")] = 7
    """Days that insights are kept: 7, a multiple of 31 up to 713, or 731."""

    log_retention_days: Annotated[Whole, OneOf(limits.LOG_RETENTION_DAYS, "log-retention")] = 30
    """Days that CloudWatch keeps the PostgreSQL log: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or more."""

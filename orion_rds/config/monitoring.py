"""Metrics, insights and logs."""

from typing import Literal

from orion_rds.config.section import Section


class MonitoringConfig(Section):
    """What is observed, and how long it is kept."""

    interval_seconds: int = 60
    """Interval of enhanced monitoring; 0 turns it off."""

    insights: Literal["standard", "off"] = "standard"
    """Database Insights of the cluster: its mode, or off."""

    insights_retention_days: int = 7
    """Days that insights are kept: 7, a multiple of 31, or 731."""

    log_retention_days: int = 30
    """Days that CloudWatch keeps the PostgreSQL log."""

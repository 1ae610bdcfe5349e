"""Alarms as rows: what is watched, and when it is too much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from orion_rds.config import AlarmConfig, StrInput
from orion_rds.facts.limits import COMPOSITE_ALARM_MEMBERS_MAXIMUM
from orion_rds.facts.metrics import Metric

Statistic = Literal["Average", "Maximum", "Minimum", "Sum"]
Comparison = Literal["GreaterThanThreshold", "LessThanThreshold"]
MissingData = Literal["breaching", "notBreaching", "ignore", "missing"]
"""CloudWatch's own words.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSpec:
    """One alarm of one metric."""

    key: str
    """Last part of its names in Pulumi and AWS, such as `aurora-writer-cpu`: another one is another alarm."""

    metric: Metric
    dimensions: Mapping[str, StrInput]
    """CloudWatch finds no data, and says nothing of it, where a metric has no such dimensions."""

    statistic: Statistic
    comparison: Comparison
    threshold: float
    """In the unit of the metric."""

    timing: AlarmConfig
    """How long it must be beyond the threshold."""

    missing_data: MissingData = "missing"

    unhealthy: bool = True
    """Whether the database is unhealthy now: then the region's composite alarm notifies, and this one does not. An
    alarm of what will or may be a problem notifies by itself."""

    why: str
    """What is wrong when it goes off; its description in AWS."""


def members(specs: Sequence[AlarmSpec]) -> tuple[AlarmSpec, ...]:
    """Give those that the composite alarm stands for: they say that it is unhealthy, and its rule has room for them."""
    return tuple(spec for spec in specs if spec.unhealthy)[:COMPOSITE_ALARM_MEMBERS_MAXIMUM]


def rule(alarm_names: Sequence[str]) -> str:
    """Write the rule of a composite alarm that goes off with any of these.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
    """
    return " OR ".join(f'ALARM("{name}")' for name in alarm_names)

"""Refusals of alarms, events and topics."""

from orion_rds.config.refusals.refusal import Refusal
from orion_rds.facts import sources

ROWS = (
    Refusal(
        "alarm-period",
        "An alarm looks at whole minutes, 60 to 86400 seconds: AWS publishes these metrics once a minute.",
        "Write a multiple of 60 in that range.",
        sources.METRIC_ALARM,
    ),
    Refusal(
        "alarm-evaluation",
        "An alarm looks at 1 to 1440 periods.",
        "Write a number in that range.",
        sources.METRIC_ALARM,
    ),
    Refusal(
        "alarm-span",
        "With periods of {period_seconds} seconds CloudWatch looks at {maximum} at most: those of a day, or of a week "
        "where each has an hour or more.",
        "Write {maximum} or fewer, or longer periods.",
        sources.METRIC_ALARM,
    ),
    Refusal(
        "alarm-datapoints",
        "Only {evaluation_periods} periods are looked at, so no more of them can be beyond the threshold.",
        "Write {evaluation_periods} or fewer, or more `evaluation_periods`.",
        sources.METRIC_ALARM,
    ),
)

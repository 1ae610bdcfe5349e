"""Refusals of alarms, events and topics."""

from orion_rds.config.refusals.refusal import Refusal
from orion_rds.facts import references

ROWS = (
    Refusal(
        "alarm-period",
        "An alarm looks at whole minutes, 60 to 86400 seconds: AWS publishes these metrics once a minute.",
        "Write a multiple of 60 in that range.",
        references.METRIC_ALARM,
    ),
    Refusal(
        "alarm-evaluation",
        "An alarm looks at 1 to 1440 periods.",
        "Write a number in that range.",
        references.METRIC_ALARM,
    ),
    Refusal(
        "alarm-span",
        "With periods of {period_seconds} seconds CloudWatch looks at {maximum} at most: those of a day, or of a week "
        "where each has an hour or more.",
        "Write {maximum} or fewer, or longer periods.",
        references.METRIC_ALARM,
    ),
    Refusal(
        "alarm-datapoints",
        "Only {evaluation_periods} periods are looked at, so no more of them can be beyond the threshold.",
        "Write {evaluation_periods} or fewer, or more `evaluation_periods`.",
        references.METRIC_ALARM,
    ),
    Refusal(
        "alarm-percent",
        "The metric is a part of a hundred.",
        "Write 1 to 100.",
        references.METRIC_ALARM,
    ),
    Refusal(
        "alarm-threshold",
        "The metric is never negative: the alarm would always be on, or never.",
        "Write a number above 0.",
        references.METRIC_ALARM,
    ),
    Refusal(
        "alarm-transactions",
        "At 2,144,483,648 PostgreSQL stops writing, and the age grows no further: an alarm from there on would never "
        "go off, and one below 1 always be on.",
        "Write a number that leaves time to vacuum, such as 1000000000.",
        references.POSTGRESQL_WRAPAROUND,
    ),
    Refusal(
        "topic-arn",
        "It is not the ARN of a standard SNS topic; RDS sends no events to FIFO topics.",
        "Write an ARN such as `{example}`.",
        references.CREATE_EVENT_SUBSCRIPTION,
    ),
    Refusal(
        "topics-many",
        "An alarm tells at most {maximum} topics.",
        "Keep {maximum}, or let one topic hand on to the others.",
        references.METRIC_ALARM,
    ),
    Refusal(
        "topics-repeated",
        "`{repeated}` is listed more than once.",
        "List each topic once.",
        references.METRIC_ALARM,
    ),
    Refusal(
        "topic-region",
        "`{topic}` is not in {region}, where the alarms and events are: both tell topics of their own region only.",
        "Write a topic in {region}.",
        references.METRIC_ALARM,
    ),
    Refusal(
        "events-topic-unused",
        "With `mode: {mode}` no subscription is made that could tell this topic.",
        "Leave it out, or write `mode: own`.",
        references.CREATE_EVENT_SUBSCRIPTION,
    ),
)

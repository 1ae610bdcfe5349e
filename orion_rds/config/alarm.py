"""The settings that every alarm has."""

import math
from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import AfterValidator, ValidationInfo, field_validator

from orion_rds.config.checks import Number, Whole, Within
from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.facts import limits, references
from orion_rds.facts.alarms import AlarmDefinition


def _maximum_and_period_seconds(*, maximum: int, period_seconds: int) -> None: ...
def _span_seconds(*, span_seconds: int) -> None: ...
def _evaluation_periods(*, evaluation_periods: int) -> None: ...


ALARM_PERIOD = Refusal(
    "alarm-period",
    why="The period of an alarm is a multiple of 60 seconds, 60 to 86400: AWS publishes one datapoint a minute.",
    fix="Write a multiple of 60 in that range.",
    source=references.METRIC_ALARM,
)
ALARM_EVALUATION = Refusal(
    "alarm-evaluation",
    why="An alarm evaluates 1 to 1440 periods.",
    fix="Write a number in that range.",
    source=references.METRIC_ALARM,
)
ALARM_SPAN = Refusal(
    "alarm-span",
    why="With periods of {period_seconds} seconds CloudWatch evaluates at most {maximum}: a day, or a week where each "
    "period is an hour or longer.",
    fix="Write {maximum} or fewer, or longer periods.",
    source=references.METRIC_ALARM,
    fields=_maximum_and_period_seconds,
)
ALARM_QUERY_SPAN = Refusal(
    "alarm-query-span",
    why=f"This alarm is a Metrics Insights query, of which CloudWatch evaluates the latest "
    f"{limits.METRICS_INSIGHTS_ALARM_SECONDS:,} seconds. These periods are {{span_seconds}} seconds long together.",
    fix="Write fewer or shorter periods.",
    source=references.METRICS_INSIGHTS_ALARMS,
    fields=_span_seconds,
)
ALARM_DATAPOINTS = Refusal(
    "alarm-datapoints",
    why="The alarm evaluates {evaluation_periods} periods, so no more datapoints can be beyond the threshold.",
    fix="Write {evaluation_periods} or fewer, or more `evaluation_periods`.",
    source=references.METRIC_ALARM,
    fields=_evaluation_periods,
)
ALARM_PERCENT = Refusal(
    "alarm-percent",
    why="The metric is a percentage.",
    fix="Write 1 to 100.",
    source=references.METRIC_ALARM,
)
ALARM_THRESHOLD = Refusal(
    "alarm-threshold",
    why="The metric is never negative: the alarm would always go off, or never.",
    fix="Write a number above 0.",
    source=references.METRIC_ALARM,
)


def _positive(number: float) -> float:
    if number <= 0:
        raise ALARM_THRESHOLD(number)
    return number


DEFAULT_DATAPOINTS = 4 / 5
"""Share of the periods that must be beyond the threshold: a short peak raises no alarm, and a short dip in a long
problem does not delay one."""

Percent = Annotated[Whole, Within(limits.PERCENT, ALARM_PERCENT)]
Positive = Annotated[Number, AfterValidator(_positive)]
PositiveWhole = Annotated[Whole, AfterValidator(_positive)]


class AlarmConfig(Section):
    """How long a metric must be beyond the threshold. Each alarm adds its threshold."""

    # Each alarm is a class that has both the definition and the settings.
    definition: ClassVar[AlarmDefinition]

    period_seconds: Annotated[Whole, Within(limits.ALARM_PERIOD_SECONDS, ALARM_PERIOD, nearest=True)] = 60
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: Annotated[Whole, Within(limits.ALARM_EVALUATION_PERIODS, ALARM_EVALUATION)] = 15
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: Annotated[Whole, Within(limits.ALARM_EVALUATION_PERIODS, ALARM_EVALUATION)] | None = None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    @property
    def datapoints_to_alarm(self) -> int:
        """The number of periods that must be beyond the threshold."""
        return self.datapoints or math.ceil(self.evaluation_periods * DEFAULT_DATAPOINTS)

    @property
    def threshold(self) -> float | None:
        """The threshold of the setting; none where it is computed from the instances."""
        return getattr(self, self.definition.setting)

    @field_validator("evaluation_periods")
    @classmethod
    def _span_what_cloudwatch_looks_back(cls, periods: int, info: ValidationInfo) -> int:
        if (period_seconds := info.data.get("period_seconds")) is not None:
            most = limits.alarm_evaluation_periods(period_seconds)
            if periods > most:
                raise ALARM_SPAN(periods, most, period_seconds=period_seconds, maximum=most)
            span_seconds = periods * period_seconds
            if cls.definition.by_query and span_seconds > limits.METRICS_INSIGHTS_ALARM_SECONDS:
                raise ALARM_QUERY_SPAN(periods, span_seconds=span_seconds)
        return periods

    @field_validator("datapoints")
    @classmethod
    def _are_among_the_periods(cls, datapoints: int | None, info: ValidationInfo) -> int | None:
        periods = info.data.get("evaluation_periods")
        if datapoints is not None and periods is not None and datapoints > periods:
            raise ALARM_DATAPOINTS(datapoints, periods, evaluation_periods=periods)
        return datapoints


def alarms_of(section: Section) -> Iterator[tuple[str, AlarmConfig]]:
    """Yield the alarms of a section by the names of their settings."""
    for name, value in section:
        if isinstance(value, AlarmConfig):
            yield name, value

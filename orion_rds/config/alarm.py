"""When one alarm goes off."""

from typing import Annotated

from pydantic import AfterValidator, ValidationInfo, field_validator

from orion_rds.config.checks import Number, Whole, Within
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.facts import limits

THRESHOLD = "threshold_"
"""Begins the setting of each alarm whose name ends with its unit."""


def _positive(number: float) -> float:
    if number <= 0:
        raise refuse("alarm-threshold", number)
    return number


Percent = Annotated[Whole, Within(limits.PERCENT, "alarm-percent")]
Positive = Annotated[Number, AfterValidator(_positive)]
PositiveWhole = Annotated[Whole, AfterValidator(_positive)]


class AlarmConfig(Section):
    """How long something must be wrong before an alarm goes off; each alarm adds a threshold."""

    period_seconds: Annotated[Whole, Within(limits.ALARM_PERIOD_SECONDS, "alarm-period", nearest=True)] = 300
    """Seconds over which the metric is summed up: a multiple of 60, up to a day."""

    evaluation_periods: Annotated[Whole, Within(limits.ALARM_EVALUATION_PERIODS, "alarm-evaluation")] = 3
    """How many of the latest periods are looked at; together they span a day at most, or a week where each has an hour
    or more."""

    datapoints: Annotated[Whole, Within(limits.ALARM_EVALUATION_PERIODS, "alarm-evaluation")] | None = None
    """How many of those periods must be beyond the threshold. Default: all."""

    @property
    def threshold(self) -> float | None:
        """The threshold that was written or is the same for all; nothing where it follows the instances."""
        return next(value for name, value in self if name.startswith(THRESHOLD))

    @field_validator("evaluation_periods")
    @classmethod
    def _span_what_cloudwatch_looks_back(cls, periods: int, info: ValidationInfo) -> int:
        if (period_seconds := info.data.get("period_seconds")) is not None:
            most = limits.alarm_evaluation_periods(period_seconds)
            if periods > most:
                raise refuse("alarm-span", periods, most, period_seconds=period_seconds, maximum=most)
        return periods

    @field_validator("datapoints")
    @classmethod
    def _are_among_the_periods(cls, datapoints: int | None, info: ValidationInfo) -> int | None:
        periods = info.data.get("evaluation_periods")
        if datapoints is not None and periods is not None and datapoints > periods:
            raise refuse("alarm-datapoints", datapoints, periods, evaluation_periods=periods)
        return datapoints

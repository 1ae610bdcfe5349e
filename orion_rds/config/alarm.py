"""The settings that every alarm has."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import AfterValidator, ValidationInfo, field_validator

from orion_rds.config.checks import Number, Whole, Within
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.facts import limits
from orion_rds.facts.alarms import AlarmDefinition


def _positive(number: float) -> float:
    if number <= 0:
        raise refuse("alarm-threshold", number)
    return number


Percent = Annotated[Whole, Within(limits.PERCENT, "alarm-percent")]
Positive = Annotated[Number, AfterValidator(_positive)]
PositiveWhole = Annotated[Whole, AfterValidator(_positive)]


class AlarmConfig(Section):
    """How long a metric must be beyond the threshold. Each alarm adds its threshold."""

    # A class for each alarm, with the definition beside the setting: one place to change, and one to add.
    definition: ClassVar[AlarmDefinition]

    period_seconds: Annotated[Whole, Within(limits.ALARM_PERIOD_SECONDS, "alarm-period", nearest=True)] = 300
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: Annotated[Whole, Within(limits.ALARM_EVALUATION_PERIODS, "alarm-evaluation")] = 3
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: Annotated[Whole, Within(limits.ALARM_EVALUATION_PERIODS, "alarm-evaluation")] | None = None
    """Number of those periods that must be beyond the threshold. Default: all."""

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
                raise refuse("alarm-span", periods, most, period_seconds=period_seconds, maximum=most)
        return periods

    @field_validator("datapoints")
    @classmethod
    def _are_among_the_periods(cls, datapoints: int | None, info: ValidationInfo) -> int | None:
        periods = info.data.get("evaluation_periods")
        if datapoints is not None and periods is not None and datapoints > periods:
            raise refuse("alarm-datapoints", datapoints, periods, evaluation_periods=periods)
        return datapoints


def alarms_of(section: Section) -> Iterator[tuple[str, AlarmConfig]]:
    """Yield the alarms of a section by the names of their settings."""
    for name, value in section:
        if isinstance(value, AlarmConfig):
            yield name, value

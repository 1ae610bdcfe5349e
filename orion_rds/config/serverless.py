"""Serverless v2 capacity."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from orion_rds.config.checks import Number, Whole, Within
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.facts import limits


class ServerlessConfig(Section):
    """Range of capacity of Serverless v2 instances, in Aurora capacity units (ACU, about 2 GiB of memory each)."""

    min_acu: Annotated[Number, Within(limits.SERVERLESS_MIN_ACU, "min-acu")] = Field(examples=[1])
    """Least capacity: 0 to 256 in steps of 0.5. At 0 an idle instance pauses, and the next connection waits for it."""

    max_acu: Annotated[Number, Within(limits.SERVERLESS_MAX_ACU, "max-acu")] = Field(examples=[16])
    """Greatest capacity: 1 to 256 in steps of 0.5."""

    pause_after_seconds: (
        Annotated[Whole, Within(limits.SERVERLESS_PAUSE_SECONDS, "pause-after", nearest=True)] | None
    ) = None
    """Seconds without a connection after which an instance pauses, 300 to 86400; only with a least capacity of 0.
    Default: AWS's own, 300."""

    @field_validator("max_acu")
    @classmethod
    def _is_not_below_the_least(cls, max_acu: float, info: ValidationInfo) -> float:
        min_acu = info.data.get("min_acu", 0)
        if max_acu < min_acu:
            raise refuse("max-acu-below-min", max_acu, min_acu=min_acu)
        return max_acu

    @field_validator("pause_after_seconds")
    @classmethod
    def _can_pause(cls, seconds: int | None, info: ValidationInfo) -> int | None:
        min_acu = info.data.get("min_acu", 0)
        if seconds is not None and min_acu > 0:
            raise refuse("pause-never", seconds, min_acu=min_acu)
        return seconds

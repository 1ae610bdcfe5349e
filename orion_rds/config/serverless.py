"""Serverless v2 capacity."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from orion_rds.config.checks import Number, Whole, Within
from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.facts import limits, references


def _min_acu(*, min_acu: float) -> None: ...


MIN_ACU = Refusal(
    "min-acu",
    why="The least capacity is 0 to 256 ACU in steps of 0.5.",
    fix="Write a number in that range.",
    source=references.SERVERLESS_V2_SCALING,
)
MAX_ACU = Refusal(
    "max-acu",
    why="The greatest capacity is 1 to 256 ACU in steps of 0.5.",
    fix="Write a number in that range.",
    source=references.SERVERLESS_V2_SCALING,
)
MAX_ACU_BELOW_MIN = Refusal(
    "max-acu-below-min",
    why="The greatest capacity is less than the least one, {min_acu:g} ACU.",
    fix="Write {min_acu:g} or more.",
    source=references.SERVERLESS_V2_SCALING,
    fields=_min_acu,
)
PAUSE_AFTER = Refusal(
    "pause-after",
    why="An instance pauses after 300 to 86400 seconds without a connection.",
    fix="Write a number of seconds in that range.",
    source=references.SERVERLESS_V2_SCALING,
)
PAUSE_NEVER = Refusal(
    "pause-never",
    why="Instances pause only where the least capacity is 0 ACU, and it is {min_acu:g}.",
    fix="Leave it out, or write `min_acu: 0`.",
    source=references.AURORA_AUTO_PAUSE,
    fields=_min_acu,
)


class ServerlessConfig(Section):
    """Range of capacity of Serverless v2 instances, in Aurora capacity units (ACU, about 2 GiB of memory each)."""

    min_acu: Annotated[Number, Within(limits.SERVERLESS_MIN_ACU, MIN_ACU)] = Field(examples=[1])
    """Least capacity: 0 to 256 in steps of 0.5. At 0 an idle instance pauses, and the next connection waits for it."""

    max_acu: Annotated[Number, Within(limits.SERVERLESS_MAX_ACU, MAX_ACU)] = Field(examples=[16])
    """Greatest capacity: 1 to 256 in steps of 0.5."""

    pause_after_seconds: Annotated[Whole, Within(limits.SERVERLESS_PAUSE_SECONDS, PAUSE_AFTER, nearest=True)] | None = (
        None
    )
    """Seconds without a connection after which an instance pauses, 300 to 86400; only with a least capacity of 0.
    Default: AWS's own, 300."""

    @field_validator("max_acu")
    @classmethod
    def _is_not_below_the_least(cls, max_acu: float, info: ValidationInfo) -> float:
        min_acu = info.data.get("min_acu", 0)
        if max_acu < min_acu:
            raise MAX_ACU_BELOW_MIN(max_acu, min_acu=min_acu)
        return max_acu

    @field_validator("pause_after_seconds")
    @classmethod
    def _can_pause(cls, seconds: int | None, info: ValidationInfo) -> int | None:
        min_acu = info.data.get("min_acu", 0)
        if seconds is not None and min_acu > 0:
            raise PAUSE_NEVER(seconds, min_acu=min_acu)
        return seconds

"""The objectives of a recovery."""

from typing import Annotated

from pydantic import Field

from orion_rds.config.checks import Whole, Within
from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.facts import limits, references

OBJECTIVE = Refusal(
    "objective",
    why="A recovery takes time, and a standby lags behind: no objective is below 1.",
    fix="Write 1 or more.",
    source=references.AURORA_GLOBAL_DISASTER_RECOVERY,
)

Objective = Annotated[Whole, Within(limits.OBJECTIVE, OBJECTIVE)]


class ObjectivesConfig(Section):
    """Objectives of a recovery. They create nothing on AWS: they are compared with the times that AWS publishes for the
    instances and the standby.
    """

    recovery_seconds: Objective | None = Field(default=None, examples=[60])
    """Seconds until applications can write again after the writer failed. Less than 600 needs a reader."""

    rpo_seconds: Objective | None = Field(default=None, examples=[60])
    """Seconds of committed writes that may be lost with the cluster, when the standby takes over or, without one, a
    backup is restored. Less than 300 needs `disaster_recovery`."""

    rto_minutes: Objective | None = Field(default=None, examples=[15])
    """Minutes until applications can write again then. Less than 10 needs an instance of the standby, if there is a
    standby."""

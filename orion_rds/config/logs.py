"""Logs that are exported."""

from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator

from orion_rds.config.checks import OneOf, Whole
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.facts import limits

LogExport = Literal["postgresql", "instance", "iam-db-auth-error"]
RedisLogExport = Literal["slow-log", "engine-log"]
Export = TypeVar("Export")


def _once(exports: tuple[Export, ...]) -> tuple[Export, ...]:
    for position, export in enumerate(exports):
        if export in exports[:position]:
            raise refuse("log-exports-repeated", exports, repeated=export)
    return exports


class LogsConfig(Section):
    """Logs that go to CloudWatch Logs, each into a log group of its own."""

    exports: Annotated[tuple[LogExport, ...], AfterValidator(_once)] = ("postgresql",)
    """Which logs: `postgresql`, `instance`, `iam-db-auth-error`. An empty list exports none."""

    retention_days: Annotated[Whole, OneOf(limits.LOG_RETENTION_DAYS, "log-retention")] = 30
    """Days that CloudWatch keeps them: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or more."""


class RedisLogsConfig(Section):
    """Logs of Redis that go to CloudWatch Logs, each into a log group of its own."""

    exports: Annotated[tuple[RedisLogExport, ...], AfterValidator(_once)] = ("slow-log", "engine-log")
    """Which logs: `slow-log`, `engine-log`. An empty list exports none."""

    retention_days: Annotated[Whole, OneOf(limits.LOG_RETENTION_DAYS, "log-retention")] = 30
    """Days that CloudWatch keeps them: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or more."""

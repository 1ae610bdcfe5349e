"""Logs that are exported."""

from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator

from orion_rds.config.checks import OneOf, Whole
from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.facts import limits, references


def _repeated(*, repeated: object) -> None: ...


LOG_EXPORTS_REPEATED = Refusal(
    "log-exports-repeated",
    why="`{repeated}` is listed more than once.",
    fix="List each log once.",
    source=references.CREATE_DB_CLUSTER,
    fields=_repeated,
)
LOG_RETENTION = Refusal(
    "log-retention",
    why="CloudWatch Logs has a fixed list of retention times, and this is not in it.",
    fix=f"Write one of {', '.join(map(str, limits.LOG_RETENTION_DAYS.values))}.",
    source=references.LOG_RETENTION,
)


LogExport = Literal["postgresql", "instance", "iam-db-auth-error"]
RedisLogExport = Literal["slow-log", "engine-log"]
Export = TypeVar("Export")


def _once(exports: tuple[Export, ...]) -> tuple[Export, ...]:
    for position, export in enumerate(exports):
        if export in exports[:position]:
            raise LOG_EXPORTS_REPEATED(exports, repeated=export)
    return exports


class LogsConfig(Section):
    """Logs that go to CloudWatch Logs, each into a log group of its own."""

    exports: Annotated[tuple[LogExport, ...], AfterValidator(_once)] = ("postgresql",)
    """Which logs: `postgresql`, `instance`, `iam-db-auth-error`. An empty list exports none."""

    retention_days: Annotated[Whole, OneOf(limits.LOG_RETENTION_DAYS, LOG_RETENTION)] = 30
    """Days that CloudWatch keeps them: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or more."""


class RedisLogsConfig(Section):
    """Logs of Redis that go to CloudWatch Logs, each into a log group of its own."""

    exports: Annotated[tuple[RedisLogExport, ...], AfterValidator(_once)] = ("slow-log", "engine-log")
    """Which logs: `slow-log`, `engine-log`. An empty list exports none."""

    retention_days: Annotated[Whole, OneOf(limits.LOG_RETENTION_DAYS, LOG_RETENTION)] = 30
    """Days that CloudWatch keeps them: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or more."""

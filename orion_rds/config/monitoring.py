"""Metrics, insights, exported logs and the audit log."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import EachOnce, OneOf, ReadAs, Whole, off_as_text, repeated
from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.facts import limits, references

STANDARD_RETENTION_DAYS = 7

LogExport = Literal["postgresql", "instance", "iam-db-auth-error"]
RedisLogExport = Literal["slow-log", "engine-log"]
AuditClass = Literal["ddl", "function", "misc", "misc_set", "read", "role", "write"]

MONITORING_INTERVAL = Refusal(
    "monitoring-interval",
    why="Enhanced monitoring has the intervals 0 (off), 1, 5, 10, 15, 30 and 60 seconds.",
    fix="Write one of these.",
    source=references.CREATE_DB_CLUSTER,
)
INSIGHTS_RETENTION = Refusal(
    "insights-retention",
    why="Insights are kept for 7 days, for 1 to 23 months of 31 days, or for 731 days.",
    fix="Write 7, a multiple of 31 up to 713, or 731.",
    source=references.CREATE_DB_CLUSTER,
)
INSIGHTS_ADVANCED = Refusal(
    "insights-advanced",
    why=f"The advanced mode of Database Insights requires {limits.INSIGHTS_ADVANCED_MINIMUM_DAYS} days or more.",
    fix=f"Write {limits.INSIGHTS_ADVANCED_MINIMUM_DAYS} or more, leave it out, or write `insights: standard`.",
    source=references.AURORA_INSIGHTS_ADVANCED,
)
LOG_EXPORTS_REPEATED = Refusal(
    "log-exports-repeated",
    why="`{repeated}` is listed more than once.",
    fix="List each log once.",
    source=references.CREATE_DB_CLUSTER,
    fields=repeated,
)
LOG_RETENTION = Refusal(
    "log-retention",
    why="CloudWatch Logs has a fixed list of retention times, and this is not in it.",
    fix=f"Write one of {', '.join(map(str, limits.LOG_RETENTION_DAYS.values))}.",
    source=references.LOG_RETENTION,
)
AUDIT_STATEMENTS_REPEATED = Refusal(
    "audit-statements-repeated",
    why="`{repeated}` is listed more than once.",
    fix="List each class once.",
    source=references.AURORA_PGAUDIT,
    fields=repeated,
)


def _default_retention(before: dict[str, Any]) -> int:
    advanced = before.get("insights") == "advanced"
    return limits.INSIGHTS_ADVANCED_MINIMUM_DAYS if advanced else STANDARD_RETENTION_DAYS


LogExports = Annotated[Sequence[LogExport], ReadAs(tuple[LogExport, ...]), EachOnce(LOG_EXPORTS_REPEATED)]
RedisLogExports = Annotated[
    Sequence[RedisLogExport], ReadAs(tuple[RedisLogExport, ...]), EachOnce(LOG_EXPORTS_REPEATED)
]
AuditClasses = Annotated[Sequence[AuditClass], ReadAs(tuple[AuditClass, ...]), EachOnce(AUDIT_STATEMENTS_REPEATED)]


class MonitoringConfig(Section):
    """Enhanced monitoring and Database Insights."""

    off: ClassVar[str] = "interval_seconds: 0, insights: off"

    interval_seconds: Annotated[Whole, OneOf(limits.MONITORING_INTERVAL_SECONDS, MONITORING_INTERVAL)] = 60
    """Interval of enhanced monitoring: 1, 5, 10, 15, 30 or 60; 0 turns it off."""

    insights: Annotated[Literal["standard", "advanced", "off"], BeforeValidator(off_as_text)] = "standard"
    """Mode of Database Insights, or off."""

    insights_retention_days: Annotated[Whole, OneOf(limits.INSIGHTS_RETENTION_DAYS, INSIGHTS_RETENTION)] = Field(
        default_factory=_default_retention
    )
    """Days that insights are kept: 7, a multiple of 31 up to 713, or 731. Default: 7, or 465 with `advanced`, which
    requires 465 or more."""

    @field_validator("insights_retention_days")
    @classmethod
    def _advanced_insights_need_465_days(cls, days: int, info: ValidationInfo) -> int:
        least = limits.INSIGHTS_ADVANCED_MINIMUM_DAYS
        if info.data.get("insights") == "advanced" and days < least:
            raise INSIGHTS_ADVANCED(days, least)
        return days


class LogsConfig(Section):
    """Database logs that are exported to CloudWatch Logs, each to its own log group."""

    off: ClassVar[str] = "exports: []"

    exports: LogExports = ("postgresql",)
    """The logs: `postgresql`, `instance`, `iam-db-auth-error`. An empty list exports none."""

    retention_days: Annotated[Whole, OneOf(limits.LOG_RETENTION_DAYS, LOG_RETENTION)] = 30
    """Days that CloudWatch keeps the logs: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or more."""


class RedisLogsConfig(Section):
    """Redis logs that are exported to CloudWatch Logs, each to its own log group."""

    off: ClassVar[str] = "exports: []"

    exports: RedisLogExports = ("slow-log", "engine-log")
    """The logs: `slow-log`, `engine-log`. An empty list exports none."""

    retention_days: Annotated[Whole, OneOf(limits.LOG_RETENTION_DAYS, LOG_RETENTION)] = 30
    """Days that CloudWatch keeps the logs: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or more."""


class AuditConfig(Section):
    """The audit log of the database, which pgaudit writes into the PostgreSQL log. Run
    [`orion-rds sql`](sql.md) once after the first deployment, and the SQL of `orion-rds audit-sql` in each further
    database. An existing cluster loads pgaudit at its next reboot.
    """

    off: ClassVar[str] = "statements: []"

    statements: AuditClasses = ("ddl", "role")
    """Classes of statements that are logged for every user: `ddl`, `function`, `misc`, `misc_set`, `read`, `role`,
    `write`. The classes `read` and `write` of a busy application cost time and log storage. An empty list logs none."""

    objects: bool = False
    """Whether pgaudit also logs statements on the tables that the role `rds_pgaudit` has privileges on."""

    @property
    def is_on(self) -> bool:
        """Whether pgaudit logs anything."""
        return bool(self.statements) or self.objects

"""Refusals of backups, windows and monitoring."""

from orion_rds.config.refusals.refusal import Refusal
from orion_rds.facts import references

ROWS = (
    Refusal(
        "backup-retention",
        "Aurora keeps automated backups for 1 to 35 days.",
        "Write a number of days in that range.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "backup-window-form",
        "It is not a daily window.",
        "Write `hh:mm-hh:mm` in UTC, with 24 hours to the day.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "backup-window-short",
        "It lasts {minutes} minutes, and AWS takes windows of at least 30.",
        "Let it end 30 minutes after its start or later.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "maintenance-window-form",
        "It is not a weekly window.",
        "Write `ddd:hh:mm-ddd:hh:mm` in UTC, with days mon, tue, wed, thu, fri, sat and sun.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "maintenance-window-short",
        "It lasts {minutes} minutes, and AWS takes windows of at least 30.",
        "Let it end 30 minutes after its start or later.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "windows-overlap",
        "It overlaps or touches the backup window {backup}, which comes every day. AWS refuses windows that conflict.",
        "Leave some minutes between the two.",
        references.CREATE_DB_CLUSTER,
        reads=("backup.window",),
    ),
    Refusal(
        "monitoring-interval",
        "Enhanced monitoring has the intervals 0 (off), 1, 5, 10, 15, 30 and 60 seconds.",
        "Write one of these.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "insights-retention",
        "Insights are kept for 7 days, for 1 to 23 months of 31 days, or for 731 days.",
        "Write 7, a multiple of 31 up to 713, or 731.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "insights-advanced",
        "The advanced mode of Database Insights keeps at least {minimum} days.",
        "Write {minimum} or more, leave it out, or write `insights: standard`.",
        references.AURORA_INSIGHTS_ADVANCED,
    ),
    Refusal(
        "log-exports-repeated",
        "`{repeated}` is listed more than once.",
        "List each log once.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "audit-statements-repeated",
        "`{repeated}` is listed more than once.",
        "List each class once.",
        references.AURORA_PGAUDIT,
    ),
    Refusal(
        "log-retention",
        "CloudWatch Logs has a fixed list of retention times, and this is not in it.",
        "Write one of {choices}.",
        references.LOG_RETENTION,
    ),
)

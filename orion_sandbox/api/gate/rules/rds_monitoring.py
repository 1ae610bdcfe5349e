"""RDS: Enhanced Monitoring and Performance Insights of clusters and instances."""

from typing import Any

from orion_rds.facts.limits import INSIGHTS_RETENTION_DAYS, MONITORING_INTERVAL_SECONDS
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.policies import allows_service, permissions
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("rds")

CLUSTERS = ("CreateDBCluster", "ModifyDBCluster")
ALL = (*CLUSTERS, "CreateDBInstance", "ModifyDBInstance")
INVALID, COMBINATION = "InvalidParameterValue", "InvalidParameterCombination"
INTERVAL, ROLE = "MonitoringInterval", "MonitoringRoleArn"
MONITOR = "monitoring.rds.amazonaws.com"
INSIGHTS = {
    "DatabaseInsightsMode": "database_insights_mode",
    "EnablePerformanceInsights": "performance_insights_enabled",
    "PerformanceInsightsRetentionPeriod": "performance_insights_retention_period",
}
"""AWS's members, and where moto keeps them."""

ADVANCED_RETENTION_DAYS = 465
DEFAULT_RETENTION_DAYS = 7


@RULES.refuse(
    "monitoring-interval", ALL, INVALID, "a monitoring interval other than 0, 1, 5, 10, 15, 30 and 60 seconds"
)
def interval(request: Request, _state: State) -> str | None:
    """Seconds between two measurements."""
    seconds = request.get(INTERVAL)
    if seconds is None or seconds in MONITORING_INTERVAL_SECONDS:
        return None
    return f"Invalid monitoring interval: {seconds}. Valid values are: 0, 1, 5, 10, 15, 30, 60."


@RULES.refuse("monitoring-without-role", ALL, COMBINATION, "a monitoring interval other than 0 without a role")
def without_role(request: Request, state: State) -> str | None:
    """RDS writes the measurements in the role's name."""
    if not request.get(INTERVAL) or request.get(ROLE) or getattr(_target(request, state), "monitoring_role_arn", None):
        return None
    return "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0."


@RULES.refuse("monitoring-role-without-interval", ALL, COMBINATION, "a monitoring role with an interval of 0")
def without_interval(request: Request, state: State) -> str | None:
    """A role that nothing uses is a mistake."""
    seconds = request.get(INTERVAL, getattr(_target(request, state), "monitoring_interval", 0))
    if not request.get(ROLE) or seconds:
        return None
    return "You must specify a MonitoringInterval value other than 0 when you specify a MonitoringRoleARN value."


@RULES.refuse(
    "monitoring-role",
    ALL,
    INVALID,
    f"a monitoring role that does not exist, that `{MONITOR}` may not assume, or that may not write logs, as it is "
    "while its policy is not attached yet",
    sources.ENHANCED_MONITORING,
)
def role(request: Request, state: State) -> str | None:
    """The role is there, with trust and permissions, before the first call that names it."""
    arn = request.get(ROLE)
    if arn is None or _may_monitor(state.role(arn)):
        return None
    return "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING"


@RULES.refuse(
    "insights-retention", ALL, INVALID, "a retention of Performance Insights other than 7, 731 or 31 times 1 to 23 days"
)
def retention(request: Request, _state: State) -> str | None:
    """Days, by the month."""
    days = request.get("PerformanceInsightsRetentionPeriod")
    if days is None or days in INSIGHTS_RETENTION_DAYS:
        return None
    return f"Invalid Performance Insights retention period: {days}. Valid values are: 7, 31 * months, 731."


@RULES.refuse(
    "insights-advanced",
    CLUSTERS,
    COMBINATION,
    "Database Insights' advanced mode without Performance Insights, or with less than 465 days of retention",
    sources.INSIGHTS_ADVANCED,
)
def advanced(request: Request, state: State) -> str | None:
    """Mode, insights and retention go in one change, and stay together."""
    if not INSIGHTS.keys() & request.keys():
        return None
    cluster = state.cluster(request["DBClusterIdentifier"])
    mode, enabled, days = (request.get(member, getattr(cluster, kept, None)) for member, kept in INSIGHTS.items())
    if mode != "advanced" or (enabled and (days or DEFAULT_RETENTION_DAYS) >= ADVANCED_RETENTION_DAYS):
        return None
    return (
        "To enable the Advanced mode of Database Insights, modify your cluster to enable Performance Insights and set "
        "the retention period for Performance Insights to at least 465 days."
    )


def _target(request: Request, state: State) -> Any:
    if "DBInstanceIdentifier" in request:
        return state.instance(request["DBInstanceIdentifier"])
    return state.cluster(request["DBClusterIdentifier"])


def _may_monitor(role: Any) -> bool:
    if role is None or not allows_service(role.assume_role_policy_document, MONITOR, "sts:AssumeRole"):
        return False
    return any("logs:PutLogEvents" in text or "logs:*" in text for text in permissions(role))

"""What moto drops of a request for a cluster or an instance, and what AWS makes of it.

A row is a request's parameter and the attribute that moto's serializer looks for in the answer.
"""

from collections.abc import Mapping
from typing import Any

INSIGHTS = {
    "enable_performance_insights": "performance_insights_enabled",
    "performance_insights_retention_period": "performance_insights_retention_period",
    "performance_insights_kms_key_id": "performance_insights_kms_key_id",
    "database_insights_mode": "database_insights_mode",
}
"""Of clusters and of instances: asked of a cluster, they hold for all its instances.

Amazon Aurora User Guide, "Turning Performance Insights on and off for Aurora".
"""

MONITORING = {"monitoring_interval": "monitoring_interval", "monitoring_role_arn": "monitoring_role_arn"}

DEFAULT_INSIGHTS_RETENTION_DAYS = 7
"""RDS API Reference, CreateDBCluster: `PerformanceInsightsRetentionPeriod`."""


def keep(resource: Any, request: Mapping[str, Any], rows: Mapping[str, str]) -> None:
    """Take over what the request names and settle what depends on it."""
    for parameter, attribute in rows.items():
        if (value := request.get(parameter)) is not None:
            setattr(resource, attribute, value)
    _settle_insights(resource)
    if resource.monitoring_interval == 0:
        # Monitoring that is off has no role.
        resource.monitoring_role_arn = None


def _settle_insights(resource: Any) -> None:
    if resource.performance_insights_enabled:
        resource.performance_insights_retention_period = (
            resource.performance_insights_retention_period or DEFAULT_INSIGHTS_RETENTION_DAYS
        )
        resource.performance_insights_kms_key_id = resource.performance_insights_kms_key_id or aws_managed_key(
            resource.backend
        )
    else:
        resource.performance_insights_retention_period = None
        resource.performance_insights_kms_key_id = None


def aws_managed_key(backend: Any) -> str:
    """Return the ARN of the key that AWS uses for RDS when none is given."""
    return backend.kms.describe_key("alias/aws/rds").arn

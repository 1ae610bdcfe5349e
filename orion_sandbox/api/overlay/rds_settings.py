"""RDS: versions, and settings of clusters and instances that moto drops."""

from collections.abc import Mapping
from typing import Any

DEFAULT_MAJOR = "17"
"""The default major version of a cluster."""

DEFAULT_MINORS = {
    "13": "13.23",
    "14": "14.20",
    "15": "15.15",
    "16": "16.11",
    "17": "17.7",
    "18": "18.3",
}
"""The default minor version of each major version. AWS raises them from time to time.

Amazon Aurora User Guide, "Amazon Aurora PostgreSQL releases"; RDS API Reference, CreateDBCluster: `EngineVersion`.
"""

INSIGHTS = {
    "enable_performance_insights": "performance_insights_enabled",
    "performance_insights_retention_period": "performance_insights_retention_period",
    "performance_insights_kms_key_id": "performance_insights_kms_key_id",
    "database_insights_mode": "database_insights_mode",
}
"""Parameters of a request to the attributes that moto's serializer reads. A cluster's apply to all its instances.

Amazon Aurora User Guide, "Turning Performance Insights on and off for Aurora".
"""

MONITORING = {"monitoring_interval": "monitoring_interval", "monitoring_role_arn": "monitoring_role_arn"}

INSTANCE_SETTINGS = {**INSIGHTS, **MONITORING}
CLUSTER_SETTINGS = {
    **INSTANCE_SETTINGS,
    "engine_lifecycle_support": "engine_lifecycle_support",
    "enable_iam_database_authentication": "iam_auth",
    "auto_minor_version_upgrade": "auto_minor_version_upgrade",
}

CLUSTER_DEFAULTS = {
    "performance_insights_enabled": False,
    "performance_insights_retention_period": None,
    "performance_insights_kms_key_id": None,
    "database_insights_mode": "standard",
    "monitoring_interval": 0,
    "monitoring_role_arn": None,
    "engine_lifecycle_support": "open-source-rds-extended-support",
    "auto_minor_version_upgrade": True,
}
"""RDS API Reference, CreateDBCluster."""

DEFAULT_INSIGHTS_RETENTION_DAYS = 7
"""RDS API Reference, CreateDBCluster: `PerformanceInsightsRetentionPeriod`."""


def apply_settings(resource: Any, request: Mapping[str, Any], settings: Mapping[str, str]) -> None:
    """Set the attributes that a request names, and those that depend on them."""
    for parameter, attribute in settings.items():
        if (value := request.get(parameter)) is not None:
            setattr(resource, attribute, value)
    if resource.monitoring_interval == 0:
        # AWS returns no role if monitoring is off.
        resource.monitoring_role_arn = None
    enabled = resource.performance_insights_enabled
    retention_days = resource.performance_insights_retention_period or DEFAULT_INSIGHTS_RETENTION_DAYS
    resource.performance_insights_retention_period = retention_days if enabled else None
    if enabled and resource.performance_insights_kms_key_id is None:
        # AWS keeps the first key, even while insights are off.
        resource.performance_insights_kms_key_id = aws_managed_key(resource.backend)


def aws_managed_key(backend: Any) -> str:
    """Return the ARN of the key that AWS uses for RDS if none is given."""
    return backend.kms.describe_key("alias/aws/rds").arn


def full_version(version: str | None, current: str | None = None) -> str:
    """Complete a version as AWS does.

    Args:
        version: A major version, a full version, or None for AWS's choice.
        current: The cluster's version, which does not change if `version` is its major version.
    """
    version = version or DEFAULT_MAJOR
    if current and current.split(".")[0] == version:
        return current
    return DEFAULT_MINORS.get(version, version)

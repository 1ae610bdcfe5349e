"""RDS: capacity, backups, windows, storage and monitoring of clusters."""

from collections.abc import Mapping
from typing import Any

from orion_sandbox.api import limits, names, references
from orion_sandbox.api.gate.checks import outside, value_of, when
from orion_sandbox.api.gate.policies import allows_service, permissions
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import numbers, wanted_version
from orion_sandbox.api.gate.windows import daily, overlap, too_short, weekly, without_form

CLUSTERS, INSTANCES = ("CreateDBCluster", "ModifyDBCluster"), ("CreateDBInstance", "ModifyDBInstance")
ALL = CLUSTERS + INSTANCES
COMBINATION, INVALID = "InvalidParameterCombination", "InvalidParameterValue"
SCALING = "ServerlessV2ScalingConfiguration"
SCALING_PAGE = references.api("rds", SCALING)

BACKUP, MAINTENANCE = "PreferredBackupWindow", "PreferredMaintenanceWindow"
INSIGHTS_KEY, SECRET_KEY = "PerformanceInsightsKMSKeyId", "MasterUserSecretKmsKeyId"
KEYS = ("KmsKeyId", INSIGHTS_KEY, SECRET_KEY)
INTERVAL, ROLE = "MonitoringInterval", "MonitoringRoleArn"
MONITOR = "monitoring.rds.amazonaws.com"
INSIGHTS = {
    "DatabaseInsightsMode": "database_insights_mode",
    "EnablePerformanceInsights": "performance_insights_enabled",
    "PerformanceInsightsRetentionPeriod": "performance_insights_retention_period",
}
"""AWS's members, and moto's attributes."""

DEFAULT_INSIGHTS_DAYS = 7


# Serverless v2.


def _scaling(request: Request, state: State) -> Mapping[str, Any]:
    """Return the scaling after the call; nothing if the call changes neither scaling nor version."""
    if not {SCALING, "EngineVersion"} & set(request):
        return {}
    cluster = state.cluster(request.get("DBClusterIdentifier"))
    current = getattr(cluster, "serverless_v2_scaling_configuration", None) or {}
    # moto's object iterates over its own names, but also finds AWS's.
    kept = {member: current[member] for member in ("MinCapacity", "MaxCapacity") if member in current}
    return {**kept, **request.get(SCALING, {})}


def _minimum(request: Request, state: State) -> str | None:
    least = _scaling(request, state).get("MinCapacity")
    if least is None or least in limits.SERVERLESS_MIN_ACU:
        return None
    return f"Serverless v2 minimum capacity {least} isn't valid. It must be between 0 and 256, in steps of 0.5."


def _maximum(request: Request, state: State) -> str | None:
    most = _scaling(request, state).get("MaxCapacity")
    if most is None or most in limits.SERVERLESS_MAX_ACU:
        return None
    return f"Serverless v2 maximum capacity {most} isn't valid. It must be between 1 and 256, in steps of 0.5."


def _order(request: Request, state: State) -> str | None:
    scaling = _scaling(request, state)
    least, most = scaling.get("MinCapacity"), scaling.get("MaxCapacity")
    if least is None or most is None or least <= most:
        return None
    return f"Serverless v2 maximum capacity {most} isn't valid. It must be at least the minimum capacity {least}."


def _pause_version(request: Request, state: State) -> str | None:
    version = wanted_version(request, state)
    if version is None or _scaling(request, state).get("MinCapacity") != 0:
        return None
    major, minor = (*numbers(version), 0)[:2]
    if minor >= limits.SERVERLESS_FIRST_PAUSING_MINORS.get(major, 0):
        return None
    return f"Serverless v2 minimum capacity 0 isn't valid for engine version {version}, which cannot pause."


def _maximum_version(request: Request, state: State) -> str | None:
    version, most = wanted_version(request, state), _scaling(request, state).get("MaxCapacity")
    if version is None or most is None or most in limits.SERVERLESS_MAX_ACU_BEFORE:
        return None
    major, minor = (*numbers(version), 0)[:2]
    if minor >= limits.SERVERLESS_FIRST_256_MINORS.get(major, 0):
        return None
    return f"Serverless v2 maximum capacity {most} isn't valid for engine version {version}. It must be at most 128."


def _pause_seconds(request: Request, state: State) -> str | None:
    seconds = value_of(request, f"{SCALING}.SecondsUntilAutoPause")
    if seconds is None:
        return None
    if seconds not in limits.SERVERLESS_PAUSE_SECONDS:
        return f"SecondsUntilAutoPause {seconds} isn't valid. It must be between 300 and 86400."
    if _scaling(request, state).get("MinCapacity") != 0:
        return "SecondsUntilAutoPause is valid only with a minimum capacity of 0."
    return None


def _has_no_scaling(request: Request, state: State) -> bool:
    instance = state.instance(request["DBInstanceIdentifier"])
    cluster = state.cluster(request.get("DBClusterIdentifier") or getattr(instance, "db_cluster_identifier", None))
    return (
        request.get("DBInstanceClass") == "db.serverless"
        and cluster is not None
        and not cluster.serverless_v2_scaling_configuration
    )


# Windows and storage.


def _windows_overlap(request: Request, state: State) -> bool:
    if not request.get(BACKUP) and not request.get(MAINTENANCE):
        return False
    cluster = state.cluster(request.get("DBClusterIdentifier"))
    backup = request.get(BACKUP) or getattr(cluster, "preferred_backup_window", "")
    maintenance = request.get(MAINTENANCE) or getattr(cluster, "preferred_maintenance_window", "")
    return overlap(daily(backup), weekly(maintenance))


def _key(request: Request, state: State) -> str | None:
    unusable = [request[member] for member in KEYS if request.get(member) and not state.usable_key(request[member])]
    if not unusable:
        return None
    return (
        f"The specified KMS key [{unusable[0]}] does not exist, is not enabled or you do not have permissions to "
        "access it."
    )


def _log_exports(request: Request, _state: State) -> str | None:
    changes: Mapping[str, Any] = request.get("CloudwatchLogsExportConfiguration", {})
    lists = (request.get("EnableCloudwatchLogsExports"), changes.get("EnableLogTypes"), changes.get("DisableLogTypes"))
    missing = [log for logs in lists for log in logs or () if log not in names.LOG_EXPORTS]
    if not missing:
        return None
    return f"You cannot use the log types '{', '.join(missing)}' with this engine. Supported: {names.LOG_EXPORTS}"


# Enhanced Monitoring and Database Insights.


def _target(request: Request, state: State) -> Any:
    if "DBInstanceIdentifier" in request:
        return state.instance(request["DBInstanceIdentifier"])
    return state.cluster(request["DBClusterIdentifier"])


def _has_no_role(request: Request, state: State) -> bool:
    role = request.get(ROLE) or getattr(_target(request, state), "monitoring_role_arn", None)
    return bool(request.get(INTERVAL)) and not role


def _has_no_interval(request: Request, state: State) -> bool:
    seconds = request.get(INTERVAL, getattr(_target(request, state), "monitoring_interval", 0))
    return bool(request.get(ROLE)) and not seconds


def _cannot_monitor(request: Request, state: State) -> bool:
    if (arn := request.get(ROLE)) is None:
        return False
    role = state.role(arn)
    if role is None or not allows_service(role.assume_role_policy_document, MONITOR, "sts:AssumeRole"):
        return True
    return not any("logs:PutLogEvents" in text or "logs:*" in text for text in permissions(role))


def _is_another_insights_key(request: Request, state: State) -> bool:
    cluster = state.cluster(request["DBClusterIdentifier"])
    kept = getattr(cluster, "performance_insights_kms_key_id", None)
    if kept is None:
        return False
    if (wanted := request.get(INSIGHTS_KEY)) is not None:
        return _key_id(state, wanted) != _key_id(state, kept)
    # AWS treats a call that changes the mode without a key as a request for AWS's own key.
    mode = request.get("DatabaseInsightsMode", cluster.database_insights_mode)
    stays_on = request.get("EnablePerformanceInsights", cluster.performance_insights_enabled)
    return (
        stays_on and mode != cluster.database_insights_mode and _key_id(state, kept) != _key_id(state, "alias/aws/rds")
    )


def _key_id(state: State, key: str) -> str:
    return getattr(state.key(key), "id", key)


def _is_another_secret_key(request: Request, state: State) -> bool:
    secret = getattr(state.cluster(request["DBClusterIdentifier"]), "master_user_secret", None)
    wanted = request.get(SECRET_KEY)
    return bool(secret and wanted and _key_id(state, wanted) != _key_id(state, secret.kms_key_id))


def _is_half_advanced(request: Request, state: State) -> bool:
    if not INSIGHTS.keys() & request.keys():
        return False
    cluster = state.cluster(request["DBClusterIdentifier"])
    mode, enabled, days = (request.get(member, getattr(cluster, kept, None)) for member, kept in INSIGHTS.items())
    is_long = (days or DEFAULT_INSIGHTS_DAYS) in limits.INSIGHTS_ADVANCED_DAYS
    return mode == "advanced" and not (enabled and is_long)


_FORM = "Invalid {} window format: {{value}}. Should be specified as a range {} (24H Clock UTC)."

RULES = table(
    "rds",
    Row("serverless-minimum", CLUSTERS, INVALID, "a minimum below 0, above 256, or not in steps of 0.5 ACU", _minimum,
        SCALING_PAGE),
    Row("serverless-maximum", CLUSTERS, INVALID, "a maximum below 1, above 256, or not in steps of 0.5 ACU", _maximum,
        SCALING_PAGE),
    Row("serverless-order", CLUSTERS, INVALID, "a minimum above the maximum", _order, SCALING_PAGE),
    Row("serverless-pause-version", CLUSTERS, INVALID,
        "a minimum of 0 ACU below versions 13.15, 14.12, 15.7 and 16.3", _pause_version,
        references.SERVERLESS_AUTO_PAUSE),
    Row("serverless-maximum-version", CLUSTERS, INVALID,
        "a maximum of more than 128 ACU below versions 13.13, 14.10, 15.5 and 16.1", _maximum_version,
        references.SERVERLESS_CAPACITY),
    Row("serverless-pause-seconds", CLUSTERS, INVALID,
        "a `SecondsUntilAutoPause` outside 300 to 86400, or with a minimum other than 0", _pause_seconds,
        SCALING_PAGE),
    Row("serverless-without-scaling", INSTANCES, "InvalidDBClusterStateFault",
        "a `db.serverless` instance in a cluster without `ServerlessV2ScalingConfiguration`",
        when(_has_no_scaling, "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a "
             "Serverless v2 DB instance."), references.SERVERLESS_REQUIREMENTS),
    Row("backup-retention", CLUSTERS, INVALID, "backups kept for less than 1 or more than 35 days",
        outside("BackupRetentionPeriod", limits.BACKUP_RETENTION_DAYS,
                "Invalid backup retention period: {value}. Must be between 1 and 35.")),
    Row("windows-overlap", CLUSTERS, INVALID,
        "a backup window and a maintenance window of one cluster that overlap; windows that touch do not",
        when(_windows_overlap, "The backup window and maintenance window must not overlap."),
        references.api("rds", "ModifyDBCluster")),
    Row("backup-window-form", CLUSTERS, INVALID, "a backup window other than `hh:mm-hh:mm`",
        without_form(BACKUP, daily, _FORM.format("backup", "hh24:mi-hh24:mi"))),
    Row("backup-window-length", CLUSTERS, INVALID, "a backup window of less than 30 minutes",
        too_short(BACKUP, daily, limits.WINDOW_MINUTES, "The backup window must be at least 30 minutes.")),
    Row("maintenance-window-form", ALL, INVALID, "a maintenance window other than `ddd:hh:mm-ddd:hh:mm`",
        without_form(MAINTENANCE, weekly, _FORM.format("maintenance", "ddd:hh24:mi-ddd:hh24:mi"))),
    Row("maintenance-window-length", ALL, INVALID, "a maintenance window of less than 30 minutes",
        too_short(MAINTENANCE, weekly, limits.WINDOW_MINUTES, "The maintenance window must be at least 30 minutes.")),
    Row("storage-type", CLUSTERS, "StorageTypeNotSupported",
        "a storage type other than `aurora` and `aurora-iopt1`",
        outside("StorageType", names.STORAGE_TYPES, "Invalid storage type for Aurora: {value}")),
    Row("key", ALL, "KMSKeyNotAccessibleFault",
        "a KMS key that does not exist, is of another region, or is not enabled", _key),
    Row("log-exports", CLUSTERS, COMBINATION,
        "exports of logs other than `postgresql`, `instance` and `iam-db-auth-error`", _log_exports,
        references.LOG_EXPORTS),
    Row("monitoring-interval", ALL, INVALID,
        "a monitoring interval other than 0, 1, 5, 10, 15, 30 and 60 seconds",
        outside(INTERVAL, limits.MONITORING_INTERVAL_SECONDS,
                f"Invalid monitoring interval: {{value}}. Valid values are: {limits.MONITORING_INTERVAL_SECONDS}.")),
    Row("monitoring-without-role", ALL, COMBINATION, "a monitoring interval other than 0 without a role",
        when(_has_no_role, "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other "
             "than 0.")),
    Row("monitoring-role-without-interval", ALL, COMBINATION, "a monitoring role with an interval of 0",
        when(_has_no_interval, "You must specify a MonitoringInterval value other than 0 when you specify a "
             "MonitoringRoleARN value.")),
    Row("monitoring-role", ALL, INVALID,
        f"a monitoring role that does not exist, that `{MONITOR}` may not assume, or that may not write logs, as "
        "before its policy is attached",
        when(_cannot_monitor, "IAM role ARN value is invalid or does not include the required permissions for: "
             "ENHANCED_MONITORING"), references.ENHANCED_MONITORING),
    Row("insights-retention", ALL, INVALID,
        "a retention of Performance Insights other than 7, 731 or 31 times 1 to 23 days",
        outside("PerformanceInsightsRetentionPeriod", limits.INSIGHTS_RETENTION_DAYS,
                "Invalid Performance Insights retention period: {value}. Valid values are: 7, 31 * months, 731.")),
    Row("insights-key", "ModifyDBCluster", COMBINATION,
        "another key of Performance Insights than the first one, or another mode of a cluster with a key of its own "
        "without naming it", when(_is_another_insights_key, "You can't change your Performance Insights KMS key."),
        references.INSIGHTS_KEY),
    Row("managed-secret-key", "ModifyDBCluster", COMBINATION,
        "another key of a secret that RDS manages",
        when(_is_another_secret_key, "You can't change the KMS key of the secret that manages the master user "
             "password.")),
    Row("insights-advanced", CLUSTERS, COMBINATION,
        "Database Insights' advanced mode without Performance Insights, or with less than 465 days of retention",
        when(_is_half_advanced, "To enable the Advanced mode of Database Insights, modify your cluster to enable "
             "Performance Insights and set the retention period for Performance Insights to at least 465 days."),
        references.INSIGHTS_ADVANCED),
)  # fmt: skip

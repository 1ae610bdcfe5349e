"""Descriptions of all resources of a service, to be compared before and after a call."""

from collections.abc import Mapping
from typing import Any

from tests.contract.aws_api.conftest import TOPIC

DESCRIPTIONS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "rds": [
        ("describe_db_clusters", {}),
        ("describe_db_instances", {}),
        ("describe_db_subnet_groups", {}),
        ("describe_db_cluster_snapshots", {}),
        ("describe_db_cluster_parameter_groups", {}),
        ("describe_db_parameter_groups", {}),
        ("describe_db_cluster_parameters", {"DBClusterParameterGroupName": "main"}),
        ("describe_db_cluster_parameters", {"DBClusterParameterGroupName": "listed"}),
        ("describe_db_parameters", {"DBParameterGroupName": "main"}),
        ("describe_db_parameters", {"DBParameterGroupName": "listed"}),
        ("describe_event_subscriptions", {}),
        ("describe_global_clusters", {}),
    ],
    "elasticache": [
        ("describe_replication_groups", {}),
        ("describe_cache_clusters", {}),
        ("describe_cache_subnet_groups", {}),
        ("describe_cache_parameter_groups", {}),
        ("describe_cache_parameters", {"CacheParameterGroupName": "main"}),
        ("describe_cache_parameters", {"CacheParameterGroupName": "sharded"}),
        ("describe_users", {}),
        ("describe_user_groups", {}),
        ("describe_snapshots", {}),
    ],
    "ec2": [("describe_security_groups", {}), ("describe_security_group_rules", {}), ("describe_tags", {})],
    "secretsmanager": [
        ("list_secrets", {"IncludePlannedDeletion": True}),
        ("list_secret_version_ids", {"SecretId": "taken"}),
        ("list_secret_version_ids", {"SecretId": "locked"}),
        ("list_secret_version_ids", {"SecretId": "labelled"}),
    ],
    "ssm": [("describe_parameters", {}), ("get_parameters", {"Names": ["taken", "advanced", "/in/hierarchy"]})],
    "logs": [("describe_log_groups", {})],
    "backup": [
        ("list_backup_vaults", {}),
        ("list_backup_plans", {}),
        ("list_recovery_points_by_backup_vault", {"BackupVaultName": "taken"}),
        ("list_recovery_points_by_backup_vault", {"BackupVaultName": "locked"}),
    ],
    "iam": [("list_roles", {}), ("list_policies", {"Scope": "Local"})],
    "kms": [("list_keys", {}), ("list_aliases", {})],
    "cloudwatch": [
        ("describe_alarms", {"AlarmTypes": ["MetricAlarm", "CompositeAlarm"]}),
        ("list_dashboards", {}),
    ],
    "sns": [("list_topics", {}), ("get_topic_attributes", {"TopicArn": TOPIC})],
    "events": [("list_rules", {}), ("list_targets_by_rule", {"Rule": "main"})],
}


PASSING = frozenset({"LastAccessedDate", "LatestRestorableTime", "ResponseMetadata"})
"""Members that change with time."""


def dump(client: Any, service: str) -> list[Any]:
    """Return all descriptions of a service."""
    return [_lasting(getattr(client, operation)(**arguments)) for operation, arguments in DESCRIPTIONS[service]]


def _lasting(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _lasting(each) for name, each in value.items() if name not in PASSING}
    if isinstance(value, list):
        return [_lasting(each) for each in value]
    return value

"""The table: one row a resource type, one module an AWS service."""

from collections.abc import Mapping
from types import MappingProxyType

from orion_sandbox.providers.resources import (
    backup_plans,
    backup_vaults,
    cloudwatch_alarms,
    cloudwatch_dashboards,
    ec2,
    elasticache_groups,
    elasticache_replication_groups,
    elasticache_users,
    events,
    iam,
    iam_policies,
    kms,
    kms_aliases,
    logs,
    rds_clusters,
    rds_events,
    rds_global_clusters,
    rds_groups,
    secretsmanager,
    sns,
)
from orion_sandbox.providers.table import Row

_MODULES = (
    backup_plans,
    backup_vaults,
    cloudwatch_alarms,
    cloudwatch_dashboards,
    ec2,
    elasticache_groups,
    elasticache_replication_groups,
    elasticache_users,
    events,
    iam,
    iam_policies,
    kms,
    kms_aliases,
    logs,
    rds_clusters,
    rds_events,
    rds_global_clusters,
    rds_groups,
    secretsmanager,
    sns,
)

ROWS: Mapping[str, Row] = MappingProxyType({row.type: row for module in _MODULES for row in module.ROWS})
"""Pulumi's type token to the row."""

if len(ROWS) != sum(len(module.ROWS) for module in _MODULES):
    raise AssertionError("two rows have one type")

"""The table: one row for each resource type, in a module for each AWS service."""

from collections.abc import Mapping
from types import MappingProxyType

from orion_sandbox.providers.resources import (
    backup,
    cloudwatch,
    ec2,
    elasticache_groups,
    elasticache_replication_groups,
    events,
    iam,
    kms,
    logs,
    rds_clusters,
    rds_groups,
    secretsmanager,
    sns,
    ssm,
)
from orion_sandbox.providers.table import Row

_ALL = [
    *backup.ROWS,
    *cloudwatch.ROWS,
    *ec2.ROWS,
    *elasticache_groups.ROWS,
    *elasticache_replication_groups.ROWS,
    *events.ROWS,
    *iam.ROWS,
    *kms.ROWS,
    *logs.ROWS,
    *rds_clusters.ROWS,
    *rds_groups.ROWS,
    *secretsmanager.ROWS,
    *sns.ROWS,
    *ssm.ROWS,
]

ROWS: Mapping[str, Row] = MappingProxyType({row.type: row for row in _ALL})
"""Pulumi's type token to the row."""

if len(ROWS) != len(_ALL):
    raise AssertionError("two rows have the same type")

"""The table: one row for each resource type, in a module for each AWS service."""

from collections.abc import Iterator, Mapping
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
from orion_sandbox.providers.resources.declaration import Declaration
from orion_sandbox.providers.resources.derivation import derive
from orion_sandbox.providers.resources.derived import DECLARED
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

WRITTEN: Mapping[str, Row] = MappingProxyType({row.type: row for row in _ALL})
"""Pulumi's type token to the row, for the types whose rows are written property by property."""

if len(WRITTEN) != len(_ALL) or WRITTEN.keys() & DECLARED.keys():
    raise AssertionError("two rows have the same type")


class _Rows(Mapping[str, Row]):
    """Every row. A derived row is created at its first use, which loads modules of the SDK and of botocore."""

    def __init__(self, declared: Mapping[str, Declaration]) -> None:
        self._declared = declared

    def __getitem__(self, kind: str) -> Row:
        return WRITTEN[kind] if kind in WRITTEN else derive(self._declared[kind])

    def __contains__(self, kind: object) -> bool:
        return kind in WRITTEN or kind in self._declared

    def __iter__(self) -> Iterator[str]:
        yield from (*WRITTEN, *self._declared)

    def __len__(self) -> int:
        return len(WRITTEN) + len(self._declared)


ROWS: Mapping[str, Row] = _Rows(DECLARED)
"""Pulumi's type token to the row."""

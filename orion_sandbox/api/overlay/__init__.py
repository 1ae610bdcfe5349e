"""Patches of moto 5.2.5 where it lacks an operation or differs from AWS, in modules for each service.

The docstring of a patch describes moto without it. The gate refuses invalid calls before they reach a patch.
"""

from functools import cache

from orion_sandbox.api.overlay import (
    backup_jobs,
    backup_plans,
    backup_vaults,
    cloudwatch,
    deletions,
    ec2,
    elasticache_groups,
    elasticache_replication_groups,
    elasticache_store,
    elasticache_users,
    iam,
    kms,
    logs,
    rds_clusters,
    rds_global_clusters,
    rds_groups,
    rds_instances,
    rds_offers,
    rds_pending,
    rds_reboots,
    secretsmanager,
    service_quotas,
    sns,
    unknown_actions,
)

_MODULES = (
    backup_jobs,
    backup_plans,
    backup_vaults,
    cloudwatch,
    deletions,
    ec2,
    elasticache_groups,
    elasticache_replication_groups,
    elasticache_store,
    elasticache_users,
    iam,
    kms,
    logs,
    rds_clusters,
    # After the clusters of one region, whose versions are completed first.
    rds_global_clusters,
    rds_groups,
    rds_instances,
    rds_offers,
    # After the instances, which it needs complete.
    rds_reboots,
    # After all others of RDS: it defers changes that they would apply.
    rds_pending,
    secretsmanager,
    service_quotas,
    sns,
    unknown_actions,
)


@cache
def install() -> None:
    """Apply every patch, once in a process."""
    for module in _MODULES:
        module.PATCHES.install()

"""ElastiCache: Redis and Valkey replication groups and what belongs to them, one module a concept."""

from orion_sandbox.api.overlay.elasticache import (
    parameter_groups,
    replication_groups,
    snapshots,
    subnet_groups,
    tagging,
    users,
)


def install() -> None:
    """Put the patches of every concept in place."""
    for module in (parameter_groups, replication_groups, snapshots, subnet_groups, tagging, users):
        module.PATCHES.install()

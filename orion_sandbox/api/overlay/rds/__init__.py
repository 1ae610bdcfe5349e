"""RDS: Aurora PostgreSQL clusters and what belongs to them, one module a concept."""

from orion_sandbox.api.overlay.rds import (
    clusters,
    event_subscriptions,
    instances,
    parameter_groups,
    pending,
    snapshots,
    subnet_groups,
)


def install() -> None:
    """Put the patches of every concept in place."""
    # `pending` last: it holds back what the others would apply.
    for module in (clusters, event_subscriptions, instances, parameter_groups, snapshots, subnet_groups, pending):
        module.PATCHES.install()

"""RDS: Aurora PostgreSQL clusters and what belongs to them, one module a concept."""

from orion_sandbox.api.overlay.rds import (
    clusters,
    event_subscriptions,
    global_clusters,
    global_members,
    instances,
    managed_passwords,
    parameter_groups,
    pending,
    snapshots,
    subnet_groups,
)


def install() -> None:
    """Put the patches of every concept in place."""
    # After `clusters`, which completes versions and knows nothing of other regions; `pending` last: it holds back what
    # the others would apply.
    for module in (
        clusters,
        event_subscriptions,
        global_clusters,
        global_members,
        instances,
        managed_passwords,
        parameter_groups,
        snapshots,
        subnet_groups,
        pending,
    ):
        module.PATCHES.install()

"""AWS Backup: vaults, plans, what they select, and the recovery points of Aurora clusters, one module a concept."""

from orion_sandbox.api.overlay.backup import (
    jobs,
    plans,
    recovery_points,
    region_settings,
    routes,
    selections,
    tags,
    vaults,
)


def install() -> None:
    """Put the patches of every concept in place."""
    for module in (vaults, plans, selections, recovery_points, jobs, region_settings, tags):
        module.PATCHES.install()
    routes.install()

"""Secrets Manager, one module a concept."""

from orion_sandbox.api.overlay.secretsmanager import descriptions, replicas, versions


def install() -> None:
    """Put the patches of every concept in place."""
    for module in (descriptions, replicas, versions):
        module.PATCHES.install()

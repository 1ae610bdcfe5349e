"""The Pulumi components: `AuroraDatabase` is public, the others are its parts."""

from orion_rds.components.database import AuroraDatabase

__all__ = ["AuroraDatabase"]

"""The resources: one class is public, the others are its parts."""

from orion_rds.components.database import AuroraDatabase

__all__ = ["AuroraDatabase"]

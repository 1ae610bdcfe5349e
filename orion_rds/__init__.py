"""Aurora PostgreSQL with what production needs around it, as one Pulumi component."""

from orion_rds.components import AuroraDatabase
from orion_rds.config import ConfigError, DatabaseConfig

__all__ = ["AuroraDatabase", "ConfigError", "DatabaseConfig"]

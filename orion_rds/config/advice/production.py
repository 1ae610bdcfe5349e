"""What counts as production: some things are regretted only there."""

from orion_rds.config.database import DatabaseConfig

PRODUCTION = frozenset({"prod", "production"})


def is_production(config: DatabaseConfig) -> bool:
    """Whether the environment is called so."""
    return config.environment in PRODUCTION

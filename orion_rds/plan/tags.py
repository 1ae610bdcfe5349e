"""Tags of everything that takes tags."""

from orion_rds.config import DatabaseConfig


def tags(config: DatabaseConfig, name: str) -> dict[str, str]:
    """Give the tags of one resource: the user's, then ours. `name` is what AWS's console shows as its name."""
    return {
        **config.tags,
        "Project": config.project,
        "Environment": config.environment,
        "ManagedBy": "pulumi",
        "Name": name,
    }

"""Protection against deletion."""

from orion_rds.config.section import Section


class ProtectionConfig(Section):
    """What stands between a mistake and the data."""

    deletion: bool = True
    """AWS deletion protection and Pulumi's `protect`, together."""

    final_snapshot: bool = True
    """Whether something is left when the database is deleted: a last snapshot of the cluster and of Redis, automated
    backups, and for 30 days the secrets and the keys that were made. A secret keeps its name meanwhile: restore it
    before the stack is made again. Without it all is gone at once."""

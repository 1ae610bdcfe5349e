"""Protection against deletion."""

from orion_rds.config.section import Section


class ProtectionConfig(Section):
    """What stands between a mistake and the data."""

    deletion: bool = True
    """AWS deletion protection and Pulumi's `protect`, together."""

    final_snapshot: bool = True
    """Whether a snapshot is taken when the cluster is deleted."""

"""Which PostgreSQL runs."""

from typing import Literal

from orion_rds.config.section import Section


class EngineConfig(Section):
    """The Aurora PostgreSQL engine."""

    version: str = "17"
    """A major version ("17") or an exact one ("17.7")."""

    minor_upgrades: Literal["automatic", "manual"] = "automatic"
    """Whether AWS installs minor versions in the maintenance window. Default: automatic for a major version, manual for
    an exact one."""

    storage: Literal["standard", "io_optimized"] = "standard"
    """How storage is billed: by I/O request, or I/O included."""

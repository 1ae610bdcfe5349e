"""The master user."""

from orion_rds.config.section import Section


class MasterConfig(Section):
    """The user that owns the database."""

    username: str = "orion_admin"
    """Name of the master user. It cannot be changed later."""

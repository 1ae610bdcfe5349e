"""The instances of the cluster."""

from orion_rds.config.section import Section


class InstancesConfig(Section):
    """How many instances the cluster has, and their class."""

    count: int = 2
    """The writer and its readers together, 1 to 16."""

    instance_class: str | None = None
    """Class of every instance. Default: `db.r7g.large`, or `db.serverless` when `serverless` is given
    (`DatabaseConfig.instance_class` is the one that counts)."""

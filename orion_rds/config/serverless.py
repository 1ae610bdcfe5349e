"""Serverless v2 capacity."""

from orion_rds.config.section import Section


class ServerlessConfig(Section):
    """Range of capacity of Serverless v2 instances, in Aurora capacity units (ACU, about 2 GiB of memory each)."""

    min_acu: float
    """Least capacity: 0 to 256 in steps of 0.5."""

    max_acu: float
    """Greatest capacity: 1 to 256 in steps of 0.5."""

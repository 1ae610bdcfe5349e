"""The limits of a region's instances: memory and connections."""

from orion_rds.facts import instance_classes
from orion_rds.facts.instance_classes import SERVERLESS
from orion_rds.plan.parameters import effective_values
from orion_rds.plan.site import Site

CONNECTION_BYTES = 9_531_392
CONNECTIONS_MAXIMUM = 5000
"""The default of `max_connections` is `LEAST(DBInstanceClassMemory/9531392, 5000)`. AWS computes it with 10**9 bytes
per gibibyte, as the operating system uses part of the memory.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html
"""

PAUSING_CONNECTIONS_MAXIMUM = 2000
"""The limit of Serverless v2 with a minimum capacity of 0 or 0.5 ACU.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
"""

GIB = 2**30


def memory_gib(site: Site, instance_class: str) -> float | None:
    """Return the memory of an instance; for a serverless instance, that of its maximum capacity."""
    if instance_class == SERVERLESS:
        serverless = site.config.serverless
        return serverless and serverless.max_acu * instance_classes.GIB_PER_ACU
    return instance_classes.memory_gib(instance_class)


def smallest_provisioned_bytes(classes: tuple[str, ...]) -> float | None:
    """Return the memory of the smallest provisioned instance; None if all are serverless."""
    known = [gib for gib in map(instance_classes.memory_gib, classes) if gib is not None]
    return min(known) * GIB if known else None


def max_connections(site: Site, classes: tuple[str, ...]) -> int | None:
    """Return the lowest `max_connections` of these instances."""
    value = effective_values(site.config).get("max_connections", "")
    # AWS evaluates formulas such as `{DBInstanceClassMemory/12582880}`.
    if value.isdigit():
        return int(value)
    known = [_default_max_connections(site, each) for each in classes]
    return min((connections for connections in known if connections is not None), default=None)


def _default_max_connections(site: Site, instance_class: str) -> int | None:
    if (gib := memory_gib(site, instance_class)) is None:
        return None
    serverless = site.config.serverless
    pausing = instance_class == SERVERLESS and serverless is not None and serverless.min_acu < 1
    maximum = PAUSING_CONNECTIONS_MAXIMUM if pausing else CONNECTIONS_MAXIMUM
    return min(int(gib * 10**9 / CONNECTION_BYTES), maximum)

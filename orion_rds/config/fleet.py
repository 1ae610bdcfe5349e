"""The instances of a cluster, with every default resolved."""

from dataclasses import dataclass

from orion_rds.config.instances import InstanceConfig, InstancesConfig
from orion_rds.config.str_input import StrInput

SUCCESSION_TIER = 0
"""Promotion tier of the writer and of the reader that is to succeed it.

Serverless v2 readers in tiers 0 and 1 keep the capacity of the writer, and cluster cache management wants the two in
tier 0. Never left to a default: the API's is 1 and the provider's is 0.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html
and https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.cluster-cache-mgmt.html
"""

READING_TIER = 2
"""Promotion tier of all other readers: the first of those whose Serverless v2 capacity follows their own load."""

SUCCESSION_SIZE = 2
"""The writer and one reader."""


@dataclass(frozen=True, slots=True)
class FleetInstance:
    """One instance. The first of a fleet is the first writer."""

    instance_class: str
    promotion_tier: int
    """Order of promotion in a failover, 0 to 15: the lowest first."""

    availability_zone: StrInput | None
    """The zone that was asked for, or none where AWS chooses."""


def fleet(instances: InstancesConfig | tuple[InstanceConfig, ...], default_class: str) -> tuple[FleetInstance, ...]:
    """List the instances of either form; `default_class` is for those that are alike and name none."""
    if isinstance(instances, InstancesConfig):
        alike = InstanceConfig(instance_class=instances.instance_class or default_class)
        instances = (alike,) * instances.count
    return tuple(_resolved(position, instance) for position, instance in enumerate(instances))


def _resolved(position: int, instance: InstanceConfig) -> FleetInstance:
    tier = instance.promotion_tier
    if tier is None:
        tier = SUCCESSION_TIER if position < SUCCESSION_SIZE else READING_TIER
    return FleetInstance(instance.instance_class, tier, instance.availability_zone)

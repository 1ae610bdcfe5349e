"""Which instances a cluster has."""

from dataclasses import dataclass

from orion_rds.config import DatabaseConfig

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
class InstanceSpec:
    """One instance."""

    key: str
    """Part of the Pulumi name, so it never changes its meaning."""

    instance_class: str
    promotion_tier: int
    """Order of promotion in a failover, 0 to 15: the lowest first."""


def plan(config: DatabaseConfig) -> tuple[InstanceSpec, ...]:
    """List the instances, the first writer first. Another count adds or removes the last ones only."""
    return tuple(
        InstanceSpec(
            key=str(number),
            instance_class=config.instance_class,
            promotion_tier=SUCCESSION_TIER if number <= SUCCESSION_SIZE else READING_TIER,
        )
        for number in range(1, config.instances.count + 1)
    )

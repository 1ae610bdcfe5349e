"""Which instances a cluster has."""

from dataclasses import dataclass

from orion_rds.config import DatabaseConfig, Wire


@dataclass(frozen=True, slots=True)
class InstanceSpec:
    """One instance."""

    key: str
    """Part of the Pulumi name, so it never changes its meaning."""

    instance_class: str
    promotion_tier: int
    """Order of promotion in a failover, 0 to 15: the lowest first."""

    availability_zone: Wire | None


def plan(config: DatabaseConfig) -> tuple[InstanceSpec, ...]:
    """List the instances, the first writer first. Another count adds or removes the last ones only."""
    return tuple(
        InstanceSpec(
            key=str(number),
            instance_class=instance.instance_class,
            promotion_tier=instance.promotion_tier,
            availability_zone=instance.availability_zone,
        )
        for number, instance in enumerate(config.fleet, start=1)
    )

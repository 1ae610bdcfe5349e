"""The instances of the cluster."""

from typing import Annotated

from pydantic import (
    AfterValidator,
    Field,
    TypeAdapter,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
)

from orion_rds.config.checks import Named, Whole, Within
from orion_rds.config.refusals import refuse
from orion_rds.config.regions import region_checked_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, instance_classes, limits


def _aurora_class(instance_class: str) -> str:
    if instance_class == instance_classes.SERVERLESS:
        return instance_class
    series = instance_classes.series(instance_class)
    if series is None:
        raise refuse("instance-class-form", instance_class)
    if series not in instance_classes.SERIES:
        raise refuse("instance-class-series", instance_class)
    return instance_class


InstanceClass = Annotated[str, AfterValidator(_aurora_class)]


class InstancesConfig(Section):
    """How many instances the cluster has, and their class."""

    count: Annotated[Whole, Within(limits.INSTANCES, "instances-count")] = 2
    """The writer and its readers together, 1 to 16. With one alone, a failover means waiting for a new instance."""

    instance_class: InstanceClass | None = None
    """Class of every instance. Default: `db.r7g.large`, or `db.serverless` when `serverless` is given
    (`DatabaseConfig.fleet` has the one that counts)."""


class InstanceConfig(Section):
    """One instance, where each is described by itself."""

    instance_class: InstanceClass = Field(examples=[instance_classes.DEFAULT])
    """Class of the instance; `db.serverless` where `serverless` is given, beside provisioned ones if need be."""

    promotion_tier: Annotated[Whole, Within(limits.PROMOTION_TIER, "promotion-tier", nearest=True)] | None = None
    """Order of promotion in a failover, 0 to 15, the lowest first. Default: 0 for the first two instances, 2 for the
    others."""

    availability_zone: Annotated[StrInput, Named(identifiers.AVAILABILITY_ZONE, "availability-zone")] | None = None
    """Zone of the instance, such as `us-east-1a`. Default: AWS spreads instances over the zones of the subnets. Another
    one later replaces the instance."""

    @field_validator("availability_zone")
    @classmethod
    def _is_in_the_region(cls, zone: StrInput | None, info: ValidationInfo) -> StrInput | None:
        region = region_checked_in(info)
        if region and isinstance(zone, str) and zone[:-1] != region:
            raise refuse("availability-zone-region", zone, region=region)
        return zone


_ALIKE = TypeAdapter(InstancesConfig)
_EACH = TypeAdapter(tuple[InstanceConfig, ...])


def _by_form(
    value: object, _: ValidatorFunctionWrapHandler, info: ValidationInfo
) -> InstancesConfig | tuple[InstanceConfig, ...]:
    """Pydantic's own union would tell what is wrong with both forms."""
    if not isinstance(value, list | tuple):
        return _ALIKE.validate_python(value)
    if len(value) not in limits.INSTANCES:  # pyright: ignore[reportUnknownArgumentType]
        raise refuse("instances-count", value)  # pyright: ignore[reportUnknownArgumentType]
    return _EACH.validate_python(value, context=info.context)


Form = InstancesConfig | tuple[InstanceConfig, ...]
Instances = Annotated[Form, WrapValidator(_by_form)]
"""Instances that are alike, or a list of them."""

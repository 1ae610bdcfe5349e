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

from orion_rds.config.checks import Named, Whole, Within, example
from orion_rds.config.refusal import Refusal
from orion_rds.config.regions import region_checked_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, instance_classes, limits, references


def _region(*, region: str) -> None: ...


INSTANCES_COUNT = Refusal(
    "instances-count",
    why="A cluster has one writer and up to 15 readers.",
    fix="Write a number from 1 to 16.",
    source=references.AURORA_REPLICATION,
)
PROMOTION_TIER = Refusal(
    "promotion-tier",
    why="Promotion tiers are 0 to 15, the lowest first.",
    fix="Write a tier in that range.",
    source=references.CREATE_DB_INSTANCE,
)
AVAILABILITY_ZONE = Refusal(
    "availability-zone",
    why="It is not the name of an availability zone.",
    fix="Write a region and the letter of a zone, such as `{example}`, or leave it out.",
    source=references.AVAILABILITY_ZONES,
    fields=example,
)
AVAILABILITY_ZONE_REGION = Refusal(
    "availability-zone-region",
    why="The cluster is in {region}, the stack's own region, and this zone is not.",
    fix="Write a zone of {region}, or leave it out.",
    source=references.AVAILABILITY_ZONES,
    fields=_region,
)
INSTANCE_CLASS_FORM = Refusal(
    "instance-class-form",
    why="It is not an instance class.",
    fix="Write a class such as `db.r7g.large`, or leave it out.",
    source=references.AURORA_CLASSES,
)
INSTANCE_CLASS_SERIES = Refusal(
    "instance-class-series",
    why="Aurora PostgreSQL has memory optimised (`db.r...`, `db.x...`) and burstable (`db.t...`) classes only.",
    fix="Write a class such as `db.r7g.large`.",
    source=references.AURORA_CLASSES,
)
SERVERLESS_MISSING = Refusal(
    "serverless-missing",
    why="The class `db.serverless` needs a range of capacity; without it AWS refuses the instances.",
    fix="Leave out the class and write `serverless: {{min_acu: 1, max_acu: 16}}`.",
    source=references.SERVERLESS_V2_SCALING,
    reads=("instances.instance_class",),
)


def _aurora_class(instance_class: str) -> str:
    if instance_class == instance_classes.SERVERLESS:
        return instance_class
    series = instance_classes.series(instance_class)
    if series is None:
        raise INSTANCE_CLASS_FORM(instance_class)
    if series not in instance_classes.SERIES:
        raise INSTANCE_CLASS_SERIES(instance_class)
    return instance_class


InstanceClass = Annotated[str, AfterValidator(_aurora_class)]


class InstancesConfig(Section):
    """How many instances the cluster has, and their class."""

    count: Annotated[Whole, Within(limits.INSTANCES, INSTANCES_COUNT)] = 2
    """The writer and its readers together, 1 to 16. With one alone, a failover means waiting for a new instance."""

    instance_class: InstanceClass | None = None
    """Class of every instance. Default: `db.r7g.large`, or `db.serverless` when `serverless` is given
    (`DatabaseConfig.fleet` has the one that counts)."""


class InstanceConfig(Section):
    """One instance, where each is described by itself."""

    instance_class: InstanceClass = Field(examples=[instance_classes.DEFAULT])
    """Class of the instance; `db.serverless` where `serverless` is given, beside provisioned ones if need be."""

    promotion_tier: Annotated[Whole, Within(limits.PROMOTION_TIER, PROMOTION_TIER, nearest=True)] | None = None
    """Order of promotion in a failover, 0 to 15, the lowest first. Default: 0 for the first two instances, 2 for the
    others."""

    availability_zone: Annotated[StrInput, Named(identifiers.AVAILABILITY_ZONE, AVAILABILITY_ZONE)] | None = None
    """Zone of the instance, such as `us-east-1a`. Default: AWS spreads instances over the zones of the subnets. Another
    one later replaces the instance."""

    @field_validator("availability_zone")
    @classmethod
    def _is_in_the_region(cls, zone: StrInput | None, info: ValidationInfo) -> StrInput | None:
        region = region_checked_in(info)
        if region and isinstance(zone, str) and zone[:-1] != region:
            raise AVAILABILITY_ZONE_REGION(zone, region=region)
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
        raise INSTANCES_COUNT(value)  # pyright: ignore[reportUnknownArgumentType]
    return _EACH.validate_python(value, context=info.context)


Form = InstancesConfig | tuple[InstanceConfig, ...]
Instances = Annotated[Form, WrapValidator(_by_form)]
"""Instances that are alike, or a list of them."""

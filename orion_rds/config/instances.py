"""The instances of the cluster, and their serverless capacity."""

from dataclasses import dataclass
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

from orion_rds.config.checks import Named, Number, Whole, Within, example
from orion_rds.config.refusal import Refusal
from orion_rds.config.regions import region_checked_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, instance_classes, limits, references


def _region(*, region: str) -> None: ...
def _min_acu(*, min_acu: float) -> None: ...


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
    why="The cluster is in {region} (`aws:region`), and this zone is in another region.",
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
MIN_ACU = Refusal(
    "min-acu",
    why="The minimum capacity is 0 to 256 ACU in steps of 0.5.",
    fix="Write a number in that range.",
    source=references.SERVERLESS_V2_SCALING,
)
MAX_ACU = Refusal(
    "max-acu",
    why="The maximum capacity is 1 to 256 ACU in steps of 0.5.",
    fix="Write a number in that range.",
    source=references.SERVERLESS_V2_SCALING,
)
MAX_ACU_BELOW_MIN = Refusal(
    "max-acu-below-min",
    why="The maximum capacity is less than the minimum, {min_acu:g} ACU.",
    fix="Write {min_acu:g} or more.",
    source=references.SERVERLESS_V2_SCALING,
    fields=_min_acu,
)
PAUSE_AFTER = Refusal(
    "pause-after",
    why="An instance pauses after 300 to 86400 seconds without a connection.",
    fix="Write a number of seconds in that range.",
    source=references.SERVERLESS_V2_SCALING,
)
PAUSE_NEVER = Refusal(
    "pause-never",
    why="Instances pause only with a minimum capacity of 0 ACU, and it is {min_acu:g}.",
    fix="Leave it out, or write `min_acu: 0`.",
    source=references.AURORA_AUTO_PAUSE,
    fields=_min_acu,
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


class ServerlessConfig(Section):
    """Capacity range of Serverless v2 instances, in Aurora capacity units (ACU, about 2 GiB of memory each)."""

    min_acu: Annotated[Number, Within(limits.SERVERLESS_MIN_ACU, MIN_ACU)] = Field(examples=[1])
    """Minimum capacity: 0 to 256 in steps of 0.5. At 0 an idle instance pauses, and the next connection waits for
    it."""

    max_acu: Annotated[Number, Within(limits.SERVERLESS_MAX_ACU, MAX_ACU)] = Field(examples=[16])
    """Maximum capacity: 1 to 256 in steps of 0.5."""

    pause_after_seconds: Annotated[Whole, Within(limits.SERVERLESS_PAUSE_SECONDS, PAUSE_AFTER, nearest=True)] | None = (
        None
    )
    """Seconds without a connection before an instance pauses, 300 to 86400; only with a minimum capacity of 0. Default:
    300, AWS's own."""

    @field_validator("max_acu")
    @classmethod
    def _maximum_is_not_below_the_minimum(cls, max_acu: float, info: ValidationInfo) -> float:
        min_acu = info.data.get("min_acu", 0)
        if max_acu < min_acu:
            raise MAX_ACU_BELOW_MIN(max_acu, min_acu=min_acu)
        return max_acu

    @field_validator("pause_after_seconds")
    @classmethod
    def _pausing_needs_a_minimum_of_zero(cls, seconds: int | None, info: ValidationInfo) -> int | None:
        min_acu = info.data.get("min_acu", 0)
        if seconds is not None and min_acu > 0:
            raise PAUSE_NEVER(seconds, min_acu=min_acu)
        return seconds


class InstancesConfig(Section):
    """Number and class of instances that are alike."""

    count: Annotated[Whole, Within(limits.INSTANCES, INSTANCES_COUNT)] = 2
    """The writer and its readers together, 1 to 16. With one instance, a failover waits until AWS creates another."""

    instance_class: InstanceClass | None = None
    """Class of every instance. Default: `db.r7g.large`, or `db.serverless` with `serverless`
    (`DatabaseConfig.fleet` has the effective one)."""


class InstanceConfig(Section):
    """One instance of a list."""

    instance_class: InstanceClass = Field(examples=[instance_classes.DEFAULT])
    """Class of the instance; `db.serverless` requires `serverless`, and may stand beside provisioned classes."""

    promotion_tier: Annotated[Whole, Within(limits.PROMOTION_TIER, PROMOTION_TIER, nearest=True)] | None = None
    """Order of promotion in a failover, 0 to 15, the lowest first. Default: 0 for the first two instances, 2 for the
    others."""

    availability_zone: Annotated[StrInput, Named(identifiers.AVAILABILITY_ZONE, AVAILABILITY_ZONE)] | None = None
    """Zone of the instance, such as `us-east-1a`. Default: AWS spreads instances over the zones of the subnets. A
    change replaces the instance."""

    @field_validator("availability_zone")
    @classmethod
    def _zone_is_in_the_region(cls, zone: StrInput | None, info: ValidationInfo) -> StrInput | None:
        region = region_checked_in(info)
        if region and isinstance(zone, str) and zone[:-1] != region:
            raise AVAILABILITY_ZONE_REGION(zone, region=region)
        return zone


_ALIKE = TypeAdapter(InstancesConfig)
_EACH = TypeAdapter(tuple[InstanceConfig, ...])


def _by_form(
    value: object, _: ValidatorFunctionWrapHandler, info: ValidationInfo
) -> InstancesConfig | tuple[InstanceConfig, ...]:
    """Validate one of the two forms. Pydantic's own union would report the errors of both."""
    if not isinstance(value, list | tuple):
        return _ALIKE.validate_python(value)
    if len(value) not in limits.INSTANCES:  # pyright: ignore[reportUnknownArgumentType]
        raise INSTANCES_COUNT(value)  # pyright: ignore[reportUnknownArgumentType]
    return _EACH.validate_python(value, context=info.context)


Instances = Annotated[InstancesConfig | tuple[InstanceConfig, ...], WrapValidator(_by_form)]
"""Instances that are alike, or a list of them."""

SUCCESSION_TIER = 0
"""Promotion tier of the writer and of the reader that succeeds it.

Serverless v2 readers in tiers 0 and 1 keep the capacity of the writer, and cluster cache management requires tier 0 for
both. It is always set, because the default of the API is 1 and that of the provider is 0.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html
and https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.cluster-cache-mgmt.html
"""

READING_TIER = 2
"""Promotion tier of the other readers: the first of those whose Serverless v2 capacity follows their own load."""

SUCCESSION_SIZE = 2
"""The writer and one reader."""


@dataclass(frozen=True, slots=True)
class FleetInstance:
    """One instance with defaults applied. The first of a fleet is the first writer."""

    instance_class: str
    promotion_tier: int
    """Order of promotion in a failover, 0 to 15, the lowest first."""

    availability_zone: StrInput | None
    """The configured zone; none where AWS chooses."""


def fleet(instances: InstancesConfig | tuple[InstanceConfig, ...], default_class: str) -> tuple[FleetInstance, ...]:
    """List the instances of either form; `default_class` is for those that are alike and have no class."""
    if isinstance(instances, InstancesConfig):
        alike = InstanceConfig(instance_class=instances.instance_class or default_class)
        instances = (alike,) * instances.count
    return tuple(_resolved(position, instance) for position, instance in enumerate(instances))


def _resolved(position: int, instance: InstanceConfig) -> FleetInstance:
    tier = instance.promotion_tier
    if tier is None:
        tier = SUCCESSION_TIER if position < SUCCESSION_SIZE else READING_TIER
    return FleetInstance(instance.instance_class, tier, instance.availability_zone)

"""The instances of the cluster, and their serverless capacity."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeGuard, cast

from pydantic import (
    AfterValidator,
    Field,
    TypeAdapter,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
)

from orion_rds.config.checks import Named, Number, Possible, Whole, Within, example, reason
from orion_rds.config.refusal import Refusal
from orion_rds.config.regions import region_checked_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, instance_classes, limits, references


def _region(*, region: str) -> None: ...
def _min_acu(*, min_acu: float) -> None: ...
def _names(*, names: str) -> None: ...


INSTANCES_COUNT = Refusal(
    "instances-count",
    why="A cluster has one writer and up to 15 readers.",
    fix="Write 1 to 16 instances.",
    source=references.AURORA_REPLICATION,
)
INSTANCES_LIST = Refusal(
    "instances-list",
    why="Instances have names. In a list, removing one would rename all that follow it, and so replace them.",
    fix="Write a name for each, such as `writer: {{instance_class: db.r7g.large}}`, or the number of them as `count`.",
    source=references.PULUMI_RESOURCE_NAMES,
)
INSTANCES_MIXED = Refusal(
    "instances-mixed",
    why="`count` and `instance_class` describe instances that are alike, and there are instances with names: {names}.",
    fix="Write a class for each instance and leave out `count`, or leave out the names.",
    source=references.AURORA_REPLICATION,
    fields=_names,
)
INSTANCE_NAME = Refusal(
    "instance-name",
    why="The name becomes part of the name of a resource.",
    fix="Write lower-case letters, digits and single hyphens, such as `{example}`.",
    source=references.PULUMI_RESOURCE_NAMES,
    fields=example,
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
    why="The cluster is in {region}, that of its provider (`aws:region`), and this zone is in another region.",
    fix="Write a zone of {region}, or leave it out.",
    source=references.AVAILABILITY_ZONES,
    fields=_region,
)
INSTANCE_CLASS_FORM = Refusal(
    "instance-class-form",
    why="It is not an instance class.",
    fix="Write a class such as `{example}`, or leave it out.",
    source=references.AURORA_CLASSES,
    fields=example,
)
INSTANCE_CLASS_SERIES = Refusal(
    "instance-class-series",
    why="Aurora PostgreSQL has memory optimised (`db.r...`, `db.x...`) and burstable (`db.t...`) classes only.",
    fix="Write a class such as `db.r7g.large`.",
    source=references.AURORA_CLASSES,
)
INSTANCE_CLASS_NONE = Refusal(
    "instance-class-none",
    why="Aurora PostgreSQL has no such class: {reason}.",
    fix="Write a class such as `db.r7g.large`.",
    source=references.AURORA_CLASSES,
    fields=reason,
)
MIN_ACU = Refusal(
    "min-acu",
    why="The minimum capacity is 0 to 256 ACU in steps of 0.5.",
    fix="Write a multiple of 0.5 in that range.",
    source=references.SERVERLESS_V2_SCALING,
)
MAX_ACU = Refusal(
    "max-acu",
    why="The maximum capacity is 1 to 256 ACU in steps of 0.5.",
    fix="Write a multiple of 0.5 in that range.",
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
        near = instance_classes.meant(instance_class)
        raise INSTANCE_CLASS_FORM(instance_class, near, example=near or instance_classes.DEFAULT)
    if series not in instance_classes.SERIES:
        raise INSTANCE_CLASS_SERIES(instance_class)
    return instance_class


InstanceClass = Annotated[str, AfterValidator(_aurora_class), Possible(instance_classes.CLASSES, INSTANCE_CLASS_NONE)]


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
    """Number and class of instances that are alike. Their names are `1`, `2` and so on."""

    count: Annotated[Whole, Within(limits.INSTANCES, INSTANCES_COUNT)] = 2
    """The writer and its readers together, 1 to 16. With one instance, a failover waits until AWS creates another."""

    instance_class: InstanceClass | None = None
    """Class of every instance. Default: `db.r7g.large`, or `db.serverless` with `serverless`
    (`DatabaseConfig.fleet` has the effective one)."""


class InstanceConfig(Section):
    """One instance with a name."""

    instance_class: InstanceClass | None = None
    """Class of the instance; `db.serverless` requires `serverless`, and may stand beside provisioned classes. Default:
    `db.r7g.large`, or `db.serverless` with `serverless`."""

    promotion_tier: Annotated[Whole, Within(limits.PROMOTION_TIER, PROMOTION_TIER, nearest=True)] = 0
    """Order of promotion in a failover, 0 to 15, the lowest first; among equal tiers AWS promotes the largest instance.
    The instance with the lowest tier is created first and is the first writer. Serverless readers in tiers 0 and 1 keep
    the capacity of the writer: give those that only read 2 or more."""

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


InstanceName = Annotated[str, Named(identifiers.INSTANCE_NAME, INSTANCE_NAME)]
NamedInstances = Mapping[InstanceName, InstanceConfig]

_ALIKE = TypeAdapter(InstancesConfig)
_NAMED: TypeAdapter[NamedInstances] = TypeAdapter(NamedInstances)


def _by_form(value: object, _: ValidatorFunctionWrapHandler, info: ValidationInfo) -> InstancesConfig | NamedInstances:
    """Validate one of the two forms. Pydantic's own union would report the errors of both."""
    if isinstance(value, list | tuple):
        raise INSTANCES_LIST(cast("object", value))
    if not _has_names(value):
        return _ALIKE.validate_python(value)
    named = {name: settings for name, settings in value.items() if name not in InstancesConfig.model_fields}
    if any(value.get(key) is not None for key in InstancesConfig.model_fields):
        raise INSTANCES_MIXED(value, names=", ".join(f"`{name}`" for name in named))
    if len(named) not in limits.INSTANCES:
        raise INSTANCES_COUNT(value)
    return _NAMED.validate_python(named, context=info.context)


def _has_names(value: object) -> TypeGuard[Mapping[object, object]]:
    """Return whether these are instances with names: a key that `InstancesConfig` does not have holds a section or
    null.

    A misspelt `count` holds a number, and an instance without settings is null in YAML.
    """
    return isinstance(value, Mapping) and any(
        settings is None or isinstance(settings, Mapping | Section)
        for key, settings in cast("Mapping[object, object]", value).items()
        if key not in InstancesConfig.model_fields
    )


Instances = Annotated[InstancesConfig | NamedInstances, WrapValidator(_by_form)]
"""Instances that are alike, or instances by name."""

SUCCESSION_TIER = 0
"""Promotion tier of the writer and of the reader that succeeds it.

Serverless v2 readers in tiers 0 and 1 keep the capacity of the writer, and cluster cache management requires tier 0 for
both. It is always set, because the default of the API is 1 and that of the provider is 0.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html
and https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.cluster-cache-mgmt.html
"""

READING_TIER = 2
"""Promotion tier of the other readers: the lowest tier whose Serverless v2 capacity follows its own load."""

SUCCESSION_SIZE = 2
"""The writer and one reader."""


FIRST_NAME = "writer"
"""Among instances of one tier, the one with this name is the first writer."""


@dataclass(frozen=True, slots=True)
class FleetInstance:
    """One instance with defaults applied."""

    name: str
    """Its name in the configuration, or its number."""

    instance_class: str
    promotion_tier: int
    """Order of promotion in a failover, 0 to 15, the lowest first."""

    availability_zone: StrInput | None = None
    """The configured zone; None if AWS chooses."""


def fleet(instances: InstancesConfig | NamedInstances, default_class: str) -> tuple[FleetInstance, ...]:
    """Return the instances of either form in the order of their names. Instances without a class get
    `default_class`.
    """
    if isinstance(instances, InstancesConfig):
        return alike(instances.count, instances.instance_class or default_class)
    resolved = [
        FleetInstance(name, each.instance_class or default_class, each.promotion_tier, each.availability_zone)
        for name, each in instances.items()
    ]
    # Pulumi sorts the keys of a stack file, so their order has no meaning.
    return tuple(sorted(resolved, key=lambda instance: _by_name(instance.name)))


def alike(count: int, instance_class: str) -> tuple[FleetInstance, ...]:
    """Return instances of one class, with their numbers as names."""
    return tuple(
        FleetInstance(str(number), instance_class, SUCCESSION_TIER if number <= SUCCESSION_SIZE else READING_TIER)
        for number in range(1, count + 1)
    )


def first_writer(instances: Iterable[FleetInstance]) -> FleetInstance:
    """Return the instance that is created first: that with the lowest tier, then `writer`, then the first by name."""
    return min(
        instances, key=lambda instance: (instance.promotion_tier, instance.name != FIRST_NAME, _by_name(instance.name))
    )


def _by_name(name: str) -> tuple[float, str]:
    """Return the sort key of a name: numbers first, by value, then words."""
    return (int(name) if name.isdigit() else math.inf), name

"""Regions, and the regions and accounts of ARNs."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Protocol, cast

from pydantic import AfterValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from orion_rds.config.checks import Named, Possible, example, reason
from orion_rds.config.errors import PROVIDER_REGION, Problem
from orion_rds.config.refusal import Refusal
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, partitions, references
from orion_rds.facts.arns import region_of
from orion_rds.facts.misspelling import meant
from orion_rds.facts.partitions import partition_of


def _partitions(*, there: str, here: str) -> None: ...


REGION = Refusal(
    "region",
    why="It is not the name of a region.",
    fix="Write a region such as `{example}`.",
    source=references.AVAILABILITY_ZONES,
    fields=example,
)
REGION_NONE = Refusal(
    "region-none",
    why="AWS has no such region: {reason}.",
    fix="Write a region such as `us-west-2`.",
    source=references.AVAILABILITY_ZONES,
    fields=reason,
)
REGION_SAME = Refusal(
    "region-same",
    why="It is the region of the database itself, that of its provider (`aws:region`): both would be lost together.",
    fix="Write another region.",
    source=references.AURORA_GLOBAL,
)


REGION_PARTITION = Refusal(
    "region-partition",
    why="It is in the partition `{there}`, and the stack's own region in `{here}`: AWS copies and replicates nothing "
    "between them.",
    fix="Write a region of `{here}`.",
    source=references.PARTITIONS,
    fields=_partitions,
)


def found_in(*, found: str, region: str) -> None:
    """Fields of the refusals of `check_region`."""


class RegionRefusal(Protocol):
    """A refusal that names the region of an ARN and the required one."""

    def __call__(self, given: object, instead: object = None, *, found: str, region: str) -> PydanticCustomError:
        """Return the error of an ARN."""
        ...


def provider_region_problems(region: str | None) -> Iterator[Problem]:
    """Yield the problem of the provider's region, if it is known and is not a region."""
    if region is None:
        return
    if not identifiers.REGION.accepts(region):
        near = meant(region, partitions.names())
        yield REGION.problem(PROVIDER_REGION, region, near, example=near or identifiers.REGION.example)
    elif why := partitions.REGIONS.impossible(region):
        yield REGION_NONE.problem(PROVIDER_REGION, region, meant(region, partitions.names()), reason=why)


def region_checked_in(info: ValidationInfo) -> str | None:
    """Return the region of the provider, if the validation context has it."""
    return cast("Mapping[str, Any]", info.context or {}).get("region")


def account_checked_in(info: ValidationInfo) -> str | None:
    """Return the account of the provider, if the validation context has it."""
    return cast("Mapping[str, Any]", info.context or {}).get("account")


def check_region(arn: StrInput | None, region: str | None, refusal: RegionRefusal) -> None:
    """Check that an ARN is in a region, if both are known."""
    found = region_of(arn)
    if region and found and found != region:
        raise refusal(arn, found=found, region=region)


def _not_the_stacks_own(region: str, info: ValidationInfo) -> str:
    own = region_checked_in(info)
    if region == own:
        raise REGION_SAME(region)
    if own and (there := partition_of(region)) is not (here := partition_of(own)):
        raise REGION_PARTITION(region, there=there.name, here=here.name)
    return region


OtherRegion = Annotated[
    str,
    Named(identifiers.REGION, REGION),
    Possible(partitions.REGIONS, REGION_NONE),
    AfterValidator(_not_the_stacks_own),
]
"""A region other than that of the stack, which is `region` in the validation context, if it is known."""

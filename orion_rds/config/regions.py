"""Regions."""

from collections.abc import Mapping
from typing import Annotated, Any, cast

import pulumi
from pydantic import AfterValidator, ValidationInfo

from orion_rds.config.checks import Named, example
from orion_rds.config.refusal import Refusal
from orion_rds.facts import identifiers, references

REGION = Refusal(
    "region",
    why="It is not the name of a region.",
    fix="Write a region such as `{example}`.",
    source=references.AVAILABILITY_ZONES,
    fields=example,
)
REGION_SAME = Refusal(
    "region-same",
    why="It is the stack's own region (`aws:region`), and would be lost together with it.",
    fix="Write another region.",
    source=references.AURORA_GLOBAL,
)


def stack_region() -> str | None:
    """Give the region of the stack, `aws:region`; nothing where a program brings a provider of its own."""
    return pulumi.Config("aws").get("region")


def region_checked_in(info: ValidationInfo) -> str | None:
    """Give the region of the stack, where the validation's context has it."""
    return cast("Mapping[str, Any]", info.context or {}).get("region")


def _not_the_stacks_own(region: str, info: ValidationInfo) -> str:
    if region == region_checked_in(info):
        raise REGION_SAME(region)
    return region


OtherRegion = Annotated[str, Named(identifiers.REGION, REGION), AfterValidator(_not_the_stacks_own)]
"""A region that is not the stack's own. The validation's context has that one as `region`, where it is known."""

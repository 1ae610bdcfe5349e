"""Regions."""

from collections.abc import Mapping
from typing import Annotated, Any, cast

import pulumi
from pydantic import AfterValidator, ValidationInfo

from orion_rds.config.checks import Named
from orion_rds.config.refusals import refuse
from orion_rds.facts import identifiers


def stack_region() -> str | None:
    """Give the region of the stack, `aws:region`; nothing where a program brings a provider of its own."""
    return pulumi.Config("aws").get("region")


def region_checked_in(info: ValidationInfo) -> str | None:
    """Give the region of the stack, where the validation's context has it."""
    return cast("Mapping[str, Any]", info.context or {}).get("region")


def _not_the_stacks_own(region: str, info: ValidationInfo) -> str:
    if region == region_checked_in(info):
        raise refuse("region-same", region)
    return region


OtherRegion = Annotated[str, Named(identifiers.REGION, "region"), AfterValidator(_not_the_stacks_own)]
"""A region that is not the stack's own. The validation's context has that one as `region`, where it is known."""

"""Where the database is, and who may reach it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

import pulumi
from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import Named, Whole, Within
from orion_rds.config.problem import Hidden
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.config.str_input import OutputOr, StrInput
from orion_rds.config.traffic_source import Source
from orion_rds.facts import identifiers, limits

VpcId = Annotated[StrInput, Named(identifiers.VPC_ID, "vpc-id")]
SubnetId = Annotated[StrInput, Named(identifiers.SUBNET_ID, "subnet-id")]
SecurityGroupId = Annotated[StrInput, Named(identifiers.SECURITY_GROUP_ID, "security-group-id")]
SourceName = Annotated[str, Named(identifiers.SOURCE_NAME, "source-name")]
WireList = Sequence[StrInput] | pulumi.Output[Sequence[str]]

SMALLEST_NETWORK: Mapping[str, object] = {
    "vpc_id": "vpc-0a1b2c3d4e5f60718",
    "subnet_ids": ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"],
    "allow_from": {"app": "sg-0a1b2c3d4e5f60718"},
}


def _different(subnets: Any) -> Any:
    if isinstance(subnets, tuple):
        subnets = cast("tuple[object, ...]", subnets)
        if len(subnets) < limits.SUBNETS_MINIMUM:
            raise refuse("subnets-few", subnets)
        _refuse_repeated(subnets, "subnets-repeated")
    return subnets


def _each_once(allowed: Mapping[str, Source]) -> Mapping[str, Source]:
    if not allowed:
        raise refuse("sources-none", allowed)
    by_source: dict[str, str] = {}
    for name, source in allowed.items():
        first = by_source.setdefault(source.plain or f"output of {name}", name)
        if first != name:
            raise refuse("sources-repeated", allowed, one=first, other=name)
    return allowed


def _some(groups: Any) -> Any:
    if isinstance(groups, tuple):
        groups = cast("tuple[object, ...]", groups)
        if not groups:
            raise refuse("security-groups-none", groups)
        _refuse_repeated(groups, "security-groups-repeated")
    return groups


def _refuse_repeated(ids: Sequence[object], refusal: str) -> None:
    ((most, times),) = Counter(each for each in ids if isinstance(each, str)).most_common(1) or [("", 0)]
    if times > 1:
        raise refuse(refusal, ids, repeated=most)


SubnetIds = Annotated[WireList, OutputOr(tuple[SubnetId, ...]), AfterValidator(_different)]
AllowFrom = Annotated[Mapping[SourceName, Source], AfterValidator(_each_once)]
SecurityGroupIds = Annotated[WireList, OutputOr(tuple[SecurityGroupId, ...]), AfterValidator(_some)]


class NetworkConfig(Section):
    """The DB subnet group and the security group: each is made, or one that exists is given.

    `subnet_ids` or `subnet_group_name`, and `vpc_id` with `allow_from` or `security_group_ids`.
    """

    vpc_id: VpcId | None = Field(default=None, examples=[identifiers.VPC_ID.example])
    """The VPC of the security group that is made for `allow_from`."""

    subnet_ids: SubnetIds | None = Field(
        default=None, examples=[["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"]]
    )
    """Subnets of a DB subnet group that is made: two or more, in at least two availability zones. A list, or one output
    of a list."""

    subnet_group_name: Annotated[StrInput, Named(identifiers.GIVEN_SUBNET_GROUP, "subnet-group-name")] | None = Field(
        default=None, examples=["data"]
    )
    """Name of a DB subnet group that exists. A cluster stays in its own: another one later is refused, and replaces a
    standby whose protection is off.
    """

    allow_from: AllowFrom | None = Field(default=None, examples=[{"app": identifiers.SECURITY_GROUP_ID.example}])
    """Who may connect, by a name of your choice: a security group, a block of addresses or a prefix list. A security
    group is made for them. The name is part of the rule's name, so that removing one rule touches no other."""

    security_group_ids: SecurityGroupIds | None = Field(
        default=None, examples=[[identifiers.SECURITY_GROUP_ID.example]]
    )
    """Security groups that exist and say who may connect; none is made then. A list, or one output of a list."""

    dual_stack: bool = False
    """Whether the database has IPv6 addresses beside those of IPv4. All its subnets must have blocks of both."""

    port: Annotated[Whole, Within(limits.PORT, "port")] = 5432
    """TCP port of the database. When it changes, so does the password: the secret tells the port, and is never written
    with an old password."""

    @field_validator("subnet_group_name")
    @classmethod
    def _is_there_or_can_be_made(cls, name: StrInput | None, info: ValidationInfo) -> StrInput | None:
        if "subnet_ids" in info.data:
            made = info.data["subnet_ids"] is not None
            if name is None and not made:
                raise refuse("subnets-missing", Hidden.MISSING, beside="subnet_ids")
            if name is not None and made:
                raise refuse("subnets-both", name)
        return name

    @field_validator("allow_from")
    @classmethod
    def _has_a_vpc(cls, allowed: Mapping[str, Source] | None, info: ValidationInfo) -> Mapping[str, Source] | None:
        if allowed is not None and info.data.get("vpc_id", allowed) is None:
            raise refuse("vpc-missing", Hidden.MISSING, beside="vpc_id")
        return allowed

    @field_validator("security_group_ids")
    @classmethod
    def _are_there_or_can_be_made(cls, groups: Any, info: ValidationInfo) -> Any:
        if "allow_from" in info.data:
            made = info.data["allow_from"] is not None
            if groups is None and not made:
                raise refuse("access-missing", Hidden.MISSING, beside="allow_from")
            if groups is not None and made:
                raise refuse("access-both", groups)
        if groups is not None and (vpc := info.data.get("vpc_id")) is not None:
            raise refuse("vpc-unused", vpc, beside="vpc_id")
        return groups

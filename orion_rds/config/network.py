"""Where the database is, and who may reach it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Protocol, cast

import pulumi
from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from orion_rds.config.checks import Named, Whole, Within, example
from orion_rds.config.problem import Hidden
from orion_rds.config.refusal import Refusal, beside
from orion_rds.config.section import Section
from orion_rds.config.str_input import OutputOr, StrInput
from orion_rds.config.traffic_source import SECURITY_GROUP_ID, Source
from orion_rds.facts import identifiers, limits, references


def _repeated(*, repeated: object) -> None: ...
def _one_and_other(*, one: str, other: str) -> None: ...


VPC_ID = Refusal(
    "vpc-id",
    why="It is not the id of a VPC.",
    fix="Write an id such as `{example}`.",
    source=references.EC2_RESOURCE_IDS,
    fields=example,
)
SUBNET_ID = Refusal(
    "subnet-id",
    why="It is not the id of a subnet.",
    fix="Write an id such as `{example}`.",
    source=references.EC2_RESOURCE_IDS,
    fields=example,
)
SUBNETS_FEW = Refusal(
    "subnets-few",
    why="A DB subnet group covers at least two availability zones, so it has at least two subnets.",
    fix="List two or more subnets in different zones.",
    source=references.CREATE_DB_SUBNET_GROUP,
)
SUBNETS_REPEATED = Refusal(
    "subnets-repeated",
    why="`{repeated}` is listed more than once; a repeated subnet adds no availability zone.",
    fix="List each subnet once.",
    source=references.CREATE_DB_SUBNET_GROUP,
    fields=_repeated,
)
SUBNETS_MISSING = Refusal(
    "subnets-missing",
    why="A cluster lies in a DB subnet group, which is made of these subnets.",
    fix="List two or more subnets, or write the name of a group that exists as `subnet_group_name`.",
    source=references.AURORA_VPC,
)
SUBNETS_BOTH = Refusal(
    "subnets-both",
    why="A cluster lies in one DB subnet group, and `subnet_ids` asks for another one to be made.",
    fix="Leave out `subnet_group_name` to have the group made, or `subnet_ids` to use the one that exists.",
    source=references.AURORA_VPC,
)
SUBNET_GROUP_NAME = Refusal(
    "subnet-group-name",
    why="It is not the name of a DB subnet group: AWS stores those in lower case, so another spelling would show as a "
    "change that replaces the cluster.",
    fix="Write the name as AWS shows it, such as `{example}`.",
    source=references.CREATE_DB_SUBNET_GROUP,
    fields=example,
)
ACCESS_MISSING = Refusal(
    "access-missing",
    why="Nobody could connect: nothing says who may.",
    fix="Name at least one source, such as `app: sg-0a1b2c3d4e5f60718`, or list security groups that exist as "
    "`security_group_ids`.",
    source=references.AURORA_VPC,
)
ACCESS_BOTH = Refusal(
    "access-both",
    why="Either security groups that exist say who may connect, or one that is made for `allow_from`.",
    fix="Leave out `security_group_ids`, or leave out `allow_from` and `vpc_id`.",
    source=references.AURORA_VPC,
)
SECURITY_GROUPS_NONE = Refusal(
    "security-groups-none",
    why="Nobody could connect: AWS would take the default security group of the VPC, which lets in only its own "
    "members.",
    fix="List at least one security group, or write `allow_from` instead.",
    source=references.CREATE_DB_CLUSTER,
)
SECURITY_GROUPS_REPEATED = Refusal(
    "security-groups-repeated",
    why="`{repeated}` is listed more than once.",
    fix="List each security group once.",
    source=references.CREATE_DB_CLUSTER,
    fields=_repeated,
)
VPC_MISSING = Refusal(
    "vpc-missing",
    why="The security group for `allow_from` is made in this VPC; without it AWS would take the default VPC.",
    fix="Write the id of the VPC that the subnets are in.",
    source=references.EC2_SECURITY_GROUP,
)
VPC_UNUSED = Refusal(
    "vpc-unused",
    why="Only a security group that is made needs the VPC, and `security_group_ids` names some that exist.",
    fix="Leave it out.",
    source=references.EC2_SECURITY_GROUP,
)
PORT = Refusal(
    "port",
    why="Aurora listens on a port from 1150 to 65535.",
    fix="Write a port in that range; PostgreSQL's own is 5432.",
    source=references.CREATE_DB_CLUSTER,
)
SOURCES_NONE = Refusal(
    "sources-none",
    why="Nobody could connect: the security group lets in only what is listed here.",
    fix="Name at least one source, such as `app: sg-0a1b2c3d4e5f60718`.",
    source=references.AURORA_VPC,
)
SOURCE_NAME = Refusal(
    "source-name",
    why="The name becomes part of the name of a resource.",
    fix="Write lower-case letters, digits and single hyphens, such as `{example}`.",
    source=references.PULUMI_AWS_INGRESS_RULE,
    fields=example,
)
SOURCES_REPEATED = Refusal(
    "sources-repeated",
    why="`{one}` and `{other}` are the same source, and AWS refuses a second rule that says the same.",
    fix="Keep one of them.",
    source=references.EC2_INGRESS,
    fields=_one_and_other,
)


VpcId = Annotated[StrInput, Named(identifiers.VPC_ID, VPC_ID)]
SubnetId = Annotated[StrInput, Named(identifiers.SUBNET_ID, SUBNET_ID)]
SecurityGroupId = Annotated[StrInput, Named(identifiers.SECURITY_GROUP_ID, SECURITY_GROUP_ID)]
SourceName = Annotated[str, Named(identifiers.SOURCE_NAME, SOURCE_NAME)]
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
            raise SUBNETS_FEW(subnets)
        _check_repeated(subnets, SUBNETS_REPEATED)
    return subnets


def _each_once(allowed: Mapping[str, Source]) -> Mapping[str, Source]:
    if not allowed:
        raise SOURCES_NONE(allowed)
    by_source: dict[str, str] = {}
    for name, source in allowed.items():
        first = by_source.setdefault(source.plain or f"output of {name}", name)
        if first != name:
            raise SOURCES_REPEATED(allowed, one=first, other=name)
    return allowed


def _some(groups: Any) -> Any:
    if isinstance(groups, tuple):
        groups = cast("tuple[object, ...]", groups)
        if not groups:
            raise SECURITY_GROUPS_NONE(groups)
        _check_repeated(groups, SECURITY_GROUPS_REPEATED)
    return groups


class Repeated(Protocol):
    """A refusal that names what is listed more than once."""

    def __call__(self, given: object, instead: object = None, *, repeated: object) -> PydanticCustomError:
        """Return the error of a list."""
        ...


def _check_repeated(ids: Sequence[object], refusal: Repeated) -> None:
    ((most, times),) = Counter(each for each in ids if isinstance(each, str)).most_common(1) or [("", 0)]
    if times > 1:
        raise refusal(ids, repeated=most)


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

    subnet_group_name: Annotated[StrInput, Named(identifiers.GIVEN_SUBNET_GROUP, SUBNET_GROUP_NAME)] | None = Field(
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

    port: Annotated[Whole, Within(limits.PORT, PORT)] = 5432
    """TCP port of the database. When it changes, so does the password: the secret tells the port, and is never written
    with an old password."""

    @field_validator("subnet_group_name")
    @classmethod
    def _is_there_or_can_be_made(cls, name: StrInput | None, info: ValidationInfo) -> StrInput | None:
        if "subnet_ids" in info.data:
            made = info.data["subnet_ids"] is not None
            if name is None and not made:
                raise beside("subnet_ids", SUBNETS_MISSING(Hidden.MISSING))
            if name is not None and made:
                raise SUBNETS_BOTH(name)
        return name

    @field_validator("allow_from")
    @classmethod
    def _has_a_vpc(cls, allowed: Mapping[str, Source] | None, info: ValidationInfo) -> Mapping[str, Source] | None:
        if allowed is not None and info.data.get("vpc_id", allowed) is None:
            raise beside("vpc_id", VPC_MISSING(Hidden.MISSING))
        return allowed

    @field_validator("security_group_ids")
    @classmethod
    def _are_there_or_can_be_made(cls, groups: Any, info: ValidationInfo) -> Any:
        if "allow_from" in info.data:
            made = info.data["allow_from"] is not None
            if groups is None and not made:
                raise beside("allow_from", ACCESS_MISSING(Hidden.MISSING))
            if groups is not None and made:
                raise ACCESS_BOTH(groups)
        if groups is not None and (vpc := info.data.get("vpc_id")) is not None:
            raise beside("vpc_id", VPC_UNUSED(vpc))
        return groups

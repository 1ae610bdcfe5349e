"""The network of the database: its subnets, and the sources that may connect."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import EachOnce, Named, ReadAs, Whole, Within, example, repeated
from orion_rds.config.errors import Hidden
from orion_rds.config.pulumi_types import Output
from orion_rds.config.refusal import Refusal, beside
from orion_rds.config.section import Section
from orion_rds.config.str_input import OutputOr, StrInput
from orion_rds.config.traffic_source import SECURITY_GROUP_ID, Source
from orion_rds.facts import identifiers, limits, references


def _one_and_other(*, one: str, other: str) -> None: ...


VPC_ID = Refusal(
    "vpc-id",
    why="It is not the ID of a VPC.",
    fix="Write an ID such as `{example}`.",
    source=references.EC2_RESOURCE_IDS,
    fields=example,
)
SUBNET_ID = Refusal(
    "subnet-id",
    why="It is not the ID of a subnet.",
    fix="Write an ID such as `{example}`.",
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
    fields=repeated,
)
SUBNETS_MISSING = Refusal(
    "subnets-missing",
    why="A cluster requires a DB subnet group, which is created from these subnets.",
    fix="List two or more subnets, or write the name of an existing group as `subnet_group_name`.",
    source=references.AURORA_VPC,
)
SUBNETS_BOTH = Refusal(
    "subnets-both",
    why="A cluster has one DB subnet group, and `subnet_ids` creates another one.",
    fix="Leave out `subnet_group_name` to create the group, or `subnet_ids` to use the existing one.",
    source=references.AURORA_VPC,
)
SUBNET_GROUP_NAME = Refusal(
    "subnet-group-name",
    why="It is not the name of a DB subnet group: AWS stores names in lower case, so another spelling would show as a "
    "change that replaces the cluster.",
    fix="Write the name as AWS shows it, such as `{example}`.",
    source=references.CREATE_DB_SUBNET_GROUP,
    fields=example,
)
ACCESS_MISSING = Refusal(
    "access-missing",
    why="Nothing could connect: no source is allowed.",
    fix="Write at least one source, such as `app: sg-0a1b2c3d4e5f60718`, or list existing security groups as "
    "`security_group_ids`.",
    source=references.AURORA_VPC,
)
ACCESS_BOTH = Refusal(
    "access-both",
    why="Access is by existing security groups, or by one that is created for `allow_from`.",
    fix="Leave out `security_group_ids`, or leave out `allow_from` and `vpc_id`.",
    source=references.AURORA_VPC,
)
SECURITY_GROUPS_NONE = Refusal(
    "security-groups-none",
    why="Nothing could connect: AWS would use the default security group of the VPC, which allows only its own "
    "members.",
    fix="List at least one security group, or write `allow_from` instead.",
    source=references.CREATE_DB_CLUSTER,
)
SECURITY_GROUPS_REPEATED = Refusal(
    "security-groups-repeated",
    why="`{repeated}` is listed more than once.",
    fix="List each security group once.",
    source=references.CREATE_DB_CLUSTER,
    fields=repeated,
)
VPC_MISSING = Refusal(
    "vpc-missing",
    why="The security group for `allow_from` is created in this VPC; without it AWS would use the default VPC.",
    fix="Write the ID of the VPC of the subnets.",
    source=references.EC2_SECURITY_GROUP,
)
VPC_UNUSED = Refusal(
    "vpc-unused",
    why="Only a created security group needs the VPC, and `security_group_ids` lists existing ones.",
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
    why="Nothing could connect: the security group allows only the sources that are listed here.",
    fix="Write at least one source, such as `app: sg-0a1b2c3d4e5f60718`.",
    source=references.AURORA_VPC,
)
SOURCE_NAME = Refusal(
    "source-name",
    why="The name is in the description of the source's rule; for an output, also in the name of a resource.",
    fix="Write lower-case letters, digits and single hyphens, such as `{example}`.",
    source=references.PULUMI_AWS_INGRESS_RULE,
    fields=example,
)
SOURCES_REPEATED = Refusal(
    "sources-repeated",
    why="`{one}` and `{other}` are the same source, and AWS refuses a second rule for it.",
    fix="Keep one of them.",
    source=references.EC2_INGRESS,
    fields=_one_and_other,
)

SOURCES_ONE_RULE = Refusal(
    "sources-one-rule",
    why="The rules of `{one}` and `{other}` have the same name in Pulumi.",
    fix="Write another `rule_name`, or leave it out.",
    source=references.PULUMI_AWS_INGRESS_RULE,
    fields=_one_and_other,
)

StrInputs = Sequence[StrInput] | Output[Sequence[str]]
"""A list of texts and outputs, or one output of a list."""

SMALLEST_NETWORK: Mapping[str, object] = {
    "vpc_id": "vpc-0a1b2c3d4e5f60718",
    "subnet_ids": ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"],
    "allow_from": {"app": "sg-0a1b2c3d4e5f60718"},
}
SMALLEST_SECOND_NETWORK: Mapping[str, object] = {
    "vpc_id": "vpc-2b3c4d5e6f7081920",
    "subnet_ids": ["subnet-2b3c4d5e6f7081920", "subnet-3c4d5e6f708192031"],
    "allow_from": {"app": "sg-2b3c4d5e6f7081920"},
}
"""The smallest network in the second region, where all IDs are different."""


def _two_or_more(subnets: StrInputs) -> StrInputs:
    if not isinstance(subnets, Output) and len(subnets) < limits.SUBNETS_MINIMUM:
        raise SUBNETS_FEW(subnets)
    return subnets


def _one_or_more(groups: StrInputs) -> StrInputs:
    if groups == ():
        raise SECURITY_GROUPS_NONE(groups)
    return groups


def _each_source_once(allowed: Mapping[str, Source]) -> Mapping[str, Source]:
    if not allowed:
        raise SOURCES_NONE(allowed)
    by_source: dict[str, str] = {}
    by_rule: dict[str, str] = {}
    for name, source in allowed.items():
        if source.plain and (first := by_source.setdefault(source.plain, name)) != name:
            raise SOURCES_REPEATED(allowed, one=first, other=name)
        if (first := by_rule.setdefault(source.rule(name), name)) != name:
            raise SOURCES_ONE_RULE(allowed, one=first, other=name)
    return allowed


VpcId = Annotated[StrInput, Named(identifiers.VPC_ID, VPC_ID)]
SubnetId = Annotated[StrInput, Named(identifiers.SUBNET_ID, SUBNET_ID)]
SubnetIds = Annotated[
    StrInputs, OutputOr(tuple[SubnetId, ...]), AfterValidator(_two_or_more), EachOnce(SUBNETS_REPEATED)
]
SecurityGroupId = Annotated[StrInput, Named(identifiers.SECURITY_GROUP_ID, SECURITY_GROUP_ID)]
SecurityGroupIds = Annotated[
    StrInputs,
    OutputOr(tuple[SecurityGroupId, ...]),
    AfterValidator(_one_or_more),
    EachOnce(SECURITY_GROUPS_REPEATED),
]
SourceName = Annotated[str, Named(identifiers.SOURCE_NAME, SOURCE_NAME)]
AllowFrom = Annotated[
    Mapping[SourceName, Source | StrInput],
    ReadAs(Mapping[SourceName, Source]),
    AfterValidator(_each_source_once),
]
"""Sources by name. Each plain text or output becomes a `Source`."""


class NetworkConfig(Section):
    """The DB subnet group and the security group: each is created, or an existing one is passed in.

    Required are `subnet_ids` or `subnet_group_name`, and `vpc_id` with `allow_from` or `security_group_ids`.
    """

    vpc_id: VpcId | None = Field(default=None, examples=[identifiers.VPC_ID.example])
    """VPC of the security group that is created for `allow_from`."""

    subnet_ids: SubnetIds | None = Field(
        default=None, examples=[["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"]]
    )
    """Subnets of a DB subnet group that is created: two or more, in at least two availability zones. A list, or one
    output of a list."""

    subnet_group_name: Annotated[StrInput, Named(identifiers.GIVEN_SUBNET_GROUP, SUBNET_GROUP_NAME)] | None = Field(
        default=None, examples=["data"]
    )
    """Name of an existing DB subnet group. A running cluster keeps its group: a change is refused."""

    allow_from: AllowFrom | None = Field(default=None, examples=[{"app": identifiers.SECURITY_GROUP_ID.example}])
    """Sources that may connect, by names of your choice: security groups, address blocks or prefix lists, as texts or
    outputs such as `app.id`. A security group is created for them, with one rule for each. The names are for people:
    they are in the description and the `Name` tag of the rule, and a change updates these in place. A changed source
    gets a new rule before the old one is deleted. The source of an output is known only by its name: to change the
    name, write the former one as `rule_name`."""

    security_group_ids: SecurityGroupIds | None = Field(
        default=None, examples=[[identifiers.SECURITY_GROUP_ID.example]]
    )
    """Existing security groups, instead of a created one. A list, or one output of a list."""

    dual_stack: bool = False
    """Whether the database has IPv6 addresses beside IPv4 ones. All its subnets must have blocks of both."""

    port: Annotated[Whole, Within(limits.PORT, PORT)] = 5432
    """TCP port of the database. A change also changes the password: the secret holds the port, and is never written
    with an old password."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources of `allow_from`."""
        return cast("Mapping[str, Source]", self.allow_from or {})

    @field_validator("subnet_group_name")
    @classmethod
    def _has_one_subnet_group(cls, name: StrInput | None, info: ValidationInfo) -> StrInput | None:
        if "subnet_ids" in info.data:
            created = info.data["subnet_ids"] is not None
            if name is None and not created:
                raise beside("subnet_ids", SUBNETS_MISSING(Hidden.MISSING))
            if name is not None and created:
                raise SUBNETS_BOTH(name)
        return name

    @field_validator("allow_from")
    @classmethod
    def _created_security_group_needs_a_vpc(
        cls, allowed: Mapping[str, Source] | None, info: ValidationInfo
    ) -> Mapping[str, Source] | None:
        if allowed is not None and info.data.get("vpc_id", allowed) is None:
            raise beside("vpc_id", VPC_MISSING(Hidden.MISSING))
        return allowed

    @field_validator("security_group_ids")
    @classmethod
    def _has_one_kind_of_access(cls, groups: Any, info: ValidationInfo) -> Any:
        if "allow_from" in info.data:
            created = info.data["allow_from"] is not None
            if groups is None and not created:
                raise beside("allow_from", ACCESS_MISSING(Hidden.MISSING))
            if groups is not None and created:
                raise ACCESS_BOTH(groups)
        if groups is not None and (vpc := info.data.get("vpc_id")) is not None:
            raise beside("vpc_id", VPC_UNUSED(vpc))
        return groups

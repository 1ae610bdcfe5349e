"""The network of Redis: its subnets, and the sources that may connect."""

from collections.abc import Mapping
from typing import Annotated, Any, cast

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import Named, Whole, example
from orion_rds.config.network import VPC_UNUSED, AllowFrom, SecurityGroupIds, SubnetIds, VpcId
from orion_rds.config.refusal import Refusal, beside
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.config.traffic_source import Source
from orion_rds.facts import identifiers, limits, references

REDIS_PORT = Refusal(
    "redis-port",
    why="ElastiCache listens on a port from 1150 to 65535, except 8005.",
    fix="Write a port in that range; Redis's own is 6379.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
)
REDIS_SUBNET_GROUP_NAME = Refusal(
    "redis-subnet-group-name",
    why="It is not the name of an ElastiCache subnet group: AWS stores names in lower case, so another spelling would "
    "show as a change that replaces Redis.",
    fix="Write the name as AWS shows it, such as `{example}`.",
    source=references.ELASTICACHE_SUBNET_GROUPS,
    fields=example,
)
REDIS_SUBNETS_BOTH = Refusal(
    "redis-subnets-both",
    why="Redis has one subnet group, and `subnet_ids` creates another one.",
    fix="Leave out `subnet_group_name` to create the group, or `subnet_ids` to use the existing one.",
    source=references.ELASTICACHE_SUBNET_GROUPS,
)
REDIS_ACCESS_BOTH = Refusal(
    "redis-access-both",
    why="Access is by existing security groups, or by one that is created for `allow_from`.",
    fix="Leave out `security_group_ids`, or leave out `allow_from` and `vpc_id`.",
    source=references.ELASTICACHE_VPC,
)


def _usable_port(port: int) -> int:
    if port not in limits.REDIS_PORT or port == limits.REDIS_TAKEN_PORT:
        raise REDIS_PORT(port)
    return port


class RedisNetworkConfig(Section):
    """The subnet group and the security group of Redis: each is created, or an existing one is passed in.

    Default: the subnets, the VPC and `allow_from` of the database's `network`.
    """

    vpc_id: VpcId | None = Field(default=None, examples=[identifiers.VPC_ID.example])
    """VPC of the security group that is created for `allow_from`."""

    subnet_ids: SubnetIds | None = Field(
        default=None, examples=[["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"]]
    )
    """Subnets of an ElastiCache subnet group that is created: two or more. A list, or one output of a list."""

    subnet_group_name: Annotated[StrInput, Named(identifiers.REDIS_SUBNET_GROUP, REDIS_SUBNET_GROUP_NAME)] | None = (
        Field(default=None, examples=["data"])
    )
    """Name of an existing ElastiCache subnet group; those of RDS are different ones. A change is refused."""

    allow_from: AllowFrom | None = Field(default=None, examples=[{"app": identifiers.SECURITY_GROUP_ID.example}])
    """Sources that may connect, by names of your choice, as in the database's `network`."""

    security_group_ids: SecurityGroupIds | None = Field(
        default=None, examples=[[identifiers.SECURITY_GROUP_ID.example]]
    )
    """Existing security groups, instead of a created one. A list, or one output of a list."""

    port: Annotated[Whole, AfterValidator(_usable_port)] = 6379
    """TCP port of Redis. A change is refused."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources of `allow_from`."""
        return cast("Mapping[str, Source]", self.allow_from or {})

    @field_validator("subnet_group_name")
    @classmethod
    def _has_one_subnet_group(cls, name: StrInput | None, info: ValidationInfo) -> StrInput | None:
        if name is not None and info.data.get("subnet_ids") is not None:
            raise REDIS_SUBNETS_BOTH(name)
        return name

    @field_validator("security_group_ids")
    @classmethod
    def _has_one_kind_of_access(cls, groups: Any, info: ValidationInfo) -> Any:
        if groups is not None and info.data.get("allow_from") is not None:
            raise REDIS_ACCESS_BOTH(groups)
        if groups is not None and (vpc := info.data.get("vpc_id")) is not None:
            raise beside("vpc_id", VPC_UNUSED(vpc))
        return groups

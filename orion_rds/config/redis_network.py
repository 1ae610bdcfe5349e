"""Where Redis is, and who may reach it."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import Named, Whole, example
from orion_rds.config.network import VPC_UNUSED, AllowFrom, NetworkConfig, SecurityGroupIds, SubnetIds, VpcId
from orion_rds.config.problem import Hidden
from orion_rds.config.refusal import Refusal, at, beside
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, limits, references

REDIS_PORT = Refusal(
    "redis-port",
    why="ElastiCache listens on a port from 1150 to 65535, but not on 8005.",
    fix="Write a port in that range; Redis's own is 6379.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
)
REDIS_SUBNET_GROUP_NAME = Refusal(
    "redis-subnet-group-name",
    why="It is not the name of an ElastiCache subnet group: AWS stores those in lower case, so another spelling would "
    "show as a change that replaces Redis.",
    fix="Write the name as AWS shows it, such as `{example}`.",
    source=references.ELASTICACHE_SUBNET_GROUPS,
    fields=example,
)
REDIS_SUBNETS_MISSING = Refusal(
    "redis-subnets-missing",
    why="Nothing says in which subnets Redis lies: the database's `network` names a subnet group of RDS, which "
    "ElastiCache cannot use.",
    fix="List two or more subnets, or write the name of an ElastiCache subnet group as `subnet_group_name`.",
    source=references.ELASTICACHE_SUBNET_GROUPS,
    reads=("network.subnet_ids",),
)
REDIS_SUBNETS_BOTH = Refusal(
    "redis-subnets-both",
    why="Redis lies in one subnet group, and `subnet_ids` asks for another one to be made.",
    fix="Leave out `subnet_group_name` to have the group made, or `subnet_ids` to use the one that exists.",
    source=references.ELASTICACHE_SUBNET_GROUPS,
)
REDIS_ACCESS_MISSING = Refusal(
    "redis-access-missing",
    why="Nobody could connect: nothing says who may. The security groups of the database's `network` are for the "
    "database's port.",
    fix="Name at least one source, such as `app: sg-0a1b2c3d4e5f60718`, or list security groups that exist as "
    "`security_group_ids`.",
    source=references.ELASTICACHE_VPC,
    reads=("network.allow_from",),
)
REDIS_ACCESS_BOTH = Refusal(
    "redis-access-both",
    why="Either security groups that exist say who may connect, or one that is made for `allow_from`.",
    fix="Leave out `security_group_ids`, or leave out `allow_from` and `vpc_id`.",
    source=references.ELASTICACHE_VPC,
)
REDIS_VPC_MISSING = Refusal(
    "redis-vpc-missing",
    why="The security group for `allow_from` is made in this VPC; without it AWS would take the default VPC.",
    fix="Write the id of the VPC that the subnets are in.",
    source=references.EC2_SECURITY_GROUP,
    reads=("network.vpc_id",),
)


def _free(port: int) -> int:
    if port not in limits.REDIS_PORT or port == limits.REDIS_TAKEN_PORT:
        raise REDIS_PORT(port)
    return port


class RedisNetworkConfig(Section):
    """The subnet group and the security group of Redis: each is made, or one that exists is given.

    What is left out is as in the `network` of the database: its subnets, its VPC and its `allow_from`.
    """

    vpc_id: VpcId | None = Field(default=None, examples=[identifiers.VPC_ID.example])
    """The VPC of the security group that is made for `allow_from`."""

    subnet_ids: SubnetIds | None = Field(
        default=None, examples=[["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"]]
    )
    """Subnets of an ElastiCache subnet group that is made: two or more. A list, or one output of a list."""

    subnet_group_name: Annotated[StrInput, Named(identifiers.REDIS_SUBNET_GROUP, REDIS_SUBNET_GROUP_NAME)] | None = (
        Field(default=None, examples=["data"])
    )
    """Name of an ElastiCache subnet group that exists; RDS has others. Another one later is refused."""

    allow_from: AllowFrom | None = Field(default=None, examples=[{"app": identifiers.SECURITY_GROUP_ID.example}])
    """Who may connect, by a name of your choice, as in the database's `network`."""

    security_group_ids: SecurityGroupIds | None = Field(
        default=None, examples=[[identifiers.SECURITY_GROUP_ID.example]]
    )
    """Security groups that exist and say who may connect; none is made then. A list, or one output of a list."""

    port: Annotated[Whole, AfterValidator(_free)] = 6379
    """TCP port of Redis. Another one later is refused."""

    @field_validator("subnet_group_name")
    @classmethod
    def _is_the_only_one(cls, name: StrInput | None, info: ValidationInfo) -> StrInput | None:
        if name is not None and info.data.get("subnet_ids") is not None:
            raise REDIS_SUBNETS_BOTH(name)
        return name

    @field_validator("security_group_ids")
    @classmethod
    def _are_the_only_ones(cls, groups: Any, info: ValidationInfo) -> Any:
        if groups is not None and info.data.get("allow_from") is not None:
            raise REDIS_ACCESS_BOTH(groups)
        if groups is not None and (vpc := info.data.get("vpc_id")) is not None:
            raise beside("vpc_id", VPC_UNUSED(vpc))
        return groups


def check_incomplete(redis: RedisNetworkConfig, database: NetworkConfig) -> None:
    """Refuse what neither is given for Redis nor can be taken from the database's network."""
    here = "redis.network"
    if redis.subnet_group_name is None and redis.subnet_ids is None and database.subnet_ids is None:
        raise at(f"{here}.subnet_ids", REDIS_SUBNETS_MISSING(Hidden.MISSING))
    if redis.security_group_ids is None:
        if redis.allow_from is None and database.allow_from is None:
            raise at(f"{here}.allow_from", REDIS_ACCESS_MISSING(Hidden.MISSING))
        if redis.vpc_id is None and database.vpc_id is None:
            raise at(f"{here}.vpc_id", REDIS_VPC_MISSING(Hidden.MISSING))

"""Where Redis is, and who may reach it."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import Named, Whole
from orion_rds.config.network import AllowFrom, NetworkConfig, SecurityGroupIds, SubnetIds, VpcId
from orion_rds.config.problem import Hidden
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, limits


def _free(port: int) -> int:
    if port not in limits.REDIS_PORT or port == limits.REDIS_TAKEN_PORT:
        raise refuse("redis-port", port)
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

    subnet_group_name: Annotated[StrInput, Named(identifiers.REDIS_GROUP, "redis-subnet-group-name")] | None = Field(
        default=None, examples=["data"]
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
            raise refuse("redis-subnets-both", name)
        return name

    @field_validator("security_group_ids")
    @classmethod
    def _are_the_only_ones(cls, groups: Any, info: ValidationInfo) -> Any:
        if groups is not None and info.data.get("allow_from") is not None:
            raise refuse("redis-access-both", groups)
        if groups is not None and (vpc := info.data.get("vpc_id")) is not None:
            raise refuse("vpc-unused", vpc, beside="vpc_id")
        return groups


def refuse_incomplete(redis: RedisNetworkConfig, database: NetworkConfig) -> None:
    """Refuse what neither is given for Redis nor can be taken from the database's network."""
    here = "redis.network"
    if redis.subnet_group_name is None and redis.subnet_ids is None and database.subnet_ids is None:
        raise refuse("redis-subnets-missing", Hidden.MISSING, path=f"{here}.subnet_ids")
    if redis.security_group_ids is None:
        if redis.allow_from is None and database.allow_from is None:
            raise refuse("redis-access-missing", Hidden.MISSING, path=f"{here}.allow_from")
        if redis.vpc_id is None and database.vpc_id is None:
            raise refuse("redis-vpc-missing", Hidden.MISSING, path=f"{here}.vpc_id")

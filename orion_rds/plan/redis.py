"""Redis as the configuration means it: exact values for its resources."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from orion_rds.config import ParameterValue, RedisConfig, Source, StrInput
from orion_rds.config.network import WireList
from orion_rds.config.redis import CLUSTER_MODE_PARAMETER
from orion_rds.facts import redis_versions
from orion_rds.plan.site import Site

PARAMETERS: Mapping[str, str] = MappingProxyType({
    "maxmemory-policy": "volatile-lru",  # when memory is full, the keys that nobody used, of those that expire
    "notify-keyspace-events": "Ex",  # clients may listen to keys that expire
})  # fmt: skip
"""What every group has, unless the user sets it."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where Redis is and who may reach it, with what was left out taken from the database."""

    subnet_ids: WireList | None
    subnet_group_name: StrInput | None
    """One that exists; with none, one is made of the subnets."""

    vpc_id: StrInput | None
    allow_from: Mapping[str, Source]
    security_group_ids: WireList | None
    """Those that exist; with none, one is made for the sources."""

    port: int


def placement(site: Site, redis: RedisConfig) -> Placement:
    """Fill in what Redis shares with the database of the same region."""
    own, database = redis.network, site.network
    return Placement(
        subnet_ids=database.subnet_ids if own.subnet_ids is None else own.subnet_ids,
        subnet_group_name=own.subnet_group_name,
        vpc_id=database.vpc_id if own.vpc_id is None else own.vpc_id,
        allow_from=(database.allow_from if own.allow_from is None else own.allow_from) or {},
        security_group_ids=own.security_group_ids,
        port=own.port,
    )


def family(redis: RedisConfig) -> str:
    """Family of the parameter group, such as `valkey8`."""
    return redis_versions.family(redis.engine, redis.version)


def parameters(redis: RedisConfig) -> Mapping[str, str]:
    """Give the parameters by name: ours, and the user's over them."""
    mode = {CLUSTER_MODE_PARAMETER: "yes"} if redis.cluster_mode else {}
    values = {**PARAMETERS} | {name: _text(value) for name, value in redis.parameters.items()} | mode
    return dict(sorted(values.items()))


def _text(value: ParameterValue) -> str:
    """Write a value as ElastiCache reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def member_ids(group: str, redis: RedisConfig) -> tuple[str, ...]:
    """Give the ids of a group's nodes, under which CloudWatch has their metrics; the group itself has none.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_NodeGroupMember.html
    """
    numbers = range(1, redis.nodes_per_shard + 1)
    if redis.shards is None:
        return tuple(f"{group}-{number:03}" for number in numbers)
    return tuple(f"{group}-{shard:04}-{number:03}" for shard in range(1, redis.shards + 1) for number in numbers)

"""Redis: the values of its resources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from orion_rds.config import DatabaseConfig, RedisConfig, Source, StrInput
from orion_rds.config.network import StrInputs
from orion_rds.config.redis import CLUSTER_MODE_PARAMETER
from orion_rds.facts import redis_versions
from orion_rds.facts.redis_parameters import text
from orion_rds.plan.site import Site

APPLICATION = "app"
"""User name and ID of the applications' user."""

DEFAULT_ID = "anon"
"""ID of the user `default`. It is short, as IDs have at most 40 characters; AWS reserves the ID `default`."""

USER_IDS = (APPLICATION, DEFAULT_ID)

MAXMEMORY_POLICY = "maxmemory-policy"

PARAMETERS: Mapping[str, str] = MappingProxyType({
    MAXMEMORY_POLICY: "volatile-lru",  # evicts, of the keys that expire, the least recently used
    "notify-keyspace-events": "Ex",  # publishes keys that expire
})  # fmt: skip
"""Parameters that this package sets, unless the user does."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Network of Redis; settings that Redis does not have are those of the database."""

    subnet_ids: StrInputs | None
    subnet_group_name: StrInput | None
    """An existing subnet group; without one, a group is created from the subnets."""

    vpc_id: StrInput | None
    allow_from: Mapping[str, Source]
    security_group_ids: StrInputs | None
    """Existing security groups; without any, a group is created for the sources."""

    port: int


def placement(site: Site, redis: RedisConfig) -> Placement:
    """Return the network of Redis, completed from that of the database."""
    own, database = redis.network, site.network
    return Placement(
        subnet_ids=database.subnet_ids if own.subnet_ids is None else own.subnet_ids,
        subnet_group_name=own.subnet_group_name,
        vpc_id=database.vpc_id if own.vpc_id is None else own.vpc_id,
        allow_from=database.sources if own.allow_from is None else own.sources,
        security_group_ids=own.security_group_ids,
        port=own.port,
    )


def family(redis: RedisConfig) -> str:
    """Return the family of the parameter group, such as `valkey8`."""
    return redis_versions.family(redis.engine, redis.version)


def parameters(redis: RedisConfig) -> Mapping[str, str]:
    """Return the parameters by name: the defaults, and the user's values over them."""
    mode = {CLUSTER_MODE_PARAMETER: "yes"} if redis.cluster_mode else {}
    values = {**PARAMETERS} | {name: text(value) for name, value in redis.parameters.items()} | mode
    return dict(sorted(values.items()))


def event_addresses(config: DatabaseConfig) -> Sequence[str]:
    """Return the email addresses for Redis's events: its own, or those of the database's events, or of its alarms."""
    own = config.redis.events.emails if config.redis else ()
    return own or config.events.emails or config.alarms.emails


def password_names(name: str, version: int) -> Mapping[int, str]:
    """Return the valid versions of a user's password, the newest first, with the names of their resources.

    A user has two passwords, so that the previous one stays valid until the next change. There is one resource for odd
    and one for even versions: a version raised by one replaces one of them and keeps the other.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
    """
    valid = (version, version - 1) if version > 1 else (version,)
    return {number: f"{name}-{'odd' if number % 2 else 'even'}" for number in valid}


def expected_nodes(group: str, redis: RedisConfig) -> tuple[str, ...]:
    """Return the IDs that ElastiCache assigns to the nodes of a new group.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_NodeGroupMember.html
    """
    numbers = range(1, redis.nodes_per_shard + 1)
    if redis.shards is None:
        return tuple(f"{group}-{number:03}" for number in numbers)
    return tuple(f"{group}-{shard:04}-{number:03}" for shard in range(1, redis.shards + 1) for number in numbers)


def watched_nodes(expected: Sequence[str], members: Sequence[str] | None) -> tuple[str, ...]:
    """Return the node of each alarm, as many as are configured.

    AWS chooses the node that it removes, so `002` may be deleted while `003` remains. Each existing node has the alarms
    of its own number. The alarms of a deleted node watch a node whose number is not expected. So few alarms change, and
    their number is known before the group exists. Without members, as in a preview, the result is the expected nodes.
    """
    others = sorted(set(members or ()) - set(expected))
    return tuple(node if node in (members or ()) or not others else others.pop(0) for node in expected)

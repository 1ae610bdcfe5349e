"""Replication groups of ElastiCache, as the judge looks at them."""

from collections.abc import Mapping
from typing import Any

from moto.elasticache.models import elasticache_backends

from orion_sandbox.api.gate.rule import Request
from orion_sandbox.api.gate.state import DEFAULT_GROUP, State
from orion_sandbox.api.overlay.elasticache import users
from orion_sandbox.api.overlay.elasticache.parameter_groups import DEFAULT_CLUSTER_MODE, enables_cluster_mode
from orion_sandbox.api.overlay.elasticache.store import (
    PARAMETER_GROUPS,
    REPLICATION_GROUPS,
    SNAPSHOTS,
    USER_GROUPS,
    Things,
    things,
)
from orion_sandbox.api.overlay.elasticache.versions import INSTALLED, family

CREATE, MODIFY = ("CreateReplicationGroup",), ("ModifyReplicationGroup",)
GROUPS = CREATE + MODIFY
INVALID, COMBINATION = "InvalidParameterValue", "InvalidParameterCombination"

FAMILIES = frozenset(family(engine, version) for engine, version in INSTALLED)


def backend(state: State) -> Any:
    """Subnet groups are moto's own."""
    return elasticache_backends[state.account][state.region]


def groups(state: State) -> Things:
    """Replication groups by name."""
    return things(backend(state), REPLICATION_GROUPS)


def snapshots(state: State) -> Things:
    """Snapshots by name."""
    return things(backend(state), SNAPSHOTS)


def users_of(state: State) -> Things:
    """Users by id, the one that AWS makes too."""
    return users.known(backend(state))


def user_groups(state: State) -> Things:
    """User groups by id."""
    return things(backend(state), USER_GROUPS)


def parameter_groups_of(state: State) -> Things:
    """Parameter groups by name; those that AWS makes are not among them."""
    return things(backend(state), PARAMETER_GROUPS)


def subnet_group(state: State, name: str | None) -> Any:
    """A subnet group, or None."""
    return backend(state).cache_subnet_groups.get((name or "").lower())


def security_groups(state: State) -> set[str]:
    """Ids of those that replication groups are in."""
    shared = (group["common"].get("SecurityGroups", ()) for group in groups(state).values())
    return {each["SecurityGroupId"] for some in shared for each in some}


def running(request: Request, state: State) -> Mapping[str, Any]:
    """The group that a call is about, as it is; empty where there is none yet."""
    return groups(state).get(request["ReplicationGroupId"].lower(), {})


def after(request: Request, state: State, member: str, default: Any = None) -> Any:
    """What a member would be after the call, of those that AWS tells of under the same name."""
    group = running(request, state)
    told = group.get(member, group.get("common", {}).get(member, default))
    return request.get(member, told)


def switched(request: Request, state: State, member: str, told: str) -> bool:
    """Whether something would be on after the call, that AWS tells of as `enabled` under another name."""
    return bool(request.get(member, running(request, state).get(told) == "enabled"))


def is_clustered(request: Request, state: State) -> bool:
    """Whether a group has, or would have, shards."""
    if group := running(request, state):
        return bool(group["ClusterEnabled"])
    return request.get("ClusterMode", "disabled") != "disabled" or has_shards(
        state, request.get("CacheParameterGroupName")
    )


def nodes(request: Request, state: State) -> int:
    """Nodes of each shard, as they are or would be made."""
    if group := running(request, state):
        return int(group["nodes"])
    replicas = request.get("ReplicasPerNodeGroup")
    return int(request.get("NumCacheClusters", 1) if replicas is None else replicas + 1)


def parameter_group_family(state: State, name: str) -> str | None:
    """The family of a parameter group; None where there is no such group."""
    if name.startswith(DEFAULT_GROUP):
        default = name.removeprefix(DEFAULT_GROUP).removesuffix(DEFAULT_CLUSTER_MODE)
        return default if default in FAMILIES else None
    group = parameter_groups_of(state).get(name.lower())
    return group["CacheParameterGroupFamily"] if group else None


def has_shards(state: State, parameter_group: str | None) -> bool:
    """Whether the nodes of a parameter group have shards."""
    return enables_cluster_mode(backend(state), parameter_group)

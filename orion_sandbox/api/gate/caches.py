"""ElastiCache's state, for the rules."""

from collections.abc import Mapping
from typing import Any

from moto.elasticache.models import elasticache_backends

from orion_sandbox.api.gate.rule import Request
from orion_sandbox.api.gate.state import DEFAULT_GROUP, State
from orion_sandbox.api.overlay.elasticache_groups import DEFAULT_CLUSTER_MODE, enables_cluster_mode
from orion_sandbox.api.overlay.elasticache_nodes import described_group
from orion_sandbox.api.overlay.elasticache_settings import INSTALLED, family
from orion_sandbox.api.overlay.elasticache_store import (
    PARAMETER_GROUPS,
    REPLICATION_GROUPS,
    SNAPSHOTS,
    USER_GROUPS,
    USERS,
    Resource,
    Store,
    store_of,
)

CREATE, MODIFY = "CreateReplicationGroup", "ModifyReplicationGroup"
GROUPS = (CREATE, MODIFY)
SUBNET_GROUP = "CacheSubnetGroupName"
INVALID, COMBINATION = "InvalidParameterValue", "InvalidParameterCombination"

FAMILIES = frozenset(family(engine, version) for engine, version in INSTALLED)


def backend(state: State) -> Any:
    """Return moto's backend, which stores the subnet groups."""
    return elasticache_backends[state.account][state.region]


def store(state: State) -> Store:
    """Return the store of the resources that moto does not keep."""
    return store_of(backend(state))


def replication_groups(state: State) -> Mapping[str, Resource]:
    """Return replication groups by name."""
    return store(state).all(REPLICATION_GROUPS)


def snapshots(state: State) -> Mapping[str, Resource]:
    """Return snapshots by name."""
    return store(state).all(SNAPSHOTS)


def known_users(state: State) -> Mapping[str, Resource]:
    """Return users by id, including the one that AWS creates."""
    return store(state).all(USERS)


def user_groups(state: State) -> Mapping[str, Resource]:
    """Return user groups by id."""
    return store(state).all(USER_GROUPS)


def parameter_groups(state: State) -> Mapping[str, Resource]:
    """Return parameter groups by name, without the default ones."""
    return store(state).all(PARAMETER_GROUPS)


def subnet_groups(state: State) -> Mapping[str, Any]:
    """Return subnet groups by name."""
    return backend(state).cache_subnet_groups


def subnet_group(state: State, name: str | None) -> Any:
    """Return a subnet group, or None."""
    return subnet_groups(state).get((name or "").lower())


def zones_in(state: State, subnet_group: str) -> set[str]:
    """Return the zones in which the nodes of a subnet group run."""
    found = replication_groups(state).values()
    groups = [described_group(each) for each in found if each["node"].get(SUBNET_GROUP, "") == subnet_group.lower()]
    members = [member for group in groups for shard in group["NodeGroups"] for member in shard["NodeGroupMembers"]]
    return {member["PreferredAvailabilityZone"] for member in members}


def security_groups(state: State) -> set[str]:
    """Return the ids of the security groups of all replication groups."""
    shared = (group["node"].get("SecurityGroups", ()) for group in replication_groups(state).values())
    return {each["SecurityGroupId"] for some in shared for each in some}


def current(request: Request, state: State) -> Mapping[str, Any]:
    """Return the replication group before the call; empty if it does not exist."""
    return replication_groups(state).get(request["ReplicationGroupId"].lower(), {})


def after(request: Request, state: State, member: str, default: Any = None) -> Any:
    """Return the value of a member after the call; AWS describes it under the same name."""
    group = current(request, state)
    return request.get(member, group.get(member, group.get("node", {}).get(member, default)))


def is_on(request: Request, state: State, member: str, described: str) -> bool:
    """Whether a switch is on after the call; AWS describes it as `enabled` under another name."""
    return bool(request.get(member, current(request, state).get(described) == "enabled"))


def is_clustered(request: Request, state: State) -> bool:
    """Whether the replication group has cluster mode enabled after the call."""
    if group := current(request, state):
        return bool(group["ClusterEnabled"])
    return request.get("ClusterMode", "disabled") != "disabled" or has_shards(
        state, request.get("CacheParameterGroupName")
    )


def nodes(request: Request, state: State) -> int:
    """Return the number of nodes in each shard: of the existing group, or in the call."""
    if group := current(request, state):
        return int(group["nodes"])
    replicas = request.get("ReplicasPerNodeGroup")
    return int(request.get("NumCacheClusters", 1) if replicas is None else replicas + 1)


def parameter_group_family(state: State, name: str) -> str | None:
    """Return the family of a parameter group; None if there is no such group."""
    if name.startswith(DEFAULT_GROUP):
        default = name.removeprefix(DEFAULT_GROUP).removesuffix(DEFAULT_CLUSTER_MODE)
        return default if default in FAMILIES else None
    group = parameter_groups(state).get(name.lower())
    return group["CacheParameterGroupFamily"] if group else None


def has_shards(state: State, parameter_group: str | None) -> bool:
    """Whether a parameter group turns cluster mode on."""
    return enables_cluster_mode(store(state), parameter_group)

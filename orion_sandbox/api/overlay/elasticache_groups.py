"""ElastiCache: parameter groups, which moto lacks, and changes of subnet groups."""

from typing import Any

from moto.elasticache.exceptions import CacheSubnetGroupNotFound
from moto.elasticache.models import CacheSubnetGroup
from moto.elasticache.responses import ElastiCacheResponse

from orion_sandbox.api.overlay.elasticache_store import PARAMETER_GROUPS, Store, response_store
from orion_sandbox.api.overlay.patches import Patches, Request

PATCHES = Patches()

CLUSTER_MODE = "cluster-enabled"
DEFAULT_CLUSTER_MODE = ".cluster.on"
"""Suffix of AWS's own groups that enable cluster mode."""

NAME = "CacheParameterGroupName"
_operation = PATCHES.operation(ElastiCacheResponse, response_store)


def enables_cluster_mode(store: Store, name: str | None) -> bool:
    """Whether replication groups with this parameter group are in cluster mode."""
    own = store.all(PARAMETER_GROUPS).get((name or "").lower())
    return own["set"].get(CLUSTER_MODE) == "yes" if own else (name or "").endswith(DEFAULT_CLUSTER_MODE)


@_operation
def create_cache_parameter_group(store: Store, request: Request) -> dict[str, Any]:
    """Create a group in which no parameter is set."""
    name = request[NAME].lower()
    members = {member: request[member] for member in ("CacheParameterGroupFamily", "Description")}
    group = {NAME: name, **members, "IsGlobal": False, "set": {}}
    return {"CacheParameterGroup": store.add(PARAMETER_GROUPS, name, group, request.get("Tags"))}


@_operation
def describe_cache_parameter_groups(store: Store, request: Request) -> dict[str, Any]:
    """Describe one group or all."""
    return {"CacheParameterGroups": store.list(PARAMETER_GROUPS, request.get(NAME))}


@_operation
def describe_cache_parameters(store: Store, request: Request) -> dict[str, Any]:
    """Describe the parameters that the user has set; the sandbox has no list of the others."""
    parameters = store.find(PARAMETER_GROUPS, request[NAME])["set"].items()
    origin = {"Source": "user", "IsModifiable": True}
    return {"Parameters": [{"ParameterName": name, "ParameterValue": value, **origin} for name, value in parameters]}


@_operation
def modify_cache_parameter_group(store: Store, request: Request) -> dict[str, Any]:
    """Set parameters."""
    group = store.find(PARAMETER_GROUPS, request[NAME])
    group["set"] |= {each["ParameterName"]: each["ParameterValue"] for each in request["ParameterNameValues"]}
    return {NAME: group[NAME]}


@_operation
def reset_cache_parameter_group(store: Store, request: Request) -> dict[str, Any]:
    """Reset some or all parameters."""
    group = store.find(PARAMETER_GROUPS, request[NAME])
    names = [each["ParameterName"] for each in request.get("ParameterNameValues", ())]
    for name in list(group["set"]) if request.get("ResetAllParameters") else names:
        group["set"].pop(name, None)
    return {NAME: group[NAME]}


@_operation
def delete_cache_parameter_group(store: Store, request: Request) -> None:
    """Delete a group."""
    store.remove(PARAMETER_GROUPS, request[NAME])


@_operation
def modify_cache_subnet_group(store: Store, request: Request) -> dict[str, Any]:
    """Replace moto's group, which looks up its subnets when it is created."""
    before = _subnet_group(store, request["CacheSubnetGroupName"])
    after: Any = CacheSubnetGroup(
        store.backend.account_id,
        store.backend.region_name,
        before.cache_subnet_group_name,
        request.get("CacheSubnetGroupDescription", before.cache_subnet_group_description),
        request.get("SubnetIds") or before.subnet_ids,
        before.tags,
    )
    store.backend.cache_subnet_groups[before.cache_subnet_group_name] = after
    return {"CacheSubnetGroup": after}


@_operation
def delete_cache_subnet_group(store: Store, request: Request) -> None:
    """Delete a group."""
    group = _subnet_group(store, request["CacheSubnetGroupName"])
    del store.backend.cache_subnet_groups[group.cache_subnet_group_name]


def _subnet_group(store: Store, name: str) -> Any:
    if name not in store.backend.cache_subnet_groups:
        raise CacheSubnetGroupNotFound(name)
    return store.backend.cache_subnet_groups[name]

"""Parameter groups, which moto does not know."""

from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse

from orion_sandbox.api.overlay.elasticache.faults import CacheParameterGroupNotFound
from orion_sandbox.api.overlay.elasticache.store import PARAMETER_GROUPS, Thing, forget, keep, of, things
from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.parameters import parameters

PATCHES = Patches()

CLUSTER_MODE = "cluster-enabled"
DEFAULT_CLUSTER_MODE = ".cluster.on"
"""How the names of AWS's own groups end that switch cluster mode on."""


def enables_cluster_mode(backend: ElastiCacheBackend, name: str | None) -> bool:
    """Whether replication groups with this parameter group are in cluster mode."""
    own = things(backend, PARAMETER_GROUPS).get((name or "").lower())
    return own["set"].get(CLUSTER_MODE) == "yes" if own else (name or "").endswith(DEFAULT_CLUSTER_MODE)


@PATCHES.method(ElastiCacheResponse)
def create_cache_parameter_group(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked = parameters(response, "CreateCacheParameterGroup")
    name = asked["CacheParameterGroupName"].lower()
    group: Thing = {
        "CacheParameterGroupName": name,
        "CacheParameterGroupFamily": asked["CacheParameterGroupFamily"],
        "Description": asked["Description"],
        "IsGlobal": False,
        "set": {},
    }
    keep(response, PARAMETER_GROUPS, name, group, asked.get("Tags"))
    return ActionResult({"CacheParameterGroup": group})


@PATCHES.method(ElastiCacheResponse)
def describe_cache_parameter_groups(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    name = parameters(response, "DescribeCacheParameterGroups").get("CacheParameterGroupName")
    return ActionResult(
        {"CacheParameterGroups": [_group(response, name)] if name else list(of(response, PARAMETER_GROUPS).values())}
    )


@PATCHES.method(ElastiCacheResponse)
def describe_cache_parameters(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation. What nobody set is left out."""
    asked = parameters(response, "DescribeCacheParameters")
    found = _group(response, asked["CacheParameterGroupName"])["set"]
    told = [
        {"ParameterName": name, "ParameterValue": value, "Source": "user", "IsModifiable": True}
        for name, value in found.items()
    ]
    return ActionResult({"Parameters": told})


@PATCHES.method(ElastiCacheResponse)
def modify_cache_parameter_group(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked = parameters(response, "ModifyCacheParameterGroup")
    group = _group(response, asked["CacheParameterGroupName"])
    group["set"] |= {each["ParameterName"]: each["ParameterValue"] for each in asked["ParameterNameValues"]}
    return ActionResult({"CacheParameterGroupName": group["CacheParameterGroupName"]})


@PATCHES.method(ElastiCacheResponse)
def reset_cache_parameter_group(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked = parameters(response, "ResetCacheParameterGroup")
    group = _group(response, asked["CacheParameterGroupName"])
    names = [each["ParameterName"] for each in asked.get("ParameterNameValues", ())]
    for name in list(group["set"]) if asked.get("ResetAllParameters") else names:
        group["set"].pop(name, None)
    return ActionResult({"CacheParameterGroupName": group["CacheParameterGroupName"]})


@PATCHES.method(ElastiCacheResponse)
def delete_cache_parameter_group(response: ElastiCacheResponse) -> EmptyResult:
    """Moto does not know the operation."""
    group = _group(response, parameters(response, "DeleteCacheParameterGroup")["CacheParameterGroupName"])
    forget(response, PARAMETER_GROUPS, group["CacheParameterGroupName"])
    return EmptyResult()


def _group(response: ElastiCacheResponse, name: str) -> Thing:
    if name.lower() not in of(response, PARAMETER_GROUPS):
        raise CacheParameterGroupNotFound(name)
    return of(response, PARAMETER_GROUPS)[name.lower()]

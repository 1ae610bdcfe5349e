"""Parameter groups, which moto does not know."""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.responses import ElastiCacheResponse

from orion_sandbox.api.overlay.elasticache.faults import CacheParameterGroupNotFound
from orion_sandbox.api.overlay.elasticache.store import arn, keep_tags, of
from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.parameters import parameters

PATCHES = Patches()

KIND = "parametergroup"


@PATCHES.method(ElastiCacheResponse)
def create_cache_parameter_group(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked, backend = parameters(response, "CreateCacheParameterGroup"), response.elasticache_backend
    name = asked["CacheParameterGroupName"].lower()
    group: dict[str, Any] = {
        "CacheParameterGroupName": name,
        "CacheParameterGroupFamily": asked["CacheParameterGroupFamily"],
        "Description": asked["Description"],
        "IsGlobal": False,
        "ARN": arn(backend, KIND, name),
        "set": {},
    }
    of(response, KIND)[name] = group
    keep_tags(backend, group["ARN"], asked.get("Tags"))
    return ActionResult({"CacheParameterGroup": group})


@PATCHES.method(ElastiCacheResponse)
def describe_cache_parameter_groups(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    name = parameters(response, "DescribeCacheParameterGroups").get("CacheParameterGroupName")
    return ActionResult(
        {"CacheParameterGroups": [_group(response, name)] if name else list(of(response, KIND).values())}
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
    del of(response, KIND)[group["CacheParameterGroupName"]]
    return EmptyResult()


def _group(response: ElastiCacheResponse, name: str) -> dict[str, Any]:
    if name.lower() not in of(response, KIND):
        raise CacheParameterGroupNotFound(name)
    return of(response, KIND)[name.lower()]

"""Subnet groups, which moto neither changes nor deletes."""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.exceptions import CacheSubnetGroupNotFound
from moto.elasticache.models import CacheSubnetGroup
from moto.elasticache.responses import ElastiCacheResponse

from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.parameters import parameters

PATCHES = Patches()


@PATCHES.method(ElastiCacheResponse)
def modify_cache_subnet_group(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked, backend = parameters(response, "ModifyCacheSubnetGroup"), response.elasticache_backend
    before = _group(response, asked["CacheSubnetGroupName"])
    after: Any = CacheSubnetGroup(
        backend.account_id,
        backend.region_name,
        before.cache_subnet_group_name,
        asked.get("CacheSubnetGroupDescription", before.cache_subnet_group_description),
        asked.get("SubnetIds") or before.subnet_ids,
        before.tags,
    )
    backend.cache_subnet_groups[before.cache_subnet_group_name] = after
    return ActionResult({"CacheSubnetGroup": after})


@PATCHES.method(ElastiCacheResponse)
def delete_cache_subnet_group(response: ElastiCacheResponse) -> EmptyResult:
    """Moto does not know the operation."""
    group = _group(response, parameters(response, "DeleteCacheSubnetGroup")["CacheSubnetGroupName"])
    del response.elasticache_backend.cache_subnet_groups[group.cache_subnet_group_name]
    return EmptyResult()


def _group(response: ElastiCacheResponse, name: str) -> Any:
    groups = response.elasticache_backend.cache_subnet_groups
    if name not in groups:
        raise CacheSubnetGroupNotFound(name)
    return groups[name]

"""Replication groups: moto keeps one node whatever is asked, describes none of them, and never ends a deletion."""

import datetime
from typing import Any

from moto.core.responses import ActionResult
from moto.elasticache.exceptions import CacheClusterNotFound, ReplicationGroupNotFound
from moto.elasticache.responses import ElastiCacheResponse

from orion_sandbox.api.overlay.elasticache.changes import SHARED, Asked, Group, change, take
from orion_sandbox.api.overlay.elasticache.nodes import clusters, described
from orion_sandbox.api.overlay.elasticache.parameter_groups import enables_cluster_mode
from orion_sandbox.api.overlay.elasticache.snapshots import snap
from orion_sandbox.api.overlay.elasticache.store import REPLICATION_GROUPS, forget, keep, of
from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.parameters import parameters

PATCHES = Patches()

REDIS_PORT = 6379
ZONES = ("a", "b", "c")
DEFAULTS = {
    "AtRestEncryptionEnabled": False,
    "AuthTokenEnabled": False,
    "AutoMinorVersionUpgrade": True,
    "AutomaticFailover": "disabled",
    "ClusterMode": "disabled",
    "Engine": "redis",
    "IpDiscovery": "ipv4",
    "LogDeliveryConfigurations": (),
    "MultiAZ": "disabled",
    "NetworkType": "ipv4",
    "SnapshotRetentionLimit": 0,
    "SnapshotWindow": "06:30-07:30",
    "TransitEncryptionEnabled": False,
    "UserGroupIds": (),
}


@PATCHES.method(ElastiCacheResponse)
def create_replication_group(response: ElastiCacheResponse) -> ActionResult:
    """See the module."""
    asked = parameters(response, "CreateReplicationGroup")
    name = asked["ReplicationGroupId"].lower()
    replicas = asked.get("ReplicasPerNodeGroup")
    group: Group = {
        **DEFAULTS,
        "ReplicationGroupId": name,
        "Status": "available",
        "ReplicationGroupCreateTime": datetime.datetime.now(datetime.UTC),
        "DataTiering": "enabled" if asked.get("DataTieringEnabled") else "disabled",
        "shards": asked.get("NumNodeGroups", 1),
        "nodes": asked.get("NumCacheClusters", 1) if replicas is None else replicas + 1,
        "port": asked.get("Port", REDIS_PORT),
        "zones": _zones(response, asked),
        "shared": SHARED,
        "held": {},
        "common": {"PreferredMaintenanceWindow": "sun:05:00-sun:06:00"},
    }
    if enables_cluster_mode(response.elasticache_backend, asked.get("CacheParameterGroupName")):
        group["ClusterMode"] = "enabled"
    take(group, asked)
    keep(response, REPLICATION_GROUPS, name, group, asked.get("Tags"))
    return _answer(group)


@PATCHES.method(ElastiCacheResponse)
def describe_replication_groups(response: ElastiCacheResponse) -> ActionResult:
    """See the module."""
    name = parameters(response, "DescribeReplicationGroups").get("ReplicationGroupId")
    found = [_group(response, name)] if name else of(response, REPLICATION_GROUPS).values()
    return ActionResult({"ReplicationGroups": [described(group) for group in found]})


@PATCHES.method(ElastiCacheResponse)
def describe_cache_clusters(response: ElastiCacheResponse) -> ActionResult:
    """See the module."""
    name = parameters(response, "DescribeCacheClusters").get("CacheClusterId")
    every = [cluster for group in of(response, REPLICATION_GROUPS).values() for cluster in clusters(group)]
    found = [cluster for cluster in every if name in (None, cluster["CacheClusterId"])]
    if name and not found:
        raise CacheClusterNotFound(name)
    return ActionResult({"CacheClusters": found})


@PATCHES.method(ElastiCacheResponse)
def modify_replication_group(response: ElastiCacheResponse) -> ActionResult:
    """Moto changes six members, and nothing of the nodes."""
    asked = parameters(response, "ModifyReplicationGroup")
    group = _group(response, asked["ReplicationGroupId"])
    change(group, asked)
    return _answer(group)


@PATCHES.method(ElastiCacheResponse)
def increase_replica_count(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    return _count(response, parameters(response, "IncreaseReplicaCount"))


@PATCHES.method(ElastiCacheResponse)
def decrease_replica_count(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    return _count(response, parameters(response, "DecreaseReplicaCount"))


@PATCHES.method(ElastiCacheResponse)
def modify_replication_group_shard_configuration(response: ElastiCacheResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked = parameters(response, "ModifyReplicationGroupShardConfiguration")
    group = _group(response, asked["ReplicationGroupId"])
    group["shards"] = asked["NodeGroupCount"]
    return _answer(group)


@PATCHES.method(ElastiCacheResponse)
def delete_replication_group(response: ElastiCacheResponse) -> ActionResult:
    """See the module."""
    asked = parameters(response, "DeleteReplicationGroup")
    group = _group(response, asked["ReplicationGroupId"])
    if name := asked.get("FinalSnapshotIdentifier"):
        snap(response, group, name)
    forget(response, REPLICATION_GROUPS, group["ReplicationGroupId"])
    return ActionResult({"ReplicationGroup": {**described(group), "Status": "deleting"}})


def _count(response: ElastiCacheResponse, asked: Asked) -> ActionResult:
    group = _group(response, asked["ReplicationGroupId"])
    group["nodes"] = asked["NewReplicaCount"] + 1
    return _answer(group)


def _answer(group: Group) -> ActionResult:
    return ActionResult({"ReplicationGroup": described(group)})


def _group(response: ElastiCacheResponse, name: str) -> Group:
    if name.lower() not in of(response, REPLICATION_GROUPS):
        raise ReplicationGroupNotFound(name)
    return of(response, REPLICATION_GROUPS)[name.lower()]


def _zones(response: ElastiCacheResponse, asked: Asked) -> list[str]:
    """Those of the subnet group; without one the first of the region."""
    backend = response.elasticache_backend
    group: Any = backend.cache_subnet_groups.get(asked.get("CacheSubnetGroupName", ""))
    zones = {subnet["subnet_availability_zone"] for subnet in group.subnets} if group else set[str]()
    return sorted(zones) or [f"{backend.region_name}{letter}" for letter in ZONES]

"""ElastiCache: replication groups and their snapshots.

moto has one node for any group, describes no nodes, and never completes a deletion.
"""

import datetime
from typing import Any

from moto.elasticache.exceptions import CacheClusterNotFound
from moto.elasticache.responses import ElastiCacheResponse

from orion_sandbox.api.overlay.elasticache_groups import enables_cluster_mode
from orion_sandbox.api.overlay.elasticache_nodes import (
    described_group,
    described_nodes,
    fail_over,
    promote,
    resize,
)
from orion_sandbox.api.overlay.elasticache_settings import apply, modify
from orion_sandbox.api.overlay.elasticache_store import REPLICATION_GROUPS, SNAPSHOTS, Resource, Store, response_store
from orion_sandbox.api.overlay.patches import Patches, Request

PATCHES = Patches()

ID = "ReplicationGroupId"
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

_operation = PATCHES.operation(ElastiCacheResponse, response_store)


@_operation
def create_replication_group(store: Store, request: Request) -> Resource:
    """Create a group with all its nodes."""
    name, replicas = request[ID].lower(), request.get("ReplicasPerNodeGroup")
    group: Resource = {
        **DEFAULTS,
        ID: name,
        "Status": "available",
        "ReplicationGroupCreateTime": datetime.datetime.now(datetime.UTC),
        "DataTiering": "enabled" if request.get("DataTieringEnabled") else "disabled",
        "shards": request.get("NumNodeGroups", 1),
        "nodes": request.get("NumCacheClusters", 1) if replicas is None else replicas + 1,
        "port": request.get("Port", REDIS_PORT),
        "zones": _zones(store, request),
        "deferred": {},
        "numbers": {},
        "replaced": {},
        "node": {"PreferredMaintenanceWindow": "sun:05:00-sun:06:00"},
    }
    if enables_cluster_mode(store, request.get("CacheParameterGroupName")):
        group["ClusterMode"] = "enabled"
    apply(group, request)
    return _answer(store.add(REPLICATION_GROUPS, name, group, request.get("Tags")))


@_operation
def describe_replication_groups(store: Store, request: Request) -> Resource:
    """Describe one group or all."""
    found = store.list(REPLICATION_GROUPS, request.get(ID))
    return {"ReplicationGroups": [described_group(group) for group in found]}


@_operation
def describe_cache_clusters(store: Store, request: Request) -> Resource:
    """Describe one node or all."""
    name = request.get("CacheClusterId")
    nodes = [node for group in store.all(REPLICATION_GROUPS).values() for node in described_nodes(group)]
    found = [node for node in nodes if name in (None, node["CacheClusterId"])]
    if name and not found:
        raise CacheClusterNotFound(name)
    return {"CacheClusters": found}


@_operation
def modify_replication_group(store: Store, request: Request) -> Resource:
    """Change settings."""
    group = store.find(REPLICATION_GROUPS, request[ID])
    modify(group, request)
    if primary := request.get("PrimaryClusterId"):
        promote(group, primary)
    return _answer(group)


@_operation
def test_failover(store: Store, request: Request) -> Resource:
    """Fail over from the primary of a shard to a replica."""
    group = store.find(REPLICATION_GROUPS, request[ID])
    fail_over(group, int(request["NodeGroupId"]))
    return _answer(group)


@_operation
def increase_replica_count(store: Store, request: Request) -> Resource:
    """Add nodes to each shard."""
    return _set_replicas(store, request)


@_operation
def decrease_replica_count(store: Store, request: Request) -> Resource:
    """Remove nodes from each shard."""
    return _set_replicas(store, request)


def _set_replicas(store: Store, request: Request) -> Resource:
    group = store.find(REPLICATION_GROUPS, request[ID])
    removed = request.get("ReplicasToRemove", ())
    replicas = request.get("NewReplicaCount", group["nodes"] - 1 - len(removed) // group["shards"])
    resize(group, replicas + 1, removed)
    return _answer(group)


@_operation
def modify_replication_group_shard_configuration(store: Store, request: Request) -> Resource:
    """Add or remove shards."""
    group = store.find(REPLICATION_GROUPS, request[ID])
    group["shards"] = request["NodeGroupCount"]
    return _answer(group)


@_operation
def delete_replication_group(store: Store, request: Request) -> Resource:
    """Delete a group, after a final snapshot if one is named."""
    if name := request.get("FinalSnapshotIdentifier"):
        _take_snapshot(store, store.find(REPLICATION_GROUPS, request[ID]), name)
    group = store.remove(REPLICATION_GROUPS, request[ID])
    return {"ReplicationGroup": {**described_group(group), "Status": "deleting"}}


@_operation
def create_snapshot(store: Store, request: Request) -> Resource:
    """Take a snapshot of a replication group."""
    group = store.find(REPLICATION_GROUPS, request[ID])
    return {"Snapshot": _take_snapshot(store, group, request["SnapshotName"])}


@_operation
def describe_snapshots(store: Store, request: Request) -> Resource:
    """Describe one snapshot, those of a group, or all."""
    found = store.list(SNAPSHOTS, request.get("SnapshotName"))
    return {"Snapshots": [each for each in found if request.get(ID) in (None, each[ID])]}


@_operation
def delete_snapshot(store: Store, request: Request) -> Resource:
    """Delete a snapshot."""
    return {"Snapshot": {**store.remove(SNAPSHOTS, request["SnapshotName"]), "SnapshotStatus": "deleting"}}


def _take_snapshot(store: Store, group: Resource, name: str) -> Resource:
    """Add a snapshot, which outlives the group."""
    members = (ID, "CacheNodeType", "Engine", "KmsKeyId", "SnapshotRetentionLimit")
    snapshot: Resource = {
        **{member: group[member] for member in members if member in group},
        "SnapshotName": name,
        "SnapshotSource": "manual",
        "SnapshotStatus": "available",
        "EngineVersion": group["node"]["EngineVersion"],
        "NumNodeGroups": group["shards"],
        "ReplicationGroupDescription": group["Description"],
    }
    return store.add(SNAPSHOTS, name, snapshot)


def _answer(group: Resource) -> Resource:
    return {"ReplicationGroup": described_group(group)}


def _zones(store: Store, request: Request) -> list[str]:
    """Return the zones of the subnet group; without one, the region's first."""
    group: Any = store.backend.cache_subnet_groups.get(request.get("CacheSubnetGroupName", ""))
    zones = {subnet["subnet_availability_zone"] for subnet in group.subnets} if group else set[str]()
    return sorted(zones) or [f"{store.backend.region_name}{letter}" for letter in ZONES]

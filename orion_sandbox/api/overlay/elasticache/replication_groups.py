"""Replication groups: moto keeps one node whatever is asked, describes none of them, and never ends a deletion."""

import datetime
from collections.abc import Mapping
from typing import Any

from moto.core.responses import ActionResult
from moto.elasticache.exceptions import CacheClusterNotFound
from moto.elasticache.responses import ElastiCacheResponse

from orion_sandbox.api.overlay.elasticache.faults import ReplicationGroupNotFound
from orion_sandbox.api.overlay.elasticache.nodes import clusters, described
from orion_sandbox.api.overlay.elasticache.store import arn, keep_tags, of
from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.parameters import parameters

PATCHES = Patches()

KIND, SNAPSHOTS = "replicationgroup", "snapshot"
REDIS_PORT = 6379

TAKEN = {
    "ReplicationGroupDescription": "Description",
    "AtRestEncryptionEnabled": "AtRestEncryptionEnabled",
    "AutoMinorVersionUpgrade": "AutoMinorVersionUpgrade",
    "CacheNodeType": "CacheNodeType",
    "ClusterMode": "ClusterMode",
    "Engine": "Engine",
    "IpDiscovery": "IpDiscovery",
    "KmsKeyId": "KmsKeyId",
    "NetworkType": "NetworkType",
    "SnapshotRetentionLimit": "SnapshotRetentionLimit",
    "SnapshotWindow": "SnapshotWindow",
    "TransitEncryptionEnabled": "TransitEncryptionEnabled",
    "TransitEncryptionMode": "TransitEncryptionMode",
}
"""Members of the calls, and of what is told of the group."""

COMMON = {
    "CacheSubnetGroupName": "CacheSubnetGroupName",
    "Engine": "Engine",
    "EngineVersion": "EngineVersion",
    "PreferredMaintenanceWindow": "PreferredMaintenanceWindow",
    "SnapshotRetentionLimit": "SnapshotRetentionLimit",
    "SnapshotWindow": "SnapshotWindow",
    "AutoMinorVersionUpgrade": "AutoMinorVersionUpgrade",
}
"""Members of the calls, and of what is told of each node alone."""

DEFAULTS = {
    "AtRestEncryptionEnabled": False,
    "AuthTokenEnabled": False,
    "AutoMinorVersionUpgrade": True,
    "ClusterMode": "disabled",
    "Engine": "redis",
    "IpDiscovery": "ipv4",
    "NetworkType": "ipv4",
    "SnapshotRetentionLimit": 0,
    "SnapshotWindow": "06:30-07:30",
    "TransitEncryptionEnabled": False,
    "UserGroupIds": (),
    "LogDeliveryConfigurations": (),
    "MultiAZ": "disabled",
    "AutomaticFailover": "disabled",
    "DataTiering": "disabled",
}

Asked = Mapping[str, Any]
Group = dict[str, Any]


@PATCHES.method(ElastiCacheResponse)
def create_replication_group(response: ElastiCacheResponse) -> ActionResult:
    """See the module."""
    asked, backend = parameters(response, "CreateReplicationGroup"), response.elasticache_backend
    name = asked["ReplicationGroupId"].lower()
    sharded = asked.get("ClusterMode") == "enabled" or asked.get("NumNodeGroups", 1) > 1
    replicas = asked.get("ReplicasPerNodeGroup")
    group: Group = {
        **DEFAULTS,
        "ReplicationGroupId": name,
        "ARN": arn(backend, KIND, name),
        "Status": "available",
        "ReplicationGroupCreateTime": datetime.datetime.now(datetime.UTC),
        "ClusterEnabled": sharded,
        "ClusterMode": "enabled" if sharded else "disabled",
        "shards": asked.get("NumNodeGroups", 1),
        "nodes": asked.get("NumCacheClusters", 1) if replicas is None else replicas + 1,
        "port": asked.get("Port", REDIS_PORT),
        "common": {"PreferredMaintenanceWindow": "sun:05:00-sun:06:00"},
        "UserGroupIds": list(asked.get("UserGroupIds", ())),
        "DataTiering": "enabled" if asked.get("DataTieringEnabled") else "disabled",
    }
    _take(group, asked)
    if group["TransitEncryptionEnabled"]:
        group.setdefault("TransitEncryptionMode", "required")
    of(response, KIND)[name] = group
    keep_tags(backend, group["ARN"], asked.get("Tags"))
    return ActionResult({"ReplicationGroup": described(group)})


@PATCHES.method(ElastiCacheResponse)
def describe_replication_groups(response: ElastiCacheResponse) -> ActionResult:
    """See the module."""
    name = parameters(response, "DescribeReplicationGroups").get("ReplicationGroupId")
    found = [_group(response, name)] if name else list(of(response, KIND).values())
    return ActionResult({"ReplicationGroups": [described(group) for group in found]})


@PATCHES.method(ElastiCacheResponse)
def describe_cache_clusters(response: ElastiCacheResponse) -> ActionResult:
    """See the module."""
    name = parameters(response, "DescribeCacheClusters").get("CacheClusterId")
    every = [cluster for group in of(response, KIND).values() for cluster in clusters(group)]
    found = [cluster for cluster in every if name in (None, cluster["CacheClusterId"])]
    if name and not found:
        raise CacheClusterNotFound(name)
    return ActionResult({"CacheClusters": found})


@PATCHES.method(ElastiCacheResponse)
def modify_replication_group(response: ElastiCacheResponse) -> ActionResult:
    """See the module."""
    asked = parameters(response, "ModifyReplicationGroup")
    group = _group(response, asked["ReplicationGroupId"])
    _take(group, asked)
    kept = [each for each in group["UserGroupIds"] if each not in asked.get("UserGroupIdsToRemove", ())]
    group["UserGroupIds"] = kept + list(asked.get("UserGroupIdsToAdd", ()))
    return ActionResult({"ReplicationGroup": described(group)})


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
    return ActionResult({"ReplicationGroup": described(group)})


@PATCHES.method(ElastiCacheResponse)
def delete_replication_group(response: ElastiCacheResponse) -> ActionResult:
    """See the module."""
    asked = parameters(response, "DeleteReplicationGroup")
    group = _group(response, asked["ReplicationGroupId"])
    if name := asked.get("FinalSnapshotIdentifier"):
        of(response, SNAPSHOTS)[name] = {
            "SnapshotName": name,
            "ReplicationGroupId": group["ReplicationGroupId"],
            "SnapshotStatus": "available",
            "ARN": arn(response.elasticache_backend, SNAPSHOTS, name),
        }
    del of(response, KIND)[group["ReplicationGroupId"]]
    return ActionResult({"ReplicationGroup": {**described(group), "Status": "deleting"}})


@PATCHES.method(ElastiCacheResponse)
def describe_snapshots(response: ElastiCacheResponse) -> ActionResult:
    """Moto takes snapshots of its own groups only."""
    return ActionResult({"Snapshots": list(of(response, SNAPSHOTS).values())})


def _take(group: Group, asked: Asked) -> None:
    group |= {told: asked[member] for member, told in TAKEN.items() if member in asked}
    group["common"] |= {told: asked[member] for member, told in COMMON.items() if member in asked}
    if (parameter_group := asked.get("CacheParameterGroupName")) is not None:
        group["common"]["CacheParameterGroup"] = {"CacheParameterGroupName": parameter_group}
    if (security_groups := asked.get("SecurityGroupIds")) is not None:
        told = [{"SecurityGroupId": each, "Status": "active"} for each in security_groups]
        group["common"]["SecurityGroups"] = told
    for member, told in {"AutomaticFailoverEnabled": "AutomaticFailover", "MultiAZEnabled": "MultiAZ"}.items():
        if member in asked:
            group[told] = "enabled" if asked[member] else "disabled"
    if asked.get("AuthToken"):
        group["AuthTokenEnabled"] = asked.get("AuthTokenUpdateStrategy") != "DELETE"
    group["LogDeliveryConfigurations"] = _logs(group, asked.get("LogDeliveryConfigurations", ()))


def _logs(group: Group, asked: Any) -> list[Any]:
    """Each kind of log by itself; what is asked with `Enabled: false` goes."""
    known = {each["LogType"]: each for each in group["LogDeliveryConfigurations"]}
    for each in asked:
        known.pop(each["LogType"], None)
        if each.get("Enabled", True):
            told = {name: value for name, value in each.items() if name != "Enabled"}
            known[each["LogType"]] = {**told, "Status": "active"}
    return list(known.values())


def _count(response: ElastiCacheResponse, asked: Asked) -> ActionResult:
    group = _group(response, asked["ReplicationGroupId"])
    group["nodes"] = asked["NewReplicaCount"] + 1
    return ActionResult({"ReplicationGroup": described(group)})


def _group(response: ElastiCacheResponse, name: str) -> Group:
    if name.lower() not in of(response, KIND):
        raise ReplicationGroupNotFound(name)
    return of(response, KIND)[name.lower()]

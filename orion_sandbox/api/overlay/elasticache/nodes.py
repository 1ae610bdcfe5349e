"""The nodes of a replication group: their names, and what AWS tells of them."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

SLOTS = 16384
Group = Mapping[str, Any]


def node_ids(group: Group) -> Iterator[tuple[int, str]]:
    """Give shard and id of every node: `orders-001`, in cluster mode `orders-0001-001`.

    ElastiCache User Guide, "Finding the dimensions of metrics".
    """
    for shard in range(1, group["shards"] + 1):
        for node in range(1, group["nodes"] + 1):
            name = f"{shard:04d}-{node:03d}" if group["ClusterEnabled"] else f"{node:03d}"
            yield shard, f"{group['ReplicationGroupId']}-{name}"


def described(group: Group) -> dict[str, Any]:
    """Tell of the group as AWS does."""
    told = {key: value for key, value in group.items() if key[0].isupper()}
    members = [identifier for _, identifier in node_ids(group)]
    endpoint = {} if not group["ClusterEnabled"] else {"ConfigurationEndpoint": _endpoint(group, "clustercfg")}
    return {**told, **endpoint, "MemberClusters": members, "NodeGroups": [*_node_groups(group)]}


def clusters(group: Group) -> Iterator[dict[str, Any]]:
    """Tell of every node as AWS does of a cache cluster."""
    for _, identifier in node_ids(group):
        yield {
            **group["common"],
            "CacheClusterId": identifier,
            "CacheClusterStatus": "available",
            "CacheNodeType": group["CacheNodeType"],
            "ReplicationGroupId": group["ReplicationGroupId"],
            "NumCacheNodes": 1,
            "ARN": group["ARN"]
            .replace(":replicationgroup:", ":cluster:")
            .replace(f":{group['ReplicationGroupId']}", f":{identifier}"),
        }


def _node_groups(group: Group) -> Iterator[dict[str, Any]]:
    share = SLOTS // group["shards"]
    for shard in range(1, group["shards"] + 1):
        last = SLOTS - 1 if shard == group["shards"] else shard * share - 1
        members = [identifier for number, identifier in node_ids(group) if number == shard]
        hosts = {"PrimaryEndpoint": _endpoint(group, "master"), "ReaderEndpoint": _endpoint(group, "replica")}
        yield {
            "NodeGroupId": f"{shard:04d}",
            "Status": "available",
            **({"Slots": f"{(shard - 1) * share}-{last}"} if group["ClusterEnabled"] else hosts),
            "NodeGroupMembers": [{"CacheClusterId": member, "CacheNodeId": "0001"} for member in members],
        }


def _endpoint(group: Group, role: str) -> dict[str, Any]:
    region = group["ARN"].split(":")[3]
    digits = sha256(group["ARN"].encode()).hexdigest()[:6]
    return {
        "Address": f"{role}.{group['ReplicationGroupId']}.{digits}.{region}.cache.amazonaws.com",
        "Port": group["port"],
    }

"""The nodes of a replication group: their names, and what AWS tells of them."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

SLOTS = 16384
DIRECTIONS = {"north": "n", "east": "e", "south": "s", "west": "w", "central": "c"}
PENDING = ("CacheNodeType", "EngineVersion")
"""Of what waits for the maintenance window, what AWS tells."""

Group = Mapping[str, Any]


def node_ids(group: Group) -> Iterator[tuple[int, str]]:
    """Give shard and id of every node: `orders-001`, in cluster mode `orders-0001-001`.

    ElastiCache API Reference, NodeGroupMember.
    """
    for shard in range(1, group["shards"] + 1):
        for node in range(1, group["nodes"] + 1):
            name = f"{shard:04d}-{node:03d}" if group["ClusterEnabled"] else f"{node:03d}"
            yield shard, f"{group['ReplicationGroupId']}-{name}"


def described(group: Group) -> dict[str, Any]:
    """Tell of the group as AWS does."""
    told = {key: value for key, value in group.items() if key[0].isupper()}
    members = [identifier for _, identifier in node_ids(group)]
    endpoint = {"ConfigurationEndpoint": _endpoint(group, "clustercfg")} if group["ClusterEnabled"] else {}
    return {**told, **endpoint, "MemberClusters": members, "NodeGroups": [*_node_groups(group)]}


def clusters(group: Group) -> Iterator[dict[str, Any]]:
    """Tell of every node as AWS does of a cache cluster."""
    shared = {name: group[name] for name in group["shared"] if name in group}
    for _, identifier in node_ids(group):
        yield {
            **shared,
            **group["common"],
            "CacheClusterId": identifier,
            "CacheClusterStatus": "available",
            "NumCacheNodes": 1,
            "PendingModifiedValues": {name: group["held"][name] for name in PENDING if name in group["held"]},
            "ARN": group["ARN"].rsplit(":", 2)[0] + f":cluster:{identifier}",
        }


def _node_groups(group: Group) -> Iterator[dict[str, Any]]:
    share = SLOTS // group["shards"]
    for shard in range(1, group["shards"] + 1):
        last = SLOTS - 1 if shard == group["shards"] else shard * share - 1
        slots = {"Slots": f"{(shard - 1) * share}-{last}"} if group["ClusterEnabled"] else {}
        members = [identifier for number, identifier in node_ids(group) if number == shard]
        yield {
            "NodeGroupId": f"{shard:04d}",
            "Status": "available",
            **slots,
            **({} if group["ClusterMode"] == "enabled" else _endpoints(group)),
            "NodeGroupMembers": [_member(group, number, identifier) for number, identifier in enumerate(members)],
        }


def _member(group: Group, number: int, identifier: str) -> dict[str, str]:
    zones = group["zones"]
    # In cluster mode AWS tells no roles.
    role = {} if group["ClusterEnabled"] else {"CurrentRole": "replica" if number else "primary"}
    zone = {"PreferredAvailabilityZone": zones[number % len(zones)]}
    return {"CacheClusterId": identifier, "CacheNodeId": "0001", **zone, **role}


def _endpoints(group: Group) -> dict[str, Any]:
    return {"PrimaryEndpoint": _endpoint(group, "master"), "ReaderEndpoint": _endpoint(group, "replica")}


def _endpoint(group: Group, role: str) -> dict[str, Any]:
    digits = sha256(group["ARN"].encode()).hexdigest()[:6]
    region = _short(group["ARN"].split(":")[3])
    host = f"{role}.{group['ReplicationGroupId']}.{digits}.{region}.cache.amazonaws.com"
    return {"Address": host, "Port": group["port"]}


def _short(region: str) -> str:
    """Shorten `us-east-1` to `use1` and `ap-southeast-2` to `apse2`, as AWS does in these names."""
    country, direction, number = region.split("-")[-3:]
    for word, letter in DIRECTIONS.items():
        direction = direction.replace(word, letter)
    return f"{country}{direction}{number}"

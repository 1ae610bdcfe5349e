"""ElastiCache: the nodes of a replication group, and the descriptions that AWS returns of group and nodes."""

from collections.abc import Collection, Iterator, Mapping, MutableMapping
from hashlib import sha256
from itertools import count, islice
from typing import Any

SLOTS = 16384
DIRECTIONS = {"north": "n", "east": "e", "south": "s", "west": "w", "central": "c"}
PENDING = ("CacheNodeType", "EngineVersion")
"""The deferred settings that AWS returns."""

SHARED = (
    "AtRestEncryptionEnabled",
    "AuthTokenEnabled",
    "AutoMinorVersionUpgrade",
    "CacheNodeType",
    "Engine",
    "IpDiscovery",
    "NetworkType",
    "ReplicationGroupId",
    "SnapshotRetentionLimit",
    "SnapshotWindow",
    "TransitEncryptionEnabled",
    "TransitEncryptionMode",
)
"""Members of the described group and of each of its nodes."""

Group = Mapping[str, Any]


def described_group(group: Group) -> dict[str, Any]:
    """Return the description of a replication group."""
    members = sorted(identifier for _, identifier in _node_ids(group))
    endpoint = {"ConfigurationEndpoint": _endpoint(group, "clustercfg")} if group["ClusterEnabled"] else {}
    return {**group, **endpoint, "MemberClusters": members, "NodeGroups": [*_node_groups(group)]}


def described_nodes(group: Group) -> Iterator[dict[str, Any]]:
    """Yield the description of each node, a cache cluster to AWS."""
    shared = {name: group[name] for name in SHARED if name in group}
    for _, identifier in _node_ids(group):
        yield {
            **shared,
            **group["node"],
            "CacheClusterId": identifier,
            "CacheClusterStatus": "available",
            "PreferredAvailabilityZone": _zone(group, identifier),
            "NumCacheNodes": 1,
            "PendingModifiedValues": {name: group["deferred"][name] for name in PENDING if name in group["deferred"]},
            "ARN": group["ARN"].rsplit(":", 2)[0] + f":cluster:{identifier}",
        }


def node_numbers(group: Group, shard: int) -> list[int]:
    """Return the numbers of a shard's nodes, the primary's first."""
    return group["numbers"].get(shard) or [*range(1, group["nodes"] + 1)]


def resize(group: MutableMapping[str, Any], nodes: int, removed: Collection[str] = ()) -> None:
    """Set the number of nodes in each shard: remove the `removed` ones, else the last; new nodes get free numbers."""
    named = {shard: {number_of(each) for number, each in _node_ids(group) if number == shard and each in removed}
             for shard in range(1, group["shards"] + 1)}  # fmt: skip
    for shard, gone in named.items():
        before = node_numbers(group, shard)
        kept = [number for number in before if number not in gone][:nodes]
        free = (number for number in count(1) if number not in before)
        group["numbers"][shard] = [*kept, *islice(free, nodes - len(kept))]
    group["nodes"] = nodes


def promote(group: MutableMapping[str, Any], identifier: str) -> None:
    """Make a node the primary of a group without shards."""
    number = number_of(identifier)
    group["numbers"][1] = [number, *(each for each in node_numbers(group, 1) if each != number)]


def fail_over(group: MutableMapping[str, Any], shard: int = 1) -> None:
    """Make the next node of a shard its primary, and the primary its last replica."""
    first, *others = node_numbers(group, shard)
    group["numbers"][shard] = [*others, first]


def replace(group: MutableMapping[str, Any], number: int) -> None:
    """Replace a node of a group without shards with a new one."""
    group["replaced"][number] = group["replaced"].get(number, 0) + 1


def number_of(identifier: str) -> int:
    """Return the number of a node in its shard."""
    return int(identifier.rsplit("-", 1)[1])


def _node_ids(group: Group) -> Iterator[tuple[int, str]]:
    """Yield shard and id of every node: `orders-001`, in cluster mode `orders-0001-001`.

    ElastiCache API Reference, NodeGroupMember.
    """
    for shard in range(1, group["shards"] + 1):
        for node in node_numbers(group, shard):
            name = f"{shard:04d}-{node:03d}" if group["ClusterEnabled"] else f"{node:03d}"
            yield shard, f"{group['ReplicationGroupId']}-{name}"


def _node_groups(group: Group) -> Iterator[dict[str, Any]]:
    share = SLOTS // group["shards"]
    for shard in range(1, group["shards"] + 1):
        last = SLOTS - 1 if shard == group["shards"] else shard * share - 1
        slots = {"Slots": f"{(shard - 1) * share}-{last}"} if group["ClusterEnabled"] else {}
        members = [identifier for number, identifier in _node_ids(group) if number == shard]
        yield {
            "NodeGroupId": f"{shard:04d}",
            "Status": "available",
            **slots,
            **({} if group["ClusterMode"] == "enabled" else _endpoints(group)),
            "NodeGroupMembers": [_member(group, number, identifier) for number, identifier in enumerate(members)],
        }


def _member(group: Group, number: int, identifier: str) -> dict[str, Any]:
    # In cluster mode AWS returns no roles and no endpoints.
    role = {} if group["ClusterEnabled"] else {"CurrentRole": "replica" if number else "primary"}
    zone = {"PreferredAvailabilityZone": _zone(group, identifier)}
    endpoint = {} if group["ClusterEnabled"] else {"ReadEndpoint": _endpoint(group, identifier)}
    return {"CacheClusterId": identifier, "CacheNodeId": "0001", **endpoint, **zone, **role}


def _zone(group: Group, identifier: str) -> str:
    zones = group["zones"]
    return zones[(number_of(identifier) - 1) % len(zones)]


def _endpoints(group: Group) -> dict[str, Any]:
    return {"PrimaryEndpoint": _endpoint(group, "master"), "ReaderEndpoint": _endpoint(group, "replica")}


def _endpoint(group: Group, role: str) -> dict[str, Any]:
    return {"Address": host_of(group, role), "Port": group["port"]}


def host_of(group: Group, role: str) -> str:
    """Return the host of an endpoint: `master`, `replica` or the identifier of a node."""
    digits = sha256(group["ARN"].encode()).hexdigest()[:6]
    region = _short_region(group["ARN"].split(":")[3])
    return f"{role}.{group['ReplicationGroupId']}.{digits}.{region}.cache.amazonaws.com"


def _short_region(region: str) -> str:
    """Shorten `us-east-1` to `use1` and `ap-southeast-2` to `apse2`, as AWS does in these names."""
    country, direction, number = region.split("-")[-3:]
    for word, letter in DIRECTIONS.items():
        direction = direction.replace(word, letter)
    return f"{country}{direction}{number}"

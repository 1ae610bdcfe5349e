"""Snapshots, which moto takes of its own groups only."""

from typing import Any

from moto.core.responses import ActionResult
from moto.elasticache.exceptions import SnapshotNotFound
from moto.elasticache.responses import ElastiCacheResponse

from orion_sandbox.api.overlay.elasticache.store import REPLICATION_GROUPS, SNAPSHOTS, Thing, forget, keep, of
from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.parameters import parameters

PATCHES = Patches()


def snap(response: ElastiCacheResponse, group: Thing, name: str) -> Thing:
    """Take a snapshot of a replication group; it outlives the group."""
    told = ("ReplicationGroupId", "CacheNodeType", "Engine", "KmsKeyId", "SnapshotRetentionLimit")
    snapshot: Thing = {
        **{member: group[member] for member in told if member in group},
        "SnapshotName": name,
        "SnapshotSource": "manual",
        "SnapshotStatus": "available",
        "EngineVersion": group["common"]["EngineVersion"],
        "NumNodeGroups": group["shards"],
        "ReplicationGroupDescription": group["Description"],
    }
    keep(response, SNAPSHOTS, name, snapshot, None)
    return snapshot


@PATCHES.method(ElastiCacheResponse)
def create_snapshot(response: ElastiCacheResponse) -> ActionResult:
    """See the module."""
    asked = parameters(response, "CreateSnapshot")
    group = of(response, REPLICATION_GROUPS)[asked["ReplicationGroupId"].lower()]
    return ActionResult({"Snapshot": snap(response, group, asked["SnapshotName"])})


@PATCHES.method(ElastiCacheResponse)
def describe_snapshots(response: ElastiCacheResponse) -> ActionResult:
    """See the module."""
    asked: dict[str, Any] = parameters(response, "DescribeSnapshots")
    if name := asked.get("SnapshotName"):
        return ActionResult({"Snapshots": [_snapshot(response, name)]})
    group = asked.get("ReplicationGroupId")
    found = [each for each in of(response, SNAPSHOTS).values() if group in (None, each["ReplicationGroupId"])]
    return ActionResult({"Snapshots": found})


@PATCHES.method(ElastiCacheResponse)
def delete_snapshot(response: ElastiCacheResponse) -> ActionResult:
    """See the module."""
    snapshot = _snapshot(response, parameters(response, "DeleteSnapshot")["SnapshotName"])
    forget(response, SNAPSHOTS, snapshot["SnapshotName"])
    return ActionResult({"Snapshot": {**snapshot, "SnapshotStatus": "deleting"}})


def _snapshot(response: ElastiCacheResponse, name: str) -> Thing:
    if name not in of(response, SNAPSHOTS):
        raise SnapshotNotFound(name)
    return of(response, SNAPSHOTS)[name]

"""ElastiCache: nodes, shards, failover, cluster mode, snapshots and windows."""

from orion_sandbox.api import limits, references
from orion_sandbox.api.gate import caches
from orion_sandbox.api.gate.caches import COMBINATION, CREATE, GROUPS, INVALID, MODIFY
from orion_sandbox.api.gate.checks import outside, when
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.windows import daily, overlap, too_short, weekly, without_form
from orion_sandbox.api.overlay.elasticache_nodes import described_group

INCREASE, DECREASE = "IncreaseReplicaCount", "DecreaseReplicaCount"
REPLICAS = (INCREASE, DECREASE)
TEST_FAILOVER = "TestFailover"
SHARDS = "ModifyReplicationGroupShardConfiguration"
MODE, PARAMETER_GROUP = "ClusterMode", "CacheParameterGroupName"
SWITCHES = (("disabled", "compatible"), ("compatible", "enabled"), ("compatible", "disabled"))
"""Changes of cluster mode that AWS accepts."""

SNAPSHOTS, MAINTENANCE = "SnapshotWindow", "PreferredMaintenanceWindow"
WITHOUT_SNAPSHOTS = "cache.t1."


def _fails_over(request: Request, state: State) -> bool:
    return caches.is_on(request, state, "AutomaticFailoverEnabled", "AutomaticFailover")


def _is_multi_az(request: Request, state: State) -> bool:
    return caches.is_on(request, state, "MultiAZEnabled", "MultiAZ")


# Nodes and failover.


def _replicas(request: Request, _state: State) -> str | None:
    number = request.get("ReplicasPerNodeGroup", request.get("NewReplicaCount", 0))
    if number in limits.REDIS_REPLICAS:
        return None
    return f"The number of replicas per node group must be within 0 and 5: {number}"


def _counts_twice(request: Request, _state: State) -> bool:
    shards = "ReplicasPerNodeGroup" in request or request.get("NumNodeGroups", 1) != 1
    return "NumCacheClusters" in request and shards


def _too_many_nodes(request: Request, state: State) -> str | None:
    total = request.get("NodeGroupCount", request.get("NumNodeGroups", 1)) * caches.nodes(request, state)
    most = limits.REDIS_NODES_OF_ALL_SHARDS.maximum
    return f"The replication group would have more than {most} nodes: {total}" if total > most else None


def _fails_over_to_nothing(request: Request, state: State) -> bool:
    is_single = not caches.is_clustered(request, state) and caches.nodes(request, state) <= 1
    return is_single and _fails_over(request, state)


def _takes_last_replica(request: Request, state: State) -> bool:
    group = caches.current(request, state)
    needs_one = group.get("MultiAZ") == "enabled" or (
        group.get("AutomaticFailover") == "enabled" and not group["ClusterEnabled"]
    )
    named = len(request.get("ReplicasToRemove", ()))
    left = request.get("NewReplicaCount", group.get("nodes", 0) - 1 - named // group.get("shards", 1))
    return bool(group) and left <= 0 and needs_one


def _changes_nothing(request: Request, state: State) -> bool:
    group, wanted = caches.current(request, state), request.get("NewReplicaCount")
    if not group or wanted is None:
        return False
    before = group["nodes"] - 1
    return wanted <= before if state.operation == INCREASE else wanted >= before


def _unknown_replica(request: Request, state: State) -> str | None:
    group = caches.current(request, state)
    if not group:
        return None
    replicas = [
        member["CacheClusterId"]
        for shard in described_group(group)["NodeGroups"]
        for member in shard["NodeGroupMembers"][1:]
    ]
    missing = [each for each in request.get("ReplicasToRemove", ()) if each not in replicas]
    return f"{missing[0]} is not a replica of the replication group." if missing else None


def _unknown_primary(request: Request, state: State) -> str | None:
    group, wanted = caches.current(request, state), request.get("PrimaryClusterId")
    if not group or wanted is None or wanted in described_group(group)["MemberClusters"]:
        return None
    return f"CacheCluster not found: {wanted}"


def _unknown_shard(request: Request, state: State) -> str | None:
    group, wanted = caches.current(request, state), request["NodeGroupId"]
    if not group or wanted in {each["NodeGroupId"] for each in described_group(group)["NodeGroups"]}:
        return None
    return f"Node group {wanted} not found."


def _removes_unnamed_shards(request: Request, state: State) -> bool:
    before, after = caches.current(request, state).get("shards", 0), request["NodeGroupCount"]
    gone, kept = request.get("NodeGroupsToRemove", ()), request.get("NodeGroupsToRetain", ())
    is_named = (len(gone) == before - after and not kept) or (len(kept) == after and not gone)
    return after < before and not is_named


# Cluster mode.


def _cluster_mode_failover(request: Request, state: State) -> str | None:
    if not caches.is_clustered(request, state) or _fails_over(request, state):
        return None
    if caches.current(request, state):
        return "Turning off automatic failover for replication group with cluster mode enabled is not supported."
    return "Automatic failover must be enabled for replication groups with cluster mode enabled."


def _needs_cluster_mode(request: Request, state: State) -> bool:
    return not caches.is_clustered(request, state) and request.get("NumNodeGroups", 1) != 1


def _cluster_mode_parameter_group(request: Request, state: State) -> str | None:
    mode, name = request.get(MODE, "compatible"), request.get(PARAMETER_GROUP)
    if mode == "compatible" or name is None or caches.has_shards(state, name) == (mode == "enabled"):
        return None
    wanted, found = ("enabled", "disabled") if mode == "enabled" else ("disabled", "enabled")
    return f"Cluster mode should be {wanted} in parameter group, but found it is {found}."


def _changes_cluster_parameter(request: Request, state: State) -> bool:
    group, name = caches.current(request, state), request.get(PARAMETER_GROUP)
    if not group or name is None or MODE in request:
        return False
    return caches.has_shards(state, name) != (group[MODE] == "enabled")


def _cluster_mode_switch(request: Request, state: State) -> str | None:
    before = caches.current(request, state).get(MODE)
    after = request.get(MODE, before)
    if before is None or before == after or (before, after) in SWITCHES:
        return None
    return f"Modifying cluster mode from {before} to {after} is not supported."


# Snapshots and windows.


def _unsupported_snapshots(request: Request, state: State) -> str | None:
    node_type = caches.after(request, state, "CacheNodeType", "")
    if not node_type.startswith(WITHOUT_SNAPSHOTS) or not caches.after(request, state, "SnapshotRetentionLimit", 0):
        return None
    return f"Snapshots are not supported for node type {node_type}."


def _windows_overlap(request: Request, state: State) -> bool:
    if not request.get(SNAPSHOTS) and not request.get(MAINTENANCE):
        return False
    snapshots, maintenance = (caches.after(request, state, member) or "" for member in (SNAPSHOTS, MAINTENANCE))
    return overlap(daily(snapshots), weekly(maintenance))


_FORM = "Invalid {}: {{value}}. Should be specified as a range {}."
_LENGTH = f"The {{}} must be at least {limits.REDIS_WINDOW_MINUTES.minimum} minutes: {{{{value}}}}"
_DAILY, _WEEKLY = "hh24:mi-hh24:mi", "ddd:hh24:mi-ddd:hh24:mi"

RULES = table(
    "elasticache",
    Row("nodes", CREATE, INVALID, "fewer than 1 or more than 6 nodes",
        outside("NumCacheClusters", limits.REDIS_NODES, "NumCacheClusters must be between 1 and 6: {value}")),
    Row("replicas", (CREATE, *REPLICAS), INVALID, "fewer than 0 or more than 5 replicas in a shard", _replicas),
    Row("nodes-twice", CREATE, COMBINATION, "`NumCacheClusters` beside more than one shard or `ReplicasPerNodeGroup`",
        when(_counts_twice, "NumCacheClusters cannot be used with ReplicasPerNodeGroup or with more than one node "
             "group.")),
    Row("nodes-quota", (CREATE, SHARDS), "NodeGroupsPerReplicationGroupQuotaExceeded",
        "more than 500 nodes in all shards together", _too_many_nodes),
    Row("failover-alone", GROUPS, COMBINATION, "automatic failover of a single node",
        when(_fails_over_to_nothing,
             "Replication group must have at least one read replica to enable autofailover."),
        references.REDIS_FAILOVER),
    Row("multi-az-without-failover", GROUPS, COMBINATION, "Multi-AZ without automatic failover",
        when(lambda request, state: _is_multi_az(request, state) and not _fails_over(request, state),
             "Must enable AutomaticFailoverEnabled to enable MultiAZEnabled."),
        references.REDIS_MULTI_AZ),
    Row("multi-az-alone", GROUPS, COMBINATION, "Multi-AZ of shards without replicas",
        when(lambda request, state: _is_multi_az(request, state) and caches.nodes(request, state) <= 1,
             "Multi-AZ requires at least one replica in every node group."),
        references.REDIS_MULTI_AZ),
    Row("replicas-needed", DECREASE, COMBINATION, "removing the last replica of a group with failover",
        when(_takes_last_replica,
             "Must have at least 1 replica when Multi-AZ or automatic failover is enabled.")),
    Row("replicas-same", REPLICAS, "NoOperationFault",
        "an increase to no more replicas than before, or a decrease to no fewer",
        when(_changes_nothing, "The operation was not performed because no changes were required.")),
    Row("replicas-to-remove", DECREASE, INVALID, "removing a node by name that is not a replica of the group",
        _unknown_replica),
    Row("primary-unknown", MODIFY, "CacheClusterNotFound", "a primary that is not a node of the group",
        _unknown_primary),
    Row("failover-test-off", TEST_FAILOVER, "InvalidReplicationGroupState",
        "testing the failover of a group without automatic failover",
        when(lambda request, state: bool(caches.current(request, state)) and not _fails_over(request, state),
             "Automatic failover must be enabled to test it.")),
    Row("failover-test-shard", TEST_FAILOVER, "NodeGroupNotFoundFault",
        "testing the failover of a shard that the group does not have", _unknown_shard),
    Row("not-immediately", (*REPLICAS, SHARDS), INVALID, "changing replicas or shards with `ApplyImmediately` false",
        when(lambda request, _state: not request.get("ApplyImmediately"), "ApplyImmediately must be true.")),
    Row("shards-off", SHARDS, COMBINATION, "changing the shards of a group without cluster mode",
        when(lambda request, state: not caches.current(request, state).get("ClusterEnabled", True),
             "Shard configuration can be modified only with cluster mode enabled.")),
    Row("shards-to-remove", SHARDS, COMBINATION, "fewer shards, without saying which ones to remove or retain",
        when(_removes_unnamed_shards,
             "NodeGroupsToRemove or NodeGroupsToRetain must name the node groups that go or stay.")),
    Row("cluster-mode-failover", GROUPS, COMBINATION, "cluster mode without automatic failover",
        _cluster_mode_failover),
    Row("cluster-mode-needed", CREATE, COMBINATION, "several shards without cluster mode",
        when(_needs_cluster_mode, "Cluster mode should be enabled in parameter group, but found it is disabled."),
        references.REDIS_CLUSTER_MODE),
    Row("cluster-mode-parameter-group", CREATE, COMBINATION,
        "cluster mode with a parameter group that does not turn it on, or the reverse",
        _cluster_mode_parameter_group, references.REDIS_CLUSTER_MODE),
    Row("cluster-mode-parameter-changed", MODIFY, INVALID,
        "a parameter group with another `cluster-enabled` than the one in use",
        when(_changes_cluster_parameter, "The parameter cluster-enabled has a different value in the requested "
             "parameter group than the current parameter group. This parameter value cannot be changed for a cache "
             "cluster."), references.REDIS_CLUSTER_PARAMETER),
    Row("cluster-mode-switch", MODIFY, COMBINATION,
        "cluster mode from `disabled` to `enabled` without `compatible` in between, or off again from `enabled`",
        _cluster_mode_switch),
    Row("snapshot-retention", GROUPS, INVALID, "snapshots kept for less than 0 or more than 35 days",
        outside("SnapshotRetentionLimit", limits.REDIS_SNAPSHOT_RETENTION_DAYS,
                "The snapshot retention limit must be between 0 and 35: {value}"), references.REDIS_SNAPSHOTS),
    Row("snapshots-unsupported", GROUPS, COMBINATION, "snapshots of `cache.t1` nodes", _unsupported_snapshots,
        references.REDIS_SNAPSHOTS),
    Row("snapshotting-node", MODIFY, COMBINATION, "a snapshotting node in cluster mode",
        when(lambda request, state: "SnapshottingClusterId" in request and caches.is_clustered(request, state),
             "SnapshottingClusterId cannot be set for a replication group with cluster mode enabled.")),
    Row("windows-overlap", GROUPS, INVALID,
        "a snapshot window and a maintenance window of one group that overlap; windows that touch do not",
        when(_windows_overlap, "The snapshot window and maintenance window must not overlap."),
        references.REDIS_SNAPSHOTS),
    Row("snapshot-window-form", GROUPS, INVALID, f"a snapshot window other than `{_DAILY}`",
        without_form(SNAPSHOTS, daily, _FORM.format(SNAPSHOTS, _DAILY)), references.REDIS_SNAPSHOTS),
    Row("snapshot-window-length", GROUPS, INVALID, "a snapshot window of less than 60 minutes",
        too_short(SNAPSHOTS, daily, limits.REDIS_WINDOW_MINUTES, _LENGTH.format(SNAPSHOTS)),
        references.REDIS_SNAPSHOTS),
    Row("maintenance-window-form", GROUPS, INVALID, f"a maintenance window other than `{_WEEKLY}`",
        without_form(MAINTENANCE, weekly, _FORM.format(MAINTENANCE, _WEEKLY))),
    Row("maintenance-window-length", GROUPS, INVALID, "a maintenance window of less than 60 minutes",
        too_short(MAINTENANCE, weekly, limits.REDIS_WINDOW_MINUTES, _LENGTH.format(MAINTENANCE))),
)  # fmt: skip

"""ElastiCache: how many nodes and shards, failover, and cluster mode."""

from orion_rds.facts.limits import REDIS_NODES, REDIS_NODES_MAXIMUM, REDIS_REPLICAS
from orion_sandbox.api.gate import caches, sources
from orion_sandbox.api.gate.caches import COMBINATION, CREATE, GROUPS, INVALID, MODIFY
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("elasticache")

REPLICAS = ("IncreaseReplicaCount", "DecreaseReplicaCount")
SHARDS = ("ModifyReplicationGroupShardConfiguration",)
STEPS = (("disabled", "compatible"), ("compatible", "enabled"), ("compatible", "disabled"))
"""Of cluster mode, that AWS takes."""

FAILOVER, MULTI_AZ = ("AutomaticFailoverEnabled", "AutomaticFailover"), ("MultiAZEnabled", "MultiAZ")


@RULES.refuse("nodes", CREATE, INVALID, "fewer than 1 or more than 6 nodes")
def nodes(request: Request, _state: State) -> str | None:
    """One primary and up to five replicas."""
    number = request.get("NumCacheClusters")
    return None if number is None or number in REDIS_NODES else f"NumCacheClusters must be between 1 and 6: {number}"


@RULES.refuse("replicas", CREATE + REPLICAS, INVALID, "fewer than 0 or more than 5 replicas in a shard")
def replicas(request: Request, _state: State) -> str | None:
    """Five at most."""
    number = request.get("ReplicasPerNodeGroup", request.get("NewReplicaCount", 0))
    if number in REDIS_REPLICAS:
        return None
    return f"The number of replicas per node group must be within 0 and 5: {number}"


@RULES.refuse(
    "nodes-twice", CREATE, COMBINATION, "`NumCacheClusters` beside more than one shard or `ReplicasPerNodeGroup`"
)
def nodes_twice(request: Request, _state: State) -> str | None:
    """With shards, replicas are counted."""
    if "NumCacheClusters" not in request:
        return None
    if "ReplicasPerNodeGroup" not in request and request.get("NumNodeGroups", 1) == 1:
        return None
    return "NumCacheClusters cannot be used with ReplicasPerNodeGroup or with more than one node group."


@RULES.refuse(
    "nodes-quota",
    CREATE + SHARDS,
    "NodeGroupsPerReplicationGroupQuotaExceeded",
    "more than 500 nodes in all shards together",
)
def nodes_quota(request: Request, state: State) -> str | None:
    """The most that AWS grants; without asking it grants 90."""
    shards = request.get("NodeGroupCount", request.get("NumNodeGroups", 1))
    total = shards * caches.nodes(request, state)
    if total <= REDIS_NODES_MAXIMUM:
        return None
    return f"The replication group would have more than {REDIS_NODES_MAXIMUM} nodes: {total}"


@RULES.refuse("failover-alone", GROUPS, COMBINATION, "automatic failover of a single node", sources.REDIS_FAILOVER)
def failover_alone(request: Request, state: State) -> str | None:
    """There must be a replica to fail over to."""
    if caches.is_clustered(request, state) or caches.nodes(request, state) > 1:
        return None
    if not caches.switched(request, state, *FAILOVER):
        return None
    return "Replication group must have at least one read replica to enable autofailover."


@RULES.refuse(
    "multi-az-without-failover", GROUPS, COMBINATION, "Multi-AZ without automatic failover", sources.REDIS_MULTI_AZ
)
def multi_az_without_failover(request: Request, state: State) -> str | None:
    """Another zone helps only when it takes over."""
    if caches.switched(request, state, *FAILOVER) or not caches.switched(request, state, *MULTI_AZ):
        return None
    return "Must enable AutomaticFailoverEnabled to enable MultiAZEnabled."


@RULES.refuse("multi-az-alone", GROUPS, COMBINATION, "Multi-AZ of shards without replicas", sources.REDIS_MULTI_AZ)
def multi_az_alone(request: Request, state: State) -> str | None:
    """There must be a replica in the other zone."""
    if caches.nodes(request, state) > 1 or not caches.switched(request, state, *MULTI_AZ):
        return None
    return "Multi-AZ requires at least one replica in every node group."


@RULES.refuse(
    "replicas-needed", ("DecreaseReplicaCount",), COMBINATION, "taking the last replica from a group with failover"
)
def replicas_needed(request: Request, state: State) -> str | None:
    """Failover, or Multi-AZ with shards, is turned off first."""
    group = caches.running(request, state)
    needs = group.get("MultiAZ") == "enabled" or (
        group.get("AutomaticFailover") == "enabled" and not group["ClusterEnabled"]
    )
    if request.get("NewReplicaCount") != 0 or not needs:
        return None
    return "Must have at least 1 replica when Multi-AZ or automatic failover is enabled."


@RULES.refuse(
    "replicas-same", REPLICAS, "NoOperationFault", "an increase to no more, or a decrease to no fewer, replicas"
)
def replicas_same(request: Request, state: State) -> str | None:
    """Each operation goes its own way."""
    group, wanted = caches.running(request, state), request.get("NewReplicaCount")
    if not group or wanted is None:
        return None
    before = group["nodes"] - 1
    if wanted > before if state.operation == "IncreaseReplicaCount" else wanted < before:
        return None
    return "The operation was not performed because no changes were required."


@RULES.refuse(
    "not-immediately", REPLICAS + SHARDS, INVALID, "changing replicas or shards with `ApplyImmediately` false"
)
def not_immediately(request: Request, _state: State) -> str | None:
    """AWS does it at once only."""
    return None if request.get("ApplyImmediately") else "ApplyImmediately must be true."


@RULES.refuse("shards-off", SHARDS, COMBINATION, "changing the shards of a group without cluster mode")
def shards_off(request: Request, state: State) -> str | None:
    """It has one, and stays so."""
    if caches.running(request, state).get("ClusterEnabled", True):
        return None
    return "Shard configuration can be modified only with cluster mode enabled."


@RULES.refuse("shards-to-remove", SHARDS, COMBINATION, "fewer shards without telling which go or stay")
def shards_to_remove(request: Request, state: State) -> str | None:
    """Named, and as many as there are too many."""
    before, after = caches.running(request, state).get("shards", 0), request["NodeGroupCount"]
    gone, kept = request.get("NodeGroupsToRemove", ()), request.get("NodeGroupsToRetain", ())
    if after >= before or (len(gone) == before - after and not kept) or (len(kept) == after and not gone):
        return None
    return "NodeGroupsToRemove or NodeGroupsToRetain must name the node groups that go or stay."


@RULES.refuse("cluster-mode-failover", GROUPS, COMBINATION, "cluster mode without automatic failover")
def cluster_mode_failover(request: Request, state: State) -> str | None:
    """Clients of shards rely on it."""
    if not caches.is_clustered(request, state) or caches.switched(request, state, *FAILOVER):
        return None
    if caches.running(request, state):
        return "Turning off automatic failover for replication group with cluster mode enabled is not supported."
    return "Automatic failover must be enabled for replication groups with cluster mode enabled."


@RULES.refuse(
    "cluster-mode-needed", CREATE, COMBINATION, "several shards without cluster mode", sources.REDIS_CLUSTER_MODE
)
def cluster_mode_needed(request: Request, state: State) -> str | None:
    """It is switched on by name, or by the parameter group."""
    if caches.is_clustered(request, state) or request.get("NumNodeGroups", 1) == 1:
        return None
    return "Cluster mode should be enabled in parameter group, but found it is disabled."


@RULES.refuse(
    "cluster-mode-parameter-group",
    CREATE,
    COMBINATION,
    "cluster mode with a parameter group that does not switch it on, or the other way round",
    sources.REDIS_CLUSTER_MODE,
)
def cluster_mode_parameter_group(request: Request, state: State) -> str | None:
    """Mode and parameter go together."""
    mode, name = request.get("ClusterMode", "compatible"), request.get("CacheParameterGroupName")
    if mode == "compatible" or name is None or caches.has_shards(state, name) == (mode == "enabled"):
        return None
    wanted, found = ("enabled", "disabled") if mode == "enabled" else ("disabled", "enabled")
    return f"Cluster mode should be {wanted} in parameter group, but found it is {found}."


@RULES.refuse(
    "cluster-mode-parameter-changed",
    MODIFY,
    INVALID,
    "a parameter group with another `cluster-enabled` than the one in use",
    sources.REDIS_CLUSTER_PARAMETER,
)
def cluster_mode_parameter_changed(request: Request, state: State) -> str | None:
    """Cluster mode is switched by its own member."""
    group, name = caches.running(request, state), request.get("CacheParameterGroupName")
    if not group or name is None or "ClusterMode" in request:
        return None
    if caches.has_shards(state, name) == (group["ClusterMode"] == "enabled"):
        return None
    return (
        "The parameter cluster-enabled has a different value in the requested parameter group than the current "
        "parameter group. This parameter value cannot be changed for a cache cluster."
    )


@RULES.refuse(
    "cluster-mode-switch",
    MODIFY,
    COMBINATION,
    "cluster mode from `disabled` to `enabled` without `compatible` in between, or off again from `enabled`",
)
def cluster_mode_switch(request: Request, state: State) -> str | None:
    """One step at a time, and the last is final."""
    before = caches.running(request, state).get("ClusterMode")
    step = before, request.get("ClusterMode", before)
    if before is None or step[0] == step[1] or step in STEPS:
        return None
    return f"Modifying cluster mode from {step[0]} to {step[1]} is not supported."

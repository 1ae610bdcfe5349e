"""RDS: clusters that leave a global database, and switches from one cluster to another."""

from typing import Any

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.overlay.rds.global_database import member

RULES = Rules("rds")

PROMOTE = ("PromoteReadReplicaDBCluster",)
REMOVE = ("RemoveFromGlobalCluster",)
SWITCHES = ("SwitchoverGlobalCluster", "FailoverGlobalCluster")
COMBINATION, INVALID, STATE = "InvalidParameterCombination", "InvalidParameterValue", "InvalidDBClusterStateFault"


@RULES.refuse(
    "global-member-missing",
    REMOVE,
    INVALID,
    "removing a cluster from a global database that it is not in",
    sources.GLOBAL_MEMBER_MISSING,
)
def member_missing(request: Request, state: State) -> str | None:
    """Terraform's provider waits for these very words."""
    database, cluster = state.global_database(request["GlobalClusterIdentifier"]), request["DbClusterIdentifier"]
    if member(database, cluster):
        return None
    return f"Cluster {cluster} is not found in global cluster {database.global_cluster_identifier}"


@RULES.refuse(
    "global-primary-removal",
    REMOVE,
    "InvalidGlobalClusterStateFault",
    "removing the primary cluster from a global database that has others",
)
def primary_removal(request: Request, state: State) -> str | None:
    """Secondary clusters leave first."""
    database = state.global_database(request["GlobalClusterIdentifier"])
    if not state.is_replicated(member(database, request["DbClusterIdentifier"])):
        return None
    return (
        "Unable to remove cluster that is a primary member of global cluster while there are other global cluster "
        "members"
    )


@RULES.refuse(
    "global-target-unknown", SWITCHES, "DBClusterNotFoundFault", "a switch to a cluster that is not in the database"
)
def target_unknown(request: Request, state: State) -> str | None:
    """Targets are named by their ARNs."""
    if _target(request, state):
        return None
    return f"DBCluster {request['TargetDbClusterIdentifier']} not found."


@RULES.refuse("global-target-writes", SWITCHES, STATE, "a switch to the cluster that writes already")
def target_writes(request: Request, state: State) -> str | None:
    """Targets are secondary clusters."""
    target = _target(request, state)
    return f"DBCluster {target.arn} is already the primary of the global cluster." if target.is_writer else None


@RULES.refuse(
    "global-target-headless", SWITCHES, STATE, "a switch to a cluster without instances", sources.GLOBAL_FAILOVER
)
def target_headless(request: Request, state: State) -> str | None:
    """Nobody would write."""
    target = _target(request, state)
    return None if target.members else f"DBCluster {target.arn} has no DB instances."


@RULES.refuse(
    "global-failover-and-switchover",
    ("FailoverGlobalCluster",),
    COMBINATION,
    "a failover with both `AllowDataLoss` and `Switchover`",
)
def failover_and_switchover(request: Request, _state: State) -> str | None:
    """One or the other."""
    if not (request.get("AllowDataLoss") and request.get("Switchover")):
        return None
    return "AllowDataLoss can't be specified together with the Switchover parameter."


@RULES.refuse(
    "promoted-alone",
    PROMOTE,
    STATE,
    "promoting a cluster that replicates none",
)
def promoted_alone(request: Request, state: State) -> str | None:
    """It stands by itself already."""
    cluster = state.cluster(request["DBClusterIdentifier"])
    if cluster is None or cluster.replication_source_identifier:
        return None
    return f"DB Cluster {cluster.db_cluster_identifier} is not a read replica."


@RULES.refuse(
    "promoted-unknown",
    PROMOTE,
    "DBClusterNotFoundFault",
    "promoting a cluster that does not exist",
)
def promoted_unknown(request: Request, state: State) -> str | None:
    """Nothing is promoted."""
    name = request["DBClusterIdentifier"]
    return None if state.cluster(name) else f"DBCluster {name} not found."


def _target(request: Request, state: State) -> Any:
    return member(state.global_database(request["GlobalClusterIdentifier"]), request["TargetDbClusterIdentifier"])

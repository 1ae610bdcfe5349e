"""RDS: deleting clusters."""

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("rds")

DELETE = ("DeleteDBCluster",)
COMBINATION = "InvalidParameterCombination"
FINAL = "FinalDBSnapshotIdentifier"


@RULES.refuse("cluster-protected", DELETE, COMBINATION, "deleting a protected cluster", sources.DELETE_CLUSTER_GUIDE)
def protected(request: Request, state: State) -> str | None:
    """The protection is taken away first."""
    if not getattr(state.cluster(request["DBClusterIdentifier"]), "deletion_protection", False):
        return None
    return "Cannot delete protected Cluster, please disable deletion protection and try again."


@RULES.refuse("cluster-with-instances", DELETE, "InvalidDBClusterStateFault", "deleting a cluster that has instances")
def with_instances(request: Request, state: State) -> str | None:
    """Instances go first."""
    if not getattr(state.cluster(request["DBClusterIdentifier"]), "members", None):
        return None
    return "Cluster cannot be deleted, it still contains DB instances in non-deleting state."


@RULES.refuse(
    "final-snapshot-missing",
    DELETE,
    COMBINATION,
    "deleting a cluster with neither a final snapshot nor `SkipFinalSnapshot`",
)
def snapshot_missing(request: Request, _state: State) -> str | None:
    """Data is thrown away on request only."""
    if request.get(FINAL) or request.get("SkipFinalSnapshot"):
        return None
    return "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified."


@RULES.refuse(
    "final-snapshot-and-none",
    DELETE,
    COMBINATION,
    "deleting a cluster with both a final snapshot and `SkipFinalSnapshot`",
)
def snapshot_and_none(request: Request, _state: State) -> str | None:
    """One or the other."""
    if not (request.get(FINAL) and request.get("SkipFinalSnapshot")):
        return None
    return "FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is true."


@RULES.refuse(
    "final-snapshot-taken", DELETE, "DBClusterSnapshotAlreadyExistsFault", "a final snapshot with a name that is taken"
)
def snapshot_taken(request: Request, state: State) -> str | None:
    """The cluster of that name was deleted before."""
    if (name := request.get(FINAL, "")) not in state.rds.cluster_snapshots:
        return None
    return f"Cannot create the cluster snapshot because one with the identifier {name} already exists."

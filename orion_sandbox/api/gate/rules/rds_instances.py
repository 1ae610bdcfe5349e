"""RDS: instances of a cluster."""

from orion_rds.facts.instance_classes import SERIES, SERVERLESS, series
from orion_rds.facts.limits import INSTANCES
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import ENGINE

RULES = Rules("rds")

CREATE = ("CreateDBInstance",)
BOTH = ("CreateDBInstance", "ModifyDBInstance")
TIERS = range(16)


@RULES.refuse("instance-taken", CREATE, "DBInstanceAlreadyExists", "an instance identifier that is taken")
def taken(request: Request, state: State) -> str | None:
    """Identifiers are used once."""
    return "DB instance already exists" if state.instance(request["DBInstanceIdentifier"]) else None


@RULES.refuse(
    "instance-cluster-unknown", CREATE, "DBClusterNotFoundFault", "an instance of a cluster that does not exist"
)
def cluster_unknown(request: Request, state: State) -> str | None:
    """Clusters are there before their instances."""
    identifier = request.get("DBClusterIdentifier")
    if identifier is None or state.cluster(identifier):
        return None
    return f"The source cluster could not be found or cannot be accessed: {identifier}"


@RULES.refuse(
    "instance-engine", CREATE, "InvalidParameterCombination", "an instance of another engine than its cluster's"
)
def engine(request: Request, state: State) -> str | None:
    """A cluster has one engine."""
    cluster, asked = state.cluster(request.get("DBClusterIdentifier")), request["Engine"]
    if cluster is None or cluster.engine == asked:
        return None
    return (
        f"The engine name requested for your DB instance ({asked}) doesn't match the engine name of your DB cluster "
        f"({cluster.engine})."
    )


@RULES.refuse(
    "instance-class",
    BOTH,
    "InvalidParameterCombination",
    "a class that Aurora PostgreSQL does not have: other than memory optimised, burstable and `db.serverless`",
    sources.INSTANCE_CLASSES,
)
def instance_class(request: Request, state: State) -> str | None:
    """Of which sizes there are in a region the sandbox knows nothing."""
    asked, existing = request.get("DBInstanceClass"), state.instance(request["DBInstanceIdentifier"])
    if asked is None or request.get("Engine", getattr(existing, "engine", None)) != ENGINE:
        return None
    if asked == SERVERLESS or series(asked) in SERIES:
        return None
    return (
        "RDS does not support creating a DB instance with the following combination: "
        f"DBInstanceClass={asked}, Engine={ENGINE}"
    )


@RULES.refuse("promotion-tier", BOTH, "InvalidParameterValue", "a promotion tier below 0 or above 15")
def promotion_tier(request: Request, _state: State) -> str | None:
    """The order of failover."""
    tier = request.get("PromotionTier", 0)
    return None if tier in TIERS else f"Invalid promotion tier: {tier}. Must be between 0 and 15."


@RULES.refuse(
    "instance-count",
    CREATE,
    "InstanceQuotaExceeded",
    "more than 16 instances in a cluster: a writer and 15 replicas",
    sources.REPLICATION,
)
def instance_count(request: Request, state: State) -> str | None:
    """Aurora replicates to 15."""
    members = getattr(state.cluster(request.get("DBClusterIdentifier")), "members", ())
    if len(members) + 1 in INSTANCES or not members:
        return None
    return f"The cluster has {len(members)} DB instances already, of which 15 are replicas, the most there can be."

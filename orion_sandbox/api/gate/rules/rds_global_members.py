"""RDS: what clusters may not do that are in a global database, and their instances."""

from orion_rds.facts.instance_classes import BURSTABLE, series
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import family_of, numbers, wanted_version

RULES = Rules("rds")

DELETE = ("DeleteDBCluster",)
MODIFY = ("ModifyDBCluster",)
COMBINATION, INVALID, STATE = "InvalidParameterCombination", "InvalidParameterValue", "InvalidDBClusterStateFault"


@RULES.refuse(
    "global-primary-deletion",
    DELETE,
    "InvalidGlobalClusterStateFault",
    "deleting the primary cluster of a global database that has others",
    sources.GLOBAL_PRIMARY_DELETION,
)
def primary_deletion(request: Request, state: State) -> str | None:
    """Secondary clusters go first."""
    if not state.is_replicated(state.cluster(request["DBClusterIdentifier"])):
        return None
    return (
        "Unable to delete cluster that is a primary member of global cluster while there are other global cluster "
        "members"
    )


@RULES.refuse(
    "global-member-deletion",
    DELETE,
    STATE,
    "deleting a cluster that is in a global database",
    sources.GLOBAL_MEMBER_DELETION,
)
def member_deletion(request: Request, state: State) -> str | None:
    """It is removed from it before."""
    if state.home(state.cluster(request["DBClusterIdentifier"])) is None:
        return None
    return "This cluster is a part of a global cluster, please remove it from globalcluster first"


@RULES.refuse(
    "global-last-instance",
    ("DeleteDBInstance",),
    STATE,
    "deleting the last instance of the primary cluster of a global database that has others",
    sources.GLOBAL_LAST_INSTANCE,
)
def last_instance(request: Request, state: State) -> str | None:
    """Nobody would write."""
    instance = state.instance(request["DBInstanceIdentifier"])
    if instance is None or not state.is_replicated(instance.cluster) or len(instance.cluster.members) > 1:
        return None
    return (
        "Cannot delete the last instance of the master cluster. Delete the replica cluster before deleting the last "
        "master cluster instance."
    )


@RULES.refuse(
    "global-class",
    ("CreateDBInstance", "ModifyDBInstance"),
    COMBINATION,
    "a burstable instance in a cluster of a global database",
    sources.GLOBAL_CLASSES,
)
def instance_class(request: Request, state: State) -> str | None:
    """Memory optimised classes and Serverless v2 only."""
    asked, instance = request.get("DBInstanceClass", ""), state.instance(request["DBInstanceIdentifier"])
    cluster = state.cluster(request.get("DBClusterIdentifier")) or getattr(instance, "cluster", None)
    if series(asked) != BURSTABLE or state.home(cluster) is None:
        return None
    return f"The requested instance class is not supported by global databases: {asked}"


@RULES.refuse(
    "global-managed-password",
    MODIFY,
    COMBINATION,
    "letting RDS manage the master password of a cluster in a global database",
    sources.MANAGED_PASSWORDS,
)
def managed_password(request: Request, state: State) -> str | None:
    """The integration with Secrets Manager is of single clusters."""
    if not request.get("ManageMasterUserPassword") or not state.home(state.cluster(request["DBClusterIdentifier"])):
        return None
    return "ManageMasterUserPassword is not supported for DB clusters that are part of a global cluster."


@RULES.refuse(
    "global-secondary-new-password",
    MODIFY,
    STATE,
    "a new master password for a secondary cluster",
    sources.GLOBAL_LIMITS,
)
def new_password(request: Request, state: State) -> str | None:
    """It is changed where data are written."""
    cluster = state.cluster(request["DBClusterIdentifier"])
    if "MasterUserPassword" not in request or state.home(cluster) is None or cluster.is_writer:
        return None
    return "The master user password of a secondary DB cluster can't be modified. Modify the primary DB cluster."


@RULES.refuse(
    "global-member-major",
    MODIFY,
    COMBINATION,
    "a major upgrade of one cluster in a global database",
    sources.GLOBAL_MAJOR_UPGRADE,
)
def member_major(request: Request, state: State) -> str | None:
    """All of them at once."""
    cluster, wanted = state.cluster(request["DBClusterIdentifier"]), wanted_version(request, state)
    if state.home(cluster) is None or wanted is None or family_of(wanted) == family_of(cluster.engine_version):
        return None
    return (
        "Major Version Upgrade isn't supported in a single member of a global cluster. Use ModifyGlobalCluster to "
        "upgrade all the members."
    )


@RULES.refuse(
    "global-minor-order",
    MODIFY,
    INVALID,
    "a minor upgrade of the primary cluster before the secondary ones",
    sources.GLOBAL_MINOR_ORDER,
)
def minor_order(request: Request, state: State) -> str | None:
    """A secondary cluster may run a later minor version than the primary, never an earlier one."""
    cluster, wanted = state.cluster(request["DBClusterIdentifier"]), wanted_version(request, state)
    if "EngineVersion" not in request or wanted is None or not state.is_replicated(cluster):
        return None
    others = [each for each in state.home(cluster).members if each is not cluster]
    if all(numbers(each.engine_version) >= numbers(wanted) for each in others):
        return None
    return (
        f"Cannot upgrade DB cluster '{cluster.db_cluster_identifier}' to engine version {wanted} as global replica(s) "
        "are running lower version. Please upgrade global replicas first before upgrading the primary member."
    )

"""RDS: global databases, the clusters that join and leave them, and their switches."""

from typing import Any

from orion_sandbox.api import names, references
from orion_sandbox.api.gate.checks import taken, together, unknown, when
from orion_sandbox.api.gate.rule import Check, Request, Row, table
from orion_sandbox.api.gate.rules.rds_names import identifier
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.gate.versions import family_of, numbers, wanted_version
from orion_sandbox.api.limits import GLOBAL_SECONDARIES
from orion_sandbox.api.overlay.rds_global_clusters import member, writer_of
from orion_sandbox.api.overlay.rds_settings import full_version

CREATE, CHANGE, DELETE = "CreateGlobalCluster", "ModifyGlobalCluster", "DeleteGlobalCluster"
REMOVE = "RemoveFromGlobalCluster"
SWITCHES = ("SwitchoverGlobalCluster", "FailoverGlobalCluster")
EXISTING = (CHANGE, DELETE, REMOVE, *SWITCHES)
JOIN, MODIFY, DELETE_CLUSTER = "CreateDBCluster", "ModifyDBCluster", "DeleteDBCluster"
PROMOTE = "PromoteReadReplicaDBCluster"

COMBINATION, INVALID = "InvalidParameterCombination", "InvalidParameterValue"
CLUSTER_STATE, GLOBAL_STATE = "InvalidDBClusterStateFault", "InvalidGlobalClusterStateFault"
NOT_FOUND, CLUSTER_NOT_FOUND = "GlobalClusterNotFoundFault", "DBClusterNotFoundFault"
IDENTIFIER, SOURCE, CLUSTER = "GlobalClusterIdentifier", "SourceDBClusterIdentifier", "DBClusterIdentifier"
OF_THE_SOURCE = ("Engine", "EngineVersion", "DatabaseName", "StorageEncrypted")
UNMANAGED = "ManageMasterUserPassword is not supported for DB clusters that are part of a global cluster."


def _database(request: Request, state: State) -> Any:
    return state.global_database(request.get(IDENTIFIER))


def _source(request: Request, state: State) -> Any:
    return state.cluster_anywhere(request.get(SOURCE, ""))


def _cluster(request: Request, state: State) -> Any:
    return state.cluster(request[CLUSTER])


# Creating, changing and deleting a global database.


def _source_settings(request: Request, _state: State) -> str | None:
    given = [each for each in OF_THE_SOURCE if each in request]
    if SOURCE not in request or not given:
        return None
    return (
        f"When creating global cluster from existing db cluster, value for {given[0]} should not be specified since it "
        "will be inherited from source cluster"
    )


def _source_class(request: Request, state: State) -> str | None:
    classes = [each.db_instance_class for each in getattr(_source(request, state), "members", ())]
    burstable = [each for each in classes if each in names.BURSTABLE_CLASS]
    return f"The requested instance class is not supported by global databases: {burstable[0]}" if burstable else None


def _is_minor_upgrade(request: Request, state: State) -> bool:
    running, wanted = _database(request, state).engine_version, request.get("EngineVersion")
    return wanted is not None and running != wanted and family_of(running) == family_of(wanted)


def _is_unwanted_major(request: Request, state: State) -> bool:
    running, wanted = _database(request, state).engine_version, request.get("EngineVersion")
    return (
        wanted is not None and not request.get("AllowMajorVersionUpgrade") and family_of(running) != family_of(wanted)
    )


def _not_empty(request: Request, state: State) -> str | None:
    database = _database(request, state)
    return f"Global Cluster {database.arn} is not empty" if database.members else None


# Clusters that join one.


def _joined(request: Request, state: State) -> Any:
    """Return the global database that a secondary cluster joins; None for its first cluster and for other clusters."""
    database = _database(request, state)
    return database if database and database.members else None


def _of_secondary(member_: str) -> Check:
    words = {"MasterUsername": "user name", "MasterUserPassword": "password", "DatabaseName": "database name"}[member_]
    return when(
        lambda request, state: _joined(request, state) and member_ in request,
        f"Cannot specify {words} for cross region replication cluster",
    )


def _same_region(request: Request, state: State) -> str | None:
    database = _joined(request, state)
    if database is None or state.region not in {cluster.region for cluster in database.members}:
        return None
    return f"The global cluster {database.global_cluster_identifier} already has a DB cluster in {state.region}."


def _same_name(request: Request, state: State) -> str | None:
    database, name = _joined(request, state), request[CLUSTER].lower()
    if database is None or name not in {cluster.db_cluster_identifier for cluster in database.members}:
        return None
    return f"The global cluster {database.global_cluster_identifier} already has a DB cluster named {name}."


def _is_full(request: Request, state: State) -> bool:
    database = _joined(request, state)
    # The primary cluster is one of the members.
    return database is not None and len(database.members) not in GLOBAL_SECONDARIES


def _primary_state(request: Request, state: State) -> str | None:
    database = _joined(request, state)
    if database is None or writer_of(database).members:
        return None
    return f"Source cluster: {writer_of(database).arn} is in a state which is not valid for physical replication"


def _has_another_version(request: Request, state: State) -> bool:
    # A call without a version, or with a major version only, gets AWS's default, not the primary cluster's version.
    database = _joined(request, state)
    return database is not None and full_version(request.get("EngineVersion")) != writer_of(database).engine_version


def _is_unencrypted(request: Request, state: State) -> bool:
    database = _joined(request, state)
    return database is not None and not request.get("StorageEncrypted") and writer_of(database).storage_encrypted


# Clusters that are members of one.


def _is_member(request: Request, state: State) -> bool:
    return state.global_database_of(_cluster(request, state)) is not None


def _is_last_instance(request: Request, state: State) -> bool:
    instance = state.instance(request["DBInstanceIdentifier"])
    cluster = getattr(instance, "cluster", None)
    return cluster is not None and state.is_replicated(cluster) and len(cluster.members) <= 1


def _is_burstable(request: Request, state: State) -> bool:
    instance = state.instance(request["DBInstanceIdentifier"])
    cluster = state.cluster(request.get(CLUSTER)) or getattr(instance, "cluster", None)
    return request.get("DBInstanceClass", "") in names.BURSTABLE_CLASS and state.global_database_of(cluster) is not None


def _becomes_managed(request: Request, state: State) -> bool:
    return bool(request.get("ManageMasterUserPassword")) and _is_member(request, state)


def _is_new_password_of_secondary(request: Request, state: State) -> bool:
    return "MasterUserPassword" in request and _is_member(request, state) and not _cluster(request, state).is_writer


def _is_major_of_member(request: Request, state: State) -> bool:
    wanted = wanted_version(request, state)
    return (
        wanted is not None
        and _is_member(request, state)
        and family_of(wanted) != family_of(_cluster(request, state).engine_version)
    )


def _minor_order(request: Request, state: State) -> str | None:
    # A secondary cluster may run a later minor version than the primary, never an earlier one.
    cluster, wanted = _cluster(request, state), wanted_version(request, state)
    if "EngineVersion" not in request or wanted is None or not state.is_replicated(cluster):
        return None
    others = [each for each in state.global_database_of(cluster).members if each is not cluster]
    if all(numbers(each.engine_version) >= numbers(wanted) for each in others):
        return None
    return (
        f"Cannot upgrade DB cluster '{cluster.db_cluster_identifier}' to engine version {wanted} as global replica(s) "
        "are running lower version. Please upgrade global replicas first before upgrading the primary member."
    )


# Clusters that leave one, and switches.


def _member_missing(request: Request, state: State) -> str | None:
    # Terraform's provider waits for exactly this text.
    database, cluster = _database(request, state), request["DbClusterIdentifier"]
    if member(database, cluster):
        return None
    return f"Cluster {cluster} is not found in global cluster {database.global_cluster_identifier}"


def _removes_primary(request: Request, state: State) -> bool:
    return state.is_replicated(member(_database(request, state), request["DbClusterIdentifier"]))


def _target(request: Request, state: State) -> Any:
    return member(_database(request, state), request["TargetDbClusterIdentifier"])


def _target_writes(request: Request, state: State) -> str | None:
    target = _target(request, state)
    return f"DBCluster {target.arn} is already the primary of the global cluster." if target.is_writer else None


def _target_headless(request: Request, state: State) -> str | None:
    target = _target(request, state)
    return None if target.members else f"DBCluster {target.arn} has no DB instances."


def _promoted_alone(request: Request, state: State) -> str | None:
    cluster = _cluster(request, state)
    if cluster is None or cluster.replication_source_identifier:
        return None
    return f"DB Cluster {cluster.db_cluster_identifier} is not a read replica."


RULES = table(
    "rds",
    identifier("global-name", CREATE, IDENTIFIER, names.CLUSTER),
    Row("global-taken", CREATE, "GlobalClusterAlreadyExistsFault", "a global database's identifier that is taken",
        taken(IDENTIFIER, State.global_database, "Global cluster already exists")),
    Row("global-unknown", EXISTING, NOT_FOUND, "a global database that does not exist",
        unknown(IDENTIFIER, State.global_database, "Global cluster {value} not found")),
    Row("global-source-unknown", CREATE, CLUSTER_NOT_FOUND, "a global database of a cluster that does not exist",
        unknown(SOURCE, State.cluster_anywhere,
                "The source cluster could not be found or cannot be accessed: {value}")),
    Row("global-source-settings", CREATE, COMBINATION,
        "a global database with a source, and with an engine, a version, a database name or encryption of its own",
        _source_settings),
    Row("global-engine", CREATE, INVALID, "a global database with neither a source nor an engine",
        when(lambda request, _state: SOURCE not in request and "Engine" not in request,
             "When creating standalone global cluster, value for engineName should be specified")),
    Row("global-source-member", CREATE, CLUSTER_STATE, "a source that is in a global database already",
        taken(SOURCE, lambda state, arn: state.global_database_of(state.cluster_anywhere(arn)),
              "Source cluster: {value} is already a member of a global cluster")),
    Row("global-source-password", CREATE, COMBINATION, "a source whose master password RDS manages",
        when(lambda request, state: getattr(_source(request, state), "manage_master_user_password", False), UNMANAGED),
        references.MANAGED_PASSWORDS),
    Row("global-source-class", CREATE, COMBINATION, "a source with burstable instances", _source_class,
        references.GLOBAL_CLASSES),
    Row("global-minor-upgrade", CHANGE, INVALID,
        "a minor upgrade of a whole global database; each cluster is upgraded by itself",
        when(_is_minor_upgrade, "ModifyGlobalCluster doesn't support minor version upgrades for Aurora global "
             "databases. To upgrade to a newer minor version, call ModifyDBCluster for each member of your global "
             "cluster."), references.GLOBAL_MINOR_UPGRADE),
    Row("global-major-not-allowed", CHANGE, COMBINATION, "a major upgrade without `AllowMajorVersionUpgrade`",
        when(_is_unwanted_major,
             "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.")),
    Row("global-protected", DELETE, COMBINATION, "deleting a protected global database",
        when(lambda request, state: _database(request, state).deletion_protection,
             "Cannot delete protected Global cluster, please disable deletion protection and try again.")),
    Row("global-not-empty", DELETE, GLOBAL_STATE, "deleting a global database that has clusters", _not_empty),
    Row("global-joined-unknown", JOIN, NOT_FOUND, "a cluster of a global database that does not exist",
        unknown(IDENTIFIER, State.global_database, "Global cluster {value} not found")),
    Row("global-secondary-username", JOIN, COMBINATION, "a secondary cluster with a `MasterUsername`",
        _of_secondary("MasterUsername"), references.GLOBAL_CREDENTIALS),
    Row("global-secondary-password", JOIN, COMBINATION, "a secondary cluster with a `MasterUserPassword`",
        _of_secondary("MasterUserPassword"), references.GLOBAL_CREDENTIALS),
    Row("global-secondary-database", JOIN, COMBINATION, "a secondary cluster with a `DatabaseName`",
        _of_secondary("DatabaseName"), references.GLOBAL_DATABASE_NAME),
    Row("global-secondary-managed", JOIN, COMBINATION,
        "a cluster of a global database whose master password RDS would manage",
        when(lambda request, state: request.get("ManageMasterUserPassword") and _database(request, state), UNMANAGED),
        references.MANAGED_PASSWORDS),
    Row("global-same-region", JOIN, INVALID,
        "a secondary cluster in a region in which the global database has one already", _same_region,
        references.GLOBAL_LIMITS),
    Row("global-same-name", JOIN, INVALID,
        "a secondary cluster with the name of another cluster of the global database",
        _same_name, references.GLOBAL_LIMITS),
    Row("global-secondaries", JOIN, COMBINATION, f"more than {GLOBAL_SECONDARIES.maximum} secondary clusters",
        when(_is_full, f"A global cluster can have at most {GLOBAL_SECONDARIES.maximum} secondary DB clusters."),
        references.GLOBAL_LIMITS),
    Row("global-primary-state", JOIN, CLUSTER_STATE, "a secondary cluster of a primary cluster without instances",
        _primary_state, references.GLOBAL_SOURCE_STATE),
    Row("global-secondary-version", JOIN, INVALID, "a secondary cluster of another version than its global database",
        when(_has_another_version, "Value for engineVersion should match setting for global cluster "
             "{GlobalClusterIdentifier}"), references.GLOBAL_VERSION),
    Row("global-secondary-encryption", JOIN, COMBINATION,
        "a secondary cluster that is not encrypted though the primary one is",
        when(_is_unencrypted, "Cannot create an unencrypted cross region replica of an encrypted source."),
        references.GLOBAL_LIMITS),
    Row("global-primary-deletion", DELETE_CLUSTER, GLOBAL_STATE,
        "deleting the primary cluster of a global database that has other clusters",
        when(lambda request, state: state.is_replicated(_cluster(request, state)),
             "Unable to delete cluster that is a primary member of global cluster while there are other "
             "global cluster members"), references.GLOBAL_PRIMARY_DELETION),
    Row("global-member-deletion", DELETE_CLUSTER, CLUSTER_STATE, "deleting a cluster that is in a global database",
        when(_is_member, "This cluster is a part of a global cluster, please remove it from globalcluster first"),
        references.GLOBAL_MEMBER_DELETION),
    Row("global-last-instance", "DeleteDBInstance", CLUSTER_STATE,
        "deleting the last instance of the primary cluster of a global database that has other clusters",
        when(_is_last_instance, "Cannot delete the last instance of the master cluster. Delete the replica cluster "
             "before deleting the last master cluster instance."), references.GLOBAL_LAST_INSTANCE),
    Row("global-class", ("CreateDBInstance", "ModifyDBInstance"), COMBINATION,
        "a burstable instance in a cluster of a global database",
        when(_is_burstable, "The requested instance class is not supported by global databases: {DBInstanceClass}"),
        references.GLOBAL_CLASSES),
    Row("global-managed-password", MODIFY, COMBINATION,
        "a master password that RDS would manage, for a cluster in a global database",
        when(_becomes_managed, UNMANAGED), references.MANAGED_PASSWORDS),
    Row("global-secondary-new-password", MODIFY, CLUSTER_STATE, "a new master password for a secondary cluster",
        when(_is_new_password_of_secondary, "The master user password of a secondary DB cluster can't be modified. "
             "Modify the primary DB cluster."), references.GLOBAL_LIMITS),
    Row("global-member-major", MODIFY, COMBINATION, "a major upgrade of one cluster in a global database",
        when(_is_major_of_member, "Major Version Upgrade isn't supported in a single member of a global cluster. Use "
             "ModifyGlobalCluster to upgrade all the members."), references.GLOBAL_MAJOR_UPGRADE),
    Row("global-minor-order", MODIFY, INVALID, "a minor upgrade of the primary cluster before the secondary clusters",
        _minor_order, references.GLOBAL_MINOR_ORDER),
    Row("global-member-missing", REMOVE, INVALID, "removing a cluster from a global database that it is not in",
        _member_missing, references.GLOBAL_MEMBER_MISSING),
    Row("global-primary-removal", REMOVE, GLOBAL_STATE,
        "removing the primary cluster from a global database that has other clusters",
        when(_removes_primary, "Unable to remove cluster that is a primary member of global cluster while there are "
             "other global cluster members")),
    Row("global-target-unknown", SWITCHES, CLUSTER_NOT_FOUND, "a switch to a cluster that is not in the database",
        when(lambda request, state: not _target(request, state), "DBCluster {TargetDbClusterIdentifier} not found.")),
    Row("global-target-writes", SWITCHES, CLUSTER_STATE, "a switch to the cluster that is the primary already",
        _target_writes),
    Row("global-target-headless", SWITCHES, CLUSTER_STATE, "a switch to a cluster without instances",
        _target_headless, references.GLOBAL_FAILOVER),
    Row("global-failover-and-switchover", "FailoverGlobalCluster", COMBINATION,
        "a failover with both `AllowDataLoss` and `Switchover`",
        together(("AllowDataLoss", "Switchover"),
                 "AllowDataLoss can't be specified together with the Switchover parameter.")),
    Row("promoted-alone", PROMOTE, CLUSTER_STATE, "promoting a cluster that is not a replica", _promoted_alone),
    Row("promoted-unknown", PROMOTE, CLUSTER_NOT_FOUND, "promoting a cluster that does not exist",
        unknown(CLUSTER, State.cluster, "DBCluster {value} not found.")),
)  # fmt: skip

"""RDS: global databases."""

from typing import Any

from tests.contract.aws_api.refusals.case import case
from tests.contract.aws_api.refusals.resources_global import HERE, THERE, arn

CREATE, CHANGE, DELETE = "CreateGlobalCluster", "ModifyGlobalCluster", "DeleteGlobalCluster"
CLUSTER, MODIFY, INSTANCE = "CreateDBCluster", "ModifyDBCluster", "CreateDBInstance"
REMOVE, SWITCH, FAIL, PROMOTE = (
    "RemoveFromGlobalCluster",
    "SwitchoverGlobalCluster",
    "FailoverGlobalCluster",
    "PromoteReadReplicaDBCluster",
)
NOBODY = arn("nobody", HERE)


def joining(database: str, **rest: Any) -> dict[str, Any]:
    """Return the arguments of a correct secondary cluster, with changes."""
    of_the_primary = dict.fromkeys(("MasterUsername", "MasterUserPassword"))
    encrypted = {"StorageEncrypted": True, "KmsKeyId": "{key}"}
    return {"GlobalClusterIdentifier": database, **of_the_primary, **encrypted, **rest}


def made_of(source: str, **rest: Any) -> dict[str, Any]:
    """Return the arguments of a global database of a cluster."""
    return {"SourceDBClusterIdentifier": arn(source, HERE), **rest}


def of(database: str, **rest: Any) -> dict[str, Any]:
    """Return arguments that name an existing global database."""
    return {"GlobalClusterIdentifier": database, **rest}


def member(name: str, region: str = HERE, **rest: Any) -> dict[str, Any]:
    """Return a cluster that leaves its global database."""
    return of(name.split("-", maxsplit=1)[0], DbClusterIdentifier=arn(name, region), **rest)


def target(name: str, region: str = THERE, **rest: Any) -> dict[str, Any]:
    """Return a cluster that becomes the primary."""
    return of(name.split("-", maxsplit=1)[0], TargetDbClusterIdentifier=arn(name, region), **rest)


CASES = (
    case("rds-global-name", CREATE, "not a valid identifier", {"Engine": "aurora-postgresql"},
         GlobalClusterIdentifier="two--hyphens", Engine="aurora-postgresql"),
    case("rds-global-taken", CREATE, "already exists", **of("here", Engine="aurora-postgresql")),
    case("rds-global-unknown", CHANGE, "Global cluster nobody not found", **of("nobody", DeletionProtection=True)),
    case("rds-global-unknown", DELETE, "Global cluster nobody not found", **of("nobody")),
    case("rds-global-unknown", REMOVE, "Global cluster nobody not found", **of("nobody", DbClusterIdentifier=NOBODY)),
    case("rds-global-unknown", SWITCH, "Global cluster nobody not found",
         **of("nobody", TargetDbClusterIdentifier=NOBODY)),
    case("rds-global-source-unknown", CREATE, f"cannot be accessed: {NOBODY}", made_of("source-unknown"),
         **made_of("nobody")),
    case("rds-global-source-settings", CREATE, "value for EngineVersion should not", made_of("source-settings"),
         **made_of("single", EngineVersion="17.7")),
    case("rds-global-engine", CREATE, "engineName should be specified", {"Engine": "aurora-postgresql"}),
    case("rds-global-source-member", CREATE, "already a member", made_of("source-member"), **made_of("here-a")),
    case("rds-global-source-password", CREATE, "ManageMasterUserPassword is not supported", made_of("source-password"),
         **made_of("managed")),
    case("rds-global-source-class", CREATE, "global databases: db.t4g.medium", made_of("source-class"),
         **made_of("burstable")),
    case("rds-global-minor-upgrade", CHANGE, "doesn't support minor", **of("here", EngineVersion="17.9")),
    case("rds-global-major-not-allowed", CHANGE, "AllowMajorVersionUpgrade flag",
         of("upgraded", EngineVersion="18.3", AllowMajorVersionUpgrade=True), **of("here", EngineVersion="18.3")),
    case("rds-global-protected", DELETE, "Cannot delete protected", of("void"), **of("locked")),
    case("rds-global-not-empty", DELETE, "global-cluster:here is not empty", **of("here")),
    case("rds-global-joined-unknown", CLUSTER, "Global cluster nobody not found", **joining("nobody")),
    case("rds-global-secondary-username", CLUSTER, "Cannot specify user name", joining("join-username"),
         **joining("there", MasterUsername="orion_admin")),
    case("rds-global-secondary-password", CLUSTER, "Cannot specify password", joining("join-password"),
         **joining("there", MasterUserPassword="long-enough-1")),
    case("rds-global-secondary-database", CLUSTER, "Cannot specify database name", joining("join-database"),
         **joining("there", DatabaseName="orion")),
    case("rds-global-secondary-managed", CLUSTER, "ManageMasterUserPassword is not", joining("join-managed"),
         **joining("there", ManageMasterUserPassword=True)),
    case("rds-global-same-region", CLUSTER, "already has a DB cluster in us-east-1", joining("join-region"),
         **joining("here")),
    case("rds-global-same-name", CLUSTER, "a DB cluster named there-a", joining("join-name"),
         **joining("there", DBClusterIdentifier="there-a")),
    case("rds-global-secondaries", CLUSTER, "at most 10 secondary", **joining("crowded")),
    case("rds-global-primary-state", CLUSTER, "not valid for physical replication", **joining("headless")),
    case("rds-global-secondary-version", CLUSTER, "engineVersion should match setting",
         joining("join-version", EngineVersion="17"), **joining("there", EngineVersion="16.11")),
    case("rds-global-secondary-encryption", CLUSTER, "unencrypted cross region", joining("join-encryption"),
         **joining("there", StorageEncrypted=None, KmsKeyId=None)),
    case("rds-global-primary-deletion", "DeleteDBCluster", "primary member of global cluster",
         DBClusterIdentifier="here-a", SkipFinalSnapshot=True),
    case("rds-global-member-deletion", "DeleteDBCluster", "part of a global cluster",
         {"DBClusterIdentifier": "single", "SkipFinalSnapshot": True},
         DBClusterIdentifier="kept-b", SkipFinalSnapshot=True),
    case("rds-global-last-instance", "DeleteDBInstance", "last instance of the master",
         {"DBInstanceIdentifier": "leaving-1"}, DBInstanceIdentifier="here-a-1"),
    case("rds-global-class", INSTANCE, "global databases: db.t4g.medium",
         {"DBClusterIdentifier": "grown-a"}, DBClusterIdentifier="here-a", DBInstanceClass="db.t4g.medium"),
    case("rds-global-class", "ModifyDBInstance", "global databases: db.t3.medium",
         {"DBInstanceIdentifier": "grown-a-1", "DBInstanceClass": "db.r6g.large"},
         DBInstanceIdentifier="here-a-1", DBInstanceClass="db.t3.medium"),
    case("rds-global-managed-password", MODIFY, "ManageMasterUserPassword is not",
         {"DBClusterIdentifier": "managing", "ManageMasterUserPassword": True},
         DBClusterIdentifier="here-a", ManageMasterUserPassword=True),
    case("rds-global-secondary-new-password", MODIFY, "Modify the primary DB cluster",
         {"DBClusterIdentifier": "here-a", "MasterUserPassword": "long-enough-2"},
         DBClusterIdentifier="kept-b", MasterUserPassword="long-enough-2"),
    case("rds-global-member-major", MODIFY, "isn't supported in a single member",
         {"DBClusterIdentifier": "upgrading", "EngineVersion": "18.3", "AllowMajorVersionUpgrade": True},
         DBClusterIdentifier="here-a", EngineVersion="18.3", AllowMajorVersionUpgrade=True),
    case("rds-global-minor-order", MODIFY, "Please upgrade global replicas first",
         {"DBClusterIdentifier": "kept-b", "EngineVersion": "17.9"},
         DBClusterIdentifier="here-a", EngineVersion="17.9"),
    case("rds-global-member-missing", REMOVE, "is not found in global cluster here", member("gone-b", THERE),
         **of("here", DbClusterIdentifier=NOBODY)),
    case("rds-global-primary-removal", REMOVE, "primary member of global cluster", member("alone-a"),
         **member("here-a")),
    case("rds-global-target-unknown", SWITCH, f"DBCluster {NOBODY} not found", target("moved-b"),
         **of("here", TargetDbClusterIdentifier=NOBODY)),
    case("rds-global-target-writes", SWITCH, "already the primary", **target("here-a", HERE)),
    case("rds-global-target-headless", FAIL, "has no DB instances", **target("lost-b", AllowDataLoss=True)),
    case("rds-global-failover-and-switchover", FAIL, "together with the Switchover",
         target("failed-b", AllowDataLoss=True), **target("here-b", AllowDataLoss=True, Switchover=True)),
    case("rds-promoted-alone", PROMOTE, "not a read replica", {"DBClusterIdentifier": "left-b"},
         DBClusterIdentifier="main"),
    case("rds-promoted-unknown", PROMOTE, "DBCluster nobody not found", DBClusterIdentifier="nobody"),
)  # fmt: skip

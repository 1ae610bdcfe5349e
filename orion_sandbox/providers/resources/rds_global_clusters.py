"""RDS: Aurora global databases, and what clusters do that are in one."""

from collections.abc import Mapping, Sequence
from typing import Any

from orion_sandbox.providers.calls import Caller, NotFound, Refused
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.table import Row, fixed, local, sent, step
from orion_sandbox.providers.values import Values

NOT_A_MEMBER = "is not found in global cluster"
"""What AWS says of a cluster that has left already."""


def leave_global_database(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """A step of clusters: one that ceases to name its global database is taken out of it."""
    before, after = old.get("globalClusterIdentifier"), new.get("globalClusterIdentifier")
    if not old or (before or "") == (after or ""):
        return
    if not before:
        raise Refused("existing RDS Clusters cannot be added to an existing RDS Global Cluster")
    if after:
        raise Refused("existing RDS Clusters cannot be migrated between existing RDS Global Clusters")
    cluster = caller("DescribeDBClusters", DBClusterIdentifier=identity)["DBClusters"][0]
    _remove(caller, before, cluster["DBClusterArn"])


def promote(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """A step of clusters: one that ceases to name the cluster that it replicates is made to stand by itself."""
    before, after = old.get("replicationSourceIdentifier"), new.get("replicationSourceIdentifier")
    if not old or (before or "") == (after or ""):
        return
    if after:
        raise Refused(f"promoting to standalone is not supported for RDS Cluster ({identity})")
    caller("PromoteReadReplicaDBCluster", DBClusterIdentifier=identity)


def leave_before_deletion(caller: Caller, _identity: str, state: Values) -> None:
    """Of clusters: AWS deletes none that is in a global database."""
    if database := state.get("globalClusterIdentifier"):
        _remove(caller, database, state["arn"])


def _remove(caller: Caller, database: str, cluster_arn: str) -> None:
    try:
        caller("RemoveFromGlobalCluster", GlobalClusterIdentifier=database, DbClusterIdentifier=cluster_arn)
    except NotFound:
        return
    except Refused as refused:
        if NOT_A_MEMBER not in str(refused):
            raise


def _let_all_go(caller: Caller, identity: str, state: Values) -> None:
    """The clusters that replicate first, as AWS demands; the provider knows them from its state."""
    if state.get("forceDestroy"):
        for cluster in _writer_last(state.get("globalClusterMembers") or ()):
            _remove(caller, identity, cluster["dbClusterArn"])


def _upgrade(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """AWS upgrades all clusters to a major version in one call; to a minor one each cluster is upgraded by itself."""
    before, after = old.get("engineVersion"), new.get("engineVersion")
    if not before or not after or before == after:
        return
    if before.split(".")[0] != after.split(".")[0]:
        caller(
            "ModifyGlobalCluster",
            GlobalClusterIdentifier=identity,
            EngineVersion=after,
            AllowMajorVersionUpgrade=True,
        )
        return
    answer = caller("DescribeGlobalClusters", GlobalClusterIdentifier=identity)
    members = [
        {"dbClusterArn": each["DBClusterArn"], "isWriter": each["IsWriter"]}
        for each in answer["GlobalClusters"][0]["GlobalClusterMembers"]
    ]
    for member in _writer_last(members):
        region, name = member["dbClusterArn"].split(":")[3::3]
        Caller(caller.service, region)(
            "ModifyDBCluster", DBClusterIdentifier=name, EngineVersion=after, ApplyImmediately=True
        )


def _writer_last(members: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(members, key=lambda member: bool(member["isWriter"]))


ROWS = (
    Row(
        type="aws:rds/globalCluster:GlobalCluster",
        service="rds",
        create="CreateGlobalCluster",
        read="DescribeGlobalClusters",
        modify="ModifyGlobalCluster",
        delete="DeleteGlobalCluster",
        key="GlobalClusterIdentifier",
        found="GlobalClusters[0]",
        identity="GlobalCluster.GlobalClusterIdentifier",
        properties=(
            fixed("databaseName", replaces=sources.MODIFY_GLOBAL_CLUSTER),
            sent("deletionProtection", default=False),
            fixed("engine", replaces=sources.MODIFY_GLOBAL_CLUSTER),
            sent("engineLifecycleSupport"),
            step("engineVersion", "EngineVersion"),
            local("forceDestroy"),
            fixed("globalClusterIdentifier", replaces=sources.GLOBAL_CLUSTER_IDENTIFIER),
            fixed(
                "sourceDbClusterIdentifier",
                "SourceDBClusterIdentifier",
                read="",
                replaces=sources.MODIFY_GLOBAL_CLUSTER,
            ),
            fixed("storageEncrypted", replaces=sources.MODIFY_GLOBAL_CLUSTER),
        ),
        computed={
            "arn": "GlobalClusterArn",
            "endpoint": "Endpoint",
            "engineVersionActual": "EngineVersion",
            "globalClusterMembers": "GlobalClusterMembers[].{dbClusterArn: DBClusterArn, isWriter: IsWriter}",
            "globalClusterResourceId": "GlobalClusterResourceId",
        },
        tagging=tagging.RDS,
        create_arguments=lambda new: {"EngineVersion": new["engineVersion"]} if new.get("engineVersion") else {},
        before_delete=_let_all_go,
        steps=(_upgrade,),
    ),
)

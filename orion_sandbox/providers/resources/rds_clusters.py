"""RDS: Aurora clusters, their instances, and global databases."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from orion_sandbox.providers.calls import Caller, NotFound, Refused
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Row, Unsent, fixed, local, named, sent, step
from orion_sandbox.providers.values import Values, added_and_removed

MAX_IDENTIFIER_CHARACTERS = 63
SCALING = "serverlessv2ScalingConfiguration"
NOT_RENAMED = "AWS renames, the provider does not"
NOT_A_MEMBER = "is not found in global cluster"
"""Part of AWS's message about a cluster that is no longer a member."""


def _same_version(wanted: str, actual: str) -> bool:
    """Compare versions as the provider does: a shortened version matches every release with that prefix and later ones.

    Later ones because AWS patches clusters: hashicorp/terraform-provider-aws#49396.
    """
    return actual.startswith(f"{wanted}.") or _numbers(wanted) < _numbers(actual)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def _is_taken_for_unchanged(wanted: Any, actual: Any) -> bool:
    if wanted is Unsent.VALUE:
        return actual.get("minCapacity") == 0
    return _is_from_one_to_zero(actual, wanted) and {**wanted, "minCapacity": 1} == actual


def _is_from_one_to_zero(before: Any, after: Any) -> bool:
    """Whether a number in the block changes from 1 to 0, which the provider mistakes for a list's length and ignores.

    https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/verify/diff.go
    """
    return bool(before and after) and (before.get("minCapacity"), after.get("minCapacity")) == (1, 0)


def _scaling(old: Values, new: Values) -> Values:
    """Return the scaling that the provider sends: without a block the old maximum and 0; in place of 0 after 1, 1."""
    before, after = old.get(SCALING), new.get(SCALING)
    if after and _is_from_one_to_zero(before, after) and not _is_taken_for_unchanged(after, before):
        return {"ServerlessV2ScalingConfiguration": {"MinCapacity": 1.0, "MaxCapacity": float(after["maxCapacity"])}}
    if not before or after or _is_taken_for_unchanged(Unsent.VALUE, before):
        return {}
    return {"ServerlessV2ScalingConfiguration": {"MinCapacity": 0.0, "MaxCapacity": float(before["maxCapacity"])}}


def _insights(old: Values, new: Values) -> Values:
    """Return all insights settings if the mode changes, as the provider does; without a key AWS would use its own.

    https://github.com/hashicorp/terraform-provider-aws/pull/43942
    """
    mode = "databaseInsightsMode"
    if not new.get(mode) or old.get(mode) == new[mode]:
        return {}
    key = new.get("performanceInsightsKmsKeyId") or old.get("performanceInsightsKmsKeyId")
    days = new.get("performanceInsightsRetentionPeriod") or old.get("performanceInsightsRetentionPeriod")
    return {
        "EnablePerformanceInsights": bool(new.get("performanceInsightsEnabled")),
        **({"PerformanceInsightsKMSKeyId": key} if key else {}),
        **({"PerformanceInsightsRetentionPeriod": int(days)} if days else {}),
    }


def _change_log_exports(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Change the log exports: AWS takes a list at creation, and later the types to turn on and off."""
    on, off = added_and_removed(old, new, "enabledCloudwatchLogsExports")
    if old and (on or off):
        change = {"EnableLogTypes": on, "DisableLogTypes": off}
        caller("ModifyDBCluster", DBClusterIdentifier=identity, CloudwatchLogsExportConfiguration=change)


def _promote(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Promote a cluster that no longer names the cluster that it replicates."""
    before, after = old.get("replicationSourceIdentifier"), new.get("replicationSourceIdentifier")
    if not old or (before or "") == (after or ""):
        return
    if after:
        raise Refused(f"promoting to standalone is not supported for RDS Cluster ({identity})")
    caller("PromoteReadReplicaDBCluster", DBClusterIdentifier=identity)


def _leave_global_cluster(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Remove a cluster from the global database that it no longer names."""
    before, after = old.get("globalClusterIdentifier"), new.get("globalClusterIdentifier")
    if not old or (before or "") == (after or ""):
        return
    if not before:
        raise Refused("existing RDS Clusters cannot be added to an existing RDS Global Cluster")
    if after:
        raise Refused("existing RDS Clusters cannot be migrated between existing RDS Global Clusters")
    cluster = caller("DescribeDBClusters", DBClusterIdentifier=identity)["DBClusters"][0]
    _remove_from_global_cluster(caller, before, cluster["DBClusterArn"])


def _leave_before_deletion(caller: Caller, _identity: str, state: Values) -> None:
    """Remove a cluster from its global database: AWS deletes no member."""
    if database := state.get("globalClusterIdentifier"):
        _remove_from_global_cluster(caller, database, state["arn"])


def _remove_from_global_cluster(caller: Caller, database: str, cluster_arn: str) -> None:
    try:
        caller("RemoveFromGlobalCluster", GlobalClusterIdentifier=database, DbClusterIdentifier=cluster_arn)
    except NotFound:
        return
    except Refused as refused:
        if NOT_A_MEMBER not in str(refused):
            raise


def _cluster_deletion(identity: str, state: Values) -> Values:
    arguments = {
        "DBClusterIdentifier": identity,
        "DeleteAutomatedBackups": state["deleteAutomatedBackups"],
        "SkipFinalSnapshot": state["skipFinalSnapshot"],
    }
    if state["skipFinalSnapshot"]:
        return arguments
    if not state.get("finalSnapshotIdentifier"):
        raise Refused("finalSnapshotIdentifier is required where skipFinalSnapshot is false")
    return arguments | {"FinalDBSnapshotIdentifier": state["finalSnapshotIdentifier"]}


def _role(caller: Caller, identity: str, item: Values) -> Values:
    """Return whether an instance is the writer, which only the cluster's description contains."""
    answer = caller("DescribeDBClusters", DBClusterIdentifier=item["DBClusterIdentifier"])
    members = answer["DBClusters"][0]["DBClusterMembers"]
    writers = {member["DBInstanceIdentifier"] for member in members if member["IsClusterWriter"]}
    return {"IsClusterWriter": identity in writers}


def _invalid_database(new: Values) -> Iterator[tuple[str, str]]:
    if new.get("sourceDbClusterIdentifier") and new.get("forceDestroy") is None:
        names = "`force_destroy,source_db_cluster_identifier`"
        yield "sourceDbClusterIdentifier", f'"source_db_cluster_identifier": all of {names} must be specified'


def _remove_members(caller: Caller, identity: str, state: Values) -> None:
    """Remove the members, secondary clusters first, as AWS requires; the provider reads the list from its state."""
    if state.get("forceDestroy"):
        for cluster in _writer_last(state.get("globalClusterMembers") or ()):
            _remove_from_global_cluster(caller, identity, cluster["dbClusterArn"])


def _upgrade_members(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Upgrade all clusters: a major upgrade takes one call, a minor one a call for each cluster."""
    before, after = old.get("engineVersion"), new.get("engineVersion")
    if not before or not after or before == after:
        return
    key = {"GlobalClusterIdentifier": identity}
    if before.split(".")[0] != after.split(".")[0]:
        caller("ModifyGlobalCluster", **key, EngineVersion=after, AllowMajorVersionUpgrade=True)
        return
    members = [
        {"dbClusterArn": each["DBClusterArn"], "isWriter": each["IsWriter"]}
        for each in caller("DescribeGlobalClusters", **key)["GlobalClusters"][0]["GlobalClusterMembers"]
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
        type="aws:rds/cluster:Cluster",
        service="rds",
        noun="DBCluster",
        key="DBClusterIdentifier",
        properties=(
            local("applyImmediately", computed=True),
            sent("autoMinorVersionUpgrade"),
            sent("backupRetentionPeriod"),
            *named(
                "clusterIdentifier",
                "DBClusterIdentifier",
                limit=MAX_IDENTIFIER_CHARACTERS,
                by_pulumi=False,
                because=NOT_RENAMED,
            ),
            sent("copyTagsToSnapshot", default=False),
            sent("databaseInsightsMode"),
            fixed("databaseName"),
            sent("dbClusterParameterGroupName", "DBClusterParameterGroupName", read="DBClusterParameterGroup"),
            fixed(
                "dbSubnetGroupName",
                "DBSubnetGroupName",
                read="DBSubnetGroup",
                because="AWS moves a cluster since botocore 1.44.8, the provider does not",
            ),
            local("deleteAutomatedBackups", default=True),
            sent("deletionProtection", removed=False),
            sent(
                "enabledCloudwatchLogsExports",
                "EnableCloudwatchLogsExports",
                read="EnabledCloudwatchLogsExports",
                removed=[],
                unordered=True,
            ),
            fixed("engine"),
            # hashicorp/terraform-provider-aws#37619
            sent("engineLifecycleSupport", only_created=True),
            fixed("engineMode", default="provisioned", because="EngineMode only leaves Serverless v1"),
            sent("engineVersion", same=_same_version),
            local("finalSnapshotIdentifier"),
            # AWS fills in these two, and the provider treats missing values as a request to remove them:
            # pulumi-aws, rds.GlobalCluster.
            sent("globalClusterIdentifier", removed=""),
            sent(
                "iamDatabaseAuthenticationEnabled",
                "EnableIAMDatabaseAuthentication",
                read="IAMDatabaseAuthenticationEnabled",
                removed=False,
            ),
            fixed("kmsKeyId"),
            sent("manageMasterUserPassword", read="MasterUserSecret && `true`", removed=False),
            sent("masterPassword", "MasterUserPassword", read="", removed=Unsent.VALUE, secret=True),
            sent("masterUserSecretKmsKeyId", read="MasterUserSecret.KmsKeyId"),
            fixed("masterUsername"),
            sent("networkType"),
            sent(
                "performanceInsightsEnabled",
                "EnablePerformanceInsights",
                read="PerformanceInsightsEnabled",
                removed=False,
            ),
            sent("performanceInsightsKmsKeyId", "PerformanceInsightsKMSKeyId"),
            sent("performanceInsightsRetentionPeriod"),
            sent("port"),
            sent("preferredBackupWindow"),
            sent("preferredMaintenanceWindow"),
            sent("replicationSourceIdentifier", removed=""),
            sent(SCALING, "ServerlessV2ScalingConfiguration", removed=Unsent.VALUE, same=_is_taken_for_unchanged),
            local("skipFinalSnapshot", default=False),
            fixed("sourceRegion", read="", removed=Unsent.VALUE),
            fixed("storageEncrypted"),
            # AWS does not return standard storage.
            sent("storageType", read="StorageType || 'aurora'"),
            sent("vpcSecurityGroupIds", read="VpcSecurityGroups[].VpcSecurityGroupId", unordered=True),
        ),
        computed={
            "arn": "DBClusterArn",
            "availabilityZones": "AvailabilityZones",
            "clusterMembers": "DBClusterMembers[].DBInstanceIdentifier",
            "clusterResourceId": "DbClusterResourceId",
            "endpoint": "Endpoint",
            "engineVersionActual": "EngineVersion",
            "hostedZoneId": "HostedZoneId",
            "masterUserSecrets": "MasterUserSecret && [MasterUserSecret]",
            "readerEndpoint": "ReaderEndpoint",
        },
        tagging=tagging.RDS,
        conflicts=(("manageMasterUserPassword", "masterPassword"),),
        before_delete=_leave_before_deletion,
        delete_arguments=_cluster_deletion,
        modify_arguments=lambda old, new: {**_scaling(old, new), **_insights(old, new)},
        steps=(_promote, _change_log_exports, _leave_global_cluster),
    ),
    Row(
        type="aws:rds/clusterInstance:ClusterInstance",
        service="rds",
        noun="DBInstance",
        key="DBInstanceIdentifier",
        properties=(
            local("applyImmediately", computed=True),
            sent("autoMinorVersionUpgrade", default=True),
            fixed("availabilityZone"),
            sent("caCertIdentifier", "CACertificateIdentifier"),
            fixed("clusterIdentifier", "DBClusterIdentifier"),
            sent("copyTagsToSnapshot", default=False),
            sent("dbParameterGroupName", "DBParameterGroupName", read="DBParameterGroups[0].DBParameterGroupName"),
            fixed("engine", because="ModifyDBInstance takes Engine for Oracle only"),
            local("forceDestroy", default=False),
            *named(
                "identifier",
                "DBInstanceIdentifier",
                limit=MAX_IDENTIFIER_CHARACTERS,
                by_pulumi=False,
                because=NOT_RENAMED,
            ),
            sent("instanceClass", "DBInstanceClass"),
            sent("monitoringInterval", default=0),
            sent("monitoringRoleArn"),
            sent("preferredMaintenanceWindow"),
            sent("promotionTier", default=0),
            sent("publiclyAccessible"),
        ),
        computed={
            "arn": "DBInstanceArn",
            "dbiResourceId": "DbiResourceId",
            "dbSubnetGroupName": "DBSubnetGroup.DBSubnetGroupName",
            "endpoint": "Endpoint.Address",
            "engineVersionActual": "EngineVersion",
            "kmsKeyId": "KmsKeyId",
            "performanceInsightsEnabled": "PerformanceInsightsEnabled",
            "port": "Endpoint.Port",
            "storageEncrypted": "StorageEncrypted",
            "writer": "IsClusterWriter",
        },
        tagging=tagging.RDS,
        observe=_role,
    ),
    Row(
        type="aws:rds/globalCluster:GlobalCluster",
        service="rds",
        noun="GlobalCluster",
        key="GlobalClusterIdentifier",
        properties=(
            fixed("databaseName"),
            sent("deletionProtection", default=False),
            fixed("engine"),
            sent("engineLifecycleSupport"),
            step("engineVersion", "EngineVersion"),
            local("forceDestroy"),
            fixed("globalClusterIdentifier", because=NOT_RENAMED),
            fixed("sourceDbClusterIdentifier", "SourceDBClusterIdentifier", read=""),
            fixed("storageEncrypted"),
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
        invalid=_invalid_database,
        before_delete=_remove_members,
        steps=(_upgrade_members,),
    ),
)

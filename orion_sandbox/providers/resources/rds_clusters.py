"""RDS: Aurora clusters and their instances."""

from orion_sandbox.providers.calls import Caller, Refused
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.resources.rds_global_clusters import leave_before_deletion, leave_global_database, promote
from orion_sandbox.providers.table import AutoName, Row, fixed, local, sent
from orion_sandbox.providers.values import Values

IDENTIFIER_CHARACTERS = 63


def _same_version(wanted: str, actual: str) -> bool:
    """The provider is content with any release that a shortened version begins, and with a later one.

    The second because AWS patches clusters: hashicorp/terraform-provider-aws#49396.
    """
    return actual.startswith(f"{wanted}.") or _numbers(wanted) < _numbers(actual)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def _change_log_exports(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """At creation AWS takes the list; later it takes what to turn on and off."""
    before = set(old.get("enabledCloudwatchLogsExports") or ())
    after = set(new.get("enabledCloudwatchLogsExports") or ())
    if old and before != after:
        caller(
            "ModifyDBCluster",
            DBClusterIdentifier=identity,
            CloudwatchLogsExportConfiguration={
                "EnableLogTypes": sorted(after - before),
                "DisableLogTypes": sorted(before - after),
            },
        )


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
    """Which instance writes stands in the cluster's description only."""
    answer = caller("DescribeDBClusters", DBClusterIdentifier=item["DBClusterIdentifier"])
    members = answer["DBClusters"][0]["DBClusterMembers"]
    writers = {member["DBInstanceIdentifier"] for member in members if member["IsClusterWriter"]}
    return {"IsClusterWriter": identity in writers}


ROWS = (
    Row(
        type="aws:rds/cluster:Cluster",
        service="rds",
        create="CreateDBCluster",
        read="DescribeDBClusters",
        modify="ModifyDBCluster",
        delete="DeleteDBCluster",
        key="DBClusterIdentifier",
        found="DBClusters[0]",
        identity="DBCluster.DBClusterIdentifier",
        properties=(
            local("applyImmediately"),
            sent("autoMinorVersionUpgrade"),
            sent("backupRetentionPeriod", default=1),
            fixed("clusterIdentifier", "DBClusterIdentifier", replaces=sources.IDENTIFIER),
            local("clusterIdentifierPrefix", replaces=sources.IDENTIFIER),
            sent("copyTagsToSnapshot", default=False),
            sent("databaseInsightsMode"),
            fixed("databaseName", replaces=sources.MODIFY_CLUSTER),
            sent("dbClusterParameterGroupName", "DBClusterParameterGroupName", read="DBClusterParameterGroup"),
            fixed("dbSubnetGroupName", "DBSubnetGroupName", read="DBSubnetGroup", replaces=sources.MODIFY_CLUSTER),
            local("deleteAutomatedBackups", default=True),
            sent("deletionProtection", removed=False),
            sent(
                "enabledCloudwatchLogsExports",
                "EnableCloudwatchLogsExports",
                read="EnabledCloudwatchLogsExports",
                removed=[],
                unordered=True,
            ),
            fixed("engine", replaces=sources.MODIFY_CLUSTER),
            sent("engineLifecycleSupport"),
            fixed("engineMode", default="provisioned", replaces=sources.ENGINE_MODE),
            sent("engineVersion", same=_same_version),
            local("finalSnapshotIdentifier"),
            # AWS fills in these two, and the provider takes its silence for a wish: pulumi-aws, rds.GlobalCluster.
            sent("globalClusterIdentifier", removed=""),
            sent(
                "iamDatabaseAuthenticationEnabled",
                "EnableIAMDatabaseAuthentication",
                read="IAMDatabaseAuthenticationEnabled",
                removed=False,
            ),
            fixed("kmsKeyId", replaces=sources.MODIFY_CLUSTER),
            sent("manageMasterUserPassword", read="MasterUserSecret && `true`", removed=False),
            sent("masterPassword", "MasterUserPassword", read="", secret=True),
            sent("masterUserSecretKmsKeyId", read="MasterUserSecret.KmsKeyId"),
            fixed("masterUsername", replaces=sources.MODIFY_CLUSTER),
            sent("networkType"),
            sent("performanceInsightsEnabled", "EnablePerformanceInsights", read="PerformanceInsightsEnabled"),
            sent("performanceInsightsKmsKeyId", "PerformanceInsightsKMSKeyId"),
            sent("performanceInsightsRetentionPeriod"),
            sent("port"),
            sent("preferredBackupWindow"),
            sent("preferredMaintenanceWindow"),
            sent("replicationSourceIdentifier", removed=""),
            sent("serverlessv2ScalingConfiguration", "ServerlessV2ScalingConfiguration"),
            local("skipFinalSnapshot", default=False),
            fixed("sourceRegion", read="", replaces=sources.SOURCE_REGION),
            fixed("storageEncrypted", replaces=sources.MODIFY_CLUSTER),
            # AWS says nothing of standard storage.
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
        auto_name=AutoName("clusterIdentifier", "clusterIdentifierPrefix", IDENTIFIER_CHARACTERS, by_pulumi=False),
        tagging=tagging.RDS,
        before_delete=leave_before_deletion,
        delete_arguments=_cluster_deletion,
        steps=(promote, _change_log_exports, leave_global_database),
    ),
    Row(
        type="aws:rds/clusterInstance:ClusterInstance",
        service="rds",
        create="CreateDBInstance",
        read="DescribeDBInstances",
        modify="ModifyDBInstance",
        delete="DeleteDBInstance",
        key="DBInstanceIdentifier",
        found="DBInstances[0]",
        identity="DBInstance.DBInstanceIdentifier",
        properties=(
            local("applyImmediately"),
            sent("autoMinorVersionUpgrade", default=True),
            fixed("availabilityZone", replaces=sources.MODIFY_INSTANCE),
            sent("caCertIdentifier", "CACertificateIdentifier"),
            fixed("clusterIdentifier", "DBClusterIdentifier", replaces=sources.MODIFY_INSTANCE),
            sent("copyTagsToSnapshot", default=False),
            sent("dbParameterGroupName", "DBParameterGroupName", read="DBParameterGroups[0].DBParameterGroupName"),
            fixed("engine", replaces=sources.INSTANCE_ENGINE),
            local("forceDestroy", default=False),
            fixed("identifier", "DBInstanceIdentifier", replaces=sources.IDENTIFIER),
            local("identifierPrefix", replaces=sources.IDENTIFIER),
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
        auto_name=AutoName("identifier", "identifierPrefix", IDENTIFIER_CHARACTERS, by_pulumi=False),
        tagging=tagging.RDS,
        observe=_role,
    ),
)

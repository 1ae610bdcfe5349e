"""RDS: clusters, instances, groups, subscriptions and global databases."""

from tests.e2e.properties.comparisons import in_any_order, on_each, release
from tests.e2e.properties.table import Call, Kind, Place, by_arn, by_id

TAGS = {"Tags": Call("list_tags_for_resource", by_arn("ResourceName"), "TagList")}
AT_DELETION = "said to the call that deletes"
HOW_TO_CHANGE = "said to the calls that change something"
PARAMETERS = Place(
    "Parameters[].{name: ParameterName, value: ParameterValue, applyMethod: ApplyMethod}", same=in_any_order
)


def _parameter_group(kind: str) -> Kind:
    """Both kinds; `kind` is how boto3's methods name them, and the members with capital letters."""
    member = {"db_parameter": "DBParameter", "db_cluster_parameter": "DBClusterParameter"}[kind]
    return Kind(
        service="rds",
        call=Call(f"describe_{kind}_groups", by_id(f"{member}GroupName"), f"{member}Groups"),
        further={
            **TAGS,
            "Parameters": Call(
                f"describe_{kind}s",
                lambda group: {f"{member}GroupName": group.id, "Source": "user"},
                "Parameters",
            ),
        },
        places={"family": "DBParameterGroupFamily", "name": f"{member}GroupName", "parameters": PARAMETERS},
    )


KINDS = {
    "aws:rds/cluster:Cluster": Kind(
        service="rds",
        call=Call("describe_db_clusters", by_id("DBClusterIdentifier"), "DBClusters"),
        further=TAGS,
        places={
            "clusterIdentifier": "DBClusterIdentifier",
            "dbClusterParameterGroupName": "DBClusterParameterGroup",
            "dbSubnetGroupName": "DBSubnetGroup",
            "enabledCloudwatchLogsExports": Place("EnabledCloudwatchLogsExports", same=in_any_order),
            "engineVersion": Place("EngineVersion", same=release),
            "iamDatabaseAuthenticationEnabled": "IAMDatabaseAuthenticationEnabled",
            "performanceInsightsKmsKeyId": "PerformanceInsightsKMSKeyId",
            # AWS says nothing of standard storage.
            "storageType": "StorageType || 'aurora'",
            "vpcSecurityGroupIds": Place("VpcSecurityGroups[].VpcSecurityGroupId", same=in_any_order),
        },
        untold={
            "applyImmediately": HOW_TO_CHANGE,
            "deleteAutomatedBackups": AT_DELETION,
            "finalSnapshotIdentifier": AT_DELETION,
            "masterPassword": "told to nobody: a login tries it",
            "skipFinalSnapshot": AT_DELETION,
            "sourceRegion": "signs the request in the region where the keys and the writer are",
        },
    ),
    "aws:rds/clusterInstance:ClusterInstance": Kind(
        service="rds",
        call=Call("describe_db_instances", by_id("DBInstanceIdentifier"), "DBInstances"),
        further=TAGS,
        places={
            "clusterIdentifier": "DBClusterIdentifier",
            "dbParameterGroupName": Place("DBParameterGroups[].DBParameterGroupName", same=on_each()),
            "identifier": "DBInstanceIdentifier",
            "instanceClass": "DBInstanceClass",
        },
        untold={"applyImmediately": HOW_TO_CHANGE, "forceDestroy": AT_DELETION},
    ),
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": _parameter_group("db_cluster_parameter"),
    "aws:rds/eventSubscription:EventSubscription": Kind(
        service="rds",
        call=Call("describe_event_subscriptions", by_id("SubscriptionName"), "EventSubscriptionsList"),
        further=TAGS,
        places={
            "eventCategories": Place("EventCategoriesList", same=in_any_order),
            "name": "CustSubscriptionId",
            "snsTopic": "SnsTopicArn",
            "sourceIds": Place("SourceIdsList", same=in_any_order),
        },
    ),
    "aws:rds/globalCluster:GlobalCluster": Kind(
        service="rds",
        call=Call("describe_global_clusters", by_id("GlobalClusterIdentifier"), "GlobalClusters"),
        further=TAGS,
        # The cluster that it was made of writes until a switch of regions.
        places={"sourceDbClusterIdentifier": "GlobalClusterMembers[?IsWriter] | [0].DBClusterArn"},
        untold={"forceDestroy": AT_DELETION},
    ),
    "aws:rds/parameterGroup:ParameterGroup": _parameter_group("db_parameter"),
    "aws:rds/subnetGroup:SubnetGroup": Kind(
        service="rds",
        call=Call("describe_db_subnet_groups", by_id("DBSubnetGroupName"), "DBSubnetGroups"),
        further=TAGS,
        places={
            "description": "DBSubnetGroupDescription",
            "name": "DBSubnetGroupName",
            "subnetIds": Place("Subnets[].SubnetIdentifier", same=in_any_order),
        },
    ),
}

"""ElastiCache: groups of nodes, and users."""

from tests.e2e.properties.comparisons import counted, in_any_order, on_each, release
from tests.e2e.properties.table import Call, Kind, Place, by_arn, by_id

TAGS = {"Tags": Call("list_tags_for_resource", by_arn("ResourceName"), "TagList")}
LOGS = (
    "LogDeliveryConfigurations[].{destination: DestinationDetails.CloudWatchLogsDetails.LogGroup,"
    " destinationType: DestinationType, logFormat: LogFormat, logType: LogType}"
)

KINDS = {
    "aws:elasticache/parameterGroup:ParameterGroup": Kind(
        service="elasticache",
        call=Call("describe_cache_parameter_groups", by_id("CacheParameterGroupName"), "CacheParameterGroups"),
        further={
            **TAGS,
            "Parameters": Call(
                "describe_cache_parameters",
                lambda group: {"CacheParameterGroupName": group.id, "Source": "user"},
                "Parameters",
            ),
        },
        places={
            "family": "CacheParameterGroupFamily",
            "name": "CacheParameterGroupName",
            "parameters": Place("Parameters[].{name: ParameterName, value: ParameterValue}", same=in_any_order),
        },
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": Kind(
        service="elasticache",
        call=Call("describe_replication_groups", by_id("ReplicationGroupId"), "ReplicationGroups"),
        further={
            **TAGS,
            "Nodes": Call(
                "describe_cache_clusters", found="CacheClusters", whose=("ReplicationGroupId", "replicationGroupId")
            ),
        },
        places={
            "automaticFailoverEnabled": "AutomaticFailover == 'enabled'",
            "engineVersion": Place("Nodes[].EngineVersion", same=on_each(release)),
            "logDeliveryConfigurations": Place(LOGS, same=in_any_order),
            "maintenanceWindow": Place("Nodes[].PreferredMaintenanceWindow", same=on_each()),
            "multiAzEnabled": "MultiAZ == 'enabled'",
            "nodeType": "CacheNodeType",
            "notificationTopicArn": Place("Nodes[].NotificationConfiguration.TopicArn", same=on_each()),
            "numCacheClusters": "length(MemberClusters)",
            "parameterGroupName": Place("Nodes[].CacheParameterGroup.CacheParameterGroupName", same=on_each()),
            "port": Place("NodeGroups[].PrimaryEndpoint.Port", same=on_each()),
            "securityGroupIds": Place("Nodes[*].SecurityGroups[*].SecurityGroupId", same=on_each(in_any_order)),
            "subnetGroupName": Place("Nodes[].CacheSubnetGroupName", same=on_each()),
            "userGroupIds": Place("UserGroupIds", same=in_any_order),
        },
        untold={
            "applyImmediately": "said to the calls that change something",
            "finalSnapshotIdentifier": "said to the call that deletes",
        },
    ),
    "aws:elasticache/subnetGroup:SubnetGroup": Kind(
        service="elasticache",
        call=Call("describe_cache_subnet_groups", by_id("CacheSubnetGroupName"), "CacheSubnetGroups"),
        further=TAGS,
        places={
            "description": "CacheSubnetGroupDescription",
            "name": "CacheSubnetGroupName",
            "subnetIds": Place("Subnets[].SubnetIdentifier", same=in_any_order),
        },
    ),
    "aws:elasticache/user:User": Kind(
        service="elasticache",
        call=Call("describe_users", by_id("UserId"), "Users"),
        further=TAGS,
        places={
            "noPasswordRequired": "Authentication.Type == 'no-password'",
            "passwords": Place("Authentication.PasswordCount", same=counted),
        },
    ),
    "aws:elasticache/userGroup:UserGroup": Kind(
        service="elasticache",
        call=Call("describe_user_groups", by_id("UserGroupId"), "UserGroups"),
        further=TAGS,
        places={"userIds": Place("UserIds", same=in_any_order)},
    ),
}

"""ElastiCache: replication groups."""

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.resources.elasticache_changes import (
    add_replicas,
    at_creation,
    change_shards,
    change_token,
    modifications,
    remove_replicas,
    shown_logs,
)
from orion_sandbox.providers.table import AutoName, Row, fixed, local, sent, step
from orion_sandbox.providers.values import Values


def _member(caller: Caller, _identity: str, item: Values) -> Values:
    """Version, windows and groups are told of the nodes only; they are the same on all."""
    first = caller("DescribeCacheClusters", CacheClusterId=item["MemberClusters"][0])["CacheClusters"][0]
    return {"Member": first, "Nodes": len(item["MemberClusters"]), "Shards": len(item["NodeGroups"])}


def _major_and_minor(installed: str) -> str:
    """AWS installs patches itself, and the provider tells of none."""
    return ".".join(installed.split(".")[:2])


def _same_version(wanted: str, actual: str) -> bool:
    """`6.x` is any of them."""
    return wanted.endswith(".x") and wanted[0] == actual[0]


def _is_older(old: str, new: str) -> bool:
    """AWS refuses to go back, so that the provider makes a new group."""
    if old.endswith(".x") or new.endswith(".x"):
        return False
    return [int(part) for part in new.split(".")] < [int(part) for part in old.split(".")]


def _goes_back(old: str, new: str) -> bool:
    return old == "valkey" and new == "redis"


def _deletion(identity: str, state: Values) -> Values:
    name = state.get("finalSnapshotIdentifier")
    return {"ReplicationGroupId": identity, **({"FinalSnapshotIdentifier": name} if name else {})}


SOURCE = sources.MODIFY_REPLICATION_GROUP

ROWS = (
    Row(
        type="aws:elasticache/replicationGroup:ReplicationGroup",
        service="elasticache",
        create="CreateReplicationGroup",
        read="DescribeReplicationGroups",
        modify="ModifyReplicationGroup",
        delete="DeleteReplicationGroup",
        key="ReplicationGroupId",
        found="ReplicationGroups[0]",
        identity="ReplicationGroup.ReplicationGroupId",
        properties=(
            local("applyImmediately"),
            fixed("atRestEncryptionEnabled", replaces=SOURCE),
            step("authToken", "", secret=True),
            step("authTokenUpdateStrategy", ""),
            sent("autoMinorVersionUpgrade"),
            sent("automaticFailoverEnabled", read="AutomaticFailover == 'enabled'", default=False),
            sent("clusterMode"),
            fixed("dataTieringEnabled", read="DataTiering == 'enabled'", replaces=SOURCE),
            sent("description", "ReplicationGroupDescription", read="Description"),
            sent("engine", default="redis", replaces_when=_goes_back),
            sent(
                "engineVersion",
                read="Member.EngineVersion",
                shows=_major_and_minor,
                same=_same_version,
                replaces_when=_is_older,
            ),
            local("finalSnapshotIdentifier"),
            sent("ipDiscovery"),
            fixed("kmsKeyId", removed="", replaces=SOURCE),
            step(
                "logDeliveryConfigurations", "LogDeliveryConfigurations", removed=[], unordered=True, shows=shown_logs
            ),
            sent("maintenanceWindow", "PreferredMaintenanceWindow", read="Member.PreferredMaintenanceWindow"),
            sent("multiAzEnabled", "MultiAZEnabled", read="MultiAZ == 'enabled'", default=False),
            fixed("networkType", replaces=SOURCE),
            sent("nodeType", "CacheNodeType"),
            sent("notificationTopicArn", read="Member.NotificationConfiguration.TopicArn"),
            step("numCacheClusters", "Nodes"),
            step("numNodeGroups", "Shards"),
            sent(
                "parameterGroupName",
                "CacheParameterGroupName",
                read="Member.CacheParameterGroup.CacheParameterGroupName",
            ),
            fixed("port", read="NodeGroups[0].PrimaryEndpoint.Port || ConfigurationEndpoint.Port", replaces=SOURCE),
            step("replicasPerNodeGroup", "length(NodeGroups[0].NodeGroupMembers[1:])"),
            fixed("replicationGroupId", replaces=SOURCE),
            sent("securityGroupIds", read="Member.SecurityGroups[].SecurityGroupId", unordered=True),
            sent("snapshotRetentionLimit", removed=0),
            sent("snapshotWindow"),
            fixed("subnetGroupName", "CacheSubnetGroupName", read="Member.CacheSubnetGroupName", replaces=SOURCE),
            sent("transitEncryptionEnabled"),
            sent("transitEncryptionMode"),
            step("userGroupIds", "UserGroupIds", removed=[], unordered=True),
        ),
        computed={
            "arn": "ARN",
            "clusterEnabled": "ClusterEnabled",
            "configurationEndpointAddress": "ConfigurationEndpoint.Address",
            "engineVersionActual": "Member.EngineVersion",
            "memberClusters": "MemberClusters",
            "primaryEndpointAddress": "NodeGroups[0].PrimaryEndpoint.Address",
            "readerEndpointAddress": "NodeGroups[0].ReaderEndpoint.Address",
        },
        auto_name=AutoName("replicationGroupId", "", 40),
        tagging=tagging.ELASTICACHE,
        create_arguments=at_creation,
        delete_arguments=_deletion,
        observe=_member,
        modify_arguments=modifications,
        first_steps=(change_shards, add_replicas),
        steps=(change_token, remove_replicas),
    ),
)

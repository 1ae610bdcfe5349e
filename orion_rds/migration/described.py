"""The AWS CLI's descriptions of an existing database, as resources of a Terraform state."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, cast

from orion_rds.facts.arns import managed_policy
from orion_rds.migration.state import Attributes, Resource, StateError

AWSS_OWN = "default."
"""Prefix of the names of AWS's own parameter groups."""

MONITORING_POLICY = "service-role/AmazonRDSEnhancedMonitoringRole"


class Description(dict[str, Any]):
    """An object of an answer, whose missing keys raise errors with a message for the user."""

    def __getitem__(self, key: str) -> Any:
        """Return the value of a required key."""
        if (value := self.get(key)) is None:
            there = ", ".join(self) or "nothing"
            raise StateError(f"the description has no `{key}`, only {there}. Pass all that the AWS CLI prints.")
        return value

    def first(self, key: str) -> Any:
        """Return the first item of a required list, which must not be empty."""
        if not (items := self[key]):
            raise StateError(f"the description has an empty list `{key}`. Describe it again once AWS has created it.")
        return items[0]


def read_described(texts: Iterable[str]) -> tuple[Resource, ...]:
    """Return the resources in answers of the AWS CLI: a cluster, its instances, a secret, a replication group and its
    nodes.

    Raises:
        StateError: when one of them describes none of these, or lacks a key.
    """
    answers = Description()
    for text in texts:
        for key, value in _answer(text).items():
            answers[key] = [*(answers.get(key) or []), *value] if isinstance(value, list) else value
    return tuple(resource for key, read in READERS.items() if key in answers for resource in read(answers))


def _answer(text: str) -> Description:
    try:
        answer: Any = json.loads(text, object_hook=Description)
    except (ValueError, RecursionError) as error:
        raise StateError(f"not an answer of the AWS CLI: {error}. Write it with `--output json`.") from None
    if not isinstance(answer, dict) or not (KEYS & (content := cast("Description", answer)).keys()):
        raise StateError(f"not an answer of the AWS CLI that has one of {', '.join(sorted(KEYS))}.")
    for key in LISTS & content.keys():
        if not _is_list_of_objects(content[key]):
            raise StateError(f"`{key}` is not a list of objects, as the AWS CLI prints it.")
    return content


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, Description) for item in cast("list[object]", value))


def _clusters(answers: Description) -> Iterator[Resource]:
    for cluster in answers["DBClusters"]:
        scaling = cluster.get("ServerlessV2ScalingConfiguration")
        range_ = scaling and {"min_capacity": scaling["MinCapacity"], "max_capacity": scaling["MaxCapacity"]}
        group, managed = cluster["DBClusterParameterGroup"], cluster.get("MasterUserSecret")
        yield from _group("aws_rds_cluster_parameter_group", group)
        yield _resource(
            "aws_rds_cluster",
            cluster["DBClusterIdentifier"],
            cluster_identifier=cluster["DBClusterIdentifier"],
            engine_version=cluster["EngineVersion"],
            engine_lifecycle_support=cluster.get("EngineLifecycleSupport"),
            database_name=cluster.get("DatabaseName"),
            master_username=cluster["MasterUsername"],
            db_subnet_group_name=cluster["DBSubnetGroup"],
            vpc_security_group_ids=[each["VpcSecurityGroupId"] for each in cluster["VpcSecurityGroups"]],
            db_cluster_parameter_group_name=group,
            backup_retention_period=cluster["BackupRetentionPeriod"],
            enabled_cloudwatch_logs_exports=cluster.get("EnabledCloudwatchLogsExports"),
            port=cluster["Port"],
            serverlessv2_scaling_configuration=[range_],
            storage_type=cluster.get("StorageType"),
            storage_encrypted=cluster.get("StorageEncrypted"),
            kms_key_id=cluster.get("KmsKeyId"),
            master_user_secret=[{"kms_key_id": managed.get("KmsKeyId")}] if managed else None,
            managed_by_aws_backup="AwsBackupRecoveryPointArn" in cluster,
            preferred_backup_window=cluster.get("PreferredBackupWindow"),
            preferred_maintenance_window=cluster.get("PreferredMaintenanceWindow"),
            deletion_protection=cluster.get("DeletionProtection"),
            database_insights_mode=cluster.get("DatabaseInsightsMode"),
            monitoring_interval=cluster.get("MonitoringInterval"),
            **_insights(cluster),
            tags=_tags(cluster),
        )


def _instances(answers: Description) -> Iterator[Resource]:
    members = [each for cluster in answers.get("DBClusters", []) for each in cluster["DBClusterMembers"]]
    writers = {member["DBInstanceIdentifier"] for member in members if member["IsClusterWriter"]}
    groups = {instance.first("DBParameterGroups")["DBParameterGroupName"] for instance in answers["DBInstances"]}
    roles = {instance.get("MonitoringRoleArn") for instance in answers["DBInstances"]} - {None}
    for group in sorted(groups):
        yield from _group("aws_db_parameter_group", group)
    for role in sorted(roles):
        yield from _role(role)
    for instance in answers["DBInstances"]:
        yield _resource(
            "aws_rds_cluster_instance",
            instance["DBInstanceIdentifier"],
            cluster_identifier=instance["DBClusterIdentifier"],
            instance_class=instance["DBInstanceClass"],
            promotion_tier=instance.get("PromotionTier"),
            db_parameter_group_name=instance.first("DBParameterGroups")["DBParameterGroupName"],
            monitoring_role_arn=instance.get("MonitoringRoleArn"),
            monitoring_interval=instance.get("MonitoringInterval"),
            ca_cert_identifier=instance.get("CACertificateIdentifier"),
            **_insights(instance),
            writer=instance["DBInstanceIdentifier"] in writers,
        )


def _tags(item: Attributes) -> Mapping[str, str]:
    tags: list[Attributes] = item.get("TagList") or []
    return {tag["Key"]: tag["Value"] for tag in tags}


def _insights(item: Attributes) -> Attributes:
    """Return the attributes of Performance Insights of a cluster or an instance."""
    return {
        "performance_insights_enabled": item.get("PerformanceInsightsEnabled"),
        "performance_insights_kms_key_id": item.get("PerformanceInsightsKMSKeyId"),
        "performance_insights_retention_period": item.get("PerformanceInsightsRetentionPeriod"),
    }


def _secret(answers: Description) -> Iterator[Resource]:
    name, key_arn = answers["Name"], answers.get("KmsKeyId")
    yield _resource("aws_secretsmanager_secret", answers["ARN"], name=name, kms_key_id=key_arn)


def _redis(answers: Description) -> Iterator[Resource]:
    """Yield the replication groups. Engine, version, parameter group and security groups are in the descriptions of the
    nodes.
    """
    described: list[Description] = answers.get("CacheClusters") or []
    nodes = {node.get("ReplicationGroupId"): node for node in described}
    for group in answers["ReplicationGroups"]:
        if group["ReplicationGroupId"] not in nodes:
            raise StateError("Redis's nodes are not described: `aws elasticache describe-cache-clusters` does that.")
        yield from _replication_group(group, nodes[group["ReplicationGroupId"]])


def _replication_group(group: Description, node: Description) -> Iterator[Resource]:
    parameter_group = node["CacheParameterGroup"]["CacheParameterGroupName"]
    yield from _group("aws_elasticache_parameter_group", parameter_group)
    yield _resource(
        "aws_elasticache_replication_group",
        group["ReplicationGroupId"],
        engine=node["Engine"],
        engine_version=node["EngineVersion"],
        node_type=group["CacheNodeType"],
        num_cache_clusters=len(group["MemberClusters"]),
        parameter_group_name=parameter_group,
        subnet_group_name=node["CacheSubnetGroupName"],
        security_group_ids=[each["SecurityGroupId"] for each in node["SecurityGroups"]],
        kms_key_id=group.get("KmsKeyId"),
        snapshot_window=group.get("SnapshotWindow"),
        snapshot_retention_limit=group.get("SnapshotRetentionLimit"),
        maintenance_window=node.get("PreferredMaintenanceWindow"),
        port=group.first("NodeGroups").get("PrimaryEndpoint", {}).get("Port"),
        at_rest_encryption_enabled=group["AtRestEncryptionEnabled"],
        transit_encryption_enabled=group["TransitEncryptionEnabled"],
        auth_token=group.get("AuthTokenEnabled"),
        user_group_ids=group.get("UserGroupIds"),
        cluster_enabled=group.get("ClusterEnabled"),
    )


READERS: Mapping[str, Callable[[Description], Iterator[Resource]]] = MappingProxyType({
    "DBClusters": _clusters,
    "DBInstances": _instances,
    "VersionIdsToStages": _secret,
    "ReplicationGroups": _redis,
})  # fmt: skip
"""Readers, by a key that identifies their answer."""

KEYS = READERS.keys() | {"CacheClusters"}
LISTS = KEYS - {"VersionIdsToStages"}


def _group(type_: str, name: str) -> Iterator[Resource]:
    if not name.startswith(AWSS_OWN):
        yield _resource(type_, name, name=name)


def _role(arn: str) -> Iterator[Resource]:
    name = arn.rpartition("/")[2]
    policy_arn = managed_policy(MONITORING_POLICY, arn)
    yield _resource("aws_iam_role", name, name=name, arn=arn)
    yield _resource("aws_iam_role_policy_attachment", f"{name}/{policy_arn}", role=name, policy_arn=policy_arn)


def _resource(type_: str, identity: str, **attributes: object) -> Resource:
    """Return a resource without an address in Terraform."""
    return Resource("", type_, "", {"id": identity, **attributes})

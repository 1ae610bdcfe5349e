"""A program of each of ElastiCache's resource types, one group in another region, for `test_drift_redis.py`."""

from typing import Any

import pulumi
import pulumi_aws as aws

REGION, OTHER_REGION = "us-east-1", "us-west-2"
TAGS = {"Name": "drift"}
VPC = "vpc-0f1b2c3d4e5f60718"
SUBNETS = tuple(f"subnet-0f1b2c3d4e5f6071{number}" for number in range(3))
SECURITY_GROUPS = tuple(f"sg-0f1b2c3d4e5f6071{number}" for number in range(2))
TOPICS = tuple(f"arn:aws:sns:{REGION}:123456789012:drift-{name}" for name in ("one", "two"))
PASSWORD = "long-enough-for-redis"
NODE_TYPE = "cache.r7g.large"


def _log(group: aws.cloudwatch.LogGroup) -> aws.elasticache.ReplicationGroupLogDeliveryConfigurationArgs:
    return aws.elasticache.ReplicationGroupLogDeliveryConfigurationArgs(
        destination=group.name, destination_type="cloudwatch-logs", log_format="json", log_type="slow-log"
    )


def program() -> None:
    """One of each; the test refers to the names."""
    subnet_group = aws.elasticache.SubnetGroup(
        "subnet-group", name="drift", description="as written", subnet_ids=list(SUBNETS[:2]), tags=TAGS
    )
    groups = [
        aws.elasticache.ParameterGroup(
            name, name=f"drift-{name}", family="redis7", parameters=[{"name": "timeout", "value": "60"}], tags=TAGS
        )
        # The test gives the second one to the nodes.
        for name in ("parameters", "other-parameters")
    ]
    logs = [aws.cloudwatch.LogGroup(name, name=f"/drift/{name}") for name in ("log", "other-log")]
    _nodes(subnet_group, groups[0], logs[0], pulumi.ResourceOptions(depends_on=logs))
    _clients(subnet_group)
    redis: dict[str, Any] = {"description": "as written", "node_type": NODE_TYPE, "apply_immediately": True}
    aws.elasticache.ReplicationGroup(
        "shards",
        replication_group_id="drift-shards",
        engine_version="7.0",
        cluster_mode="enabled",
        parameter_group_name="default.redis7.cluster.on",
        num_node_groups=2,
        replicas_per_node_group=1,
        automatic_failover_enabled=True,
        **redis,
    )
    aws.elasticache.ReplicationGroup(
        "switched",
        replication_group_id="drift-switched",
        engine_version="7.1",
        cluster_mode="disabled",
        num_cache_clusters=2,
        automatic_failover_enabled=True,
        **redis,
    )
    aws.elasticache.ReplicationGroup("elsewhere", replication_group_id="drift", region=OTHER_REGION, **redis)


def _nodes(
    subnet_group: aws.elasticache.SubnetGroup,
    parameters: aws.elasticache.ParameterGroup,
    log_group: aws.cloudwatch.LogGroup,
    opts: pulumi.ResourceOptions,
) -> None:
    aws.elasticache.ReplicationGroup(
        "nodes",
        replication_group_id="drift-nodes",
        description="as written",
        engine="redis",
        engine_version="7.1",
        node_type=NODE_TYPE,
        apply_immediately=True,
        auto_minor_version_upgrade=False,
        num_cache_clusters=2,
        automatic_failover_enabled=True,
        multi_az_enabled=True,
        network_type="dual_stack",
        ip_discovery="ipv4",
        log_delivery_configurations=[_log(log_group)],
        maintenance_window="sun:04:30-sun:05:30",
        notification_topic_arn=TOPICS[0],
        parameter_group_name=parameters.name,
        security_group_ids=[SECURITY_GROUPS[0]],
        snapshot_retention_limit=7,
        snapshot_window="03:00-04:00",
        subnet_group_name=subnet_group.name,
        tags=TAGS,
        opts=opts,
    )
    aws.elasticache.ReplicationGroup(
        "encrypted",
        replication_group_id="drift-encrypted",
        description="as written",
        node_type=NODE_TYPE,
        apply_immediately=True,
        subnet_group_name=subnet_group.name,
        transit_encryption_enabled=True,
        transit_encryption_mode="preferred",
    )


def _clients(subnet_group: aws.elasticache.SubnetGroup) -> None:
    default = aws.elasticache.User(
        "default",
        user_id="drift-default",
        user_name="default",
        engine="redis",
        access_string="off -@all",
        passwords=[pulumi.Output.secret(PASSWORD)],
        tags=TAGS,
    )
    app = aws.elasticache.User(
        "app",
        user_id="drift-app",
        user_name="drift-app",
        engine="valkey",
        access_string="on ~* +@all",
        authentication_mode={"type": "iam"},
        tags=TAGS,
    )
    users = aws.elasticache.UserGroup(
        "users", user_group_id="drift", engine="redis", user_ids=[default.user_id], tags=TAGS
    )
    aws.elasticache.UserGroup(
        "valkey-users", user_group_id="drift-valkey", engine="valkey", user_ids=[default.user_id, app.user_id]
    )
    aws.elasticache.ReplicationGroup(
        "guarded",
        replication_group_id="drift-guarded",
        description="as written",
        node_type=NODE_TYPE,
        apply_immediately=True,
        subnet_group_name=subnet_group.name,
        transit_encryption_enabled=True,
        user_group_ids=[users.user_group_id],
    )

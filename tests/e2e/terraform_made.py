"""Creates on the sandbox what the Terraform module creates, and its state."""

import json
from collections.abc import Mapping
from typing import Any

from orion_sandbox.stack import SandboxStack
from tests.terraform_module import (
    CLUSTER,
    PASSWORD,
    POLICY_ARN,
    PREFIX,
    REDIS,
    RESOURCES,
    ROLE,
    TAGS,
)

AWS_TAGS = [{"Key": key, "Value": value} for key, value in TAGS.items()]
SECRET = f"{PREFIX}/aurora/master"  # a name
LOG_GROUP = f"/aws/rds/cluster/{PREFIX}-aurora/postgresql"
VALUE = {
    "username": CLUSTER["master_username"],
    "password": PASSWORD,
    "port": 5432,
    "dbname": CLUSTER["database_name"],
}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Action": "sts:AssumeRole",
            "Effect": "Allow",
            "Principal": {"Service": "monitoring.rds.amazonaws.com"},
        }
    ],
}


def make_database(stack: SandboxStack) -> Mapping[str, list[Mapping[str, Any]]]:
    """Make cluster, instances, groups, role and secret, and give the resources of Terraform's state."""
    role_arn = _make_role(stack)
    _make_parameter_groups(stack)
    secret_arn = _make_secret(stack, _make_cluster(stack, role_arn))
    # RDS makes it with the first line that it writes.
    stack.client("logs").create_log_group(logGroupName=LOG_GROUP)
    arns = {
        "aws_secretsmanager_secret.db_credentials": {"id": secret_arn, "arn": secret_arn},
        "aws_rds_cluster_instance.main": {"monitoring_role_arn": role_arn},
        "aws_iam_role.rds_monitoring": {"arn": role_arn},
    }
    return {
        address: [{**each, **arns.get(address, {})} for each in resources]
        for address, resources in RESOURCES.items()
        if "elasticache" not in address
    }


def described(stack: SandboxStack) -> list[dict[str, Any]]:
    """What the AWS CLI answers about all of it."""
    rds, elasticache = stack.client("rds"), stack.client("elasticache")
    return [
        rds.describe_db_clusters(),
        rds.describe_db_instances(),
        stack.client("secretsmanager").describe_secret(SecretId=SECRET),
        elasticache.describe_replication_groups(),
        elasticache.describe_cache_clusters(),
    ]


def _make_secret(stack: SandboxStack, host: str) -> str:
    secrets = stack.client("secretsmanager")
    return secrets.create_secret(
        Name=SECRET,
        Description="Aurora PostgreSQL master credentials",
        KmsKeyId=CLUSTER["kms_key_id"],
        SecretString=json.dumps({**VALUE, "host": host}),
        Tags=AWS_TAGS,
    )["ARN"]


def _make_role(stack: SandboxStack) -> str:
    iam = stack.client("iam")
    role = iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST), Tags=AWS_TAGS)
    iam.attach_role_policy(RoleName=ROLE, PolicyArn=POLICY_ARN)
    return role["Role"]["Arn"]


def _make_parameter_groups(stack: SandboxStack) -> None:
    rds = stack.client("rds")
    name, family = CLUSTER["db_cluster_parameter_group_name"], "aurora-postgresql15"
    rds.create_db_cluster_parameter_group(
        DBClusterParameterGroupName=name,
        DBParameterGroupFamily=family,
        Description="Aurora PostgreSQL 15 cluster parameter group",
        Tags=AWS_TAGS,
    )
    rds.modify_db_cluster_parameter_group(
        DBClusterParameterGroupName=name,
        Parameters=[
            {"ParameterName": "log_statement", "ParameterValue": "ddl", "ApplyMethod": "immediate"},
            {
                "ParameterName": "shared_preload_libraries",
                "ParameterValue": "pg_stat_statements,auto_explain",
                "ApplyMethod": "pending-reboot",
            },
            {"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "pending-reboot"},
        ],
    )
    rds.create_db_parameter_group(
        DBParameterGroupName=f"{name}-instance",
        DBParameterGroupFamily=family,
        Description="Aurora PostgreSQL 15 instance parameter group",
        Tags=AWS_TAGS,
    )


def _make_cluster(stack: SandboxStack, role_arn: str) -> str:
    rds = stack.client("rds")
    cluster = rds.create_db_cluster(
        DBClusterIdentifier=CLUSTER["cluster_identifier"],
        Engine="aurora-postgresql",
        EngineVersion=CLUSTER["engine_version"],
        DatabaseName=CLUSTER["database_name"],
        MasterUsername=CLUSTER["master_username"],
        MasterUserPassword=PASSWORD,
        DBSubnetGroupName=CLUSTER["db_subnet_group_name"],
        VpcSecurityGroupIds=CLUSTER["vpc_security_group_ids"],
        DBClusterParameterGroupName=CLUSTER["db_cluster_parameter_group_name"],
        StorageEncrypted=True,
        KmsKeyId=CLUSTER["kms_key_id"],
        BackupRetentionPeriod=CLUSTER["backup_retention_period"],
        EnableCloudwatchLogsExports=CLUSTER["enabled_cloudwatch_logs_exports"],
        EnableIAMDatabaseAuthentication=True,
        ServerlessV2ScalingConfiguration={"MinCapacity": 0.5, "MaxCapacity": 16},
        DeletionProtection=True,
        Tags=AWS_TAGS,
    )
    for number in (1, 2):
        rds.create_db_instance(
            DBInstanceIdentifier=f"{PREFIX}-aurora-{number}",
            DBClusterIdentifier=CLUSTER["cluster_identifier"],
            Engine="aurora-postgresql",
            DBInstanceClass="db.r6g.large",
            DBParameterGroupName=f"{CLUSTER['db_cluster_parameter_group_name']}-instance",
            PubliclyAccessible=False,
            AutoMinorVersionUpgrade=True,
            MonitoringInterval=60,
            MonitoringRoleArn=role_arn,
            Tags=AWS_TAGS,
        )
    # As after a failover: the second one writes.
    rds.failover_db_cluster(DBClusterIdentifier=CLUSTER["cluster_identifier"])
    return cluster["DBCluster"]["Endpoint"]


def make_redis(stack: SandboxStack) -> Mapping[str, list[Mapping[str, Any]]]:
    """Make Redis with its groups, and give its resources of Terraform's state."""
    elasticache = stack.client("elasticache")
    elasticache.create_cache_parameter_group(
        CacheParameterGroupName=REDIS["parameter_group_name"],
        CacheParameterGroupFamily="redis7",
        Description="Managed by Terraform",
        Tags=AWS_TAGS,
    )
    elasticache.create_replication_group(
        ReplicationGroupId=REDIS["id"],
        ReplicationGroupDescription=f"Redis cluster for {PREFIX}",
        Engine="redis",
        EngineVersion=REDIS["engine_version"],
        CacheNodeType=REDIS["node_type"],
        CacheParameterGroupName=REDIS["parameter_group_name"],
        NumCacheClusters=REDIS["num_cache_clusters"],
        AutomaticFailoverEnabled=True,
        MultiAZEnabled=True,
        CacheSubnetGroupName=REDIS["subnet_group_name"],
        SecurityGroupIds=REDIS["security_group_ids"],
        AtRestEncryptionEnabled=True,
        TransitEncryptionEnabled=True,
        KmsKeyId=CLUSTER["kms_key_id"],
        Port=REDIS["port"],
        SnapshotRetentionLimit=7,
        Tags=AWS_TAGS,
    )
    return {address: each for address, each in RESOURCES.items() if "elasticache" in address}

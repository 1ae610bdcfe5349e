"""A program of one of each resource type in the stand-in's table, with every property that AWS changes in place.

`test_drift.py` changes each of them outside Pulumi.
"""

import json
from typing import Any

import pulumi
import pulumi_aws as aws

PORT = 5432
ZONES = ("us-east-1a", "us-east-1b", "us-east-1c")
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "monitoring.rds.amazonaws.com"}}
    ],
}
READERS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "secretsmanager:GetSecretValue",
            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
            "Resource": "*",
        }
    ],
}
PUBLISHING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*"}],
}
KEY_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "kms:*",
            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
            "Resource": "*",
        }
    ],
}
MONITORING_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
TAGS = {"Name": "drift"}


KEYS = tuple(
    f"arn:aws:kms:us-east-1:123456789012:key/{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}"
    for digit in "12"
)
PREFIX_LISTS = ("pl-0123456789abcdef0", "pl-00000000000000001")


def program() -> None:
    """One of each; the test refers to the names."""
    vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16", tags=TAGS)
    subnets = [
        aws.ec2.Subnet(zone, vpc_id=vpc.id, cidr_block=f"10.0.{index}.0/24", availability_zone=zone, tags=TAGS)
        for index, zone in enumerate(ZONES)
    ]
    other_group = aws.ec2.SecurityGroup("other", vpc_id=vpc.id, name="other", tags=TAGS)
    group = aws.ec2.SecurityGroup("group", vpc_id=vpc.id, name="group", tags=TAGS)
    everywhere: Any = {"protocol": "tcp", "from_port": PORT, "to_port": PORT, "cidr_blocks": ["10.0.0.0/8"]}
    aws.ec2.SecurityGroup("inline", vpc_id=vpc.id, name="inline", ingress=[everywhere], egress=[everywhere])
    _rules(group, other_group)
    subnet_group = aws.rds.SubnetGroup(
        "subnet-group",
        name="drift",
        description="as written",
        subnet_ids=[subnet.id for subnet in subnets[:2]],
        tags=TAGS,
    )
    key = aws.cloudwatch.LogGroup("key-user", name="/drift", retention_in_days=30, kms_key_id=KEYS[0], tags=TAGS)
    role = aws.iam.Role(
        "role",
        name="drift",
        assume_role_policy=json.dumps(TRUST),
        description="as written",
        max_session_duration=7200,
        tags=TAGS,
    )
    attachment = aws.iam.RolePolicyAttachment("attachment", role=role.name, policy_arn=MONITORING_POLICY)
    # The test gives this role to the instance.
    other_role = aws.iam.Role("other-role", name="drift-other", assume_role_policy=json.dumps(TRUST))
    aws.iam.RolePolicyAttachment("other-attachment", role=other_role.name, policy_arn=MONITORING_POLICY)
    aws.iam.Role(
        "inline-role",
        name="drift-inline",
        assume_role_policy=json.dumps(TRUST),
        inline_policies=[{"name": "own", "policy": json.dumps(PUBLISHING)}],
        managed_policy_arns=[MONITORING_POLICY],
        permissions_boundary=MONITORING_POLICY,
    )
    secret = aws.secretsmanager.Secret(
        "secret", name="drift", description="as written", kms_key_id=KEYS[0], recovery_window_in_days=0, tags=TAGS
    )
    aws.secretsmanager.SecretPolicy("policy", secret_arn=secret.arn, policy=json.dumps(READERS))
    aws.kms.Key(
        "own-key",
        description="as written",
        enable_key_rotation=True,
        is_enabled=True,
        policy=json.dumps(KEY_POLICY),
        rotation_period_in_days=180,
        tags=TAGS,
    )
    aws.ssm.Parameter(
        "parameter",
        name="drift",
        type="String",
        allowed_pattern=".+",
        description="as written",
        insecure_value="as written",
        tags=TAGS,
    )
    aws.ssm.Parameter("encrypted", name="encrypted", type="SecureString", value="as written", key_id=KEYS[0])
    aws.secretsmanager.SecretVersion("version", secret_id=secret.id, secret_string="as written")
    _cluster(subnet_group, group, role, [key, attachment])


def _rules(group: aws.ec2.SecurityGroup, other: aws.ec2.SecurityGroup) -> None:
    sources: dict[str, dict[str, Any]] = {
        "ipv4": {"cidr_ipv4": "10.1.0.0/16"},
        "ipv6": {"cidr_ipv6": "fd00::/64"},
        "group": {"referenced_security_group_id": other.id},
        "list": {"prefix_list_id": PREFIX_LISTS[0]},
    }
    for name, source in sources.items():
        aws.vpc.SecurityGroupIngressRule(
            f"from-{name}",
            security_group_id=group.id,
            ip_protocol="tcp",
            from_port=PORT,
            to_port=PORT,
            description="as written",
            tags=TAGS,
            **source,
        )


def _cluster(
    subnet_group: aws.rds.SubnetGroup,
    group: aws.ec2.SecurityGroup,
    role: aws.iam.Role,
    first: list[pulumi.Resource],
) -> None:
    cluster_parameters = aws.rds.ClusterParameterGroup(
        "cluster-parameters",
        name="drift-cluster",
        family="aurora-postgresql17",
        parameters=[{"name": "log_statement", "value": "ddl"}],
        tags=TAGS,
    )
    parameters = aws.rds.ParameterGroup(
        "parameters",
        name="drift-instance",
        family="aurora-postgresql17",
        parameters=[{"name": "log_connections", "value": "1"}],
        tags=TAGS,
    )
    # The test gives this group to the instance.
    aws.rds.ParameterGroup("other-parameters", name="drift-other", family="aurora-postgresql17", tags=TAGS)
    cluster = aws.rds.Cluster(
        "cluster",
        cluster_identifier="drift",
        engine="aurora-postgresql",
        engine_version="17.7",
        master_username="orion_admin",
        master_password=pulumi.Output.secret("Twelve4Characters"),
        apply_immediately=True,
        auto_minor_version_upgrade=False,
        backup_retention_period=7,
        copy_tags_to_snapshot=True,
        database_insights_mode="advanced",
        db_cluster_parameter_group_name=cluster_parameters.name,
        db_subnet_group_name=subnet_group.name,
        deletion_protection=False,
        engine_lifecycle_support="open-source-rds-extended-support-disabled",
        enabled_cloudwatch_logs_exports=["postgresql"],
        iam_database_authentication_enabled=True,
        network_type="IPV4",
        performance_insights_enabled=True,
        performance_insights_kms_key_id=KEYS[0],
        performance_insights_retention_period=465,
        port=PORT,
        preferred_backup_window="03:00-04:00",
        preferred_maintenance_window="sun:04:30-sun:05:30",
        serverlessv2_scaling_configuration={"min_capacity": 0.5, "max_capacity": 2},
        skip_final_snapshot=True,
        storage_type="aurora-iopt1",
        vpc_security_group_ids=[group.id],
        tags=TAGS,
        opts=pulumi.ResourceOptions(depends_on=first),
    )
    aws.rds.Cluster(
        "managed",
        cluster_identifier="managed",
        engine=aws.rds.EngineType.AURORA_POSTGRESQL,
        engine_version="17.7",
        master_username="orion_admin",
        manage_master_user_password=True,
        master_user_secret_kms_key_id=KEYS[0],
        apply_immediately=True,
        db_subnet_group_name=subnet_group.name,
        skip_final_snapshot=True,
        tags=TAGS,
    )
    aws.rds.Cluster(
        "pinned",
        cluster_identifier="pinned",
        engine=aws.rds.EngineType.AURORA_POSTGRESQL,
        engine_version="17.7",
        backup_retention_period=7,
        master_username="orion_admin",
        master_password=pulumi.Output.secret("Twelve4Characters"),
        skip_final_snapshot=True,
    )
    aws.rds.ClusterInstance(
        "instance",
        identifier="drift-1",
        cluster_identifier=cluster.id,
        engine=aws.rds.EngineType.AURORA_POSTGRESQL,
        instance_class="db.r7g.large",
        apply_immediately=True,
        auto_minor_version_upgrade=False,
        ca_cert_identifier="rds-ca-rsa2048-g1",
        copy_tags_to_snapshot=True,
        db_parameter_group_name=parameters.name,
        monitoring_interval=60,
        monitoring_role_arn=role.arn,
        preferred_maintenance_window="sun:04:30-sun:05:30",
        promotion_tier=1,
        publicly_accessible=False,
        tags=TAGS,
    )

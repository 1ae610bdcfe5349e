"""The production database as one writes it without components: the other side of the comparison.

Names, inputs and options are those that `AuroraDatabase` gives its resources for `Pulumi.prod.yaml`; a test holds both
together.
"""

import json
from typing import Any

import pulumi
import pulumi_random
from pulumi_aws import cloudwatch, ec2, iam, rds, secretsmanager, vpc

KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
MAINTENANCE_WINDOW = "sun:04:30-sun:05:30"
PROMOTION_TIERS = (0, 0, 2)
SOURCES: dict[str, dict[str, Any]] = {
    "app": {"referenced_security_group_id": "sg-0a1b2c3d4e5f60002"},
    "office": {"cidr_ipv4": "10.20.0.0/16"},
}

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "monitoring.rds.amazonaws.com"}}
    ],
}

CLUSTER_PARAMETERS = [
    ("log_min_duration_statement", "1000", "immediate"),
    ("log_statement", "ddl", "immediate"),
    ("pg_stat_statements.track", "all", "immediate"),
    ("pgaudit.log", "ddl,role", "immediate"),
    ("rds.force_ssl", "1", "pending-reboot"),
    ("shared_preload_libraries", "pg_stat_statements,auto_explain,pgaudit", "pending-reboot"),
    ("track_activity_query_size", "4096", "pending-reboot"),
]


def flat_database(name: str, project: str) -> None:
    """Make the database; names in Pulumi begin with `name`, those in AWS with `project`."""
    subnet_group, security_group, rules = _network(name, project)
    password, secret = _credentials(name, project)
    cluster, around = _cluster(name, project, subnet_group, security_group, password)
    value = pulumi.Output.json_dumps(
        {
            "engine": "postgres",
            "host": cluster.endpoint,
            "port": cluster.port,
            "username": cluster.master_username,
            "password": password.result,
            "dbname": cluster.database_name,
        }
    )
    version = secretsmanager.SecretVersion(
        f"{name}-credentials-secret-value",
        secret_id=secret.arn,
        secret_string=value,
        version_stages=["AWSCURRENT", "orion-rds"],
        # As in the component: a rotated password is not written over.
        opts=pulumi.ResourceOptions(ignore_changes=["version_stages"], retain_on_delete=True),
    )
    role_arn, monitoring = _monitoring_role(name, project)
    instances = _instances(name, project, cluster, role_arn)
    pulumi_random.RandomId(
        f"{name}-guard",
        byte_length=1,
        # As in the component: a destroy asks the guard first.
        opts=pulumi.ResourceOptions(
            protect=True,
            depends_on=[
                subnet_group,
                security_group,
                *rules,
                password,
                secret,
                version,
                cluster,
                *around,
                *monitoring,
                *instances,
            ],
        ),
    )


def _tags(project: str, name: str) -> dict[str, str]:
    return {
        "CostCenter": "data-platform",
        "Owner": "platform-engineering",
        "Project": project,
        "Environment": "prod",
        "ManagedBy": "pulumi",
        "Name": name,
    }


def _network(name: str, project: str) -> tuple[rds.SubnetGroup, ec2.SecurityGroup, list[vpc.SecurityGroupIngressRule]]:
    cluster = f"{project}-prod-aurora"
    subnet_group = rds.SubnetGroup(
        f"{name}-network-subnet-group",
        name=cluster,
        description=f"Subnets of {cluster}",
        subnet_ids=["subnet-0a1b2c3d4e5f6001a", "subnet-0a1b2c3d4e5f6001b", "subnet-0a1b2c3d4e5f6001c"],
        tags=_tags(project, cluster),
    )
    security_group = ec2.SecurityGroup(
        f"{name}-network-security-group",
        name_prefix=f"{cluster}-",
        description=f"Who may connect to {cluster}",
        vpc_id="vpc-0a1b2c3d4e5f60002",
        tags=_tags(project, cluster),
    )
    rules = [
        vpc.SecurityGroupIngressRule(
            f"{name}-network-from-{source}",
            security_group_id=security_group.id,
            description=f"PostgreSQL from {source}",
            ip_protocol="tcp",
            from_port=5432,
            to_port=5432,
            tags=_tags(project, f"{cluster}-from-{source}"),
            **origin,
        )
        for source, origin in SOURCES.items()
    ]
    return subnet_group, security_group, rules


def _credentials(name: str, project: str) -> tuple[pulumi_random.RandomPassword, secretsmanager.Secret]:
    password = pulumi_random.RandomPassword(
        f"{name}-credentials-password",
        length=32,
        special=False,
        keepers={
            "version": "1",
            "host": "cluster",
            "port": "5432",
            "username": "orion_admin",
            "database_name": "orion",
            "kms_key_arn": KEY_ARN,
            "subnet_group_name": "",
        },
    )
    secret = secretsmanager.Secret(
        f"{name}-credentials-secret",
        name=f"{project}-prod/aurora/master",
        description=f"Master user of {project}-prod-aurora",
        kms_key_id=KEY_ARN,
        recovery_window_in_days=30,
        tags=_tags(project, f"{project}-prod/aurora/master"),
    )
    return password, secret


def _around_cluster(
    name: str, project: str, subnet_group: rds.SubnetGroup
) -> tuple[rds.ClusterParameterGroup, cloudwatch.LogGroup, pulumi_random.RandomId]:
    identifier = f"{project}-prod-aurora"
    parameters = rds.ClusterParameterGroup(
        f"{name}-cluster-parameters",
        name_prefix=f"{identifier}-pg17-",
        family="aurora-postgresql17",
        description=f"Cluster {identifier}",
        parameters=[
            rds.ClusterParameterGroupParameterArgs(name=parameter, value=value, apply_method=method)
            for parameter, value, method in CLUSTER_PARAMETERS
        ],
        tags=_tags(project, f"{identifier}-pg17"),
    )
    log_name = f"/aws/rds/cluster/{identifier}/postgresql"
    log_group = cloudwatch.LogGroup(
        f"{name}-cluster-log-postgresql",
        name=log_name,
        kms_key_id=KEY_ARN,
        retention_in_days=90,
        tags=_tags(project, log_name),
    )
    suffix = pulumi_random.RandomId(
        f"{name}-cluster-final-snapshot",
        byte_length=4,
        keepers={
            "cluster": identifier,
            "database_name": "orion",
            "kms_key_arn": KEY_ARN,
            "master_username": "orion_admin",
            "subnet_group_name": subnet_group.name,
        },
    )
    return parameters, log_group, suffix


def _cluster(
    name: str,
    project: str,
    subnet_group: rds.SubnetGroup,
    security_group: ec2.SecurityGroup,
    password: pulumi_random.RandomPassword,
) -> tuple[rds.Cluster, list[pulumi.Resource]]:
    identifier = f"{project}-prod-aurora"
    parameters, log_group, suffix = _around_cluster(name, project, subnet_group)
    cluster = rds.Cluster(
        f"{name}-cluster",
        cluster_identifier=identifier,
        engine=rds.EngineType.AURORA_POSTGRESQL,
        engine_mode=rds.EngineMode.PROVISIONED,
        engine_version="17",
        engine_lifecycle_support="open-source-rds-extended-support-disabled",
        database_name="orion",
        master_username="orion_admin",
        master_password=password.result,
        db_subnet_group_name=subnet_group.name,
        vpc_security_group_ids=[security_group.id],
        network_type="IPV4",
        port=5432,
        db_cluster_parameter_group_name=parameters.name,
        storage_encrypted=True,
        storage_type="aurora",
        kms_key_id=KEY_ARN,
        backup_retention_period=35,
        preferred_backup_window="03:00-04:00",
        preferred_maintenance_window=MAINTENANCE_WINDOW,
        auto_minor_version_upgrade=True,
        copy_tags_to_snapshot=True,
        delete_automated_backups=False,
        deletion_protection=True,
        skip_final_snapshot=False,
        final_snapshot_identifier=suffix.hex.apply(lambda digits: f"{identifier}-final-{digits}"),
        iam_database_authentication_enabled=True,
        enabled_cloudwatch_logs_exports=["postgresql"],
        database_insights_mode="standard",
        performance_insights_enabled=True,
        performance_insights_retention_period=7,
        performance_insights_kms_key_id=KEY_ARN,
        apply_immediately=True,
        tags=_tags(project, identifier),
        # As in the component: RDS would make the log group itself, and nothing deletes the cluster by mistake.
        opts=pulumi.ResourceOptions(
            depends_on=[log_group],
            protect=True,
            ignore_changes=["global_cluster_identifier", "replication_source_identifier"],
        ),
    )
    return cluster, [parameters, log_group, suffix]


def _monitoring_role(name: str, project: str) -> tuple[pulumi.Output[str], list[pulumi.Resource]]:
    role = iam.Role(
        f"{name}-monitoring-role",
        name_prefix=f"{project}-prod-rds-monitoring-",
        description=f"Enhanced monitoring of {project}-prod-aurora",
        assume_role_policy=json.dumps(TRUST),
        tags=_tags(project, f"{project}-prod-rds-monitoring"),
    )
    attachment = iam.RolePolicyAttachment(
        f"{name}-monitoring-policy",
        role=role.name,
        policy_arn="arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    )
    return pulumi.Output.all(role.arn, attachment.id).apply(lambda known: known[0]), [role, attachment]


def _instances(name: str, project: str, cluster: rds.Cluster, role_arn: pulumi.Output[str]) -> list[pulumi.Resource]:
    identifier = f"{project}-prod-aurora"
    parameters = rds.ParameterGroup(
        f"{name}-instances-parameters",
        name_prefix=f"{identifier}-pg17-instance-",
        family="aurora-postgresql17",
        description=f"Instances of {identifier}",
        parameters=[
            rds.ParameterGroupParameterArgs(name=parameter, value="1", apply_method="immediate")
            for parameter in ("log_connections", "log_disconnections", "log_lock_waits")
        ],
        tags=_tags(project, f"{identifier}-pg17-instance"),
    )
    made: list[pulumi.Resource] = []
    for number, tier in enumerate(PROMOTION_TIERS, start=1):
        instance = rds.ClusterInstance(
            f"{name}-instances-{number}",
            identifier_prefix=f"{identifier}-",
            cluster_identifier=cluster.cluster_identifier,
            engine=rds.EngineType.AURORA_POSTGRESQL,
            instance_class="db.r7g.xlarge",
            promotion_tier=tier,
            db_parameter_group_name=parameters.name,
            publicly_accessible=False,
            auto_minor_version_upgrade=True,
            preferred_maintenance_window=MAINTENANCE_WINDOW,
            monitoring_interval=60,
            monitoring_role_arn=role_arn,
            apply_immediately=True,
            tags=_tags(project, f"{identifier}-{number}"),
            # As in the component: the first one becomes the writer.
            opts=pulumi.ResourceOptions(depends_on=made[:1]),
        )
        made.append(instance)
    return [parameters, *made]

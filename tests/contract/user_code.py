"""What people write against this package. The type checker reads it, and a test runs it."""

import pulumi
import pulumi_aws as aws

from orion_rds import AuroraDatabase, ConfigError, DatabaseConfig
from orion_rds.config import (
    AlarmsConfig,
    BackupConfig,
    EncryptionConfig,
    EngineConfig,
    InstancesConfig,
    LogsConfig,
    MasterConfig,
    MonitoringConfig,
    NetworkConfig,
    ParametersConfig,
    ProtectionConfig,
    ServerlessConfig,
    Source,
    load,
    parse,
)


def from_stack_file() -> AuroraDatabase:
    """The stack's configuration, as `__main__.py` does it."""
    return AuroraDatabase("orion", load())


def from_mapping() -> AuroraDatabase:
    """Plain values."""
    return AuroraDatabase(
        "plain",
        {
            "project": "orion",
            "environment": "plain",
            "network": {
                "vpc_id": "vpc-0a1b2c3d4e5f60718",
                "subnet_ids": ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"],
                "allow_from": {"office": "10.20.0.0/16"},
            },
        },
    )


def from_models() -> AuroraDatabase:
    """Checked by the editor, with outputs of other resources."""
    vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16")
    subnets = [aws.ec2.Subnet(zone, vpc_id=vpc.id, cidr_block="10.0.0.0/24") for zone in ("a", "b")]
    app, jobs = (aws.ec2.SecurityGroup(name, vpc_id=vpc.id) for name in ("app", "jobs"))
    key = aws.kms.Key("key")
    topic = aws.sns.Topic("alerts")
    config = DatabaseConfig(
        project="orion",
        environment="models",
        tags={"CostCenter": "data"},
        encryption=EncryptionConfig(kms_key_arn=key.arn),
        network=NetworkConfig(
            vpc_id=vpc.id,
            subnet_ids=[subnet.id for subnet in subnets],
            allow_from={
                "app": app.id,
                "jobs": Source(security_group_id=jobs.id, rule_name="workers"),
                "office": "10.20.0.0/16",
            },
        ),
        engine=EngineConfig(version="17.7", storage="io_optimized"),
        master=MasterConfig(username="owner"),
        instances=InstancesConfig(count=3),
        serverless=ServerlessConfig(min_acu=1, max_acu=16),
        parameters=ParametersConfig(cluster={"log_statement": "all"}, instance={"work_mem": 65536}),
        backup=BackupConfig(retention_days=14),
        monitoring=MonitoringConfig(interval_seconds=15),
        logs=LogsConfig(exports=["postgresql", "instance"]),
        alarms=AlarmsConfig(topic_arns=[topic.arn]),
        protection=ProtectionConfig(deletion=False),
    )
    return AuroraDatabase("models", parse(config), pulumi.ResourceOptions(depends_on=[vpc]))


def use(database: AuroraDatabase) -> pulumi.Output[str]:
    """Outputs have the types of their values."""
    port: pulumi.Output[int] = database.cluster_port
    endpoint: pulumi.Output[str] = database.cluster_endpoint
    return pulumi.Output.concat("postgresql://", endpoint, ":", port.apply(str), "/", database.database_name)


def explain(error: ConfigError) -> list[str]:
    """Problems are values, not only a text."""
    return [f"{problem.path}: {problem.why} {problem.fix}" for problem in error.problems]

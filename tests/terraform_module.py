"""A Terraform state as the module leaves it."""

import json
from collections.abc import Mapping
from typing import Any

ACCOUNT = "123456789012"
PREFIX = "orion-prod"
PASSWORD = "made-by-terraform-0123456789abcd"
TAGS = {"Project": "orion", "Environment": "prod", "ManagedBy": "terraform"}
SECRET_ARN = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:{PREFIX}/aurora/master-AbCdEf"
ROLE = f"{PREFIX}-rds-monitoring"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/{ROLE}"
POLICY_ARN = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
ALARMS_TOPIC, EVENTS_TOPIC = (f"arn:aws:sns:us-east-1:{ACCOUNT}:{name}" for name in ("alarms", "events"))
SECURITY_GROUP, REDIS_SECURITY_GROUP = "sg-0a1b2c3d4e5f60718", "sg-0a1b2c3d4e5f60728"

CLUSTER: Mapping[str, Any] = {
    "id": f"{PREFIX}-aurora",
    "cluster_identifier": f"{PREFIX}-aurora",
    "engine_version": "15.8",
    "engine_version_actual": "15.8",
    "engine_lifecycle_support": "open-source-rds-extended-support",
    "database_name": "vega",
    "master_username": "vega_admin",
    "master_password": PASSWORD,
    "db_subnet_group_name": "vega-data",
    "vpc_security_group_ids": [SECURITY_GROUP],
    "db_cluster_parameter_group_name": f"{PREFIX}-aurora-pg15",
    "kms_key_id": f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
    "backup_retention_period": 35,
    "enabled_cloudwatch_logs_exports": ["postgresql"],
    "port": 5432,
    "serverlessv2_scaling_configuration": [{"min_capacity": 0.5, "max_capacity": 16}],
    "storage_type": "",
    "tags": {**TAGS, "Name": f"{PREFIX}-aurora"},
}


def _instance(number: int, *, writer: bool) -> dict[str, Any]:
    identifier = f"{PREFIX}-aurora-{number}"
    return {
        "id": identifier,
        "identifier": identifier,
        "cluster_identifier": f"{PREFIX}-aurora",
        "instance_class": "db.r6g.large",
        "db_parameter_group_name": f"{PREFIX}-aurora-pg15-instance",
        "monitoring_role_arn": ROLE_ARN,
        "writer": writer,
    }


REDIS: Mapping[str, Any] = {
    "id": f"{PREFIX}-redis",
    "kms_key_id": CLUSTER["kms_key_id"],
    "engine": "redis",
    "engine_version": "7.0",
    "node_type": "cache.r6g.large",
    "num_cache_clusters": 2,
    "parameter_group_name": f"{PREFIX}-redis7",
    "subnet_group_name": "vega-cache",
    "security_group_ids": [REDIS_SECURITY_GROUP],
    "port": 6379,
    "at_rest_encryption_enabled": True,
    "transit_encryption_enabled": True,
    "auth_token": None,
    "user_group_ids": [],
    "cluster_enabled": False,
}

RESOURCES: Mapping[str, list[Mapping[str, Any]]] = {
    "random_password.master": [{"id": "none", "result": PASSWORD}],
    "aws_secretsmanager_secret.db_credentials": [
        {"id": SECRET_ARN, "arn": SECRET_ARN, "name": f"{PREFIX}/aurora/master", "kms_key_id": CLUSTER["kms_key_id"]}
    ],
    "aws_secretsmanager_secret_version.db_credentials": [
        {"id": f"{SECRET_ARN}|1", "secret_string": json.dumps({"password": PASSWORD})}
    ],
    "aws_rds_cluster_parameter_group.main": [{"id": f"{PREFIX}-aurora-pg15", "name": f"{PREFIX}-aurora-pg15"}],
    "aws_db_parameter_group.main": [{"id": f"{PREFIX}-aurora-pg15-instance", "name": f"{PREFIX}-aurora-pg15-instance"}],
    "aws_rds_cluster.main": [CLUSTER],
    # After a failover: which one writes is not the first any more.
    "aws_rds_cluster_instance.main": [_instance(1, writer=False), _instance(2, writer=True)],
    "aws_iam_role.rds_monitoring": [{"id": ROLE, "name": ROLE, "arn": ROLE_ARN}],
    "aws_iam_role_policy_attachment.rds_monitoring": [
        {"id": f"{ROLE}-20240101000000000000000001", "role": ROLE, "policy_arn": POLICY_ARN}
    ],
    "aws_cloudwatch_metric_alarm.cpu_high": [{"id": f"{PREFIX}-aurora-cpu-high", "alarm_actions": [ALARMS_TOPIC]}],
    "aws_db_event_subscription.main": [{"id": f"{PREFIX}-aurora-events", "sns_topic": EVENTS_TOPIC}],
    "aws_elasticache_subnet_group.main": [{"id": f"{PREFIX}-redis-subnet", "name": f"{PREFIX}-redis-subnet"}],
    "aws_elasticache_parameter_group.main": [{"id": f"{PREFIX}-redis7", "name": f"{PREFIX}-redis7"}],
    "aws_elasticache_replication_group.main": [REDIS],
}
COUNTED = {"aws_rds_cluster_instance.main", "aws_elasticache_replication_group.main"}
"""Resources with `count`."""


def state(resources: Mapping[str, list[Mapping[str, Any]]] = RESOURCES, module: str | None = "module.rds") -> str:
    """Write the state, as `terraform state pull` prints it."""
    listed = [_listed(address, each, module) for address, each in resources.items()]
    return json.dumps({"version": 4, "terraform_version": "1.9.0", "resources": listed})


def changed(address: str, **attributes: Any) -> Mapping[str, list[Mapping[str, Any]]]:
    """Give the resources with other attributes of one."""
    return {**RESOURCES, address: [{**each, **attributes} for each in RESOURCES[address]]}


def _listed(address: str, each: list[Mapping[str, Any]], module: str | None) -> dict[str, Any]:
    type_, name = address.split(".")
    keys = [{"index_key": position} if address in COUNTED else {} for position in range(len(each))]
    instances = [{**key, "attributes": attributes} for key, attributes in zip(keys, each, strict=True)]
    where = {"module": module} if module else {}
    return {**where, "mode": "managed", "type": type_, "name": name, "instances": instances}

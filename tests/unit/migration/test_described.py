"""What AWS says of a database leads to the same as Terraform's state of it."""

import json
from typing import Any

import pytest

from orion_rds.config import parse
from orion_rds.migration.configuration import configuration
from orion_rds.migration.described import read_described
from orion_rds.migration.found import find
from orion_rds.migration.state import Resource, StateError

CLUSTER: dict[str, Any] = {
    "DBClusterIdentifier": "legacy-aurora",
    "EngineVersion": "15.8",
    "DatabaseName": "vega",
    "MasterUsername": "vega_admin",
    "DBSubnetGroup": "data",
    "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-0a1b2c3d4e5f60718"}],
    "DBClusterParameterGroup": "legacy-aurora-pg15",
    "BackupRetentionPeriod": 35,
    "Port": 5432,
    "StorageEncrypted": True,
    "DBClusterMembers": [
        {"DBInstanceIdentifier": "legacy-1", "IsClusterWriter": False},
        {"DBInstanceIdentifier": "legacy-2", "IsClusterWriter": True},
    ],
}
SECRET = {
    "ARN": "arn:aws:secretsmanager:us-east-1:123456789012:secret:legacy-AbCdEf",
    "Name": "legacy",
    "VersionIdsToStages": {},
}
GROUP: dict[str, Any] = {"ReplicationGroupId": "legacy-redis"}


def instance(identifier: str, role: str) -> dict[str, Any]:
    """An instance that is monitored by a role."""
    return {
        "DBInstanceIdentifier": identifier,
        "DBClusterIdentifier": "legacy-aurora",
        "DBInstanceClass": "db.r6g.large",
        "DBParameterGroups": [{"DBParameterGroupName": "default.aurora-postgresql15"}],
        "MonitoringRoleArn": f"arn:aws-cn:iam::123456789012:role/{role}",
    }


def described(*answers: dict[str, Any]) -> tuple[Resource, ...]:
    """Read answers."""
    return read_described([json.dumps(answer) for answer in answers])


def of_database(role: str) -> tuple[Resource, ...]:
    """A described database; each instance stands in a file of its own."""
    instances = [{"DBInstances": [instance(identifier, role)]} for identifier in ("legacy-1", "legacy-2")]
    return described({"DBClusters": [CLUSTER]}, *instances, SECRET)


def test_the_writer_is_the_one_that_the_cluster_names() -> None:
    """Instances do not know it themselves. Files of one kind add up."""
    found = find(of_database("monitoring"))

    assert [each.attributes["id"] for each in found.instances] == ["legacy-2", "legacy-1"]


def test_a_role_comes_with_the_policy_of_its_partition() -> None:
    """AWS's own policies have other ARNs in China."""
    policy = find(of_database("monitoring")).monitoring_policy

    assert policy
    assert policy.attributes["policy_arn"].startswith("arn:aws-cn:iam::aws:policy/")


def test_what_other_databases_use_too_is_not_taken_over() -> None:
    """AWS's own parameter groups, and the role that its console makes for a whole account."""
    found = find(of_database("rds-monitoring-role"))

    assert found.monitoring_role is None
    assert found.instance_parameter_group is None
    assert found.cluster_parameter_group


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"Vpcs": []}', "9" * 5000, "[" * 100_000])
def test_an_answer_about_something_else_is_refused(text: str) -> None:
    """It would silently be as if it were not there."""
    with pytest.raises(StateError, match="not an answer of the AWS CLI"):
        read_described([text])


def test_redis_without_its_nodes_is_not_enough() -> None:
    """What the group is asked does not tell its engine and groups."""
    with pytest.raises(StateError, match="describe-cache-clusters"):
        described({"ReplicationGroups": [GROUP]})


def test_a_database_that_no_terraform_made_is_described_as_it_is() -> None:
    """Without a secret, a standard role or tags; what AWS tells is written."""
    key = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
    cluster = {**CLUSTER, "KmsKeyId": key, "MasterUserSecret": {"SecretArn": "x", "KmsKeyId": key},
               "PreferredBackupWindow": "01:00-02:00", "PreferredMaintenanceWindow": "mon:02:30-mon:03:30",
               "DeletionProtection": False, "AwsBackupRecoveryPointArn": "arn"}  # fmt: skip
    writer = {**instance("legacy-2", "rds-monitoring-role"), "MonitoringInterval": 5,
              "CACertificateIdentifier": "rds-ca-ecc384-g1", "PerformanceInsightsEnabled": False}  # fmt: skip
    found = configuration(find(described({"DBClusters": [cluster]}, {"DBInstances": [writer]})))

    parse(dict(found))
    assert (found["project"], found["environment"]) == ("legacy", "aurora")
    assert found["master"] == {"username": "vega_admin", "password_source": "rds_managed"}
    assert found["encryption"] == {"kms_key_arn": key}
    assert found["backup"] == {"managed_by": "aws_backup"}
    assert found["maintenance_window"] == "mon:02:30-mon:03:30"
    assert found["monitoring"] == {"interval_seconds": 5, "insights": "off"}
    assert found["engine"]["certificate_authority"] == "rds-ca-ecc384-g1"
    assert found["protection"] == {"deletion": False}
    assert found["adopt"].keys() == {"cluster", "instances", "cluster_parameter_group"}


def without(mapping: dict[str, Any], *path: str) -> dict[str, Any]:
    """Leave out a key."""
    first, *rest = path
    return {key: without(value, *rest) if rest and key == first else value
            for key, value in mapping.items() if rest or key != first}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"StorageEncrypted": False}, "not encrypted.*restore-db-cluster-from-snapshot` with `--kms-key-id`"),
        ({"StorageEncrypted": None}, "not encrypted"),
        ({"DatabaseName": None}, "without a first database .`DatabaseName`.*cannot be taken over"),
    ],
)
def test_a_cluster_that_an_import_would_replace_is_refused(change: dict[str, Any], says: str) -> None:
    """AWS can change neither, and a configuration without a word would lose the data."""
    with pytest.raises(StateError, match=says):
        find(described({"DBClusters": [CLUSTER | change]}))


NODE: dict[str, Any] = {
    "ReplicationGroupId": "legacy-redis", "Engine": "redis", "EngineVersion": "7.0.7", "CacheSubnetGroupName": "data",
    "CacheParameterGroup": {"CacheParameterGroupName": "default.redis7"}, "SecurityGroups": [],
}  # fmt: skip
REDIS = GROUP | {"CacheNodeType": "cache.r6g.large", "MemberClusters": ["1"], "NodeGroups": []}
UNPARAMETERISED = instance("legacy-1", "role") | {"DBParameterGroups": []}


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ([{"DBClusters": None}], "DBClusters"),
        ([{"DBClusters": [1]}], "DBClusters"),
        ([{"CacheClusters": "x"}], "CacheClusters"),
        ([{"DBClusters": [{}]}], "DBClusterParameterGroup"),
        ([{"DBClusters": [without(CLUSTER, "Port")]}], "Port"),
        ([{"DBClusters": [CLUSTER | {"VpcSecurityGroups": None}]}], "VpcSecurityGroups"),
        ([{"DBClusters": [CLUSTER]}, {"DBInstances": [UNPARAMETERISED]}], "DBParameterGroups"),
        ([{"DBClusters": [CLUSTER]}, {"ReplicationGroups": [REDIS]}, {"CacheClusters": [NODE]}], "NodeGroups"),
        ([{"ReplicationGroups": [without(REDIS, "MemberClusters")]}, {"CacheClusters": [NODE]}], "MemberClusters"),
    ],
)
def test_a_description_that_lacks_a_key_is_refused_with_its_name(answers: list[dict[str, Any]], key: str) -> None:
    """A filter of the AWS CLI leaves keys out, and a resource that is being created lacks some."""
    with pytest.raises(StateError, match=f"`{key}`"):
        described(*answers)


def test_a_serverless_instance_needs_the_capacity_of_its_cluster() -> None:
    """Its range is a setting that has no default."""
    serverless = instance("legacy-1", "role") | {"DBInstanceClass": "db.serverless"}
    found = find(described({"DBClusters": [CLUSTER]}, {"DBInstances": [serverless]}))
    with pytest.raises(StateError, match="`ServerlessV2ScalingConfiguration`"):
        configuration(found)

"""The resources that exist while calls are refused. The cases write their ids as `{names}`."""

import json
from typing import Any

from tests.contract.aws_api.conftest import GROUPS, KEY, PREFIX_LIST, SUBNETS, VPC, ClientOf
from tests.contract.aws_api.refusals import (
    resources_backup,
    resources_elasticache,
    resources_global,
    resources_notifications,
)
from tests.contract.aws_api.refusals.case import whole

MISSING_KEY = "arn:aws:kms:us-east-1:123456789012:key/9a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
ENCRYPTED = {"StorageEncrypted": True, "KmsKeyId": KEY}
SCALING = {"ServerlessV2ScalingConfiguration": {"MinCapacity": 0.5, "MaxCapacity": 2}}


def build(client: ClientOf) -> dict[str, str]:
    """Create all of them, and return the generated ids by name."""
    _make_roles(client("iam"))
    _make_secrets(client("secretsmanager"), client("kms"))
    _make_log_groups(client("logs"))
    _make_parameters(client("ssm"))
    ids = _make_network(client("ec2")) | _make_keys(client("kms"))
    _make_groups(client("rds"), ids)
    _make_clusters(client("rds"))
    named = dict(zip(("subnet_a", "subnet_b", "subnet_c"), SUBNETS, strict=True))
    ids |= resources_backup.build(client, ids["plain_key"])
    ids |= resources_notifications.build(client, ids["plain_key"])
    ids |= resources_global.build(client)
    resources_elasticache.build(client, ids)
    return ids | named | {"vpc": VPC, "key": KEY, "list": PREFIX_LIST, "missing_key": MISSING_KEY}


def _make_roles(iam: Any) -> None:
    for name, service in {"untrusting": "ec2.amazonaws.com", "unattached": "monitoring.rds.amazonaws.com"}.items():
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
        document = {"Version": "2012-10-17", "Statement": [trust]}
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(document))
    policy = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
    iam.attach_role_policy(RoleName="untrusting", PolicyArn=policy)


def _make_secrets(secrets: Any, kms: Any) -> None:
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    secrets.create_secret(Name="locked", KmsKeyId=key)
    kms.disable_key(KeyId=key)
    for name in ("taken", "waiting", "unwanted"):
        secrets.create_secret(Name=name)
    secrets.delete_secret(SecretId="waiting")


def _make_log_groups(logs: Any) -> None:
    for name in ("taken", "unwanted"):
        logs.create_log_group(logGroupName=name)
    logs.create_log_group(logGroupName="guarded", deletionProtectionEnabled=True)


def _make_parameters(ssm: Any) -> None:
    for name, tier in {"taken": "Standard", "advanced": "Advanced", "/in/hierarchy": "Standard"}.items():
        ssm.put_parameter(Name=name, Type="String", Value="ours", Tier=tier)


def _make_network(ec2: Any) -> dict[str, str]:
    """Create a second VPC, whose subnets have no IPv6, a third one, groups and rules."""
    vpcs = [ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"] for _ in range(2)]
    places = {
        "subnet_elsewhere": (vpcs[0], "10.0.0.0/24", "us-east-1a"),
        "subnet_elsewhere_b": (vpcs[0], "10.0.1.0/24", "us-east-1b"),
        "subnet_a_too": (VPC, "10.0.200.0/24", "us-east-1a"),
    }
    subnets = {
        name: ec2.create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone=zone)["Subnet"]["SubnetId"]
        for name, (vpc, block, zone) in places.items()
    }
    homes = {"group": ("main", VPC), "unused_group": ("unused", VPC), "group_elsewhere": ("elsewhere", vpcs[0])}
    groups = {
        name: ec2.create_security_group(GroupName=called, Description="ours", VpcId=vpc)["GroupId"]
        for name, (called, vpc) in homes.items()
    }
    rules = [_allow(ec2, groups["group"], port) for port in (5432, 5433)]
    return (
        subnets
        | groups
        | {
            "rule": rules[1],
            "used_group": GROUPS[0],
            "cached_group": GROUPS[1],
            "other_vpc": vpcs[0],
            "third_vpc": vpcs[1],
        }
    )


def _allow(ec2: Any, group: str, port: int) -> str:
    permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": "10.1.0.0/16"}]}
    (rule,) = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])["SecurityGroupRules"]
    return rule["SecurityGroupRuleId"]


def _make_keys(kms: Any) -> dict[str, str]:
    """Create a disabled key, and one whose policy allows the account only."""
    keys = {name: kms.create_key()["KeyMetadata"]["Arn"] for name in ("disabled_key", "plain_key")}
    kms.disable_key(KeyId=keys["disabled_key"].rsplit("/", 1)[1])
    return keys


def _make_groups(rds: Any, ids: dict[str, str]) -> None:
    subnets = {
        "main": list(SUBNETS),
        "unused": list(SUBNETS),
        "elsewhere": [ids["subnet_elsewhere"], ids["subnet_elsewhere_b"]],
    }
    for name, subnet_ids in subnets.items():
        rds.create_db_subnet_group(DBSubnetGroupName=name, DBSubnetGroupDescription="ours", SubnetIds=subnet_ids)
    for name, version in {"main": 17, "unused": 17, "listed": 14}.items():
        family = {"DBParameterGroupFamily": f"aurora-postgresql{version}", "Description": "ours"}
        rds.create_db_cluster_parameter_group(DBClusterParameterGroupName=name, **family)
        rds.create_db_parameter_group(DBParameterGroupName=name, **family)


def _make_clusters(rds: Any) -> None:
    """Create the cluster of most calls, and clusters that belong to one call."""
    kinds: dict[str, dict[str, Any]] = {
        "main": {
            "PreferredBackupWindow": "03:00-04:00",
            "PreferredMaintenanceWindow": "sun:04:30-sun:05:30",
            "DBClusterParameterGroupName": "main",
            "VpcSecurityGroupIds": [GROUPS[0]],
            **ENCRYPTED,
        },
        "guarded": {"DeletionProtection": True},
        "paused": SCALING,
        "watched": {"EnablePerformanceInsights": True, "PerformanceInsightsKMSKeyId": KEY},
        "kept": {
            "ManageMasterUserPassword": True,
            "MasterUserPassword": None,
            "MasterUserSecretKmsKeyId": KEY,
        },
        **{name: {} for name in ("empty", "full", "upgraded", "unwanted", "saved")},
    }
    for name, arguments in kinds.items():
        rds.create_db_cluster(**whole("CreateDBCluster", {"DBClusterIdentifier": name, **arguments}))
    rds.create_db_cluster_snapshot(DBClusterIdentifier="empty", DBClusterSnapshotIdentifier="taken")
    _make_instance(rds, "main-1", DBParameterGroupName="main")
    for number in range(16):
        _make_instance(rds, f"full-{number}", DBClusterIdentifier="full")


def _make_instance(rds: Any, identifier: str, **arguments: str) -> None:
    rds.create_db_instance(**whole("CreateDBInstance", {"DBInstanceIdentifier": identifier, **arguments}))

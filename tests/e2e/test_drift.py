"""Drift of the database and its network: a refresh finds every change made outside Pulumi, and `up` corrects it.

Without this, "no change" would mean nothing.
"""

import json
from collections.abc import Generator
from ipaddress import IPv6Network
from pathlib import Path
from typing import Any

import pytest

from orion_sandbox.engine import Engine
from orion_sandbox.providers.resources import WRITTEN
from orion_sandbox.stack import SandboxStack
from tests.e2e import test_drift_backup, test_drift_global, test_drift_notices, test_drift_redis
from tests.e2e.drift_program import (
    KEY_POLICY,
    KEYS,
    MONITORING_POLICY,
    PREFIX_LISTS,
    PUBLISHING,
    READERS,
    TRUST,
    ZONES,
    program,
)
from tests.e2e.drifting import (
    CHANGED,
    NEW_TAGS,
    Correction,
    Drift,
    correct,
    deployed,
    drift,
    resources,
    tried_properties,
)

CLUSTER, INSTANCE = {"DBClusterIdentifier": "drift"}, {"DBInstanceIdentifier": "drift-1"}
RULE = "{id}"
"""The place of the resource's id in arguments."""


def rule(resource: str, property_name: str, **change: Any) -> Drift:
    """Change one member of a security group rule; AWS requires all the others too."""
    source = {
        "from-ipv4": {"CidrIpv4": "10.1.0.0/16"},
        "from-ipv6": {"CidrIpv6": "fd00::/64"},
        "from-group": {"ReferencedGroupId": "{other}"},
        "from-list": {"PrefixListId": PREFIX_LISTS[0]},
    }[resource]
    whole = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "Description": "as written", **source, **change}
    changes = [{"SecurityGroupRuleId": RULE, "SecurityGroupRule": whole}]
    return drift(resource, "ModifySecurityGroupRules", property_name, GroupId="{group}", SecurityGroupRules=changes)


ANOTHER_RULE = {"IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "IpRanges": [{"CidrIp": "10.9.0.0/16"}]}
DRIFTS: dict[str, list[Drift]] = {
    "aws:ec2/securityGroup:SecurityGroup": [
        drift("group", "CreateTags", "tags", Resources=["{id}"], Tags=NEW_TAGS),
        drift("inline", "AuthorizeSecurityGroupIngress", "ingress", GroupId="{id}", IpPermissions=[ANOTHER_RULE]),
        drift("inline", "AuthorizeSecurityGroupEgress", "egress", GroupId="{id}", IpPermissions=[ANOTHER_RULE]),
    ],
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": [
        rule("from-ipv4", "cidrIpv4", CidrIpv4="10.2.0.0/16"),
        rule("from-ipv6", "cidrIpv6", CidrIpv6="fd01::/64"),
        rule("from-group", "referencedSecurityGroupId", ReferencedGroupId="{group}"),
        rule("from-list", "prefixListId", PrefixListId=PREFIX_LISTS[1]),
        rule("from-ipv4", "description", CidrIpv4="10.2.0.0/16", Description=CHANGED),
        rule("from-ipv6", "fromPort", CidrIpv6="fd01::/64", FromPort=5000),
        rule("from-group", "toPort", ReferencedGroupId="{group}", ToPort=6000),
        rule("from-list", "ipProtocol", PrefixListId=PREFIX_LISTS[1], IpProtocol="udp"),
        drift("from-ipv4", "CreateTags", "tags", Resources=["{id}"], Tags=NEW_TAGS),
    ],
    "aws:iam/role:Role": [
        drift("role", "UpdateRole", "description", "maxSessionDuration", RoleName="drift", Description=CHANGED,
              MaxSessionDuration=3600),
        drift("role", "UpdateAssumeRolePolicy", "assumeRolePolicy", RoleName="drift",
              PolicyDocument=json.dumps(TRUST).replace("monitoring.rds", "rds")),
        drift("role", "TagRole", "tags", RoleName="drift", Tags=NEW_TAGS),
        drift("inline-role", "PutRolePolicy", "inlinePolicies", RoleName="drift-inline", PolicyName="another",
              PolicyDocument=json.dumps(PUBLISHING)),
        drift("inline-role", "DetachRolePolicy", "managedPolicyArns", RoleName="drift-inline",
              PolicyArn=MONITORING_POLICY),
        drift("inline-role", "DeleteRolePermissionsBoundary", "permissionsBoundary", RoleName="drift-inline"),
    ],
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": [],
    "aws:cloudwatch/logGroup:LogGroup": [
        drift("key-user", "PutRetentionPolicy", "retentionInDays", logGroupName="/drift", retentionInDays=7),
        drift("key-user", "AssociateKmsKey", "kmsKeyId", logGroupName="/drift", kmsKeyId=KEYS[1]),
        drift("key-user", "TagResource", "tags", resourceArn="{arn}", tags={"Name": CHANGED}),
    ],
    "aws:secretsmanager/secret:Secret": [
        drift("secret", "UpdateSecret", "description", "kmsKeyId", SecretId="drift", Description=CHANGED,
              KmsKeyId=KEYS[1]),
        drift("secret", "TagResource", "tags", SecretId="drift", Tags=NEW_TAGS),
    ],
    "aws:kms/key:Key": [
        drift("own-key", "UpdateKeyDescription", "description", KeyId="{id}", Description=CHANGED),
        drift("own-key", "PutKeyPolicy", "policy", KeyId="{id}", PolicyName="default",
              Policy=json.dumps(KEY_POLICY).replace("kms:*", "kms:*Key*")),
        drift("own-key", "DisableKeyRotation", "enableKeyRotation", "rotationPeriodInDays", KeyId="{id}"),
        drift("own-key", "TagResource", "tags", KeyId="{id}", Tags=[{"TagKey": "Name", "TagValue": CHANGED}]),
        drift("own-key", "DisableKey", "isEnabled", KeyId="{id}"),
    ],
    "aws:ssm/parameter:Parameter": [
        Drift("parameter", "PutParameter", {"Name": "drift", "Value": CHANGED, "Type": "StringList",
                                            "Description": CHANGED, "AllowedPattern": ".*", "Tier": "Advanced",
                                            "Overwrite": True},
              frozenset({"allowedPattern", "description", "insecureValue", "type"}), {"tier": "Advanced"}),
        drift("encrypted", "PutParameter", "value", "keyId", Name="encrypted", Value=CHANGED, Type="SecureString",
              KeyId=KEYS[1], Overwrite=True),
        drift("parameter", "AddTagsToResource", "tags", ResourceType="Parameter", ResourceId="drift", Tags=NEW_TAGS),
    ],
    "aws:secretsmanager/secretPolicy:SecretPolicy": [
        drift("policy", "PutResourcePolicy", "policy", SecretId="drift",
              ResourcePolicy=json.dumps(READERS).replace("GetSecretValue", "DescribeSecret")),
    ],
    "aws:secretsmanager/secretVersion:SecretVersion": [],
    "aws:rds/subnetGroup:SubnetGroup": [
        drift("subnet-group", "ModifyDBSubnetGroup", "description", "subnetIds", DBSubnetGroupName="drift",
              DBSubnetGroupDescription=CHANGED, SubnetIds=["{us-east-1a}", "{us-east-1c}"]),
        drift("subnet-group", "AddTagsToResource", "tags", ResourceName="{arn}", Tags=NEW_TAGS),
    ],
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": [
        drift("cluster-parameters", "ModifyDBClusterParameterGroup", "parameters",
              DBClusterParameterGroupName="drift-cluster",
              Parameters=[{"ParameterName": "log_statement", "ParameterValue": "all", "ApplyMethod": "immediate"}]),
        drift("cluster-parameters", "AddTagsToResource", "tags", ResourceName="{arn}", Tags=NEW_TAGS),
    ],
    "aws:rds/parameterGroup:ParameterGroup": [
        drift("parameters", "ModifyDBParameterGroup", "parameters", DBParameterGroupName="drift-instance",
              Parameters=[{"ParameterName": "log_connections", "ParameterValue": "0", "ApplyMethod": "immediate"}]),
        drift("parameters", "AddTagsToResource", "tags", ResourceName="{arn}", Tags=NEW_TAGS),
    ],
    "aws:rds/cluster:Cluster": [
        drift("cluster", "ModifyDBCluster",
              "autoMinorVersionUpgrade", "backupRetentionPeriod", "copyTagsToSnapshot", "databaseInsightsMode",
              "dbClusterParameterGroupName",
              "deletionProtection", "enabledCloudwatchLogsExports",
              "iamDatabaseAuthenticationEnabled", "networkType", "performanceInsightsEnabled",
              "performanceInsightsRetentionPeriod", "port",
              "preferredBackupWindow", "preferredMaintenanceWindow",
              "serverlessv2ScalingConfiguration", "storageType", "vpcSecurityGroupIds",
              **CLUSTER, ApplyImmediately=True, AutoMinorVersionUpgrade=True, BackupRetentionPeriod=3,
              CopyTagsToSnapshot=False,
              DatabaseInsightsMode="standard", DBClusterParameterGroupName="default.aurora-postgresql17",
              DeletionProtection=True, CloudwatchLogsExportConfiguration={"DisableLogTypes": ["postgresql"]},
              EnableIAMDatabaseAuthentication=False, EnablePerformanceInsights=False,
              PerformanceInsightsRetentionPeriod=7, Port=6543,
              PreferredBackupWindow="01:00-02:00", PreferredMaintenanceWindow="mon:04:30-mon:05:30", NetworkType="DUAL",
              ServerlessV2ScalingConfiguration={"MinCapacity": 1, "MaxCapacity": 4}, StorageType="aurora",
              VpcSecurityGroupIds=["{other}"]),
        drift("managed", "ModifyDBCluster", "manageMasterUserPassword", "masterUserSecretKmsKeyId",
              DBClusterIdentifier="managed", ApplyImmediately=True, ManageMasterUserPassword=False,
              MasterUserPassword="Twelve4Characters"),
        drift("cluster", "AddTagsToResource", "tags", ResourceName="{arn}", Tags=NEW_TAGS),
        Drift("pinned", "ModifyDBCluster", {"DBClusterIdentifier": "pinned", "ApplyImmediately": True,
              "BackupRetentionPeriod": 9, "EngineVersion": "17.9"}, frozenset({"backupRetentionPeriod"}),
              kept={"engineVersion": "17.9"}),
    ],
    "aws:rds/clusterInstance:ClusterInstance": [
        drift("instance", "ModifyDBInstance",
              "autoMinorVersionUpgrade", "caCertIdentifier", "copyTagsToSnapshot", "dbParameterGroupName",
              "instanceClass", "monitoringInterval", "monitoringRoleArn", "preferredMaintenanceWindow",
              "promotionTier", "publiclyAccessible",
              **INSTANCE, ApplyImmediately=True, AutoMinorVersionUpgrade=True,
              CACertificateIdentifier="rds-ca-ecc384-g1", CopyTagsToSnapshot=False,
              DBParameterGroupName="drift-other", DBInstanceClass="db.r7g.xlarge",
              MonitoringInterval=30, MonitoringRoleArn="arn:aws:iam::123456789012:role/drift-other",
              PreferredMaintenanceWindow="mon:04:30-mon:05:30", PromotionTier=5, PubliclyAccessible=True),
        drift("instance", "AddTagsToResource", "tags", ResourceName="{arn}", Tags=NEW_TAGS),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def corrected(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, engine: Engine
) -> Generator[dict[str, Correction]]:
    """The program, deployed, changed outside Pulumi and corrected, once for all types."""
    with deployed(
        repository, tmp_path_factory.mktemp("drift"), engine, program, keys=list(KEYS), lists=list(PREFIX_LISTS)
    ) as stack:
        _give_ipv6(stack)
        yield correct(stack, DRIFTS)


TABLES = (
    DRIFTS,
    test_drift_backup.DRIFTS,
    test_drift_global.DRIFTS,
    test_drift_notices.DRIFTS,
    test_drift_redis.DRIFTS,
)

NEVER_CORRECTED = {
    "aws:elasticache/replicationGroup:ReplicationGroup": {"engine", "engineVersion"},
    "aws:rds/cluster:Cluster": {
        "globalClusterIdentifier",
        "performanceInsightsKmsKeyId",
        "replicationSourceIdentifier",
    },
    "aws:rds/globalCluster:GlobalCluster": {"engineLifecycleSupport", "engineVersion"},
}
"""What AWS does not change back; `test_drift_redis.py` and `test_global_database.py` have tests of it."""


def _give_ipv6(stack: SandboxStack) -> None:
    """Give the subnets IPv6 addresses, without which a cluster cannot change its network type."""
    client, ids = stack.client("ec2"), resources(stack)
    answer = client.associate_vpc_cidr_block(VpcId=ids["vpc"]["id"], AmazonProvidedIpv6CidrBlock=True)
    first = IPv6Network(answer["Ipv6CidrBlockAssociation"]["Ipv6CidrBlock"]).network_address
    for number, zone in enumerate(ZONES):
        client.associate_subnet_cidr_block(SubnetId=ids[zone]["id"], Ipv6CidrBlock=f"{first + (number << 64)}/64")


def test_every_property_that_aws_changes_in_place_is_tried() -> None:
    """A new property of the provider's table needs a line here."""
    wanted = {
        row.type: {prop.name for prop in row.properties if prop.mutable} | ({"tags"} if row.tagging else set())
        for row in WRITTEN.values()
    }

    tried = {type_: set(NEVER_CORRECTED.get(type_, set())) for table in TABLES for type_ in table}
    for table in TABLES:
        for type_, drifts in table.items():
            tried[type_] |= tried_properties(drifts)
    assert tried == wanted


@pytest.mark.parametrize("type_", [type_ for type_, drifts in DRIFTS.items() if drifts])
def test_a_preview_shows_drift_and_up_corrects_it(corrected: dict[str, Correction], type_: str) -> None:
    """boto3 changes every property that AWS can change; the preview names each and no other, `up` restores all."""
    correction = corrected[type_]

    assert correction.shown == correction.expected
    assert correction.after == correction.wanted


def test_a_pinned_version_that_aws_has_patched_stays_patched(corrected: dict[str, Correction]) -> None:
    """Neither the preview nor an `up` that changes another property asks for the old version again."""
    clusters = corrected["aws:rds/cluster:Cluster"]

    assert clusters.shown["pinned"] == {"backupRetentionPeriod"}
    assert clusters.after["pinned"]["engineVersion"] == "17.9"
    assert clusters.after["pinned"]["backupRetentionPeriod"] == 7

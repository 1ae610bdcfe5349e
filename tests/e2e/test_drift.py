"""Whatever is changed behind Pulumi's back, refresh sees and `up` mends.

Without this, "no change" would mean nothing.
"""

import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv6Network
from pathlib import Path
from typing import Any

import jmespath
import pulumi
import pulumi_aws as aws
import pytest
from botocore import xform_name
from pulumi.automation import EngineEvent, OpType

from orion_sandbox.engine import Engine
from orion_sandbox.project import read_project
from orion_sandbox.providers.calls import ENDPOINT_VARIABLE, Caller
from orion_sandbox.providers.observation import describe
from orion_sandbox.providers.rows import ROWS
from orion_sandbox.stack import SandboxStack
from tests.e2e.drift_program import KEY_POLICY, KEYS, PREFIX_LISTS, READERS, TRUST, ZONES, program
from tests.e2e.sandboxes import Sandbox

CHANGED = "changed by hand"
NEW_TAGS = [{"Key": "Name", "Value": CHANGED}]


@dataclass(frozen=True)
class Drift:
    """One call that changes properties of one resource behind Pulumi's back."""

    resource: str
    """Logical name in `drift_program.py`."""
    operation: str
    arguments: Mapping[str, Any]
    properties: frozenset[str] = field(default_factory=frozenset[str])


def drift(resource: str, operation: str, *properties: str, **arguments: Any) -> Drift:
    """Spell a `Drift`."""
    return Drift(resource, operation, arguments, frozenset(properties))


CLUSTER, INSTANCE = {"DBClusterIdentifier": "drift"}, {"DBInstanceIdentifier": "drift-1"}
RULE = "{id}"
"""Stands for the resource's id in arguments."""


def rule(resource: str, property_name: str, **change: Any) -> Drift:
    """One changed member of a security group rule; AWS wants all the others with it."""
    source = {
        "from-ipv4": {"CidrIpv4": "10.1.0.0/16"},
        "from-ipv6": {"CidrIpv6": "fd00::/64"},
        "from-group": {"ReferencedGroupId": "{other}"},
        "from-list": {"PrefixListId": PREFIX_LISTS[0]},
    }[resource]
    whole = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "Description": "as written", **source, **change}
    changes = [{"SecurityGroupRuleId": RULE, "SecurityGroupRule": whole}]
    return drift(resource, "ModifySecurityGroupRules", property_name, GroupId="{group}", SecurityGroupRules=changes)


DRIFTS: dict[str, list[Drift]] = {
    "aws:ec2/vpc:Vpc": [drift("vpc", "CreateTags", "tags", Resources=["{id}"], Tags=NEW_TAGS)],
    "aws:ec2/subnet:Subnet": [drift("us-east-1a", "CreateTags", "tags", Resources=["{id}"], Tags=NEW_TAGS)],
    "aws:ec2/securityGroup:SecurityGroup": [drift("group", "CreateTags", "tags", Resources=["{id}"], Tags=NEW_TAGS)],
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
              Policy=json.dumps(KEY_POLICY).replace("kms:*", "kms:Describe*")),
        drift("own-key", "DisableKeyRotation", "enableKeyRotation", KeyId="{id}"),
        drift("own-key", "TagResource", "tags", KeyId="{id}", Tags=[{"TagKey": "Name", "TagValue": CHANGED}]),
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
              "deletionProtection", "enabledCloudwatchLogsExports", "engineLifecycleSupport",
              "iamDatabaseAuthenticationEnabled", "networkType", "performanceInsightsEnabled",
              "performanceInsightsKmsKeyId", "performanceInsightsRetentionPeriod", "port",
              "preferredBackupWindow", "preferredMaintenanceWindow",
              "serverlessv2ScalingConfiguration", "storageType", "vpcSecurityGroupIds",
              **CLUSTER, ApplyImmediately=True, AutoMinorVersionUpgrade=True,
              EngineLifecycleSupport="open-source-rds-extended-support", BackupRetentionPeriod=3,
              CopyTagsToSnapshot=False,
              DatabaseInsightsMode="standard", DBClusterParameterGroupName="default.aurora-postgresql17",
              DeletionProtection=True, CloudwatchLogsExportConfiguration={"DisableLogTypes": ["postgresql"]},
              EnableIAMDatabaseAuthentication=False, EnablePerformanceInsights=False,
              PerformanceInsightsKMSKeyId=KEYS[1], PerformanceInsightsRetentionPeriod=7, Port=6543,
              PreferredBackupWindow="01:00-02:00", PreferredMaintenanceWindow="mon:04:30-mon:05:30", NetworkType="DUAL",
              ServerlessV2ScalingConfiguration={"MinCapacity": 1, "MaxCapacity": 4}, StorageType="aurora",
              VpcSecurityGroupIds=["{other}"]),
        drift("managed", "ModifyDBCluster", "manageMasterUserPassword", "masterUserSecretKmsKeyId",
              DBClusterIdentifier="managed", ApplyImmediately=True, ManageMasterUserPassword=False,
              MasterUserPassword="Twelve4Characters"),
        drift("cluster", "AddTagsToResource", "tags", ResourceName="{arn}", Tags=NEW_TAGS),
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
def stack(repository: Path, tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Generator[SandboxStack]:
    """The program, deployed once; each test leaves it as it found it."""
    references = {"drift:keys": list(KEYS), "drift:lists": list(PREFIX_LISTS)}
    with Sandbox(read_project(repository / "Pulumi.yaml"), tmp_path_factory.mktemp("drift"), engine) as sandbox:
        deployed = sandbox.stack("drift", program=program, config={"aws:region": "us-east-1", **references})
        deployed.up()
        _give_ipv6(deployed)
        yield deployed


NEVER_MENDED = {"aws:rds/cluster:Cluster": {"engineVersion"}}
"""What AWS refuses to take back; it has a test of its own."""


def _give_ipv6(stack: SandboxStack) -> None:
    """A cluster can be given two network types in subnets that have both; the program's properties say neither."""
    client, ids = stack.client("ec2"), resources(stack)
    answer = client.associate_vpc_cidr_block(VpcId=ids["vpc"]["id"], AmazonProvidedIpv6CidrBlock=True)
    first = IPv6Network(answer["Ipv6CidrBlockAssociation"]["Ipv6CidrBlock"]).network_address
    for number, zone in enumerate(ZONES):
        client.associate_subnet_cidr_block(SubnetId=ids[zone]["id"], Ipv6CidrBlock=f"{first + (number << 64)}/64")


def test_every_property_that_aws_changes_in_place_is_tried() -> None:
    """A new property of the table needs its line here."""
    wanted = {
        row.type: {prop.name for prop in row.properties if prop.mutable} | ({"tags"} if row.tagging else set())
        for row in ROWS.values()
    }

    tried = {type_: {name for one in drifts for name in one.properties} for type_, drifts in DRIFTS.items()}
    assert {type_: names | NEVER_MENDED.get(type_, set()) for type_, names in tried.items()} == wanted


@pytest.mark.parametrize("type_", [type_ for type_, drifts in DRIFTS.items() if drifts])
def test_refresh_sees_and_up_mends_what_was_changed_by_hand(stack: SandboxStack, type_: str) -> None:
    """boto3 changes every property that AWS can change; the preview names each, `up` puts all back."""
    row, drifts = ROWS[type_], DRIFTS[type_]
    ids = resources(stack)
    names = {one.resource for one in drifts}
    before = {name: described(stack, type_, ids[name]["id"]) for name in names}

    client = stack.client(row.service)
    for one in drifts:
        getattr(client, xform_name(one.operation))(**filled(one.arguments, one.resource, ids))
    shown = differences(stack)
    stack.up(refresh=True)

    expected = {name: {prop for one in drifts if one.resource == name for prop in one.properties} for name in names}
    assert {name: diffs - {"tagsAll"} for name, diffs in shown.items()} == expected
    assert {name: described(stack, type_, ids[name]["id"]) for name in names} == before


def test_a_pinned_version_that_aws_has_patched_stays_patched(sandbox: Sandbox) -> None:
    """AWS patches what must be patched; neither the next preview nor the next `up` asks for the old version."""

    def pinned(retention_days: int) -> Callable[[], None]:
        def program() -> None:
            aws.rds.Cluster(
                "cluster",
                cluster_identifier="pinned",
                engine=aws.rds.EngineType.AURORA_POSTGRESQL,
                engine_version="17.7",
                backup_retention_period=retention_days,
                master_username="orion_admin",
                master_password=pulumi.Output.secret("Twelve4Characters"),
                skip_final_snapshot=True,
            )

        return program

    stack = sandbox.stack("pinned", program=pinned(7), config={"aws:region": "us-east-1"})
    stack.up()
    rds = stack.client("rds")
    rds.modify_db_cluster(DBClusterIdentifier="pinned", EngineVersion="17.9", ApplyImmediately=True)

    assert differences(stack) == {}
    sandbox.stack("pinned", program=pinned(9), config={"aws:region": "us-east-1"}).up(refresh=True)
    (cluster,) = rds.describe_db_clusters()["DBClusters"]
    assert (cluster["EngineVersion"], cluster["BackupRetentionPeriod"]) == ("17.9", 9)


def resources(stack: SandboxStack) -> dict[str, dict[str, Any]]:
    """Logical name to id and arn of everything in the stack's state."""
    deployment = stack.automation().export_stack().deployment or {}
    return {
        one["urn"].rsplit("::", 1)[1]: {"id": one.get("id"), "arn": one.get("outputs", {}).get("arn")}
        for one in deployment["resources"]
    }


def filled(value: Any, resource: str, ids: Mapping[str, Mapping[str, Any]]) -> Any:
    """Arguments with `{id}`, `{arn}` and `{other resource}` replaced."""
    if isinstance(value, Mapping):
        return {key: filled(item, resource, ids) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, resource, ids) for item in value]
    if value in ("{id}", "{arn}"):
        return ids[resource][value.strip("{}")]
    if isinstance(value, str) and value.startswith("{") and value.endswith("}") and value.strip("{}") in ids:
        return ids[value.strip("{}")]["id"]
    return value


def described(stack: SandboxStack, type_: str, identity: str) -> dict[str, Any]:
    """AWS's own words on every property that it changes in place."""
    row = ROWS[type_]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENDPOINT_VARIABLE, stack.api().endpoint)
        item = describe(row, Caller(row.service, stack.region), identity)
    values = {prop.name: jmespath.search(prop.path, item) for prop in row.properties if prop.mutable}
    return {name: sorted(value, key=str) if isinstance(value, list) else value for name, value in values.items()}


def differences(stack: SandboxStack) -> dict[str, set[str]]:
    """Logical name to the properties that a preview would change, after looking at AWS."""
    found: dict[str, set[str]] = {}

    def note(event: EngineEvent) -> None:
        if event.resource_pre_event and event.resource_pre_event.metadata.op == OpType.UPDATE:
            metadata = event.resource_pre_event.metadata
            found[metadata.urn.rsplit("::", 1)[1]] = set(metadata.diffs or ())

    stack.preview(refresh=True, on_event=note)
    return found

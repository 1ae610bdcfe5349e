"""The stand-in's table against the SDK, botocore's models and AWS's CloudFormation schemas."""

import functools
import json
from importlib.resources import files
from typing import Any

import pytest

from orion_rds.testing.annotations import properties_of
from orion_sandbox.providers.aws_provider import IMPLICIT_INPUTS
from orion_sandbox.providers.calls import service_model
from orion_sandbox.providers.resources import ROWS, WRITTEN
from orion_sandbox.providers.resources.derived import DECLARED
from orion_sandbox.providers.schema import is_optional, output_names
from orion_sandbox.providers.table import Reach, Row

SCHEMAS = {
    "aws:ec2/securityGroup:SecurityGroup": "AWS::EC2::SecurityGroup",
    "aws:backup/plan:Plan": "AWS::Backup::BackupPlan",
    "aws:backup/selection:Selection": "AWS::Backup::BackupSelection",
    "aws:backup/vault:Vault": "AWS::Backup::BackupVault",
    "aws:iam/policy:Policy": "AWS::IAM::ManagedPolicy",
    "aws:iam/role:Role": "AWS::IAM::Role",
    "aws:kms/alias:Alias": "AWS::KMS::Alias",
    "aws:kms/key:Key": "AWS::KMS::Key",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": "AWS::CloudWatch::CompositeAlarm",
    "aws:cloudwatch/dashboard:Dashboard": "AWS::CloudWatch::Dashboard",
    "aws:cloudwatch/eventRule:EventRule": "AWS::Events::Rule",
    "aws:cloudwatch/logGroup:LogGroup": "AWS::Logs::LogGroup",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "AWS::CloudWatch::Alarm",
    "aws:elasticache/parameterGroup:ParameterGroup": "AWS::ElastiCache::ParameterGroup",
    "aws:elasticache/replicationGroup:ReplicationGroup": "AWS::ElastiCache::ReplicationGroup",
    "aws:elasticache/subnetGroup:SubnetGroup": "AWS::ElastiCache::SubnetGroup",
    "aws:elasticache/user:User": "AWS::ElastiCache::User",
    "aws:elasticache/userGroup:UserGroup": "AWS::ElastiCache::UserGroup",
    "aws:rds/cluster:Cluster": "AWS::RDS::DBCluster",
    "aws:rds/clusterInstance:ClusterInstance": "AWS::RDS::DBInstance",
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": "AWS::RDS::DBClusterParameterGroup",
    "aws:rds/eventSubscription:EventSubscription": "AWS::RDS::EventSubscription",
    "aws:rds/globalCluster:GlobalCluster": "AWS::RDS::GlobalCluster",
    "aws:rds/parameterGroup:ParameterGroup": "AWS::RDS::DBParameterGroup",
    "aws:rds/subnetGroup:SubnetGroup": "AWS::RDS::DBSubnetGroup",
    "aws:secretsmanager/secret:Secret": "AWS::SecretsManager::Secret",
    "aws:sns/topic:Topic": "AWS::SNS::Topic",
    "aws:sns/topicSubscription:TopicSubscription": "AWS::SNS::Subscription",
    "aws:ssm/parameter:Parameter": "AWS::SSM::Parameter",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "AWS::EC2::SecurityGroupIngress",
}
WITHOUT_SCHEMA = {
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": "CloudFormation locks by a property of the vault",
    "aws:cloudwatch/eventTarget:EventTarget": "CloudFormation keeps targets as a property of the rule",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "CloudFormation attaches policies as a property of the role",
    "aws:secretsmanager/secretPolicy:SecretPolicy": "CloudFormation's type has a property of another form",
    "aws:secretsmanager/secretVersion:SecretVersion": "CloudFormation keeps the value as a property of the secret",
    "aws:sns/topicPolicy:TopicPolicy": "CloudFormation's type is one policy of several topics",
}
RENAMED: dict[str, dict[str, str]] = {
    "aws:backup/selection:Selection": dict.fromkeys(
        ("iamRoleArn", "name", "notResources", "resources"), "BackupSelection"
    ),
    "aws:iam/policy:Policy": {"name": "ManagedPolicyName"},
    "aws:ec2/securityGroup:SecurityGroup": {"description": "GroupDescription"},
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
        "cidrIpv4": "CidrIp",
        "prefixListId": "SourcePrefixListId",
        "referencedSecurityGroupId": "SourceSecurityGroupId",
    },
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": {"family": "Family"},
    "aws:rds/parameterGroup:ParameterGroup": {"family": "Family"},
    "aws:sns/topic:Topic": {"name": "TopicName"},
}
DIFFERENCES = {
    "aws:elasticache/parameterGroup:ParameterGroup": {
        "description": "CloudFormation says it can be changed; AWS has no call that does",
        "name": "CloudFormation draws the name; AWS renames no group",
    },
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
        "actionsEnabled": "AWS turns actions on and off in place; Terraform's provider makes a new alarm"
    },
    "aws:rds/eventSubscription:EventSubscription": {
        "snsTopic": "CloudFormation makes a new subscription; ModifyEventSubscription takes another topic"
    },
    "aws:backup/plan:Plan": {"name": "AWS renames a plan; Terraform's provider does not"},
    "aws:kms/key:Key": dict.fromkeys(
        ("customerMasterKeySpec", "keyUsage", "multiRegion"),
        "the schema does not say it; no operation of KMS changes them",
    ),
    "aws:rds/cluster:Cluster": {
        "engine": "the schema says it under certain conditions only; ModifyDBCluster has no such member",
        "masterUsername": "the schema says it under certain conditions only; ModifyDBCluster has no such member",
    },
    "aws:rds/clusterInstance:ClusterInstance": {
        "availabilityZone": "the schema says it under certain conditions only; ModifyDBInstance has no such member",
        "engine": "the schema says it under certain conditions only; ModifyDBInstance takes it for Oracle",
    },
    "aws:ssm/parameter:Parameter": {"dataType": "AWS takes another one; Terraform's provider makes a new parameter"},
    "aws:rds/globalCluster:GlobalCluster": {
        "databaseName": "the schema does not say it; ModifyGlobalCluster has no such member"
    },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": dict.fromkeys(
        ("cidrIpv4", "cidrIpv6", "fromPort", "ipProtocol", "prefixListId", "referencedSecurityGroupId", "toPort"),
        "CloudFormation's older type replaces the rule; Terraform's provider calls ModifySecurityGroupRules",
    ),
}

MODULES = {"lb": "ElasticLoadBalancingV2", "vpc": "EC2"}
"""The SDK's modules that CloudFormation calls otherwise."""
OF_DERIVED = {
    "ec2.RouteTableAssociation": "SubnetRouteTableAssociation",
    "rds.Instance": "DBInstance",
    "route53.Record": "RecordSet",
    "route53.Zone": "HostedZone",
    "s3.BucketV2": "Bucket",
    "vpc.SecurityGroupEgressRule": "SecurityGroupEgress",
}
"""Derived types that CloudFormation calls otherwise."""
DERIVED_DIFFERENCES = {
    "aws:ec2/eip:Eip": dict.fromkeys(
        ("domain", "publicIpv4Pool"), "AWS has no call that changes it; Terraform's provider allocates another address"
    ),
    "aws:ec2/instance:Instance": {"privateIp": "CloudFormation has the name for the address that AWS has given"},
    "aws:ecs/service:Service": {
        "launchType": "CloudFormation replaces the service under certain conditions; the provider always"
    },
    "aws:lb/targetGroup:TargetGroup": {"targetControlPort": "ModifyTargetGroup has no such member"},
    "aws:rds/instance:Instance": {
        "availabilityZone": "the schema says it under certain conditions only; ModifyDBInstance has no such member",
        "dbSubnetGroupName": "ModifyDBInstance moves an instance to another group",
        "engine": "the schema says it under certain conditions only; the provider always",
    },
    "aws:route53/record:Record": dict.fromkeys(
        ("name", "setIdentifier", "type"), "CloudFormation deletes and creates the record in one update"
    ),
    "aws:s3/bucket:Bucket": {"objectLockEnabled": "AWS turns it on in place; Terraform's provider makes a new bucket"},
    "aws:s3/bucketV2:BucketV2": {"objectLockEnabled": "as of the newer type"},
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": dict.fromkeys(
        ("cidrIpv6", "fromPort", "ipProtocol", "toPort"),
        "CloudFormation's older type replaces the rule; Terraform's provider calls ModifySecurityGroupRules",
    ),
}
DERIVED_WITH_SCHEMA = 30
"""Fewer would say that the types are not found any more."""

ALL_ROWS = [pytest.param(row, id=row.type) for row in WRITTEN.values()]


@functools.cache
def schemas() -> dict[str, Any]:
    """Load cfn-lint's copies of AWS's resource schemas, by type name."""
    folder = files("cfnlint") / "data" / "schemas" / "resources"
    found = [json.loads(path.read_text()) for path in folder.iterdir() if path.name.endswith(".json")]
    return {schema["typeName"]: schema for schema in found}


def schema_name(row: Row, name: str, member: str) -> str:
    """Return CloudFormation's name of a property."""
    return RENAMED.get(row.type, {}).get(name, member[0].upper() + member[1:])


def test_every_row_is_compared_or_says_why_not() -> None:
    """A new row cannot slip past the comparison."""
    assert WRITTEN.keys() == SCHEMAS.keys() | WITHOUT_SCHEMA.keys()


@pytest.mark.parametrize("row", [pytest.param(WRITTEN[name], id=name) for name in SCHEMAS])
def test_what_replaces_is_what_cloudformation_cannot_change(row: Row) -> None:
    """Two independent descriptions of one API; each difference is explained."""
    schema = schemas()[SCHEMAS[row.type]]
    create_only = {path.rsplit("/", 1)[1] for path in schema.get("createOnlyProperties", ())}
    sent = [prop for prop in row.properties if prop.reach is not Reach.LOCAL]
    assert sent, "a row without properties proves nothing"

    differing = {
        prop.name for prop in sent if prop.replaces != (schema_name(row, prop.name, prop.aws_member) in create_only)
    }

    assert differing == DIFFERENCES.get(row.type, {}).keys()


def test_what_replaces_a_derived_row_is_what_cloudformation_cannot_change() -> None:
    """Of the properties that both call by one name."""
    compared = {
        type_: differing for type_ in DECLARED if (differing := differing_from_cloudformation(ROWS[type_])) is not None
    }

    assert len(compared) > DERIVED_WITH_SCHEMA
    assert {type_: differing for type_, differing in compared.items() if differing} == {
        type_: set(reasons) for type_, reasons in DERIVED_DIFFERENCES.items()
    }


def differing_from_cloudformation(row: Row) -> set[str] | None:
    """Return the properties that only one of both replaces; None if there is no schema."""
    _, module, name = row.type.split(":")
    module = module.split("/")[0]
    title = f"AWS::{MODULES.get(module, module)}::{OF_DERIVED.get(f'{module}.{name}', name)}".lower()
    schema = next((each for type_name, each in schemas().items() if type_name.lower() == title), None)
    if schema is None:
        return None
    create_only = {path.rsplit("/", 1)[1].lower() for path in schema.get("createOnlyProperties", ())}
    known = {each.lower() for each in schema["properties"]}
    named = [(prop, {prop.name.lower(), prop.aws_member.lower()} & known) for prop in row.properties]
    return {prop.name for prop, names in named if names and prop.replaces != bool(names & create_only)}


@pytest.mark.parametrize("row", ALL_ROWS)
def test_a_row_names_only_what_the_sdk_has(row: Row) -> None:
    """A misspelt property would always be refused, a misspelt output never set."""
    inputs, outputs = properties_of(row.type), output_names(row.type)

    assert {prop.name for prop in row.properties} <= inputs.keys()
    assert row.computed.keys() <= outputs
    assert (row.tagging is not None) == ("tags" in inputs)
    assert row.regional == ("region" in inputs)


@pytest.mark.parametrize("row", ALL_ROWS)
def test_a_row_names_each_property_once(row: Row) -> None:
    """The second would never be reached."""
    names = [prop.name for prop in row.properties] + sorted(row.computed) + sorted(IMPLICIT_INPUTS)

    assert len(names) == len(set(names))


@pytest.mark.parametrize("row", ALL_ROWS)
def test_a_name_is_generated_if_the_sdk_makes_it_optional(row: Row) -> None:
    """It decides what a replacement does about a name that the program gives: delete first, or fail if it is taken."""
    names = [prop.name for prop in row.properties if prop.name in ("name", "targetId") or prop.aws_member == row.key]

    optional = {name for name in names if is_optional(row.type, name)}

    assert optional == ({row.auto_name.name} if row.auto_name else set())


@pytest.mark.parametrize("row", ALL_ROWS)
def test_a_row_calls_what_aws_has(row: Row) -> None:
    """Operations derived from a noun exist too, and take the member that names the resource."""
    model = service_model(row.service)
    operations = {row.create, row.read, row.modify, row.delete} - {""}

    assert {row.create, row.read} <= operations <= set(model.operation_names)
    for name in [row.read, row.delete] if row.delete else [row.read]:
        members = model.operation_model(name).input_shape.members
        assert row.read_arguments or row.delete_arguments or {row.key, row.key[:-1], f"{row.key}s"} & members.keys()


@pytest.mark.parametrize("row", [pytest.param(row, id=row.type) for row in WRITTEN.values() if row.modify])
def test_what_the_modify_operation_takes_is_not_replaced_without_a_reason(row: Row) -> None:
    """AWS's own model decides whether a property can be changed in place; an exception says why."""
    members = service_model(row.service).operation_model(row.modify).input_shape.members
    for prop in row.properties:
        names_it = row.key in (prop.aws_member, f"{prop.aws_member}s")
        if prop.reach is Reach.SENT and prop.replaces and prop.aws_member in members and not names_it:
            assert prop.because, prop.name


@pytest.mark.parametrize("row", ALL_ROWS)
def test_a_reason_stands_only_at_what_replaces(row: Row) -> None:
    """Without a replacement it would explain nothing."""
    assert all(prop.replaces for prop in row.properties if prop.because)

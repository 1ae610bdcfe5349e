"""EC2, Secrets Manager, CloudWatch Logs, Systems Manager, IAM and KMS."""

import json
from typing import Any

from tests.contract.aws_api.refusals.case import case

INGRESS, EGRESS, CHANGE = (
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupEgress",
    "ModifySecurityGroupRules",
)
GROUP, SECRET, LOGS, ROLE = "CreateSecurityGroup", "CreateSecret", "CreateLogGroup", "CreateRole"
POLICY, VERSION, DELETE_POLICY = "CreatePolicy", "CreatePolicyVersion", "DeletePolicy"
KEY, KEY_POLICY, ALIAS, MOVE_ALIAS = "CreateKey", "PutKeyPolicy", "CreateAlias", "UpdateAlias"
STAGE, PARAMETER = "UpdateSecretVersionStage", "PutParameter"
TAGGED = {"ResourceName": None, "ResourceType": "Parameter", "ResourceId": "taken"}
OWN, OTHER = "123456789012", "999999999999"
TAGS = [{"Key": str(number), "Value": "v"} for number in range(51)]
RESERVED = [{"Key": "aws:owner", "Value": "v"}]
LONG = [{"Key": "k", "Value": "v" * 257}]


def block(cidr: str = "10.9.0.0/16", first: int | None = 5432, last: int | None = 5432, **rest: str) -> dict[str, Any]:
    """Return a permission for one block."""
    ports = {name: port for name, port in {"FromPort": first, "ToPort": last}.items() if port is not None}
    place, member = ("Ipv6Ranges", "CidrIpv6") if ":" in cidr else ("IpRanges", "CidrIp")
    return {"IpPermissions": [{"IpProtocol": "tcp", **ports, place: [{member: cidr, **rest}]}]}


def changed(**rule: Any) -> dict[str, Any]:
    """Return the second rule of the group with a change."""
    whole = {"IpProtocol": "tcp", "FromPort": 5433, "ToPort": 5433, **rule}
    return {"SecurityGroupRules": [{"SecurityGroupRuleId": "{rule}", "SecurityGroupRule": whole}]}


def tagged(tags: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return the tags of a new group."""
    return [{"ResourceType": "security-group", "Tags": tags}]


def document(**statement: Any) -> str:
    """Return a policy of one statement."""
    whole = {"Effect": "Allow", "Action": "rds-db:connect", "Resource": "*", **statement}
    return json.dumps({"Version": "2012-10-17", "Statement": [whole]})


def long(characters: int) -> str:
    """Return a policy of as many characters, with additional white space."""
    bare = document(Resource="arn:aws:s3:::")
    room = characters - len("".join(bare.split()))
    return document(Resource=f"arn:aws:s3:::{'x' * room}").replace(":", ":  ", 1)


def key_policy(principal: str, action: str = "kms:*") -> str:
    """Return a key policy of one statement."""
    return document(Principal={"AWS": f"arn:aws:iam::{principal}:root"}, Action=action)


CASES = (
    case("ec2-constraint", GROUP, "not be null", Description=None),
    case("ec2-group-name", GROUP, "parameter GroupName is invalid", {"GroupName": "{new} (a)"}, GroupName="sg-mine"),
    case("ec2-group-description", GROUP, "GroupDescription is invalid", {"Description": "x" * 255},
         Description="x" * 256),
    case("ec2-group-vpc", GROUP, "'vpc-00000000' does not exist", VpcId="vpc-00000000"),
    case("ec2-group-taken", GROUP, "'main' already exists", {"GroupName": "main", "VpcId": "{third_vpc}"},
         GroupName="main"),
    case("ec2-group-in-use", "DeleteSecurityGroup", "has a dependent object", {"GroupId": "{unused_group}"},
         GroupId="{used_group}"),
    case("ec2-group-in-use", "DeleteSecurityGroup", "has a dependent object", GroupId="{cached_group}"),
    case("ec2-rule-cidr", INGRESS, "10.0.0.0/33 is malformed", block("10.0.0.1/15"), **block("10.0.0.0/33")),
    case("ec2-rule-cidr", INGRESS, "fd00::/129 is malformed", block("fd00::/8"), **block("fd00::/129")),
    case("ec2-rule-ports", INGRESS, "from 5433 to 5432", block(first=5432, last=5434),
         **block(first=5433, last=5432)),
    case("ec2-rule-ports", INGRESS, "from None to None", block(first=0, last=65535), **block(first=None, last=None)),
    case("ec2-rule-description", INGRESS, "Valid descriptions", block("10.8.0.0/16", Description="x" * 255),
         **block(Description="a?")),
    case("ec2-rule-origin", CHANGE, "Exactly one of", **changed()),
    case("ec2-rule-origin", CHANGE, "Exactly one of", changed(CidrIpv4="10.5.0.0/16"),
         **changed(CidrIpv4="10.5.0.0/16", CidrIpv6="fd00::/8")),
    case("ec2-rule-group-unknown", CHANGE, "'sg-00000000' does not exist", changed(ReferencedGroupId="{group}"),
         **changed(ReferencedGroupId="sg-00000000")),
    case("ec2-rule-group-form", CHANGE, 'Invalid id: "210987654321/sg-00000000"',
         changed(ReferencedGroupId="{group}"), **changed(ReferencedGroupId="210987654321/sg-00000000")),
    case("ec2-rule-prefix-list-unknown", CHANGE, "'pl-00000000' does not exist", changed(PrefixListId="{list}"),
         **changed(PrefixListId="pl-00000000")),
    case("ec2-rule-duplicate", INGRESS, "already exists", block("10.1.0.0/16", first=5431),
         **block("10.1.0.0/16", Description="other words")),
    case("ec2-rule-duplicate", CHANGE, "already exists", changed(CidrIpv4="10.1.0.0/16"),
         **changed(CidrIpv4="10.1.0.0/16", FromPort=5432, ToPort=5432)),
    case("ec2-rule-duplicate", EGRESS, "already exists", GroupId="{group}",
         IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]),
    case("ec2-tags-too-many", GROUP, "at most 50", {"TagSpecifications": tagged(TAGS[:50])},
         TagSpecifications=tagged(TAGS)),
    case("ec2-tags-reserved", "CreateTags", "reserved for internal use", Resources=["{group}"], Tags=RESERVED),
    case("ec2-tags-too-long", GROUP, "is invalid", TagSpecifications=tagged(LONG)),
    case("secretsmanager-constraint", SECRET, "at 'Name'", {"Name": "{new}".ljust(504, "x")}, Name="x" * 513),
    case("secretsmanager-name", SECRET, "Invalid name", {"Name": "{new}/a_b+c=d.e@f!-abcdef"}, Name="a b"),
    case("secretsmanager-scheduled-for-deletion", SECRET, "already scheduled for deletion", Name="waiting"),
    case("secretsmanager-taken", SECRET, "taken already exists", Name="taken"),
    case("secretsmanager-recovery-window", "DeleteSecret", "between 7 and 30 days", {"SecretId": "unwanted",
         "RecoveryWindowInDays": 7}, SecretId="taken", RecoveryWindowInDays=6),
    case("secretsmanager-recovery-window-and-none", "DeleteSecret", "in conjunction with", SecretId="taken",
         RecoveryWindowInDays=7, ForceDeleteWithoutRecovery=True),
    case("secretsmanager-key", SECRET, "can't encrypt", {"KmsKeyId": "{key}"}, KmsKeyId="{missing_key}"),
    case("secretsmanager-key", "UpdateSecret", "can't encrypt", {"SecretId": "taken", "KmsKeyId": "{key}"},
         SecretId="taken", KmsKeyId="{disabled_key}"),
    case("secretsmanager-key", "PutSecretValue", "can't encrypt", {"SecretId": "taken", "SecretString": "x"},
         SecretId="locked", SecretString="x"),
    case("secretsmanager-tags-too-many", SECRET, "at most 50", {"Tags": TAGS[:50]}, Tags=TAGS),
    case("secretsmanager-tags-reserved", SECRET, "reserved for internal use", Tags=RESERVED),
    case("secretsmanager-replicated", "DeleteSecret", "replica regions [us-west-2]", {"SecretId": "uncopied"},
         SecretId="copied"),
    case("secretsmanager-replica-region", "ReplicateSecretToRegions", "Invalid replica region",
         {"SecretId": "taken", "AddReplicaRegions": [{"Region": "us-west-2"}]},
         SecretId="taken", AddReplicaRegions=[{"Region": "us-east-1"}]),
    case("secretsmanager-label-current", STAGE, "can't be completely removed",
         {"SecretId": "labelled", "VersionStage": "AWSPREVIOUS", "RemoveFromVersionId": "{version_first}"},
         SecretId="labelled", VersionStage="AWSCURRENT", RemoveFromVersionId="{version_second}"),
    case("secretsmanager-label-elsewhere", STAGE, "currently attached to version {version_first}",
         {"SecretId": "labelled", "VersionStage": "mine", "MoveToVersionId": "{version_second}",
          "RemoveFromVersionId": "{version_first}"},
         SecretId="labelled", VersionStage="mine", MoveToVersionId="{version_second}"),
    case("secretsmanager-label-elsewhere", STAGE, "Staging label nowhere is not attached",
         SecretId="labelled", VersionStage="nowhere", RemoveFromVersionId="{version_second}"),
    case("logs-constraint", LOGS, "pattern", {"logGroupName": "/aws/{new}#a.b-c_d"}, logGroupName="a b"),
    case("logs-group-taken", LOGS, "already exists", logGroupName="taken"),
    case("logs-retention", "PutRetentionPolicy", "'31' at 'retentionInDays'", {"retentionInDays": 30},
         retentionInDays=31),
    case("logs-key", LOGS, "not allowed to be used", {"kmsKeyId": "{key}"}, kmsKeyId="{missing_key}"),
    case("logs-key", LOGS, "not allowed to be used", kmsKeyId="{plain_key}"),
    case("logs-key", "AssociateKmsKey", "not allowed to be used", {"logGroupName": "taken", "kmsKeyId": "{key}"},
         logGroupName="taken", kmsKeyId="{disabled_key}"),
    case("logs-group-protected", "DeleteLogGroup", "protection is enabled", {"logGroupName": "unwanted"},
         logGroupName="guarded"),
    case("logs-tags-reserved", LOGS, "reserved for internal use", tags={"aws:owner": "v"}),
    case("ssm-constraint", PARAMETER, "at 'Type'", {"Type": "StringList"}, Type="Text"),
    case("ssm-parameter-reserved", PARAMETER, "reserved parameter name: aws-database", {"Name": "{new}-aws"},
         Name="aws-database"),
    case("ssm-parameter-reserved", PARAMETER, "reserved parameter name: /ssm1/x", {"Name": "/{new}/ssm"},
         Name="/ssm1/x"),
    case("ssm-parameter-name", PARAMETER, "each sub-path", {"Name": "/{new}/a_b.c-d"}, Name="{new}/database"),
    case("ssm-parameter-levels", PARAMETER, "15 hierarchy levels", {"Name": "/{new}" + "/x" * 14},
         Name="/{new}" + "/x" * 15),
    case("ssm-parameter-taken", PARAMETER, "already exists", {"Name": "taken", "Overwrite": True}, Name="taken"),
    case("ssm-parameter-type", PARAMETER, "changing the type", {"Name": "taken", "Type": "StringList",
         "Overwrite": True}, Name="/in/hierarchy", Type="StringList", Overwrite=True),
    case("ssm-parameter-tier", PARAMETER, "can't downgrade", {"Name": "taken", "Tier": "Standard", "Overwrite": True},
         Name="advanced", Tier="Standard", Overwrite=True),
    case("ssm-parameter-length", PARAMETER, "4096 characters", {"Value": "x" * 4096}, Value="x" * 4097),
    case("ssm-parameter-length", PARAMETER, "4096 characters", {"Name": "advanced", "Overwrite": True,
         "Value": "x" * 4097}, Name="/in/hierarchy", Overwrite=True, Value="x" * 4097),
    case("ssm-parameter-length-advanced", PARAMETER, "8192 characters", {"Tier": "Advanced", "Value": "x" * 8192},
         Tier="Advanced", Value="x" * 8193),
    case("ssm-parameter-tags-overwritten", PARAMETER, "can't be used together", {"Tags": LONG[:0]}, Overwrite=True,
         Tags=[{"Key": "k", "Value": "v"}]),
    case("ssm-tags-too-many", "AddTagsToResource", "at most 50", {**TAGGED, "Tags": TAGS[:50]}, **TAGGED, Tags=TAGS),
    case("ssm-tags-reserved", PARAMETER, "reserved for internal use", Tags=RESERVED),
    case("iam-constraint", ROLE, "at 'RoleName'", {"RoleName": "{new}_+=,.@-"}, RoleName="a b"),
    case("iam-constraint", ROLE, "less than or equal to 64", RoleName="x" * 65),
    case("iam-tags-reserved", ROLE, "reserved for internal use", Tags=RESERVED),
    case("iam-policy-malformed", POLICY, "Syntax errors", {"PolicyDocument": document()}, PolicyDocument="{"),
    case("iam-policy-malformed", VERSION, "", {"PolicyArn": "{policy_taken}", "PolicyDocument": document()},
         PolicyArn="{policy_taken}", PolicyDocument=document(Effect="Perhaps")),
    case("iam-policy-size", POLICY, "PolicySize: 6144", {"PolicyDocument": long(6144)}, PolicyDocument=long(6145)),
    case("iam-policy-taken", POLICY, "taken already exists", {"PolicyName": "taken", "Path": "/other/"},
         PolicyName="taken"),
    case("iam-policy-versions", VERSION, "up to 5 versions", PolicyArn="{policy_full}", PolicyDocument=document()),
    case("iam-policy-attached", DELETE_POLICY, "attached to entities", {"PolicyArn": "{policy_unused-policy}"},
         PolicyArn="{policy_attached}"),
    case("iam-policy-with-versions", DELETE_POLICY, "more than one version", PolicyArn="{policy_many}"),
    case("iam-constraint", POLICY, "at 'PolicyName'", {"PolicyName": "{new}".ljust(120, "x")}, PolicyName="x" * 129),
    case("iam-tags-reserved", POLICY, "reserved for internal use", Tags=RESERVED),
    case("kms-constraint", "ScheduleKeyDeletion", "at 'PendingWindowInDays'", KeyId="{plain_key}",
         PendingWindowInDays=366),
    case("kms-policy-malformed", KEY, "invalid elements", {"Policy": key_policy(OWN)}, Policy="{}"),
    case("kms-policy-malformed", KEY_POLICY, "invalid elements", {"Policy": key_policy(OWN)}, Policy="no JSON"),
    case("kms-policy-lockout", KEY, "will not allow you", {"Policy": key_policy(OWN, "kms:Put*")},
         Policy=key_policy(OWN, "kms:Describe*")),
    case("kms-policy-lockout", KEY_POLICY, "will not allow you",
         {"Policy": key_policy(OTHER), "BypassPolicyLockoutSafetyCheck": True}, Policy=key_policy(OTHER)),
    case("kms-deletion-window", "ScheduleKeyDeletion", "between 7 and 30", KeyId="{plain_key}", PendingWindowInDays=6),
    case("kms-rotation-disabled", "EnableKeyRotation", "is disabled", {"KeyId": "{plain_key}"}, KeyId="{disabled_key}"),
    case("kms-constraint", "EnableKeyRotation", "at 'RotationPeriodInDays'",
         {"KeyId": "{plain_key}", "RotationPeriodInDays": 90}, KeyId="{plain_key}", RotationPeriodInDays=89),
    case("kms-alias-form", ALIAS, "Invalid identifier", {}, AliasName="database"),
    case("kms-alias-reserved", ALIAS, "is reserved", {}, AliasName="alias/aws/database"),
    case("kms-alias-taken", ALIAS, "alias/taken already exists", {}, AliasName="alias/taken"),
    case("kms-alias-key-unknown", ALIAS, "does not exist", {}, TargetKeyId="{missing_key}"),
    case("kms-alias-key-unknown", MOVE_ALIAS, "does not exist", {"AliasName": "alias/taken"}, AliasName="alias/taken",
         TargetKeyId="{missing_key}"),
    case("kms-tags-reserved", KEY, "reserved for internal use",
         Tags=[{"TagKey": "aws:owner", "TagValue": "v"}]),
)  # fmt: skip

"""Every service but RDS."""

from typing import Any

from tests.contract.aws_api.refusals.case import case

INGRESS, EGRESS, CHANGE = (
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupEgress",
    "ModifySecurityGroupRules",
)
GROUP, SECRET, LOGS, ROLE = "CreateSecurityGroup", "CreateSecret", "CreateLogGroup", "CreateRole"
TAGS = [{"Key": str(number), "Value": "v"} for number in range(51)]
RESERVED = [{"Key": "aws:owner", "Value": "v"}]
LONG = [{"Key": "k", "Value": "v" * 257}]


def block(cidr: str = "10.9.0.0/16", first: int | None = 5432, last: int | None = 5432, **rest: str) -> dict[str, Any]:
    """One permission for one block."""
    ports = {name: port for name, port in {"FromPort": first, "ToPort": last}.items() if port is not None}
    place, member = ("Ipv6Ranges", "CidrIpv6") if ":" in cidr else ("IpRanges", "CidrIp")
    return {"IpPermissions": [{"IpProtocol": "tcp", **ports, place: [{member: cidr, **rest}]}]}


def changed(**rule: Any) -> dict[str, Any]:
    """The second rule of the group, changed."""
    whole = {"IpProtocol": "tcp", "FromPort": 5433, "ToPort": 5433, **rule}
    return {"SecurityGroupRules": [{"SecurityGroupRuleId": "{rule}", "SecurityGroupRule": whole}]}


def tagged(tags: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Tags of a new group."""
    return [{"ResourceType": "security-group", "Tags": tags}]


CASES = (
    case("ec2-constraint", GROUP, "not be null", Description=None),
    case("ec2-group-name", GROUP, "parameter GroupName is invalid", {"GroupName": "{new} (a)"}, GroupName="sg-mine"),
    case("ec2-group-description", GROUP, "GroupDescription is invalid", {"Description": "x" * 255},
         Description="x" * 256),
    case("ec2-group-vpc", GROUP, "'vpc-00000000' does not exist", VpcId="vpc-00000000"),
    case("ec2-group-taken", GROUP, "'judged' already exists", {"GroupName": "judged", "VpcId": "{third_vpc}"},
         GroupName="judged"),
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
    case("iam-constraint", ROLE, "at 'RoleName'", {"RoleName": "{new}_+=,.@-"}, RoleName="a b"),
    case("iam-constraint", ROLE, "less than or equal to 64", RoleName="x" * 65),
    case("iam-tags-reserved", ROLE, "reserved for internal use", Tags=RESERVED),
    case("kms-constraint", "ScheduleKeyDeletion", "at 'PendingWindowInDays'", KeyId="{plain_key}",
         PendingWindowInDays=366),
)  # fmt: skip

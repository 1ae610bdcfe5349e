"""A case: a call that AWS refuses, and the nearest one that it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.contract.aws_api.refusals import bases_caches

Arguments = Mapping[str, Any]

ENGINE = "aurora-postgresql"

BASES: Mapping[str, Arguments] = {
    **bases_caches.BASES,
    "AddTagsToResource": {"ResourceName": "arn:aws:rds:us-east-1:123456789012:cluster:judged"},
    "CreateAlias": {"AliasName": "alias/{new}", "TargetKeyId": "{plain_key}"},
    "CreateBackupSelection": {"BackupPlanId": "{plan_taken}"},
    "CreateBackupVault": {"BackupVaultName": "{new}"},
    "CreatePolicy": {
        "PolicyName": "{new}",
        "PolicyDocument": (
            '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}'
        ),
    },
    "AuthorizeSecurityGroupIngress": {"GroupId": "{group}"},
    "CreateDBCluster": {
        "DBClusterIdentifier": "{new}",
        "Engine": ENGINE,
        "EngineVersion": "17.7",
        "MasterUsername": "orion_admin",
        "MasterUserPassword": "long-enough-1",
        "DBSubnetGroupName": "judged",
    },
    "CreateDBClusterParameterGroup": {
        "DBClusterParameterGroupName": "{new}",
        "DBParameterGroupFamily": "aurora-postgresql17",
        "Description": "ours",
    },
    "CreateDBInstance": {
        "DBInstanceIdentifier": "{new}",
        "DBClusterIdentifier": "judged",
        "Engine": ENGINE,
        "DBInstanceClass": "db.r7g.large",
    },
    "CreateDBParameterGroup": {
        "DBParameterGroupName": "{new}",
        "DBParameterGroupFamily": "aurora-postgresql17",
        "Description": "ours",
    },
    "CreateDBSubnetGroup": {
        "DBSubnetGroupName": "{new}",
        "DBSubnetGroupDescription": "ours",
        "SubnetIds": ["{subnet_a}", "{subnet_b}"],
    },
    "CreateEventSubscription": {
        "SubscriptionName": "{new}",
        "SnsTopicArn": "{topic}",
        "SourceType": "db-cluster",
    },
    "CreateGlobalCluster": {"GlobalClusterIdentifier": "{new}"},
    "CreateLogGroup": {"logGroupName": "{new}"},
    "CreateRole": {"RoleName": "{new}", "AssumeRolePolicyDocument": '{"Version": "2012-10-17", "Statement": []}'},
    "CreateSecret": {"Name": "{new}"},
    "CreateSecurityGroup": {"GroupName": "{new}", "Description": "ours", "VpcId": "{vpc}"},
    "CreateTopic": {"Name": "{new}"},
    "DeleteDBCluster": {"DBClusterIdentifier": "empty"},
    "ModifyDBCluster": {"DBClusterIdentifier": "judged", "ApplyImmediately": True},
    "ModifyDBClusterParameterGroup": {"DBClusterParameterGroupName": "judged"},
    "ModifyDBInstance": {"DBInstanceIdentifier": "judged-1", "ApplyImmediately": True},
    "ModifyDBParameterGroup": {"DBParameterGroupName": "judged"},
    "ModifyDBSubnetGroup": {"DBSubnetGroupName": "judged"},
    "ModifyEventSubscription": {"SubscriptionName": "judged"},
    "ModifySecurityGroupRules": {"GroupId": "{group}"},
    "PutBackupVaultLockConfiguration": {"BackupVaultName": "unlocked"},
    "PutCompositeAlarm": {"AlarmName": "{new}", "AlarmRule": "TRUE"},
    "PutDashboard": {"DashboardName": "{new}", "DashboardBody": '{"widgets": []}'},
    "PutKeyPolicy": {"KeyId": "{plain_key}", "PolicyName": "default"},
    "PutMetricAlarm": {
        "AlarmName": "{new}",
        "Namespace": "AWS/RDS",
        "MetricName": "CPUUtilization",
        "Statistic": "Maximum",
        "Period": 60,
        "EvaluationPeriods": 5,
        "Threshold": 80,
        "ComparisonOperator": "GreaterThanThreshold",
    },
    "PutRetentionPolicy": {"logGroupName": "taken"},
    "PutRule": {"Name": "{new}", "EventPattern": '{"source": ["aws.backup"]}'},
    "PutTargets": {"Rule": "judged"},
    "SetTopicAttributes": {"TopicArn": "{topic}", "AttributeName": "Policy"},
    "StartBackupJob": {
        "BackupVaultName": "taken",
        "ResourceArn": "{cluster_arn}",
        "IamRoleArn": "{backup_role}",
    },
    "StartCopyJob": {
        "SourceBackupVaultName": "taken",
        "RecoveryPointArn": "{point_copied}",
        "IamRoleArn": "{backup_role}",
    },
    "UpdateAlias": {"TargetKeyId": "{plain_key}"},
}
"""What a call needs anyway. `{names}` stand for what the world has (`world.py`), `{new}` for a name of its own."""


@dataclass(frozen=True)
class Case:
    """One call that is refused."""

    rule: str
    operation: str
    arguments: Arguments
    """Beside those of `BASES`, or in their place; None takes one away."""
    telling: str
    """A part of what AWS says."""
    accepted: Arguments | None
    """Likewise, of the nearest call that is not refused."""
    region: str = "us-east-1"

    @property
    def service(self) -> str:
        """The service that is called."""
        return self.rule.split("-", 1)[0]

    @property
    def name(self) -> str:
        """The name of the test."""
        return f"{self.rule} {self.operation} {self.telling[:24]}"


def case(rule: str, operation: str, telling: str, accepted: Arguments | None = None, **arguments: Any) -> Case:
    """Spell a case."""
    return Case(rule, operation, arguments, telling, accepted)


def whole(operation: str, arguments: Arguments) -> dict[str, Any]:
    """The arguments of a call, with those that it needs anyway."""
    merged = {**BASES.get(operation, {}), **arguments}
    return {member: value for member, value in merged.items() if value is not None}


def filled(value: Any, world: Mapping[str, str]) -> Any:
    """The value with the world's names in place of `{names}`."""
    if isinstance(value, Mapping):
        return {key: filled(each, world) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, world) for each in value]
    if isinstance(value, str):
        for name, meant in world.items():
            value = value.replace(f"{{{name}}}", meant)
    return value

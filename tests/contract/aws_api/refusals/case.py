"""A case: a call that AWS refuses, and the nearest call that it accepts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Arguments = Mapping[str, Any]

ENGINE = "aurora-postgresql"
PASSWORD = "sixteen-or-more-1"

BASES: Mapping[str, Arguments] = {
    "AddTagsToResource": {"ResourceName": "arn:aws:rds:us-east-1:123456789012:cluster:main"},
    "AuthorizeSecurityGroupIngress": {"GroupId": "{group}"},
    "CreateAlias": {"AliasName": "alias/{new}", "TargetKeyId": "{plain_key}"},
    "CreateBackupSelection": {"BackupPlanId": "{plan_taken}"},
    "CreateBackupVault": {"BackupVaultName": "{new}"},
    "CreateCacheParameterGroup": {
        "CacheParameterGroupName": "{new}",
        "CacheParameterGroupFamily": "redis7",
        "Description": "ours",
    },
    "CreateCacheSubnetGroup": {
        "CacheSubnetGroupName": "{new}",
        "CacheSubnetGroupDescription": "ours",
        "SubnetIds": ["{subnet_a}"],
    },
    "CreateDBCluster": {
        "DBClusterIdentifier": "{new}",
        "Engine": ENGINE,
        "EngineVersion": "17.7",
        "MasterUsername": "orion_admin",
        "MasterUserPassword": "long-enough-1",
        "DBSubnetGroupName": "main",
    },
    "CreateDBClusterParameterGroup": {
        "DBClusterParameterGroupName": "{new}",
        "DBParameterGroupFamily": "aurora-postgresql17",
        "Description": "ours",
    },
    "CreateDBInstance": {
        "DBInstanceIdentifier": "{new}",
        "DBClusterIdentifier": "main",
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
    "CreatePolicy": {
        "PolicyName": "{new}",
        "PolicyDocument": (
            '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}'
        ),
    },
    "CreateReplicationGroup": {
        "ReplicationGroupId": "{new}",
        "ReplicationGroupDescription": "ours",
        "Engine": "redis",
        "EngineVersion": "7.1",
        "CacheNodeType": "cache.r7g.large",
        "CacheSubnetGroupName": "main",
    },
    "CreateRole": {"RoleName": "{new}", "AssumeRolePolicyDocument": '{"Version": "2012-10-17", "Statement": []}'},
    "CreateSecret": {"Name": "{new}"},
    "CreateSecurityGroup": {"GroupName": "{new}", "Description": "ours", "VpcId": "{vpc}"},
    "CreateTopic": {"Name": "{new}"},
    "CreateUser": {
        "UserId": "{new}",
        "UserName": "{new}",
        "Engine": "redis",
        "AccessString": "on ~* &* +@all",
        "Passwords": [PASSWORD],
    },
    "CreateUserGroup": {"UserGroupId": "{new}", "Engine": "redis", "UserIds": ["main-default"]},
    "DecreaseReplicaCount": {"ReplicationGroupId": "main", "ApplyImmediately": True},
    "DeleteDBCluster": {"DBClusterIdentifier": "empty"},
    "DeleteReplicationGroup": {"ReplicationGroupId": "unwanted"},
    "IncreaseReplicaCount": {"ReplicationGroupId": "main", "ApplyImmediately": True},
    "ModifyCacheParameterGroup": {"CacheParameterGroupName": "main"},
    "ModifyCacheSubnetGroup": {"CacheSubnetGroupName": "main"},
    "ModifyDBCluster": {"DBClusterIdentifier": "main", "ApplyImmediately": True},
    "ModifyDBClusterParameterGroup": {"DBClusterParameterGroupName": "main"},
    "ModifyDBInstance": {"DBInstanceIdentifier": "main-1", "ApplyImmediately": True},
    "ModifyDBParameterGroup": {"DBParameterGroupName": "main"},
    "ModifyDBSubnetGroup": {"DBSubnetGroupName": "main"},
    "ModifyEventSubscription": {"SubscriptionName": "main"},
    "ModifyReplicationGroup": {"ReplicationGroupId": "main", "ApplyImmediately": True},
    "ModifyReplicationGroupShardConfiguration": {"ReplicationGroupId": "sharded", "ApplyImmediately": True},
    "ModifySecurityGroupRules": {"GroupId": "{group}"},
    "ModifyUser": {"UserId": "main-app"},
    "ModifyUserGroup": {"UserGroupId": "unused"},
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
    "PutParameter": {"Name": "{new}", "Type": "String", "Value": "ours"},
    "PutRetentionPolicy": {"logGroupName": "taken"},
    "PutRule": {"Name": "{new}", "EventPattern": '{"source": ["aws.backup"]}'},
    "PutTargets": {"Rule": "main"},
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
    "Subscribe": {"TopicArn": "{topic}", "Protocol": "email", "Endpoint": "{new}@example.com"},
    "UpdateAlias": {"TargetKeyId": "{plain_key}"},
    "TestFailover": {"ReplicationGroupId": "main", "NodeGroupId": "0001"},
}
"""Arguments that a call needs in every case. `{names}` are ids of `resources.py`, `{new}` is a name of its own."""


@dataclass(frozen=True)
class Case:
    """One call that is refused."""

    rule: str
    operation: str
    arguments: Arguments
    """They replace those of `BASES`; None removes one."""
    message: str
    """A part of AWS's message."""
    accepted: Arguments | None
    """The arguments of the nearest call that is accepted."""
    region: str = "us-east-1"

    @property
    def service(self) -> str:
        """The service of the call."""
        return self.rule.split("-", 1)[0]

    @property
    def name(self) -> str:
        """The id of the test."""
        return f"{self.rule} {self.operation} {self.message[:24]}"


def case(rule: str, operation: str, message: str, accepted: Arguments | None = None, **arguments: Any) -> Case:
    """Make a case."""
    return Case(rule, operation, arguments, message, accepted)


def whole(operation: str, arguments: Arguments) -> dict[str, Any]:
    """Return the arguments of a call, with those that it needs in every case."""
    merged = {**BASES.get(operation, {}), **arguments}
    return {member: value for member, value in merged.items() if value is not None}


def filled(value: Any, ids: Mapping[str, str]) -> Any:
    """Return a value with the ids in place of `{names}`."""
    if isinstance(value, Mapping):
        return {key: filled(each, ids) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, ids) for each in value]
    if isinstance(value, str):
        for name, meant in ids.items():
            value = value.replace(f"{{{name}}}", meant)
    return value

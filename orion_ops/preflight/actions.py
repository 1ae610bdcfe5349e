"""The IAM actions that a deployment needs; docs/permissions.md has them as a policy.

IAM does not simulate wildcards, so each read is listed.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

_ACTIONS = {
    "backup": "CreateBackupPlan CreateBackupSelection CreateBackupVault DeleteBackupPlan DeleteBackupSelection "
    "DeleteBackupVault DeleteBackupVaultLockConfiguration DeleteRecoveryPoint DescribeBackupVault "
    "GetBackupPlan GetBackupSelection ListRecoveryPointsByBackupVault ListTags "
    "PutBackupVaultLockConfiguration TagResource UntagResource UpdateBackupPlan",
    "cloudwatch": "DeleteAlarms DeleteDashboards DescribeAlarms GetDashboard ListTagsForResource PutCompositeAlarm "
    "PutDashboard PutMetricAlarm TagResource UntagResource",
    "ec2": "AuthorizeSecurityGroupIngress CreateSecurityGroup CreateTags DeleteSecurityGroup DeleteTags "
    "DescribeNetworkInterfaces DescribeSecurityGroupRules DescribeSecurityGroups DescribeSubnets DescribeVpcs "
    "ModifySecurityGroupRules RevokeSecurityGroupEgress RevokeSecurityGroupIngress",
    "elasticache": "AddTagsToResource CreateCacheParameterGroup CreateCacheSubnetGroup CreateReplicationGroup "
    "CreateUser CreateUserGroup DecreaseReplicaCount DeleteCacheParameterGroup DeleteCacheSubnetGroup "
    "DeleteReplicationGroup DeleteUser DeleteUserGroup DescribeCacheClusters DescribeCacheParameterGroups "
    "DescribeCacheParameters DescribeCacheSubnetGroups DescribeReplicationGroups DescribeUserGroups "
    "DescribeUsers IncreaseReplicaCount ListTagsForResource ModifyCacheParameterGroup "
    "ModifyCacheSubnetGroup ModifyReplicationGroup ModifyReplicationGroupShardConfiguration ModifyUser "
    "ModifyUserGroup RemoveTagsFromResource",
    "events": "DeleteRule DescribeRule ListTagsForResource ListTargetsByRule PutRule PutTargets RemoveTargets "
    "TagResource UntagResource",
    "iam": "AttachRolePolicy CreateRole DeleteRole DetachRolePolicy GetRole GetUser ListAttachedRolePolicies "
    "ListInstanceProfilesForRole ListRolePolicies TagRole UntagRole UpdateAssumeRolePolicy UpdateRole",
    "kms": "CreateKey DescribeKey EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ListResourceTags "
    "PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource",
    "logs": "AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DescribeLogGroups "
    "DisassociateKmsKey ListTagsForResource PutRetentionPolicy TagResource UntagResource",
    "rds": "AddSourceIdentifierToSubscription AddTagsToResource CreateDBCluster CreateDBClusterParameterGroup "
    "CreateDBInstance CreateDBParameterGroup CreateDBSubnetGroup CreateEventSubscription "
    "CreateGlobalCluster DeleteDBCluster DeleteDBClusterParameterGroup DeleteDBInstance "
    "DeleteDBParameterGroup DeleteDBSubnetGroup DeleteEventSubscription DeleteGlobalCluster "
    "DescribeDBClusterParameterGroups DescribeDBClusterParameters DescribeDBClusters DescribeDBInstances "
    "DescribeDBParameterGroups DescribeDBParameters DescribeDBSubnetGroups DescribeEventSubscriptions "
    "DescribeGlobalClusters ListTagsForResource ModifyDBCluster ModifyDBClusterParameterGroup "
    "ModifyDBInstance ModifyDBParameterGroup ModifyDBSubnetGroup ModifyEventSubscription "
    "ModifyGlobalCluster RemoveFromGlobalCluster RemoveSourceIdentifierFromSubscription "
    "RemoveTagsFromResource ResetDBParameterGroup",
    "secretsmanager": "CreateSecret DeleteSecret DescribeSecret GetResourcePolicy GetSecretValue PutSecretValue "
    "RemoveRegionsFromReplication ReplicateSecretToRegions TagResource UntagResource UpdateSecret "
    "UpdateSecretVersionStage",
    "sns": "CreateTopic DeleteTopic GetSubscriptionAttributes GetTopicAttributes ListTagsForResource ListTopics "
    "SetTopicAttributes Subscribe TagResource Unsubscribe UntagResource",
    "ssm": "AddTagsToResource DeleteParameter DescribeParameters GetParameter GetParameters ListTagsForResource "
    "PutParameter RemoveTagsFromResource",
}

ACTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {service: tuple(f"{service}:{name}" for name in names.split()) for service, names in _ACTIONS.items()}
)
"""The actions of a deployment, by service."""


class Beside(NamedTuple):
    """Further permissions that AWS checks for a call: the actions, and a condition key with its values."""

    actions: tuple[str, ...]
    of_role: bool = False
    key: str = ""
    values: tuple[str, ...] = ()


BESIDE = (
    Beside(("iam:PassRole",), True, "iam:PassedToService", ("monitoring.rds.amazonaws.com", "backup.amazonaws.com")),
    Beside(
        ("iam:CreateServiceLinkedRole",),
        False,
        "iam:AWSServiceName",
        ("rds.amazonaws.com", "elasticache.amazonaws.com"),
    ),
    Beside(("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:RetireGrant")),
    Beside(("backup-storage:MountCapsule",)),
)
"""Listed in docs/permissions.md too."""

"""Who gets in, and how to connect: EC2's security groups, IAM, KMS, Secrets Manager and Systems Manager."""

from tests.e2e.properties.comparisons import document, in_any_order
from tests.e2e.properties.table import Call, Kind, Place, Resource, by_id, by_ids, by_input

AT_DELETION = "said to the call that deletes"


def _version(resource: Resource) -> dict[str, str]:
    """Its id is the secret's ARN and the version's id."""
    secret, version = resource.id.split("|")
    return {"SecretId": secret, "VersionId": version}


KINDS = {
    "aws:ec2/securityGroup:SecurityGroup": Kind(
        service="ec2",
        call=Call("describe_security_groups", by_ids("GroupIds"), "SecurityGroups"),
        places={"name": "GroupName"},
        untold={"revokeRulesOnDelete": "read by the provider only: whether it takes the rules out first"},
    ),
    "aws:iam/role:Role": Kind(
        service="iam",
        call=Call("get_role", by_id("RoleName"), "Role"),
        places={
            "assumeRolePolicy": Place("AssumeRolePolicyDocument", same=document),
            "name": "RoleName",
        },
        untold={"forceDetachPolicies": "read by the provider only: whether it detaches policies of others first"},
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": Kind(
        service="iam",
        call=Call(
            "list_attached_role_policies",
            by_input(RoleName="role"),
            "AttachedPolicies",
            whose=("PolicyArn", "policyArn"),
        ),
        asked=frozenset({"role"}),
    ),
    "aws:kms/key:Key": Kind(
        service="kms",
        call=Call("describe_key", by_id("KeyId"), "KeyMetadata"),
        further={
            "Policy": Call("get_key_policy", lambda key: {"KeyId": key.id, "PolicyName": "default"}, "Policy"),
            "Rotation": Call("get_key_rotation_status", by_id("KeyId")),
            "Tags": Call("list_resource_tags", by_id("KeyId"), "Tags[].{Key: TagKey, Value: TagValue}"),
        },
        places={
            "enableKeyRotation": "Rotation.KeyRotationEnabled",
            "isEnabled": "Enabled",
            "policy": Place("Policy", same=document),
        },
        untold={
            "bypassPolicyLockoutSafetyCheck": "said to the calls that set the policy",
            "deletionWindowInDays": AT_DELETION,
        },
    ),
    "aws:secretsmanager/secret:Secret": Kind(
        service="secretsmanager",
        call=Call("describe_secret", by_id("SecretId")),
        places={"replicas": Place("ReplicationStatus[].{region: Region, kmsKeyId: KmsKeyId}", same=in_any_order)},
        untold={
            "forceOverwriteReplicaSecret": "said to the call that makes replicas",
            "recoveryWindowInDays": AT_DELETION,
        },
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": Kind(
        service="secretsmanager",
        call=Call("get_secret_value", _version),
        places={"secretId": "ARN", "versionStages": Place("VersionStages", same=in_any_order)},
    ),
    "aws:ssm/parameter:Parameter": Kind(
        service="ssm",
        call=Call("get_parameter", by_id("Name"), "Parameter"),
        further={
            "Metadata": Call(
                "describe_parameters",
                lambda parameter: {"ParameterFilters": [{"Key": "Name", "Values": [parameter.id]}]},
                "Parameters",
            ),
            "Tags": Call(
                "list_tags_for_resource",
                lambda parameter: {"ResourceType": "Parameter", "ResourceId": parameter.id},
                "TagList",
            ),
        },
        places={"description": "Metadata[0].Description", "insecureValue": Place("Value", same=document)},
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": Kind(
        service="ec2",
        call=Call("describe_security_group_rules", by_ids("SecurityGroupRuleIds"), "SecurityGroupRules"),
        places={"referencedSecurityGroupId": "ReferencedGroupInfo.GroupId", "securityGroupId": "GroupId"},
    ),
}

"""Functions that look up the account, its roles, keys and hosted zones."""

from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.lookup import NOT_FOUND, Lookup
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.resources.derived.dns import of_zone
from orion_sandbox.providers.values import Values


def _of_zone(caller: Caller, item: Any) -> Values:
    identity = item["Id"].removeprefix("/hostedzone/")
    return of_zone(caller, identity, caller("GetHostedZone", Id=identity))


ACCOUNT = (
    Lookup(
        function="aws:iam/getRole:getRole",
        service="iam",
        operation="GetRole",
        arguments={"name": "RoleName"},
        found="[Role]",
        absent=f"reading IAM Role ({{name}}): {NOT_FOUND}",
        identity="RoleName",
        properties={
            "arn": "Arn",
            "assumeRolePolicy": "to_string(AssumeRolePolicyDocument)",
            "createDate": "CreateDate",
            "description": "Description || ''",
            "maxSessionDuration": "MaxSessionDuration",
            "path": "Path",
            "permissionsBoundary": "PermissionsBoundary.PermissionsBoundaryArn || ''",
            "uniqueId": "RoleId",
        },
        tagging=tagging.IAM_ROLE,
    ),
    Lookup(
        function="aws:index/getCallerIdentity:getCallerIdentity",
        service="sts",
        operation="GetCallerIdentity",
        found="[@]",
        identity="Account",
        properties={"accountId": "Account", "arn": "Arn", "userId": "UserId"},
    ),
    Lookup(
        function="aws:kms/getKey:getKey",
        service="kms",
        operation="DescribeKey",
        arguments={"keyId": "KeyId"},
        found="[KeyMetadata]",
        absent=f"reading KMS Key ({{keyId}}): {NOT_FOUND}",
        identity="KeyId",
        properties={
            "arn": "Arn",
            "awsAccountId": "AWSAccountId",
            "creationDate": "CreationDate",
            "customerMasterKeySpec": "CustomerMasterKeySpec",
            "description": "Description",
            "enabled": "Enabled",
            "keyManager": "KeyManager",
            "keySpec": "KeySpec",
            "keyState": "KeyState",
            "keyUsage": "KeyUsage",
            "multiRegion": "MultiRegion",
            "origin": "Origin",
        },
    ),
    Lookup(
        function="aws:route53/getZone:getZone",
        service="route53",
        operation="ListHostedZones",
        arguments={"name": "", "privateZone": "", "zoneId": ""},
        # A name matches public zones only, unless the program asks for private ones.
        found="HostedZones[?Id == '/hostedzone/{zoneId}' || (Name == '{name}.' || Name == '{name}') && "
        "to_string(Config.PrivateZone) == ('{privateZone}' || 'false')]",
        absent="no matching Route 53 Hosted Zone found",
        identity="ZoneId",
        properties={
            "arn": "Arn",
            "callerReference": "CallerReference",
            "comment": "Config.Comment || ''",
            "name": "Name",
            "nameServers": "Servers",
            "primaryNameServer": "Servers[0]",
            "privateZone": "Config.PrivateZone",
            "resourceRecordSetCount": "ResourceRecordSetCount",
            "zoneId": "ZoneId",
        },
        tagging=tagging.ROUTE_53_ZONE,
        observe=_of_zone,
    ),
    Lookup(
        function="aws:secretsmanager/getSecretVersion:getSecretVersion",
        service="secretsmanager",
        operation="GetSecretValue",
        arguments={"secretId": "SecretId", "versionId": "VersionId", "versionStage": "VersionStage"},
        found="[@]",
        absent=f"reading Secrets Manager Secret Version ({{secretId}}|AWSCURRENT): {NOT_FOUND}",
        identity="join('|', [ARN, VersionId])",
        properties={
            "arn": "ARN",
            "createdDate": "CreatedDate",
            "secretString": "SecretString",
            "versionId": "VersionId",
            "versionStages": "VersionStages",
        },
    ),
)
"""Functions of IAM, KMS, Route 53, Secrets Manager and STS."""

"""The page of the permissions that a deployment needs."""

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from scripts.pages.markdown import GENERATED, rows

CALLS = Path(__file__).parents[2] / "tests" / "conformance" / "provider_calls.json"
"""The calls of the real provider, which `tests/conformance/test_calls.py` records."""

ROLES = "arn:aws:iam::*:role/PROJECT-ENVIRONMENT-*"
OF_THE_GUARD = (
    "backup:DescribeBackupVault", "cloudwatch:DescribeAlarms", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets",
    "ec2:DescribeVpcs", "elasticache:DescribeCacheClusters", "elasticache:DescribeCacheSubnetGroups",
    "elasticache:DescribeReplicationGroups", "elasticache:DescribeUsers", "logs:DescribeLogGroups",
    "rds:DescribeDBClusters", "rds:DescribeDBInstances", "rds:DescribeDBSubnetGroups", "rds:DescribeGlobalClusters",
    "sns:ListTopics", "ssm:GetParameter", "ssm:GetParameters",
)  # fmt: skip
"""Calls of the component's look-ups before a change."""

OF_OTHER_CHANGES = (
    "backup:DeleteRecoveryPoint", "backup:UntagResource", "cloudwatch:UntagResource", "ec2:DeleteTags",
    "ec2:ModifySecurityGroupRules", "elasticache:DecreaseReplicaCount", "elasticache:IncreaseReplicaCount",
    "elasticache:ModifyCacheSubnetGroup", "elasticache:ModifyReplicationGroup",
    "elasticache:ModifyReplicationGroupShardConfiguration", "elasticache:ModifyUser", "elasticache:ModifyUserGroup",
    "elasticache:RemoveTagsFromResource", "events:UntagResource", "iam:UntagRole", "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole", "kms:PutKeyPolicy", "kms:UntagResource", "logs:AssociateKmsKey", "logs:DeleteRetentionPolicy",
    "logs:DisassociateKmsKey", "logs:UntagResource", "rds:AddSourceIdentifierToSubscription",
    "rds:ModifyDBSubnetGroup", "rds:ModifyEventSubscription", "rds:RemoveSourceIdentifierFromSubscription",
    "rds:RemoveTagsFromResource", "secretsmanager:ReplicateSecretToRegions", "secretsmanager:UntagResource",
    "secretsmanager:UpdateSecret", "sns:UntagResource", "ssm:RemoveTagsFromResource",
)  # fmt: skip
"""Calls of changes that the recording does not make, by the stand-in's tables."""

_REPOST = "https://repost.aws/knowledge-center/backup-vault-access-denied"
_GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide"
BESIDE: tuple[tuple[str, tuple[str, ...], str, dict[str, Any], str], ...] = (
    (
        "PassRoles",
        ("iam:PassRole",),
        ROLES,
        {"StringEquals": {"iam:PassedToService": ["monitoring.rds.amazonaws.com", "backup.amazonaws.com"]}},
        f"{_GUIDE}/USER_Monitoring.OS.Enabling.html",
    ),
    (
        "FirstClusterOfTheAccount",
        ("iam:CreateServiceLinkedRole",),
        "*",
        {"StringEquals": {"iam:AWSServiceName": ["rds.amazonaws.com", "elasticache.amazonaws.com"]}},
        f"{_GUIDE}/UsingWithRDS.IAM.ServiceLinkedRoles.html",
    ),
    (
        "UseKeys",
        ("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:RetireGrant"),
        "*",
        {},
        f"{_GUIDE}/Overview.Encryption.Keys.html",
    ),
    ("CreateVaults", ("backup-storage:MountCapsule",), "*", {}, _REPOST),
)
"""Permissions that AWS checks in addition to that of the call: name, actions, resource, condition, source."""

READS = ("Describe", "Get", "List")
WITH_VALUES = ("secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParameters")
"""Reads that may return a secret. No other read of these services is allowed."""

INTRODUCTION = """\
# Permissions of a deployment

The policy below is for the identity that runs `pulumi up`, `preview` and `destroy` of a database with every part: a
standby, copies, Redis, alarms, created keys and topics. Replace `PROJECT-ENVIRONMENT` with the settings `project` and
`environment`.

**It was not tried on AWS.** It consists of:

- the calls that the real terraform-provider-aws 5.100.0 made to the sandbox when it deployed production, planned,
  changed and destroyed it (`tests/conformance/test_calls.py` records them). Pulumi's provider is built on a later
  version, which may read more, so reads that return no secret are allowed by prefix, such as `rds:Describe*`;
- calls of further changes, by the tables of the sandbox's stand-in for the provider;
- the look-ups of the component, which it makes before a change;
- the permissions that AWS checks in addition to that of the call, from AWS's pages; the sandbox does not check them.

If a permission is missing, AWS names the action in its error: add it. IAM is limited to the roles of the database,
because an identity that can create any role can get any permission. Restrict the rest by names or tags as your account
requires.
Pulumi's own state, in a bucket or in Pulumi Cloud, needs permissions of its own.
"""


def permissions() -> str:
    """Return the page."""
    document = json.dumps(policy(), indent=2)
    sources = rows(("Statement", "Source"), [(f"`{name}`", f"<{source}>") for name, *_, source in BESIDE])
    return "\n".join([GENERATED, INTRODUCTION, f"```json\n{document}\n```\n", f"## Sources\n\n{sources}"])


def policy() -> dict[str, Any]:
    """Return the policy document."""
    made = {*json.loads(CALLS.read_text(encoding="utf-8")), *OF_THE_GUARD, *OF_OTHER_CHANGES}
    reads = {action for action in made if action.split(":")[1].startswith(READS)}
    statements = [_statement("Read", set(map(_read, reads)))]
    for service, actions in groupby(sorted(made - reads), lambda action: action.split(":")[0]):
        resource = ROLES if service == "iam" else "*"
        statements.append(_statement(f"Change{service.title()}", actions, resource))
    for name, actions, resource, condition, _ in BESIDE:
        statements.append(_statement(name, actions, resource) | ({"Condition": condition} if condition else {}))
    return {"Version": "2012-10-17", "Statement": statements}


def _read(action: str) -> str:
    """Return an action with all reads of its kind, as versions of the provider differ in what they read."""
    service = action.split(":", maxsplit=1)[0]
    if any(other.startswith(f"{service}:") for other in WITH_VALUES):
        return action
    return next(f"{service}:{verb}*" for verb in READS if action.startswith(f"{service}:{verb}"))


def _statement(name: str, actions: Iterable[str], resource: str = "*") -> dict[str, Any]:
    return {"Sid": name, "Effect": "Allow", "Action": sorted(actions), "Resource": resource}

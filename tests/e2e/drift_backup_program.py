"""A program of one of each resource type of AWS Backup in both regions, and of what they need.

`test_drift_backup.py` changes it outside Pulumi.
"""

import json

import pulumi
import pulumi_aws as aws

REGION, OTHER_REGION = "us-east-1", "us-west-2"
TAGS = {"Name": "drift"}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "backup.amazonaws.com"}}],
}
CONNECT = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "rds-db:connect", "Resource": "*"}],
}
SERVICE_POLICY = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
CLUSTER = "arn:aws:rds:us-east-1:123456789012:cluster:drift"


def program() -> None:
    """One of each; the test refers to the names."""
    copies = _vault("copies", OTHER_REGION)
    vault = _vault("vault", REGION)
    aws.backup.VaultLockConfiguration("lock", backup_vault_name=vault.name, min_retention_days=1, max_retention_days=90)
    role = aws.iam.Role("role", name="drift", assume_role_policy=json.dumps(TRUST))
    attachment = aws.iam.RolePolicyAttachment("attachment", role=role.name, policy_arn=SERVICE_POLICY)
    plan = aws.backup.Plan(
        "plan",
        name="drift",
        rules=[
            {
                "rule_name": "daily",
                "target_vault_name": vault.name,
                "schedule": "cron(0 5 ? * * *)",
                "start_window": 120,
                "completion_window": 240,
                "lifecycle": {"delete_after": 35},
                "recovery_point_tags": {"Name": "as written"},
                "copy_actions": [{"destination_vault_arn": copies.arn, "lifecycle": {"delete_after": 35}}],
            },
            {"rule_name": "bare", "target_vault_name": vault.name, "schedule": "cron(0 6 ? * * *)"},
        ],
        tags=TAGS,
    )
    aws.backup.Selection(
        "selection",
        name="drift",
        plan_id=plan.id,
        iam_role_arn=role.arn,
        resources=[CLUSTER],
        opts=pulumi.ResourceOptions(depends_on=[attachment]),
    )
    aws.kms.Key("spare-key", region=REGION)
    aws.iam.Policy("policy", name="drift", description="as written", policy=json.dumps(CONNECT), tags=TAGS)


def _vault(name: str, region: str) -> aws.backup.Vault:
    key = aws.kms.Key(f"{name}-key", description=name, region=region)
    aws.kms.Alias(f"{name}-alias", name=f"alias/{name}", target_key_id=key.arn, region=region)
    return aws.backup.Vault(name, name=name, kms_key_arn=key.arn, force_destroy=True, region=region, tags=TAGS)

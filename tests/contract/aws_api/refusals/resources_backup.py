"""Resources of AWS Backup, policies and aliases."""

import json
from typing import Any

from tests.contract.aws_api.conftest import ClientOf

SERVICE_POLICY = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "backup.amazonaws.com"}}
POLICY = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "rds-db:connect", "Resource": "*"}]}
)
CLUSTER = "arn:aws:rds:us-east-1:123456789012:cluster:main"


def build(client: ClientOf, plain_key: str) -> dict[str, str]:
    """Create all of them; the cluster that is backed up exists."""
    backup, other = client("backup"), client("backup", "us-west-2")
    for name in ("taken", "unused", "full", "locked", "unlocked"):
        backup.create_backup_vault(BackupVaultName=name)
    other.create_backup_vault(BackupVaultName="copies")
    _opt_out(client("backup", "eu-central-1"))
    client("kms").create_alias(AliasName="alias/taken", TargetKeyId=plain_key)
    role = _make_role(client("iam"))
    return _make_policies(client("iam")) | _make_backups(backup, role)


def _opt_out(backup: Any) -> None:
    backup.update_region_settings(ResourceTypeOptInPreference={"Aurora": False})
    for name in ("taken", "locked"):
        backup.create_backup_vault(BackupVaultName=name)


def _make_role(iam: Any) -> str:
    trust = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
    iam.create_role(RoleName="bare-backup", AssumeRolePolicyDocument=trust)
    role = iam.create_role(RoleName="backup", AssumeRolePolicyDocument=trust)["Role"]
    iam.attach_role_policy(RoleName="backup", PolicyArn=SERVICE_POLICY)
    return role["Arn"]


def _make_policies(iam: Any) -> dict[str, str]:
    names = ("taken", "attached", "full", "many", "unused-policy")
    arns = {name: iam.create_policy(PolicyName=name, PolicyDocument=POLICY)["Policy"]["Arn"] for name in names}
    iam.attach_role_policy(RoleName="backup", PolicyArn=arns["attached"])
    for name, further in {"full": 4, "many": 1}.items():
        for _ in range(further):
            iam.create_policy_version(PolicyArn=arns[name], PolicyDocument=POLICY)
    return {f"policy_{name}": arn for name, arn in arns.items()}


def _make_backups(backup: Any, role: str) -> dict[str, str]:
    plans = {name: _make_plan(backup, name) for name in ("taken", "unused")}
    backup.create_backup_selection(
        BackupPlanId=plans["taken"],
        BackupSelection={"SelectionName": "taken", "IamRoleArn": role, "Resources": [CLUSTER]},
    )
    vaults = {"full": "full", "locked": "locked", "taken": "taken", "copied": "taken"}
    points = {name: _make_point(backup, vault, role) for name, vault in vaults.items()}
    backup.put_backup_vault_lock_configuration(BackupVaultName="locked", MinRetentionDays=1)
    return (
        {
            "backup_role": role,
            "cluster_arn": CLUSTER,
            "vault_west": "arn:aws:backup:us-west-2:123456789012:backup-vault:",
        }
        | {f"plan_{name}": identity for name, identity in plans.items()}
        | {f"point_{name}": arn for name, arn in points.items()}
    )


def _make_plan(backup: Any, name: str) -> str:
    rules = [{"RuleName": "daily", "TargetBackupVaultName": "taken"}]
    return backup.create_backup_plan(BackupPlan={"BackupPlanName": name, "Rules": rules})["BackupPlanId"]


def _make_point(backup: Any, vault: str, role: str) -> str:
    job = backup.start_backup_job(BackupVaultName=vault, ResourceArn=CLUSTER, IamRoleArn=role)["BackupJobId"]
    return backup.describe_backup_job(BackupJobId=job)["RecoveryPointArn"]

"""AWS Backup."""

from dataclasses import replace
from typing import Any

from tests.contract.aws_api.refusals.case import case

VAULT, PLAN, SELECTION, LOCK = (
    "CreateBackupVault",
    "CreateBackupPlan",
    "CreateBackupSelection",
    "PutBackupVaultLockConfiguration",
)
JOB, COPY, DELETE_POINT = "StartBackupJob", "StartCopyJob", "DeleteRecoveryPoint"
WEST = {"DestinationBackupVaultArn": "{vault_west}copies"}


def plan(name: str = "{new}", **rule: Any) -> dict[str, Any]:
    """Return a plan of one rule."""
    whole = {"RuleName": "daily", "TargetBackupVaultName": "taken", **rule}
    return {"BackupPlan": {"BackupPlanName": name, "Rules": [whole]}}


def copied(vault: str, **lifecycle: int) -> dict[str, Any]:
    """Return a plan whose rule copies."""
    copy = {"DestinationBackupVaultArn": f"{{vault_west}}{vault}"}
    return plan(CopyActions=[{**copy, "Lifecycle": lifecycle} if lifecycle else copy])


def kept(cold: int | None = None, end: int | None = None, **rule: Any) -> dict[str, Any]:
    """Return a plan whose rule moves and deletes."""
    days = {"MoveToColdStorageAfterDays": cold, "DeleteAfterDays": end}
    return plan(Lifecycle={name: value for name, value in days.items() if value is not None}, **rule)


def selected(**selection: Any) -> dict[str, Any]:
    """Return a selection of a cluster."""
    whole = {"SelectionName": "{new}", "IamRoleArn": "{backup_role}", "Resources": ["{cluster_arn}"], **selection}
    return {"BackupSelection": whole}


UNTRUSTED = "arn:aws:iam::123456789012:role/unattached"
CASES = (
    case("backup-constraint", VAULT, "at 'BackupVaultName'", {"BackupVaultName": "{new}-_A"}, BackupVaultName="a.b"),
    case("backup-constraint", PLAN, "RuleName", plan(RuleName="x" * 50), **plan(RuleName="x" * 51)),
    case("backup-constraint", SELECTION, "SelectionName", selected(), **selected(SelectionName="a b")),
    case("backup-vault-taken", VAULT, "already exists", BackupVaultName="taken"),
    case("backup-vault-key", VAULT, "cannot be used", {"EncryptionKeyArn": "{key}"}, EncryptionKeyArn="{missing_key}"),
    case("backup-vault-unknown", "DeleteBackupVault", "not found", {"BackupVaultName": "unused"},
         BackupVaultName="nothing"),
    case("backup-vault-not-empty", "DeleteBackupVault", "contains recovery points", BackupVaultName="full"),
    case("backup-point-locked", DELETE_POINT, "the vault is locked",
         {"BackupVaultName": "taken", "RecoveryPointArn": "{point_taken}"},
         BackupVaultName="locked", RecoveryPointArn="{point_locked}"),
    case("backup-lock-retention", LOCK, "Invalid retention", {"MinRetentionDays": 7, "MaxRetentionDays": 7},
         MinRetentionDays=8, MaxRetentionDays=7),
    case("backup-lock-retention", LOCK, "Invalid retention", {"MinRetentionDays": 1}, MinRetentionDays=0),
    case("backup-lock-grace", LOCK, "at least 3 days", {"ChangeableForDays": 3}, ChangeableForDays=2),
    case("backup-plan-start-window", PLAN, "Error in rule daily", plan(StartWindowMinutes=60),
         **plan(StartWindowMinutes=59)),
    case("backup-plan-completion-window", PLAN, "60 minutes longer",
         plan(StartWindowMinutes=60, CompletionWindowMinutes=120),
         **plan(StartWindowMinutes=60, CompletionWindowMinutes=119)),
    case("backup-plan-cold-storage", PLAN, "less than 90 days apart", kept(30, 120), **kept(30, 119)),
    case("backup-plan-cold-storage", PLAN, "less than 90 days apart",
         copied("copies", MoveToColdStorageAfterDays=30, DeleteAfterDays=120),
         **copied("copies", MoveToColdStorageAfterDays=30, DeleteAfterDays=119)),
    case("backup-plan-continuous-cold-storage", PLAN, "is unavailable", kept(30),
         **kept(30, EnableContinuousBackup=True)),
    case("backup-plan-retention", PLAN, "more than 35 days", kept(end=35, EnableContinuousBackup=True),
         **kept(end=36, EnableContinuousBackup=True)),
    case("backup-plan-retention", PLAN, "less than 1", kept(end=36500), **kept(end=0)),
    case("backup-plan-vault-unknown", PLAN, "does not exist", **plan(TargetBackupVaultName="copies")),
    case("backup-plan-vault-unknown", PLAN, "backup-vault:taken does not exist", copied("copies"), **copied("taken")),
    case("backup-plan-vault-unknown", "UpdateBackupPlan", "does not exist",
         {"BackupPlanId": "{plan_taken}", **copied("copies")}, BackupPlanId="{plan_taken}", **copied("taken")),
    case("backup-plan-taken", PLAN, "already exists", **plan("taken")),
    case("backup-plan-with-selections", "DeleteBackupPlan", "must be deleted", {"BackupPlanId": "{plan_unused}"},
         BackupPlanId="{plan_taken}"),
    case("backup-selection-plan-unknown", SELECTION, "Cannot find Backup plan", selected(), BackupPlanId="none",
         **selected()),
    case("backup-selection-taken", SELECTION, "already exists", selected(), **selected(SelectionName="taken")),
    case("backup-selection-empty", SELECTION, "must be non-empty", selected(), **selected(Resources=[])),
    case("backup-role-trust", SELECTION, "cannot be assumed", selected(), **selected(IamRoleArn=UNTRUSTED)),
    case("backup-role-trust", JOB, "cannot be assumed", {}, IamRoleArn=UNTRUSTED),
    case("backup-role-permissions", SELECTION, "not authorized to call tag:GetResources", selected(),
         **selected(IamRoleArn="arn:aws:iam::123456789012:role/bare-backup")),
    case("backup-job-vault-unknown", JOB, "not found", {}, BackupVaultName="nothing"),
    case("backup-job-vault-unknown", COPY, "backup-vault:taken not found", WEST,
         DestinationBackupVaultArn="{vault_west}taken"),
    case("backup-job-vault-unknown", COPY, "Recovery point", WEST, RecoveryPointArn="{point_locked}", **WEST),
    case("backup-job-resource", JOB, "clusters that exist", {}, ResourceArn="{cluster_arn}-not"),
    case("backup-tags-too-many", VAULT, "at most 50", {"BackupVaultTags": {str(n): "v" for n in range(50)}},
         BackupVaultTags={str(n): "v" for n in range(51)}),
    replace(case("backup-job-opt-in", JOB, "not opted in to Aurora in eu-central-1"), region="eu-central-1"),
    case("backup-tags-reserved", PLAN, "reserved for internal use", plan(), BackupPlanTags={"aws:owner": "v"},
         **plan()),
    case("backup-tags-too-long", VAULT, "is invalid", {"BackupVaultTags": {"k": "v" * 256}},
         BackupVaultTags={"k": "v" * 257}),
)  # fmt: skip

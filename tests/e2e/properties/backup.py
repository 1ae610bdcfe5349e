"""AWS Backup: vaults and plans."""

from tests.e2e.properties.comparisons import in_any_order
from tests.e2e.properties.table import Call, Kind, Place, by_arn, by_id

TAGS = {"Tags": Call("list_tags", by_arn("ResourceArn"), "Tags")}
LIFECYCLE = "Lifecycle.{deleteAfter: DeleteAfterDays, coldStorageAfter: MoveToColdStorageAfterDays}"
COPIES = f"CopyActions[].{{destinationVaultArn: DestinationBackupVaultArn, lifecycle: {LIFECYCLE}}}"
RULES = f"""Rules[].{{
    completionWindow: CompletionWindowMinutes,
    copyActions: {COPIES},
    enableContinuousBackup: EnableContinuousBackup,
    lifecycle: {LIFECYCLE},
    ruleName: RuleName,
    schedule: ScheduleExpression,
    startWindow: StartWindowMinutes,
    targetVaultName: TargetBackupVaultName
}}"""

KINDS = {
    "aws:backup/plan:Plan": Kind(
        service="backup",
        call=Call("get_backup_plan", by_id("BackupPlanId"), "BackupPlan"),
        further=TAGS,
        places={"name": "BackupPlanName", "rules": Place(RULES, same=in_any_order)},
    ),
    "aws:backup/selection:Selection": Kind(
        service="backup",
        call=Call(
            "get_backup_selection",
            lambda selection: {"BackupPlanId": selection.inputs["planId"], "SelectionId": selection.id},
        ),
        places={
            "iamRoleArn": "BackupSelection.IamRoleArn",
            "name": "BackupSelection.SelectionName",
            "planId": "BackupPlanId",
            "resources": Place("BackupSelection.Resources", same=in_any_order),
        },
    ),
    "aws:backup/vault:Vault": Kind(
        service="backup",
        call=Call("describe_backup_vault", by_id("BackupVaultName")),
        further=TAGS,
        places={"kmsKeyArn": "EncryptionKeyArn", "name": "BackupVaultName"},
        untold={"forceDestroy": "read by the provider only: whether it empties the vault first"},
    ),
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": Kind(
        service="backup", call=Call("describe_backup_vault", by_id("BackupVaultName"))
    ),
}

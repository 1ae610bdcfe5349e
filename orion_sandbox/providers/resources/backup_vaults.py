"""AWS Backup: vaults and their locks."""

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.table import AutoName, Row, fixed, local
from orion_sandbox.providers.values import Values


def _empty(caller: Caller, identity: str, state: Values) -> None:
    """AWS deletes no vault that holds recovery points, so the provider deletes them first where it may."""
    if state.get("forceDestroy"):
        for point in caller("ListRecoveryPointsByBackupVault", BackupVaultName=identity)["RecoveryPoints"]:
            caller("DeleteRecoveryPoint", BackupVaultName=identity, RecoveryPointArn=point["RecoveryPointArn"])


ROWS = (
    Row(
        type="aws:backup/vault:Vault",
        service="backup",
        create="CreateBackupVault",
        read="DescribeBackupVault",
        delete="DeleteBackupVault",
        key="BackupVaultName",
        identity="BackupVaultName",
        properties=(
            local("forceDestroy", default=False),
            fixed("kmsKeyArn", "EncryptionKeyArn", replaces=sources.CREATE_BACKUP_VAULT),
            fixed("name", "BackupVaultName", replaces=sources.CREATE_BACKUP_VAULT),
        ),
        computed={"arn": "BackupVaultArn", "recoveryPoints": "NumberOfRecoveryPoints"},
        auto_name=AutoName("name", "", 50),
        tagging=tagging.BACKUP_VAULT,
        before_delete=_empty,
    ),
    Row(
        type="aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        service="backup",
        create="PutBackupVaultLockConfiguration",
        read="DescribeBackupVault",
        delete="DeleteBackupVaultLockConfiguration",
        key="BackupVaultName",
        identity="inputs.backupVaultName",
        # The provider changes no lock in place, and does not read the grace time back.
        properties=(
            fixed("backupVaultName", replaces=sources.BACKUP_VAULT_LOCK),
            fixed("changeableForDays", read="", replaces=sources.BACKUP_VAULT_LOCK),
            fixed("maxRetentionDays", replaces=sources.BACKUP_VAULT_LOCK),
            fixed("minRetentionDays", replaces=sources.BACKUP_VAULT_LOCK),
        ),
        computed={"backupVaultArn": "BackupVaultArn"},
    ),
)

"""Vaults: the key that AWS chooses, and how many recovery points there are."""

from collections.abc import Callable
from typing import Any

from moto.backup.models import BackupBackend, Vault
from moto.backup.responses import BackupResponse
from moto.core.responses import ActionResult
from moto.kms.models import kms_backends

from orion_sandbox.api.overlay.backup.recovery_points import points_in
from orion_sandbox.api.overlay.backup.region_settings import opt_in_at_first_use
from orion_sandbox.api.overlay.backup.request import asked, vault_of
from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

AWS_MANAGED_KEY = "alias/aws/backup"


@PATCHES.around(BackupBackend)
def create_backup_vault(original: Callable[..., Vault], backend: BackupBackend, *arguments: Any, **named: Any) -> Vault:
    """Moto leaves a vault without a key; AWS takes its own where none is given."""
    vault = original(backend, *arguments, **named)
    vault.encryption_key_arn = vault.encryption_key_arn or _aws_managed_key(backend)
    opt_in_at_first_use(backend)
    return vault


@PATCHES.method(BackupResponse)
def describe_backup_vault(response: BackupResponse) -> ActionResult:
    """Moto tells neither kind nor state, and always that there are no recovery points."""
    vault = vault_of(response.backup_backend, asked(response)["BackupVaultName"])
    kind = {"VaultType": "BACKUP_VAULT", "VaultState": "AVAILABLE"}
    return ActionResult({**vault.to_list_dict(), **kind})


@PATCHES.computed(Vault)
def num_of_recovery_points(vault: Any) -> int:
    """Moto's is a constant."""
    return len(points_in(vault))


def _aws_managed_key(backend: BackupBackend) -> str:
    keys = kms_backends[backend.account_id][backend.region_name]
    if not keys.alias_exists(AWS_MANAGED_KEY):
        # moto makes the keys of other services when they are first asked for, but does not know this one.
        key = keys.create_key(None, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "Default key", None)
        keys.create_alias(key.id, AWS_MANAGED_KEY)
    return keys.describe_key(AWS_MANAGED_KEY).arn

"""AWS Backup: vaults, their locks and what they hold."""

from typing import Any

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.keys import usable_key
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.overlay.backup.recovery_points import points_in

RULES = Rules("backup")

INVALID = "InvalidParameterValueException"
LOCK = ("PutBackupVaultLockConfiguration",)
LEAST_GRACE_DAYS = 3
MOST_RETENTION_DAYS = 36500
"""A hundred years: AWS Backup Developer Guide, PutBackupVaultLockConfiguration."""


@RULES.refuse("vault-taken", ("CreateBackupVault",), "AlreadyExistsException", "a vault's name that is taken")
def vault_taken(request: Request, state: State) -> str | None:
    """Names are used once in a region."""
    if request["BackupVaultName"] not in state.backup.vaults:
        return None
    return "Backup vault with the same name already exists"


@RULES.refuse(
    "vault-key",
    ("CreateBackupVault",),
    INVALID,
    "a vault with a KMS key that does not exist, is of another region, or is not enabled",
)
def vault_key(request: Request, state: State) -> str | None:
    """Each region's vault has a key of that region."""
    key = request.get("EncryptionKeyArn")
    if not key or usable_key(key, state):
        return None
    return f"The KMS key {key} does not exist or cannot be used"


@RULES.refuse("vault-unknown", ("DeleteBackupVault", *LOCK), "ResourceNotFoundException", "a vault that does not exist")
def vault_unknown(request: Request, state: State) -> str | None:
    """Moto takes the deletion of a vault that there is not."""
    name = request["BackupVaultName"]
    return None if name in state.backup.vaults else f"Backup vault {name} not found"


@RULES.refuse(
    "vault-not-empty",
    ("DeleteBackupVault",),
    "InvalidRequestException",
    "deleting a vault that holds recovery points",
    sources.BACKUP_VAULT_NOT_EMPTY,
)
def vault_not_empty(request: Request, state: State) -> str | None:
    """The recovery points go first."""
    if not points_in(_vault(request, state)):
        return None
    return "Backup vault cannot be deleted because it contains recovery points."


@RULES.refuse(
    "point-locked",
    ("DeleteRecoveryPoint",),
    "InvalidRequestException",
    "deleting a recovery point from a locked vault; in governance mode the lock can be taken away first",
    sources.BACKUP_VAULT_LOCK,
)
def point_locked(request: Request, state: State) -> str | None:
    """Until its retention ends."""
    if not getattr(_vault(request, state), "locked", False):
        return None
    return f"Recovery points of vault {request['BackupVaultName']} cannot be deleted: the vault is locked"


@RULES.refuse(
    "lock-retention",
    LOCK,
    INVALID,
    f"a lock with a retention below 1 or above {MOST_RETENTION_DAYS} days, or with the least above the most",
)
def lock_retention(request: Request, _state: State) -> str | None:
    """Days that recovery points are kept."""
    least = request.get("MinRetentionDays")
    most = request.get("MaxRetentionDays")
    least, most = 1 if least is None else least, MOST_RETENTION_DAYS if most is None else most
    if 1 <= least <= most <= MOST_RETENTION_DAYS:
        return None
    return f"Invalid retention: MinRetentionDays {least}, MaxRetentionDays {most}"


@RULES.refuse("lock-grace", LOCK, INVALID, f"a compliance lock with fewer than {LEAST_GRACE_DAYS} days of grace")
def lock_grace(request: Request, _state: State) -> str | None:
    """Three days to think again of what cannot be undone."""
    days = request.get("ChangeableForDays")
    if days is None or days >= LEAST_GRACE_DAYS:
        return None
    return f"ChangeableForDays must be at least {LEAST_GRACE_DAYS} days: {days}"


def _vault(request: Request, state: State) -> Any:
    return state.backup.vaults.get(request["BackupVaultName"])

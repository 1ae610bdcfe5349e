"""Recovery points: the backups that a vault holds. Moto knows none."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.models import Vault
from moto.backup.responses import BackupResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow

from orion_sandbox.api.overlay.backup.request import asked, vault_of
from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a recovery point was made of, and by what right."""

    arn: str
    resource_arn: str
    resource_type: str
    role_arn: str
    key_arn: str | None
    lifecycle: Mapping[str, int]


@PATCHES.method(BackupResponse)
def list_recovery_points_by_backup_vault(response: BackupResponse) -> ActionResult:
    """Tell those of one vault."""
    request = asked(response)
    wanted = request.get("ByResourceArn")
    points = points_in(vault_of(response.backup_backend, request["BackupVaultName"])).values()
    return ActionResult({"RecoveryPoints": [each for each in points if wanted in (None, each["ResourceArn"])]})


@PATCHES.method(BackupResponse)
def describe_recovery_point(response: BackupResponse) -> ActionResult:
    """Tell all of one."""
    vault, arn = _named(response)
    return ActionResult(points_in(vault)[arn])


@PATCHES.method(BackupResponse)
def delete_recovery_point(response: BackupResponse) -> EmptyResult:
    """AWS takes a while; here the point is gone at once."""
    vault, arn = _named(response)
    del points_in(vault)[arn]
    return EmptyResult()


def points_in(vault: Any) -> dict[str, dict[str, Any]]:
    """Give a vault's recovery points by their ARNs."""
    points: dict[str, dict[str, Any]] = vault.__dict__.setdefault("recovery_points", {})
    return points


def put(vault: Vault, origin: Origin) -> None:
    """Put a new recovery point into a vault."""
    now = utcnow()
    point = {
        "RecoveryPointArn": origin.arn,
        "BackupVaultName": vault.backup_vault_name,
        "BackupVaultArn": vault.backup_vault_arn,
        "ResourceArn": origin.resource_arn,
        "ResourceType": origin.resource_type,
        "IamRoleArn": origin.role_arn,
        "Status": "COMPLETED",
        "CreationDate": now,
        "CompletionDate": now,
        "BackupSizeInBytes": 0,
        "Lifecycle": dict(origin.lifecycle),
        "CalculatedLifecycle": _calculated(now, origin.lifecycle),
        "IsEncrypted": origin.key_arn is not None,
        "EncryptionKeyArn": origin.key_arn,
        "StorageClass": "WARM",
        "VaultType": "BACKUP_VAULT",
    }
    points_in(vault)[origin.arn] = {name: value for name, value in point.items() if value is not None}


def _calculated(now: datetime.datetime, lifecycle: Mapping[str, int]) -> dict[str, datetime.datetime]:
    ends = {"MoveToColdStorageAt": "MoveToColdStorageAfterDays", "DeleteAt": "DeleteAfterDays"}
    return {
        moment: now + datetime.timedelta(days=lifecycle[days]) for moment, days in ends.items() if lifecycle.get(days)
    }


def _named(response: BackupResponse) -> tuple[Vault, str]:
    request = asked(response)
    vault, arn = vault_of(response.backup_backend, request["BackupVaultName"]), request["RecoveryPointArn"]
    if arn not in points_in(vault):
        raise ResourceNotFoundException(f"Cannot find recovery point {arn}")
    return vault, arn

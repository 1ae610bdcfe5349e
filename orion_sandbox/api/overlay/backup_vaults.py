"""AWS Backup: vaults, the recovery points in them, and the settings of a region."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.models import BackupBackend, Vault, backup_backends
from moto.backup.responses import BackupResponse
from moto.backup.urls import url_paths
from moto.core.utils import utcnow
from moto.kms.models import kms_backends
from moto.rds.models import rds_backends

from orion_sandbox.api.overlay.patches import Patches, Request
from orion_sandbox.api.overlay.rds_clusters import SNAPSHOT_PREFIX
from orion_sandbox.arns import Arn

PATCHES = Patches()

VAULT_PREFIX = "backup-vault:"
AWS_MANAGED_KEY = "alias/aws/backup"
AURORA = "Aurora"
RESOURCE_TYPES = (
    AURORA,
    "DocumentDB",
    "DynamoDB",
    "EBS",
    "EC2",
    "EFS",
    "FSx",
    "Neptune",
    "RDS",
    "S3",
    "Storage Gateway",
)

_operation = PATCHES.operation(BackupResponse, lambda response: response.backup_backend)


def stored(backend: BackupBackend, kind: str) -> dict[str, Any]:
    """Return the resources of a kind that moto does not have, by their ids."""
    return backend.__dict__.setdefault(kind, {})


def vault_named(backend: BackupBackend, name: str) -> Vault:
    """Return a vault. Raises AWS's ResourceNotFoundException."""
    if name not in backend.vaults:
        raise ResourceNotFoundException(f"Backup vault {name} not found")
    return backend.vaults[name]


def vault_at(text: str) -> Vault | None:
    """Return the vault of an ARN in any region, or None."""
    arn = Arn.read(text)
    if arn is None or not arn.resource.startswith(VAULT_PREFIX):
        return None
    return backup_backends[arn.account][arn.region].vaults.get(arn.resource.removeprefix(VAULT_PREFIX))


@PATCHES.around(BackupBackend)
def create_backup_vault(original: Callable[..., Vault], backend: BackupBackend, *arguments: Any, **named: Any) -> Vault:
    """Moto leaves a vault without a key; AWS uses its own if none is given."""
    vault = original(backend, *arguments, **named)
    vault.encryption_key_arn = vault.encryption_key_arn or _aws_managed_key(backend)
    opt_in_at_first_use(backend)
    return vault


@_operation
def describe_backup_vault(backend: BackupBackend, request: Request) -> dict[str, Any]:
    """Describe a vault with its type and state, which moto omits."""
    vault = vault_named(backend, request["BackupVaultName"])
    return {**vault.to_list_dict(), "VaultType": "BACKUP_VAULT", "VaultState": "AVAILABLE"}


@PATCHES.computed(Vault)
def num_of_recovery_points(vault: Any) -> int:
    """Moto's number is a constant."""
    return len(recovery_points(vault))


@_operation
def list_tags(backend: Any, request: Request) -> dict[str, Any]:
    """Moto expects a slash after the ARN, which some SDKs do not send."""
    return {"Tags": backend.list_tags(resource_arn=request["ResourceArn"])}


def _aws_managed_key(backend: BackupBackend) -> str:
    keys = kms_backends[backend.account_id][backend.region_name]
    if not keys.alias_exists(AWS_MANAGED_KEY):
        # moto creates other services' keys at their first use, but not this one.
        key = keys.create_key(None, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "Default key", None)
        keys.create_alias(key.id, AWS_MANAGED_KEY)
    return keys.describe_key(AWS_MANAGED_KEY).arn


@dataclass(frozen=True, kw_only=True)
class RecoveryPoint:
    """A backup that a job has created."""

    arn: str
    resource_arn: str
    resource_type: str
    role_arn: str
    key_arn: str | None
    lifecycle: Mapping[str, int]


def recovery_points(vault: Any) -> dict[str, dict[str, Any]]:
    """Return a vault's recovery points by their ARNs, as AWS describes them."""
    return vault.__dict__.setdefault("recovery_points", {})


def add_recovery_point(vault: Vault, point: RecoveryPoint) -> None:
    """Add a recovery point to a vault."""
    now = utcnow()
    described = {
        "RecoveryPointArn": point.arn,
        "BackupVaultName": vault.backup_vault_name,
        "BackupVaultArn": vault.backup_vault_arn,
        "ResourceArn": point.resource_arn,
        "ResourceType": point.resource_type,
        "IamRoleArn": point.role_arn,
        "Status": "COMPLETED",
        "CreationDate": now,
        "CompletionDate": now,
        "BackupSizeInBytes": 0,
        "Lifecycle": dict(point.lifecycle),
        "CalculatedLifecycle": _calculated(now, point.lifecycle),
        "IsEncrypted": point.key_arn is not None,
        "EncryptionKeyArn": point.key_arn,
        "StorageClass": "WARM",
        "VaultType": "BACKUP_VAULT",
    }
    recovery_points(vault)[point.arn] = {name: value for name, value in described.items() if value is not None}


def _calculated(now: datetime.datetime, lifecycle: Mapping[str, int]) -> dict[str, datetime.datetime]:
    ends = {"MoveToColdStorageAt": "MoveToColdStorageAfterDays", "DeleteAt": "DeleteAfterDays"}
    return {end: now + datetime.timedelta(days=lifecycle[days]) for end, days in ends.items() if lifecycle.get(days)}


@_operation
def list_recovery_points_by_backup_vault(backend: BackupBackend, request: Request) -> dict[str, Any]:
    """List the recovery points of a vault, or those of one resource in it."""
    resource = request.get("ByResourceArn")
    points = recovery_points(vault_named(backend, request["BackupVaultName"])).values()
    return {"RecoveryPoints": [each for each in points if resource in (None, each["ResourceArn"])]}


@_operation
def describe_recovery_point(backend: BackupBackend, request: Request) -> dict[str, Any]:
    """Describe a recovery point."""
    return _points_with(backend, request)[request["RecoveryPointArn"]]


@_operation
def delete_recovery_point(backend: BackupBackend, request: Request) -> None:
    """Delete a recovery point at once; AWS takes a while."""
    del _points_with(backend, request)[request["RecoveryPointArn"]]
    if arn := Arn.read(request["RecoveryPointArn"]):
        name = arn.resource.removeprefix(SNAPSHOT_PREFIX)
        rds_backends[arn.account][arn.region].cluster_snapshots.pop(name, None)


def _points_with(backend: BackupBackend, request: Request) -> dict[str, dict[str, Any]]:
    points = recovery_points(vault_named(backend, request["BackupVaultName"]))
    if request["RecoveryPointArn"] not in points:
        raise ResourceNotFoundException(f"Cannot find recovery point {request['RecoveryPointArn']}")
    return points


@_operation
def describe_region_settings(backend: BackupBackend, _request: Request) -> dict[str, Any]:
    """Describe which services AWS Backup protects in the region."""
    preferences = {name: is_opted_in(backend, name) for name in RESOURCE_TYPES}
    return {"ResourceTypeOptInPreference": preferences, "ResourceTypeManagementPreference": {}}


@_operation
def update_region_settings(backend: BackupBackend, request: Request) -> None:
    """Change the services that the request names."""
    _preferences(backend).update(request.get("ResourceTypeOptInPreference") or {})


def opt_in_at_first_use(backend: BackupBackend) -> None:
    """Opt in to every service at the first vault or plan, unless the account has chosen before.

    AWS Backup Developer Guide, "Getting started 1: Service opt-in".
    """
    if not _preferences(backend):
        _preferences(backend).update(dict.fromkeys(RESOURCE_TYPES, True))


def is_opted_in(backend: BackupBackend, resource_type: str) -> bool:
    """Whether AWS Backup protects a service's resources in this region."""
    return bool(_preferences(backend).get(resource_type))


def _preferences(backend: BackupBackend) -> dict[str, bool]:
    return stored(backend, "opt_in_preferences")


@PATCHES.also
def route_paths() -> None:
    """Route the paths of the operations that moto lacks; botocore's model finds the operation."""
    for path in (
        "account-settings$",
        "backup-jobs/?$",
        "backup-jobs/(?P<job>[^/]+)$",
        "backup-vaults/(?P<vault>[^/]+)/recovery-points/$",
        "backup-vaults/(?P<vault>[^/]+)/recovery-points/(?P<point>.+)$",
        "copy-jobs/?$",
        "copy-jobs/(?P<job>[^/]+)$",
    ):
        url_paths[f"{{0}}/{path}"] = BackupResponse.dispatch

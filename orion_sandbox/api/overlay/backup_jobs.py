"""AWS Backup: jobs that back up Aurora clusters and copy the backups. moto has none; these are completed at once."""

from typing import Any

from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.models import BackupBackend
from moto.backup.responses import BackupResponse
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random
from moto.rds.models import rds_backends

from orion_sandbox.api.overlay.backup_vaults import (
    AURORA,
    RecoveryPoint,
    add_recovery_point,
    recovery_points,
    stored,
    vault_at,
    vault_named,
)
from orion_sandbox.api.overlay.patches import Patches, Request
from orion_sandbox.api.overlay.rds_clusters import SNAPSHOT_PREFIX, add_snapshot
from orion_sandbox.arns import Arn

PATCHES = Patches()

CLUSTER_PREFIX = "cluster:"
BACKUPS, COPIES = "backup_jobs", "copy_jobs"

_operation = PATCHES.operation(BackupResponse, lambda response: response.backup_backend)


def cluster_at(text: str) -> Any:
    """Return the Aurora cluster of an ARN, or None."""
    arn = Arn.read(text)
    if arn is None or arn.service != "rds" or not arn.resource.startswith(CLUSTER_PREFIX):
        return None
    return rds_backends[arn.account][arn.region].clusters.get(arn.resource.removeprefix(CLUSTER_PREFIX))


@_operation
def start_backup_job(backend: BackupBackend, request: Request) -> dict[str, Any]:
    """Back up an Aurora cluster; the backup has the cluster's key.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
    """
    vault, cluster = vault_named(backend, request["BackupVaultName"]), cluster_at(request["ResourceArn"])
    if cluster is None:
        raise ResourceNotFoundException(f"The sandbox backs up Aurora clusters that exist: {request['ResourceArn']}")
    job = str(mock_random.uuid4())
    point = RecoveryPoint(
        arn=_snapshot_arn(backend.region_name, backend.account_id, f"job-{job}"),
        resource_arn=request["ResourceArn"],
        resource_type=AURORA,
        role_arn=request["IamRoleArn"],
        key_arn=cluster.kms_key_id if cluster.storage_encrypted else None,
        lifecycle=request.get("Lifecycle") or {},
    )
    add_recovery_point(vault, point)
    _add_snapshot(point.arn, cluster, None)
    stored(backend, BACKUPS)[job] = {
        "BackupJobId": job,
        "BackupVaultName": vault.backup_vault_name,
        "BackupVaultArn": vault.backup_vault_arn,
        "RecoveryPointArn": point.arn,
        "PercentDone": "100.0",
        **_completed(backend, point),
    }
    return {name: stored(backend, BACKUPS)[job][name] for name in ("BackupJobId", "CreationDate")}


@_operation
def describe_backup_job(backend: BackupBackend, request: Request) -> dict[str, Any]:
    """Describe a backup job."""
    return _job(backend, BACKUPS, request["BackupJobId"])


@_operation
def start_copy_job(backend: BackupBackend, request: Request) -> dict[str, Any]:
    """Copy a recovery point; the copy has the key of the destination vault.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
    """
    source, destination = request["RecoveryPointArn"], vault_at(request["DestinationBackupVaultArn"])
    original = recovery_points(vault_named(backend, request["SourceBackupVaultName"])).get(source)
    home = Arn.read(request["DestinationBackupVaultArn"])
    if original is None or destination is None or home is None:
        raise ResourceNotFoundException(f"Cannot find {source if original is None else 'the destination vault'}")
    job = str(mock_random.uuid4())
    point = RecoveryPoint(
        arn=_snapshot_arn(home.region, home.account, f"copyjob-{job}"),
        resource_arn=original["ResourceArn"],
        resource_type=original["ResourceType"],
        role_arn=request["IamRoleArn"],
        key_arn=destination.encryption_key_arn if original["IsEncrypted"] else None,
        lifecycle=request.get("Lifecycle") or {},
    )
    add_recovery_point(destination, point)
    _add_snapshot(point.arn, _snapshot_at(source), point.key_arn)
    stored(backend, COPIES)[job] = {
        "CopyJobId": job,
        "SourceBackupVaultArn": original["BackupVaultArn"],
        "SourceRecoveryPointArn": source,
        "DestinationBackupVaultArn": destination.backup_vault_arn,
        "DestinationRecoveryPointArn": point.arn,
        **_completed(backend, point),
    }
    return {name: stored(backend, COPIES)[job][name] for name in ("CopyJobId", "CreationDate")}


@_operation
def describe_copy_job(backend: BackupBackend, request: Request) -> dict[str, Any]:
    """Describe a copy job."""
    return {"CopyJob": _job(backend, COPIES, request["CopyJobId"])}


def _completed(backend: BackupBackend, point: RecoveryPoint) -> dict[str, Any]:
    """Return the members that both kinds of jobs have."""
    now = utcnow()
    return {
        "AccountId": backend.account_id,
        "ResourceArn": point.resource_arn,
        "ResourceType": point.resource_type,
        "IamRoleArn": point.role_arn,
        "State": "COMPLETED",
        "CreationDate": now,
        "CompletionDate": now,
        "BackupSizeInBytes": 0,
    }


def _snapshot_arn(region: str, account: str, name: str) -> str:
    return str(Arn("aws", "rds", region, account, f"cluster-snapshot:awsbackup:{name}"))


def _snapshot_at(text: str) -> Any:
    """Return the snapshot of RDS that a recovery point of Aurora is, or None."""
    arn = Arn.read(text)
    return arn and rds_backends[arn.account][arn.region].cluster_snapshots.get(
        arn.resource.removeprefix(SNAPSHOT_PREFIX)
    )


def _add_snapshot(text: str, source: Any, key: str | None) -> None:
    arn = Arn.read(text)
    if arn and source:
        add_snapshot(rds_backends[arn.account][arn.region], source, arn.resource.removeprefix(SNAPSHOT_PREFIX), key)


def _job(backend: BackupBackend, kind: str, job: str) -> dict[str, Any]:
    if job not in stored(backend, kind):
        raise ResourceNotFoundException(f"Cannot find job {job}")
    return stored(backend, kind)[job]

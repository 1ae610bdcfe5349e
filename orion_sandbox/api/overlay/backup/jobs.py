"""Jobs that back Aurora clusters up and copy the backups. Moto knows none; here they are done at once."""

from typing import Any

from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.models import BackupBackend
from moto.backup.responses import BackupResponse
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random
from moto.rds.models import rds_backends

from orion_sandbox.api.overlay.backup.recovery_points import Origin, points_in, put
from orion_sandbox.api.overlay.backup.region_settings import AURORA
from orion_sandbox.api.overlay.backup.request import asked, kept, vault_at, vault_of
from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.arns import Arn

PATCHES = Patches()

CLUSTER = "cluster:"


@PATCHES.method(BackupResponse)
def start_backup_job(response: BackupResponse) -> ActionResult:
    """A backup of an Aurora cluster keeps the cluster's key.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
    """
    request, backend = asked(response), response.backup_backend
    vault, cluster = vault_of(backend, request["BackupVaultName"]), cluster_at(request["ResourceArn"])
    if cluster is None:
        raise ResourceNotFoundException(f"The sandbox backs up Aurora clusters that exist: {request['ResourceArn']}")
    job = str(mock_random.uuid4())
    origin = Origin(
        arn=_snapshot(backend.region_name, backend.account_id, f"job-{job}"),
        resource_arn=request["ResourceArn"],
        resource_type=AURORA,
        role_arn=request["IamRoleArn"],
        key_arn=cluster.kms_key_id if cluster.storage_encrypted else None,
        lifecycle=request.get("Lifecycle") or {},
    )
    put(vault, origin)
    done = {
        "BackupJobId": job,
        "BackupVaultName": vault.backup_vault_name,
        "BackupVaultArn": vault.backup_vault_arn,
        "RecoveryPointArn": origin.arn,
        "PercentDone": "100.0",
        **_done(backend, origin),
    }
    kept(backend, "backup_jobs")[job] = done
    return ActionResult({name: done[name] for name in ("BackupJobId", "CreationDate")})


@PATCHES.method(BackupResponse)
def describe_backup_job(response: BackupResponse) -> ActionResult:
    """Tell all of one."""
    return ActionResult(_job(response, "backup_jobs", "BackupJobId"))


@PATCHES.method(BackupResponse)
def start_copy_job(response: BackupResponse) -> ActionResult:
    """A copy is encrypted with the key of the vault that it goes to.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
    """
    request, backend = asked(response), response.backup_backend
    source, destination = request["RecoveryPointArn"], vault_at(request["DestinationBackupVaultArn"])
    copied = points_in(vault_of(backend, request["SourceBackupVaultName"])).get(source)
    home = Arn.read(request["DestinationBackupVaultArn"])
    if copied is None or destination is None or home is None:
        raise ResourceNotFoundException(f"Cannot find {source if copied is None else 'the destination vault'}")
    job = str(mock_random.uuid4())
    origin = Origin(
        arn=_snapshot(home.region, home.account, f"copyjob-{job}"),
        resource_arn=copied["ResourceArn"],
        resource_type=copied["ResourceType"],
        role_arn=request["IamRoleArn"],
        key_arn=destination.encryption_key_arn if copied["IsEncrypted"] else None,
        lifecycle=request.get("Lifecycle") or {},
    )
    put(destination, origin)
    done = {
        "CopyJobId": job,
        "SourceBackupVaultArn": copied["BackupVaultArn"],
        "SourceRecoveryPointArn": source,
        "DestinationBackupVaultArn": destination.backup_vault_arn,
        "DestinationRecoveryPointArn": origin.arn,
        **_done(backend, origin),
    }
    kept(backend, "copy_jobs")[job] = done
    return ActionResult({name: done[name] for name in ("CopyJobId", "CreationDate")})


@PATCHES.method(BackupResponse)
def describe_copy_job(response: BackupResponse) -> ActionResult:
    """Tell all of one."""
    return ActionResult({"CopyJob": _job(response, "copy_jobs", "CopyJobId")})


def cluster_at(text: str) -> Any:
    """Find the Aurora cluster of an ARN; None where there is none."""
    arn = Arn.read(text)
    if arn is None or arn.service != "rds" or not arn.resource.startswith(CLUSTER):
        return None
    return rds_backends[arn.account][arn.region].clusters.get(arn.resource.removeprefix(CLUSTER))


def _done(backend: BackupBackend, origin: Origin) -> dict[str, Any]:
    """What jobs of both kinds tell."""
    now = utcnow()
    return {
        "AccountId": backend.account_id,
        "ResourceArn": origin.resource_arn,
        "ResourceType": origin.resource_type,
        "IamRoleArn": origin.role_arn,
        "State": "COMPLETED",
        "CreationDate": now,
        "CompletionDate": now,
        "BackupSizeInBytes": 0,
    }


def _snapshot(region: str, account: str, name: str) -> str:
    return str(Arn("aws", "rds", region, account, f"cluster-snapshot:awsbackup:{name}"))


def _job(response: BackupResponse, kind: str, member: str) -> dict[str, Any]:
    job = asked(response)[member]
    jobs: dict[str, dict[str, Any]] = kept(response.backup_backend, kind)
    if job not in jobs:
        raise ResourceNotFoundException(f"Cannot find job {job}")
    return jobs[job]

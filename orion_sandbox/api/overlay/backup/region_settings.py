"""Which services AWS Backup protects in a region. Moto does not know the operations."""

from moto.backup.models import BackupBackend
from moto.backup.responses import BackupResponse
from moto.core.responses import ActionResult, EmptyResult

from orion_sandbox.api.overlay.backup.request import asked, kept
from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

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


@PATCHES.method(BackupResponse)
def describe_region_settings(response: BackupResponse) -> ActionResult:
    """Tell every service that can be opted in."""
    settings = _settings(response.backup_backend)
    return ActionResult(
        {
            "ResourceTypeOptInPreference": {name: settings.get(name, False) for name in RESOURCE_TYPES},
            "ResourceTypeManagementPreference": {},
        }
    )


@PATCHES.method(BackupResponse)
def update_region_settings(response: BackupResponse) -> EmptyResult:
    """What the request does not name stays as it is."""
    _settings(response.backup_backend).update(asked(response).get("ResourceTypeOptInPreference") or {})
    return EmptyResult()


def opt_in_at_first_use(backend: BackupBackend) -> None:
    """Opt in to every service at the first vault or plan, unless somebody has chosen before.

    AWS Backup Developer Guide, "Getting started 1: Service opt-in".
    """
    if not _settings(backend):
        _settings(backend).update(dict.fromkeys(RESOURCE_TYPES, True))


def opted_in(backend: BackupBackend, resource_type: str) -> bool:
    """Whether AWS Backup protects a service's resources in this region."""
    return bool(_settings(backend).get(resource_type))


def _settings(backend: BackupBackend) -> dict[str, bool]:
    return kept(backend, "opt_in_preferences")

"""Tags of vaults and plans."""

from typing import Any

from moto.backup.models import BackupBackend
from moto.backup.responses import BackupResponse
from moto.core.responses import ActionResult

from orion_sandbox.api.overlay.backup.request import asked
from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()


@PATCHES.method(BackupResponse)
def list_tags(response: BackupResponse) -> ActionResult:
    """Moto looks for the ARN before a last slash, which some SDKs do not send."""
    backend: BackupBackend = response.backup_backend
    tags: dict[str, Any] = backend.list_tags(resource_arn=asked(response)["ResourceArn"])
    return ActionResult({"Tags": tags})

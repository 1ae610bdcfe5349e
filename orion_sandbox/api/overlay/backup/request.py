"""What a call to AWS Backup asks for and is about."""

from typing import Any

from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.models import BackupBackend, Vault, backup_backends
from moto.backup.responses import BackupResponse

from orion_sandbox.api.parameters import parameters
from orion_sandbox.arns import Arn

VAULT = "backup-vault:"


def asked(response: BackupResponse) -> dict[str, Any]:
    """Read the call's parameters; moto takes them from fixed places in the path, which differ between SDKs."""
    return parameters(response, response._get_action())


def kept(backend: BackupBackend, name: str) -> dict[str, Any]:
    """Give the things of one kind that moto has no place for."""
    things: dict[str, Any] = backend.__dict__.setdefault(name, {})
    return things


def vault_of(backend: BackupBackend, name: str) -> Vault:
    """Find a vault by its name. Raises AWS's ResourceNotFoundException."""
    if name not in backend.vaults:
        raise ResourceNotFoundException(f"Backup vault {name} not found")
    return backend.vaults[name]


def vault_at(text: str) -> Vault | None:
    """Find a vault by its ARN, in whichever region."""
    arn = Arn.read(text)
    if arn is None or not arn.resource.startswith(VAULT):
        return None
    return backup_backends[arn.account][arn.region].vaults.get(arn.resource.removeprefix(VAULT))

"""Secrets Manager: descriptions that are emptied, names that are still taken."""

from collections.abc import Callable
from typing import Any

from moto.secretsmanager.exceptions import InvalidRequestException
from moto.secretsmanager.models import SecretsManagerBackend
from moto.secretsmanager.responses import SecretsManagerResponse

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()


@PATCHES.around(SecretsManagerBackend)
def create_secret(
    original: Callable[..., str], backend: SecretsManagerBackend, name: str, *arguments: Any, **named: Any
) -> str:
    """Moto says that the secret exists; AWS says that it waits for its deletion, which is mended otherwise."""
    if name in backend.secrets and backend.secrets[name].is_deleted():
        raise InvalidRequestException(
            "You can't create this secret because a secret with this name is already scheduled for deletion."
        )
    return original(backend, name, *arguments, **named)


@PATCHES.around(SecretsManagerResponse)
def update_secret(original: Callable[..., str], response: SecretsManagerResponse) -> str:
    """Moto takes an empty description for none, so it could never be removed."""
    answer = original(response)
    if response._get_param("Description") == "":
        secret: Any = response.backend.secrets[response._get_param("SecretId")]
        secret.description = ""
    return answer

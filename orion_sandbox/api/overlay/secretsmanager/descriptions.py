"""Secrets Manager: descriptions that are emptied."""

from collections.abc import Callable
from typing import Any

from moto.secretsmanager.responses import SecretsManagerResponse

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()


@PATCHES.around(SecretsManagerResponse)
def update_secret(original: Callable[..., str], response: SecretsManagerResponse) -> str:
    """Moto takes an empty description for none, so it could never be removed."""
    answer = original(response)
    if response._get_param("Description") == "":
        secret: Any = response.backend.secrets[response._get_param("SecretId")]
        secret.description = ""
    return answer

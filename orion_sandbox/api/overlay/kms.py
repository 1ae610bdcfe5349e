"""KMS: the rotation period."""

import json
from collections.abc import Callable
from typing import Any

from moto.kms.models import Key, KmsBackend
from moto.kms.responses import KmsResponse

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

DEFAULT_ROTATION_DAYS = 365
"""KMS API Reference, EnableKeyRotation: `RotationPeriodInDays`."""


@PATCHES.around(KmsResponse)
def enable_key_rotation(original: Callable[..., str], response: KmsResponse) -> str:
    """Moto drops the period."""
    answer = original(response)
    _key(response).rotation_period_in_days = response._get_param("RotationPeriodInDays") or DEFAULT_ROTATION_DAYS
    return answer


@PATCHES.around(KmsResponse)
def get_key_rotation_status(original: Callable[..., str], response: KmsResponse) -> str:
    """Moto does not return the period."""
    status = json.loads(original(response))
    if status["KeyRotationEnabled"]:
        status["RotationPeriodInDays"] = getattr(_key(response), "rotation_period_in_days", DEFAULT_ROTATION_DAYS)
    return json.dumps(status)


def _key(response: KmsResponse) -> Any:
    backend: KmsBackend = response.kms_backend
    key: Key = backend.describe_key(response._get_param("KeyId"))
    return key

"""Replicas of secrets in other regions."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from moto.secretsmanager.models import FakeSecret, ReplicaSecret

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

KEY = "KmsKeyId"


@PATCHES.around(FakeSecret)
def create_replicas(
    original: Callable[..., list[ReplicaSecret]],
    secret: FakeSecret,
    replica_regions: Sequence[Mapping[str, str]],
    *,
    force_overwrite: bool,
) -> list[ReplicaSecret]:
    """Moto encrypts every replica with the key that AWS manages."""
    replicas = original(secret, replica_regions, force_overwrite=force_overwrite)
    for asked, replica in zip(replica_regions, replicas, strict=True):
        if key := asked.get(KEY):
            replica.config[KEY] = key
    return replicas


@PATCHES.around(ReplicaSecret)
def to_dict(original: Callable[..., dict[str, Any]], replica: ReplicaSecret) -> dict[str, Any]:
    """Moto tells the key of the primary secret, which is of another region."""
    return {**original(replica), KEY: replica.config[KEY]}

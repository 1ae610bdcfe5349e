"""Secrets Manager: descriptions, replicas in other regions, and versions with their staging labels."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from moto.secretsmanager.models import FakeSecret, ReplicaSecret, SecretsManagerBackend, secretsmanager_backends
from moto.secretsmanager.responses import SecretsManagerResponse

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

KEY = "KmsKeyId"
CURRENT, PREVIOUS = "AWSCURRENT", "AWSPREVIOUS"
STAGES = "version_stages"


@PATCHES.around(SecretsManagerResponse)
def update_secret(original: Callable[..., str], response: SecretsManagerResponse) -> str:
    """Moto ignores an empty description, so a description cannot be removed."""
    answer = original(response)
    if response._get_param("Description") == "":
        secret: Any = response.backend.secrets[response._get_param("SecretId")]
        secret.description = ""
    return answer


@PATCHES.around(FakeSecret)
def create_replicas(
    original: Callable[..., list[ReplicaSecret]],
    secret: FakeSecret,
    replica_regions: Sequence[Mapping[str, str]],
    *,
    force_overwrite: bool,
) -> list[ReplicaSecret]:
    """Moto encrypts each replica with the AWS managed key."""
    replicas = original(secret, replica_regions, force_overwrite=force_overwrite)
    for region, replica in zip(replica_regions, replicas, strict=True):
        if key := region.get(KEY):
            replica.config[KEY] = key
    return replicas


@PATCHES.around(ReplicaSecret)
def to_dict(original: Callable[..., dict[str, Any]], replica: ReplicaSecret) -> dict[str, Any]:
    """Moto returns the key of the primary secret, which is in another region."""
    return {**original(replica), KEY: replica.config[KEY]}


@PATCHES.method(FakeSecret)
def reset_default_version(secret: Any, secret_version: dict[str, Any], version_id: str) -> None:
    """Moto removes custom labels from the version that was current, and leaves them on several older ones.

    AWS Secrets Manager User Guide, "What's in a Secrets Manager secret?": a label is on one version at a time.
    """
    before = secret.versions.get(secret.default_version_id)
    secret.remove_version_stages_from_old_versions([*secret_version[STAGES], PREVIOUS])
    if before:
        before[STAGES].append(PREVIOUS)
    secret.versions[version_id] = secret_version
    secret.default_version_id = version_id


@PATCHES.around(SecretsManagerBackend)
def update_secret_version_stage(
    original: Callable[..., tuple[str, str]], backend: SecretsManagerBackend, secret_id: str, **change: str
) -> tuple[str, str]:
    """Moto moves the label, but reads still return the version that had it."""
    answer = original(backend, secret_id, **change)
    secret: Any = backend.secrets[secret_id]
    secret.default_version_id = next(
        (name for name, version in secret.versions.items() if CURRENT in version[STAGES]), None
    )
    return answer


@PATCHES.around(SecretsManagerBackend)
def list_secret_version_ids(original: Callable[..., str], backend: SecretsManagerBackend, secret_id: str) -> str:
    """Moto returns the current time as the creation date of every version."""
    answer = json.loads(original(backend, secret_id))
    versions = backend.secrets[secret_id].versions
    for version in answer["Versions"]:
        version["CreatedDate"] = versions[version["VersionId"]]["createdate"]
    return json.dumps(answer)


def forget_versions(account: str) -> list[str]:
    """Delete the versions without labels, as AWS does some time later; return ARN and version, joined by `|`.

    AWS Secrets Manager User Guide, "Secret versions": those without labels are deprecated, and "Secrets Manager can
    delete them without notice".
    """
    deleted = list[str]()
    for backend in list(secretsmanager_backends[account].values()):
        for secret in [each for each in backend.secrets.values() if isinstance(each, FakeSecret)]:
            unlabelled = [name for name, version in secret.versions.items() if not version[STAGES]]
            deleted += [f"{secret.arn}|{name}" for name in unlabelled]
            for name in unlabelled:
                del secret.versions[name]
    return deleted

"""The versions of a secret and their staging labels.

AWS Secrets Manager User Guide, "What's in a Secrets Manager secret?": a label is on one version at a time.
"""

import json
from collections.abc import Callable
from typing import Any

from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend, secretsmanager_backends

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

CURRENT, PREVIOUS = "AWSCURRENT", "AWSPREVIOUS"
STAGES = "version_stages"


@PATCHES.method(FakeSecret)
def reset_default_version(secret: Any, secret_version: dict[str, Any], version_id: str) -> None:
    """Moto takes labels of one's own from the version that was current, and leaves them on several older ones."""
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
    """Moto moves the label and goes on reading the version that had it."""
    answer = original(backend, secret_id, **change)
    secret: Any = backend.secrets[secret_id]
    secret.default_version_id = next(
        (name for name, version in secret.versions.items() if CURRENT in version[STAGES]), None
    )
    return answer


@PATCHES.around(SecretsManagerBackend)
def list_secret_version_ids(original: Callable[..., str], backend: SecretsManagerBackend, secret_id: str) -> str:
    """Moto says of every version that it was created just now."""
    answer = json.loads(original(backend, secret_id))
    versions = backend.secrets[secret_id].versions
    for version in answer["Versions"]:
        version["CreatedDate"] = versions[version["VersionId"]]["createdate"]
    return json.dumps(answer)


def forget_versions(account: str) -> list[str]:
    """Delete the versions that bear no label, as AWS does in time; returns secret's ARN and version, `|` between.

    AWS Secrets Manager User Guide, "Secret versions": those without labels are deprecated, and "Secrets Manager can
    delete them without notice".
    """
    gone = list[str]()
    for backend in list(secretsmanager_backends[account].values()):
        for secret in [each for each in backend.secrets.values() if isinstance(each, FakeSecret)]:
            unlabelled = [name for name, version in secret.versions.items() if not version[STAGES]]
            gone += [f"{secret.arn}|{name}" for name in unlabelled]
            for name in unlabelled:
                del secret.versions[name]
    return gone

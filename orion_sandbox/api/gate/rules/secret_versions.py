"""Secrets Manager: staging labels of versions."""

from typing import Any

from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("secretsmanager")

UPDATE = ("UpdateSecretVersionStage",)
INVALID = "InvalidParameterException"
CURRENT = "AWSCURRENT"


@RULES.refuse("label-current", UPDATE, INVALID, "taking AWSCURRENT from a version without giving it to another")
def current(request: Request, _state: State) -> str | None:
    """One version is the current one."""
    if request.get("VersionStage") != CURRENT or request.get("MoveToVersionId"):
        return None
    return "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed."


@RULES.refuse(
    "label-elsewhere",
    UPDATE,
    INVALID,
    "moving or removing a label without saying, or not saying rightly, which version has it",
)
def elsewhere(request: Request, state: State) -> str | None:
    """A label is on one version at a time."""
    label, said = request["VersionStage"], request.get("RemoveFromVersionId")
    secret = state.secrets.get(request["SecretId"])
    holder = _holder(secret, label)
    if secret is None or holder == said or (holder and holder == request.get("MoveToVersionId")):
        return None
    if holder is None:
        return f"Staging label {label} is not attached to version {said}."
    return (
        f"The parameter RemoveFromVersionId can't be empty. Staging label {label} is currently attached to version "
        f"{holder}, so you must explicitly reference that version in RemoveFromVersionId."
    )


def _holder(secret: Any, label: str) -> str | None:
    versions = secret.versions if secret else {}
    return next((name for name, version in versions.items() if label in version["version_stages"]), None)

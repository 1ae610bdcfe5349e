"""Secrets Manager: secrets and the staging labels of their versions."""

from typing import Any

from orion_sandbox.api import names, references
from orion_sandbox.api.gate.checks import outside, taken, together, when
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.limits import SECRET_RECOVERY_DAYS

CREATE, DELETE, LABEL = "CreateSecret", "DeleteSecret", "UpdateSecretVersionStage"
INVALID = "InvalidParameterException"
CURRENT = "AWSCURRENT"


def _is_scheduled(state: State, name: str) -> bool:
    secret = state.secrets.get(name)
    return secret is not None and secret.is_deleted()


def _replicated(request: Request, state: State) -> str | None:
    replicas = getattr(state.secrets.get(request["SecretId"]), "replicas", ())
    if not replicas:
        return None
    regions = ", ".join(replica.region for replica in replicas)
    return f"You can't delete secret {request['SecretId']} that still has replica regions [{regions}]."


def _is_own_region(request: Request, state: State) -> bool:
    return state.region in [replica.get("Region") for replica in request.get("AddReplicaRegions", ())]


def _is_unusable_key(request: Request, state: State) -> bool:
    secret = state.secrets.get(request.get("SecretId", ""))
    key = request.get("KmsKeyId") or getattr(secret, "kms_key_id", None)
    return bool(key) and not state.usable_key(key)


def _removes_current(request: Request, _state: State) -> bool:
    return request.get("VersionStage") == CURRENT and not request.get("MoveToVersionId")


def _label_elsewhere(request: Request, state: State) -> str | None:
    label, named = request["VersionStage"], request.get("RemoveFromVersionId")
    secret = state.secrets.get(request["SecretId"])
    holder = _holder(secret, label)
    if secret is None or holder == named or (holder and holder == request.get("MoveToVersionId")):
        return None
    if holder is None:
        return f"Staging label {label} is not attached to version {named}."
    return (
        f"The parameter RemoveFromVersionId can't be empty. Staging label {label} is currently attached to version "
        f"{holder}, so you must explicitly reference that version in RemoveFromVersionId."
    )


def _holder(secret: Any, label: str) -> str | None:
    versions = secret.versions if secret else {}
    return next((name for name, version in versions.items() if label in version["version_stages"]), None)


RULES = table(
    "secretsmanager",
    Row("name", CREATE, "ValidationException", "a secret's name with other than letters, digits and `-/_+=.@!`",
        outside("Name", names.SECRET, "Invalid name. Must be a valid name containing alphanumeric characters, or any "
                "of the following: -/_+=.@!")),
    Row("scheduled-for-deletion", CREATE, "InvalidRequestException",
        "the name of a secret that is scheduled for deletion",
        taken("Name", _is_scheduled,
              "You can't create this secret because a secret with this name is already scheduled for deletion."),
        references.SECRET_SCHEDULED),
    Row("taken", CREATE, "ResourceExistsException", "a secret's name that is taken",
        taken("Name", lambda state, name: state.secrets.get(name),
              "The operation failed because the secret {value} already exists.")),
    Row("recovery-window", DELETE, INVALID, "a recovery window of fewer than 7 or more than 30 days",
        outside("RecoveryWindowInDays", SECRET_RECOVERY_DAYS,
                "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).")),
    Row("recovery-window-and-none", DELETE, INVALID, "a recovery window together with `ForceDeleteWithoutRecovery`",
        together(("ForceDeleteWithoutRecovery", "RecoveryWindowInDays"),
                 "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.")),
    Row("replicated", DELETE, INVALID, "deleting a secret that has replicas", _replicated,
        references.SECRET_REPLICAS),
    Row("replica-region", (CREATE, "ReplicateSecretToRegions"), INVALID, "a replica in the secret's own region",
        when(_is_own_region, "Invalid replica region.")),
    Row("key", (CREATE, "UpdateSecret", "PutSecretValue"), "EncryptionFailure",
        "a secret with a KMS key that does not exist, is of another region, or is not enabled",
        when(_is_unusable_key, "Secrets Manager can't encrypt the protected secret text using the provided KMS key. "
             "Check that the KMS key is available, enabled, and not in an invalid state.")),
    Row("label-current", LABEL, INVALID, "removing AWSCURRENT from a version without moving it to another",
        when(_removes_current, "You can only move staging label AWSCURRENT to a different secret version. It can't be "
             "completely removed.")),
    Row("label-elsewhere", LABEL, INVALID,
        "moving or removing a label without naming the version that has it", _label_elsewhere),
)  # fmt: skip

"""Secrets Manager: secrets."""

import re
from typing import Any

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.keys import usable_key
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("secretsmanager")

CREATE = ("CreateSecret",)
DELETE = ("DeleteSecret",)
NAME = re.compile(r"[A-Za-z0-9/_+=.@!-]{1,512}")
RECOVERY_DAYS = range(7, 31)


@RULES.refuse("name", CREATE, "ValidationException", "a secret's name with other than letters, digits and `-/_+=.@!`")
def name(request: Request, _state: State) -> str | None:
    """A name may end in a hyphen and six characters, which AWS advises against and takes."""
    if NAME.fullmatch(request["Name"]):
        return None
    return "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"


@RULES.refuse(
    "scheduled-for-deletion",
    CREATE,
    "InvalidRequestException",
    "a name whose secret waits for its deletion",
    sources.SECRET_SCHEDULED,
)
def scheduled(request: Request, state: State) -> str | None:
    """What a fixed name meets when its stack is made again."""
    secret = _secret(request["Name"], state)
    if secret is None or not secret.is_deleted():
        return None
    return "You can't create this secret because a secret with this name is already scheduled for deletion."


@RULES.refuse("taken", CREATE, "ResourceExistsException", "a secret's name that is taken")
def taken(request: Request, state: State) -> str | None:
    """Names are used once."""
    if _secret(request["Name"], state) is None:
        return None
    return f"The operation failed because the secret {request['Name']} already exists."


@RULES.refuse(
    "recovery-window", DELETE, "InvalidParameterException", "a recovery window of fewer than 7 or more than 30 days"
)
def recovery_window(request: Request, _state: State) -> str | None:
    """None at all is asked for with `ForceDeleteWithoutRecovery`."""
    days = request.get("RecoveryWindowInDays")
    if days is None or days in RECOVERY_DAYS:
        return None
    return "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive)."


@RULES.refuse(
    "recovery-window-and-none",
    DELETE,
    "InvalidParameterException",
    "a recovery window together with `ForceDeleteWithoutRecovery`",
)
def recovery_and_none(request: Request, _state: State) -> str | None:
    """One or the other."""
    if not (request.get("ForceDeleteWithoutRecovery") and request.get("RecoveryWindowInDays")):
        return None
    return "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays."


@RULES.refuse(
    "replicated",
    DELETE,
    "InvalidParameterException",
    "deleting a secret that has replicas",
    sources.SECRET_REPLICAS,
)
def replicated(request: Request, state: State) -> str | None:
    """They are removed before."""
    replicas = getattr(_secret(request["SecretId"], state), "replicas", ())
    if not replicas:
        return None
    regions = ", ".join(replica.region for replica in replicas)
    return f"You can't delete secret {request['SecretId']} that still has replica regions [{regions}]."


@RULES.refuse(
    "replica-region",
    ("CreateSecret", "ReplicateSecretToRegions"),
    "InvalidParameterException",
    "a replica in the secret's own region",
)
def replica_region(request: Request, state: State) -> str | None:
    """A replica is for another region."""
    asked = [replica.get("Region") for replica in request.get("AddReplicaRegions", ())]
    return "Invalid replica region." if state.region in asked else None


@RULES.refuse(
    "key",
    ("CreateSecret", "UpdateSecret", "PutSecretValue"),
    "EncryptionFailure",
    "a secret with a KMS key that does not exist, is of another region, or is not enabled",
)
def key(request: Request, state: State) -> str | None:
    """The key that the call names, else the one that the secret has."""
    secret = _secret(request.get("SecretId", ""), state)
    identifier = request.get("KmsKeyId") or getattr(secret, "kms_key_id", None)
    if not identifier or usable_key(identifier, state):
        return None
    return (
        "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the KMS key is "
        "available, enabled, and not in an invalid state."
    )


def _secret(identifier: str, state: State) -> Any:
    return state.secrets.get(identifier)

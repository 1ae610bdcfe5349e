"""RDS: storage, keys and exported logs."""

from collections.abc import Mapping
from typing import Any

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.keys import usable_key
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("rds")

CLUSTERS = ("CreateDBCluster", "ModifyDBCluster")
KEYS = ("KmsKeyId", "PerformanceInsightsKMSKeyId", "MasterUserSecretKmsKeyId")
LOG_TYPES = ("postgresql", "instance", "iam-db-auth-error")
STORAGE_TYPES = ("aurora", "aurora-iopt1")


@RULES.refuse(
    "storage-type", CLUSTERS, "StorageTypeNotSupported", "a storage type other than `aurora` and `aurora-iopt1`"
)
def storage_type(request: Request, _state: State) -> str | None:
    """Aurora has a storage of its own."""
    asked = request.get("StorageType")
    return None if asked is None or asked in STORAGE_TYPES else f"Invalid storage type for Aurora: {asked}"


@RULES.refuse(
    "key",
    (*CLUSTERS, "CreateDBInstance", "ModifyDBInstance"),
    "KMSKeyNotAccessibleFault",
    "a KMS key that does not exist, is of another region, or is not enabled",
)
def key(request: Request, state: State) -> str | None:
    """Keys are there and enabled before what they encrypt."""
    unusable = [request[member] for member in KEYS if request.get(member) and not usable_key(request[member], state)]
    if not unusable:
        return None
    return (
        f"The specified KMS key [{unusable[0]}] does not exist, is not enabled or you do not have permissions to "
        "access it."
    )


@RULES.refuse(
    "log-exports",
    CLUSTERS,
    "InvalidParameterCombination",
    "exports of logs other than `postgresql`, `instance` and `iam-db-auth-error`",
    sources.LOG_EXPORTS,
)
def log_exports(request: Request, _state: State) -> str | None:
    """The logs of Aurora PostgreSQL."""
    changes: Mapping[str, Any] = request.get("CloudwatchLogsExportConfiguration", {})
    asked = [
        *request.get("EnableCloudwatchLogsExports", ()),
        *changes.get("EnableLogTypes", ()),
        *changes.get("DisableLogTypes", ()),
    ]
    unknown = [log for log in asked if log not in LOG_TYPES]
    if not unknown:
        return None
    return f"You cannot use the log types '{', '.join(unknown)}' with this engine. Supported: {', '.join(LOG_TYPES)}"

"""CloudWatch Logs: the key, class and deletion protection of a log group."""

from collections.abc import Callable
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogGroup, LogsBackend
from moto.logs.responses import LogsResponse

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

DEFAULT_CLASS = "STANDARD"
RETENTION_DAYS = frozenset(
    (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
)
"""What PutRetentionPolicy takes (its API reference)."""


@PATCHES.around(LogsResponse)
def create_log_group(original: Callable[..., str], response: LogsResponse) -> str:
    """Moto drops class and deletion protection."""
    answer = original(response)
    group = _group(response, "logGroupName")
    group.log_group_class = response._get_param("logGroupClass") or DEFAULT_CLASS
    group.deletion_protection_enabled = bool(response._get_param("deletionProtectionEnabled"))
    return answer


@PATCHES.around(LogGroup)
def to_describe_dict(original: Callable[..., dict[str, Any]], group: Any) -> dict[str, Any]:
    """AWS tells class and deletion protection of every group."""
    return {
        **original(group),
        "logGroupClass": getattr(group, "log_group_class", DEFAULT_CLASS),
        "deletionProtectionEnabled": getattr(group, "deletion_protection_enabled", False),
    }


@PATCHES.around(LogsResponse)
def put_retention_policy(original: Callable[..., str], response: LogsResponse) -> str:
    """Moto takes any number of days."""
    if response._get_param("retentionInDays") not in RETENTION_DAYS:
        raise JsonRESTError("InvalidParameterException", "retentionInDays is not one of the accepted numbers of days")
    return original(response)


@PATCHES.method(LogsResponse)
def associate_kms_key(response: LogsResponse) -> str:
    """Moto does not know the operation."""
    _group(response, "logGroupName").kms_key_id = response._get_param("kmsKeyId")
    return ""


@PATCHES.method(LogsResponse)
def disassociate_kms_key(response: LogsResponse) -> str:
    """Moto does not know the operation."""
    _group(response, "logGroupName").kms_key_id = None
    return ""


@PATCHES.method(LogsResponse)
def put_log_group_deletion_protection(response: LogsResponse) -> str:
    """Moto does not know the operation."""
    protected = response._get_param("deletionProtectionEnabled")
    _group(response, "logGroupIdentifier").deletion_protection_enabled = protected
    return ""


@PATCHES.around(LogsBackend)
def delete_log_group(original: Callable[..., None], backend: LogsBackend, log_group_name: str) -> None:
    """A protection that protects nothing would be a lie."""
    group = backend.groups.get(log_group_name)
    if getattr(group, "deletion_protection_enabled", False):
        raise JsonRESTError("ValidationException", f"Deletion protection is enabled for log group {log_group_name}")
    original(backend, log_group_name)


def _group(response: LogsResponse, member: str) -> Any:
    # An identifier is a name or an ARN, and the ARN of a group has the name in its seventh part.
    name = response._get_param(member).split(":log-group:")[-1].removesuffix(":*")
    backend: LogsBackend = response.logs_backend
    if name not in backend.groups:
        raise ResourceNotFoundException
    return backend.groups[name]

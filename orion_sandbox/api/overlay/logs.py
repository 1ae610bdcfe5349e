"""CloudWatch Logs: the key, class and deletion protection of a log group."""

from collections.abc import Callable
from typing import Any

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogGroup, LogsBackend
from moto.logs.responses import LogsResponse

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

DEFAULT_CLASS = "STANDARD"


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


def _group(response: LogsResponse, member: str) -> Any:
    # An identifier is a name or an ARN, and the ARN of a group has the name in its seventh part.
    name = response._get_param(member).split(":log-group:")[-1].removesuffix(":*")
    backend: LogsBackend = response.logs_backend
    if name not in backend.groups:
        raise ResourceNotFoundException
    return backend.groups[name]

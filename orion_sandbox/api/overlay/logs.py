"""CloudWatch Logs: the key, class and deletion protection of a log group."""

from collections.abc import Callable
from typing import Any

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogGroup, LogsBackend
from moto.logs.responses import LogsResponse

from orion_sandbox.api.overlay.patches import Patches, Request

PATCHES = Patches()

DEFAULT_CLASS = "STANDARD"

_operation = PATCHES.operation(LogsResponse, lambda response: response.logs_backend)


@PATCHES.around(LogsResponse)
def create_log_group(original: Callable[..., str], response: LogsResponse) -> str:
    """Moto drops class and deletion protection."""
    answer = original(response)
    group = _group(response.logs_backend, response._get_param("logGroupName"))
    group.log_group_class = response._get_param("logGroupClass") or DEFAULT_CLASS
    group.deletion_protection_enabled = bool(response._get_param("deletionProtectionEnabled"))
    return answer


@PATCHES.around(LogGroup)
def to_describe_dict(original: Callable[..., dict[str, Any]], group: Any) -> dict[str, Any]:
    """Moto does not return class and deletion protection."""
    return {
        **original(group),
        "logGroupClass": getattr(group, "log_group_class", DEFAULT_CLASS),
        "deletionProtectionEnabled": getattr(group, "deletion_protection_enabled", False),
    }


@_operation
def associate_kms_key(backend: LogsBackend, request: Request) -> None:
    """Set the key of a group."""
    _group(backend, request["logGroupName"]).kms_key_id = request["kmsKeyId"]


@_operation
def disassociate_kms_key(backend: LogsBackend, request: Request) -> None:
    """Remove the key of a group."""
    _group(backend, request["logGroupName"]).kms_key_id = None


@_operation
def put_log_group_deletion_protection(backend: LogsBackend, request: Request) -> None:
    """Turn deletion protection on or off."""
    group = _group(backend, request["logGroupIdentifier"])
    group.deletion_protection_enabled = request["deletionProtectionEnabled"]


def _group(backend: LogsBackend, identifier: str) -> Any:
    # An identifier is a name, or an ARN with the name as its seventh part.
    name = identifier.rsplit(":log-group:", maxsplit=1)[-1].removesuffix(":*")
    if name not in backend.groups:
        raise ResourceNotFoundException
    return backend.groups[name]

"""AWS Backup: plans and their selections of resources."""

from collections.abc import Callable
from typing import Any

from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.models import BackupBackend, Plan
from moto.backup.responses import BackupResponse
from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random

from orion_sandbox.api.overlay.backup_vaults import opt_in_at_first_use, stored
from orion_sandbox.api.overlay.patches import Patches, Request

PATCHES = Patches()

SUMMARY = ("SelectionId", "BackupPlanId", "CreationDate")
"""Members of a selection in every answer."""

_operation = PATCHES.operation(BackupResponse, lambda response: response.backup_backend)


@PATCHES.around(BackupBackend)
def create_backup_plan(original: Callable[..., Plan], backend: BackupBackend, *arguments: Any, **named: Any) -> Plan:
    """Moto has no opt-in."""
    plan = original(backend, *arguments, **named)
    opt_in_at_first_use(backend)
    return plan


@_operation
def update_backup_plan(backend: BackupBackend, request: Request) -> dict[str, Any]:
    """Replace a plan with a new version; its rules keep their ids."""
    plan = backend.get_backup_plan(request["BackupPlanId"], None)
    changed: Any = Plan(request["BackupPlan"], plan.creator_request_id, backend)
    before = {rule["RuleName"]: rule["RuleId"] for rule in plan.backup_plan["Rules"]}
    for rule in changed.backup_plan["Rules"]:
        rule["RuleId"] = before.get(rule["RuleName"], rule["RuleId"])
    plan.backup_plan, plan.version_id = changed.backup_plan, changed.version_id
    return plan.to_dict()


@PATCHES.around(BackupBackend)
def delete_backup_plan(original: Callable[..., Any], backend: BackupBackend, backup_plan_id: str) -> Any:
    """Moto continues to describe a deleted plan, and its name stays taken."""
    answer = original(backend, backup_plan_id)
    del backend.plans[backup_plan_id]
    return answer


def selections(backend: BackupBackend) -> dict[str, Any]:
    """Return the selections of all plans by their ids."""
    return stored(backend, "selections")


@_operation
def create_backup_selection(backend: BackupBackend, request: Request) -> dict[str, Any]:
    """Add a selection to a plan."""
    plan = backend.get_backup_plan(request["BackupPlanId"], None)
    selection: dict[str, Any] = {
        "SelectionId": str(mock_random.uuid4()),
        "BackupPlanId": plan.backup_plan_id,
        "CreationDate": unix_time(),
        "BackupSelection": request["BackupSelection"],
    }
    selections(backend)[selection["SelectionId"]] = selection
    return {name: selection[name] for name in SUMMARY}


@_operation
def get_backup_selection(backend: BackupBackend, request: Request) -> dict[str, Any]:
    """Describe a selection."""
    return _selection(backend, request)


@_operation
def list_backup_selections(backend: BackupBackend, request: Request) -> dict[str, Any]:
    """List the selections of a plan."""
    found = [each for each in selections(backend).values() if each["BackupPlanId"] == request["BackupPlanId"]]
    listed = [
        {
            **{name: selection[name] for name in SUMMARY},
            **{name: selection["BackupSelection"][name] for name in ("SelectionName", "IamRoleArn")},
        }
        for selection in found
    ]
    return {"BackupSelectionsList": listed}


@_operation
def delete_backup_selection(backend: BackupBackend, request: Request) -> None:
    """Delete a selection."""
    del selections(backend)[_selection(backend, request)["SelectionId"]]


def _selection(backend: BackupBackend, request: Request) -> dict[str, Any]:
    selection: dict[str, Any] | None = selections(backend).get(request["SelectionId"])
    if selection is None or selection["BackupPlanId"] != request["BackupPlanId"]:
        raise ResourceNotFoundException(f"Cannot find backup selection {request['SelectionId']}")
    return selection

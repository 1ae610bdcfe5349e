"""What a plan backs up. Moto does not know the operations."""

from typing import Any

from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.models import BackupBackend
from moto.backup.responses import BackupResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random

from orion_sandbox.api.overlay.backup.request import asked, kept
from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

OF_ALL = ("SelectionId", "BackupPlanId", "CreationDate")


@PATCHES.method(BackupResponse)
def create_backup_selection(response: BackupResponse) -> ActionResult:
    """Keep what the request selects."""
    request, backend = asked(response), response.backup_backend
    plan = backend.get_backup_plan(request["BackupPlanId"], None)
    selection: dict[str, Any] = {
        "SelectionId": str(mock_random.uuid4()),
        "BackupPlanId": plan.backup_plan_id,
        "CreationDate": unix_time(),
        "BackupSelection": request["BackupSelection"],
    }
    selections_in(backend)[selection["SelectionId"]] = selection
    return ActionResult({name: selection[name] for name in OF_ALL})


@PATCHES.method(BackupResponse)
def get_backup_selection(response: BackupResponse) -> ActionResult:
    """Tell all of one."""
    return ActionResult(_found(response))


@PATCHES.method(BackupResponse)
def list_backup_selections(response: BackupResponse) -> ActionResult:
    """Tell those of one plan."""
    plan = asked(response)["BackupPlanId"]
    listed = [
        {
            **{name: selection[name] for name in OF_ALL},
            "SelectionName": selection["BackupSelection"]["SelectionName"],
            "IamRoleArn": selection["BackupSelection"]["IamRoleArn"],
        }
        for selection in selections_in(response.backup_backend).values()
        if selection["BackupPlanId"] == plan
    ]
    return ActionResult({"BackupSelectionsList": listed})


@PATCHES.method(BackupResponse)
def delete_backup_selection(response: BackupResponse) -> EmptyResult:
    """Forget one."""
    del selections_in(response.backup_backend)[_found(response)["SelectionId"]]
    return EmptyResult()


def selections_in(backend: BackupBackend) -> dict[str, Any]:
    """Give the selections of every plan, by their ids."""
    return kept(backend, "selections")


def _found(response: BackupResponse) -> dict[str, Any]:
    request = asked(response)
    selection: dict[str, Any] | None = selections_in(response.backup_backend).get(request["SelectionId"])
    if selection is None or selection["BackupPlanId"] != request["BackupPlanId"]:
        raise ResourceNotFoundException(f"Cannot find backup selection {request['SelectionId']}")
    return selection

"""Plans: their changes and their end."""

from collections.abc import Callable
from typing import Any

from moto.backup.models import BackupBackend, Plan
from moto.backup.responses import BackupResponse
from moto.core.responses import ActionResult

from orion_sandbox.api.overlay.backup.region_settings import opt_in_at_first_use
from orion_sandbox.api.overlay.backup.request import asked
from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()


@PATCHES.around(BackupBackend)
def create_backup_plan(original: Callable[..., Plan], backend: BackupBackend, *arguments: Any, **named: Any) -> Plan:
    """Moto knows no opt-in."""
    plan = original(backend, *arguments, **named)
    opt_in_at_first_use(backend)
    return plan


@PATCHES.method(BackupResponse)
def update_backup_plan(response: BackupResponse) -> ActionResult:
    """Moto does not know the operation. A plan's change is a new version of all of it."""
    request, backend = asked(response), response.backup_backend
    plan = backend.get_backup_plan(request["BackupPlanId"], None)
    changed: Any = Plan(request["BackupPlan"], plan.creator_request_id, backend)
    before = {rule["RuleName"]: rule["RuleId"] for rule in plan.backup_plan["Rules"]}
    for rule in changed.backup_plan["Rules"]:
        rule["RuleId"] = before.get(rule["RuleName"], rule["RuleId"])
    plan.backup_plan, plan.version_id = changed.backup_plan, changed.version_id
    return ActionResult(plan.to_dict())


@PATCHES.around(BackupBackend)
def delete_backup_plan(original: Callable[..., Any], backend: BackupBackend, backup_plan_id: str) -> Any:
    """Moto goes on to describe a deleted plan, and keeps its name taken."""
    answer = original(backend, backup_plan_id)
    del backend.plans[backup_plan_id]
    return answer

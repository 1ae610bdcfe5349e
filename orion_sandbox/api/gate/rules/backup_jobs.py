"""AWS Backup: what is backed up, and in whose name."""

from typing import Any

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.policies import allows_service, permissions
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.overlay.backup.jobs import cluster_at
from orion_sandbox.api.overlay.backup.recovery_points import points_in
from orion_sandbox.api.overlay.backup.region_settings import AURORA, opted_in
from orion_sandbox.api.overlay.backup.request import vault_at
from orion_sandbox.api.overlay.backup.selections import selections_in

RULES = Rules("backup")

SELECT, BACK_UP, COPY = ("CreateBackupSelection",), ("StartBackupJob",), ("StartCopyJob",)
INVALID, MISSING = "InvalidParameterValueException", "ResourceNotFoundException"
BACKUP = "backup.amazonaws.com"
NEEDED = "tag:GetResources"


@RULES.refuse(
    "selection-plan-unknown", SELECT, INVALID, "a selection for a plan that does not exist", sources.BACKUP_PLAN_MISSING
)
def plan_unknown(request: Request, state: State) -> str | None:
    """The plan comes first."""
    if request["BackupPlanId"] in state.backup.plans:
        return None
    return f"Cannot find Backup plan with ID {request['BackupPlanId']}"


@RULES.refuse("selection-taken", SELECT, "AlreadyExistsException", "a selection's name that its plan has already")
def selection_taken(request: Request, state: State) -> str | None:
    """Names are used once in a plan."""
    wanted = (request["BackupPlanId"], request["BackupSelection"]["SelectionName"])
    for selection in selections_in(state.backup).values():
        if (selection["BackupPlanId"], selection["BackupSelection"]["SelectionName"]) == wanted:
            return f"Backup selection {wanted[1]} already exists"
    return None


@RULES.refuse(
    "selection-empty",
    SELECT,
    INVALID,
    "a selection of nothing: neither resources nor tags nor conditions",
    sources.BACKUP_SELECTION_EMPTY,
)
def selection_empty(request: Request, _state: State) -> str | None:
    """Something must say what is backed up."""
    if any(request["BackupSelection"].get(member) for member in ("Resources", "ListOfTags", "Conditions")):
        return None
    return "Invalid backup selection. Either 'ListOfTags' or 'Resources' section must be non-empty."


@RULES.refuse(
    "role-trust",
    (*SELECT, *BACK_UP, *COPY),
    INVALID,
    f"a role that does not exist, or that `{BACKUP}` may not assume",
    sources.BACKUP_SELECTION_ROLE,
)
def role_trust(request: Request, state: State) -> str | None:
    """AWS Backup works in a role's name."""
    role = state.role(_role_arn(request))
    if role is not None and allows_service(role.assume_role_policy_document, BACKUP, "sts:AssumeRole"):
        return None
    return f"IAM Role {_role_arn(request)} cannot be assumed by AWS Backup"


@RULES.refuse(
    "role-permissions",
    SELECT,
    INVALID,
    "a selection with a role that lacks the permissions of `AWSBackupServiceRolePolicyForBackup`, as it does while "
    "the policy is not attached yet",
    sources.BACKUP_SELECTION_ROLE,
)
def role_permissions(request: Request, state: State) -> str | None:
    """The policy is attached before the first call that names the role."""
    if any(NEEDED in text or '"tag:*"' in text for text in permissions(state.role(_role_arn(request)))):
        return None
    return f"IAM Role {_role_arn(request)} is not authorized to call {NEEDED}"


@RULES.refuse(
    "job-vault-unknown", (*BACK_UP, *COPY), MISSING, "a job with a vault or a recovery point that does not exist"
)
def job_vault_unknown(request: Request, state: State) -> str | None:
    """The vault of a copy is looked for in its own region."""
    name = request.get("BackupVaultName") or request["SourceBackupVaultName"]
    vault = state.backup.vaults.get(name)
    if vault is None:
        return f"Backup vault {name} not found"
    destination, point = request.get("DestinationBackupVaultArn"), request.get("RecoveryPointArn")
    if destination and vault_at(destination) is None:
        return f"Backup vault {destination} not found"
    return f"Recovery point {point} not found" if point and point not in points_in(vault) else None


@RULES.refuse(
    "job-resource",
    BACK_UP,
    MISSING,
    "a backup of what does not exist, or of other than an Aurora cluster, which the sandbox does not imitate",
)
def job_resource(request: Request, _state: State) -> str | None:
    """Clusters, by their ARNs."""
    if cluster_at(request["ResourceArn"]) is not None:
        return None
    return f"The sandbox backs up Aurora clusters that exist: {request['ResourceArn']}"


@RULES.refuse(
    "job-opt-in",
    BACK_UP,
    "InvalidRequestException",
    "a backup of an Aurora cluster in a region that is not opted in to Aurora",
    sources.BACKUP_OPT_IN,
)
def job_opt_in(_request: Request, state: State) -> str | None:
    """The first vault or plan opts a region in, unless somebody has chosen otherwise."""
    if opted_in(state.backup, AURORA):
        return None
    return f"AWS Backup is not opted in to {AURORA} in {state.region}"


def _role_arn(request: Request) -> Any:
    return request.get("BackupSelection", request)["IamRoleArn"]

"""AWS Backup: vaults and their locks, plans, selections and jobs."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from orion_sandbox.api import limits, references
from orion_sandbox.api.gate.checks import outside, taken, unknown, when
from orion_sandbox.api.gate.policies import allows_service, permissions
from orion_sandbox.api.gate.rule import Check, Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.overlay.backup_jobs import cluster_at
from orion_sandbox.api.overlay.backup_plans import selections
from orion_sandbox.api.overlay.backup_vaults import AURORA, is_opted_in, recovery_points, vault_at

CREATE_VAULT, DELETE_VAULT = "CreateBackupVault", "DeleteBackupVault"
LOCK, DELETE_POINT = "PutBackupVaultLockConfiguration", "DeleteRecoveryPoint"
CREATE_PLAN, PLANS, DELETE_PLAN = "CreateBackupPlan", ("CreateBackupPlan", "UpdateBackupPlan"), "DeleteBackupPlan"
SELECT, BACK_UP, COPY = "CreateBackupSelection", "StartBackupJob", "StartCopyJob"
INVALID, TAKEN = "InvalidParameterValueException", "AlreadyExistsException"
MISSING, IMPOSSIBLE = "ResourceNotFoundException", "InvalidRequestException"
VAULT = "BackupVaultName"

DEFAULT_START_MINUTES, DEFAULT_COMPLETION_MINUTES = 480, 10080
SERVICE = "backup.amazonaws.com"
NEEDED_ACTION = "tag:GetResources"

PlanRule = Mapping[str, Any]


# Vaults.


def _vault(request: Request, state: State) -> Any:
    return state.backup.vaults.get(request[VAULT])


def _has_vault(state: State, name: str) -> bool:
    return name in state.backup.vaults


def _lock_retention(request: Request, _state: State) -> str | None:
    days, least, most = limits.VAULT_RETENTION_DAYS, request.get("MinRetentionDays"), request.get("MaxRetentionDays")
    least, most = days.minimum if least is None else least, days.maximum if most is None else most
    if days.minimum <= least <= most <= days.maximum:
        return None
    return f"Invalid retention: MinRetentionDays {least}, MaxRetentionDays {most}"


# Plans.


def _each_rule(check: Callable[[PlanRule], str | None]) -> Check:
    """Check every rule of a plan, and name the rule that is wrong."""

    def check_all(request: Request, _state: State) -> str | None:
        for rule in request["BackupPlan"]["Rules"]:
            if reason := check(rule):
                return f"Error in rule {rule['RuleName']} : {reason}"
        return None

    return check_all


def _start_minutes(rule: PlanRule) -> int:
    minutes = rule.get("StartWindowMinutes")
    return DEFAULT_START_MINUTES if minutes is None else minutes


def _start_window(rule: PlanRule) -> str | None:
    minutes = _start_minutes(rule)
    return None if minutes in limits.BACKUP_START_MINUTES else f"Start window must be at least 60 minutes: {minutes}"


def _completion_window(rule: PlanRule) -> str | None:
    minutes = rule.get("CompletionWindowMinutes") or DEFAULT_COMPLETION_MINUTES
    if minutes - _start_minutes(rule) in limits.BACKUP_RUN_MINUTES:
        return None
    return f"Completion window must be at least 60 minutes longer than the start window: {minutes}"


def _lifecycles(rule: PlanRule) -> Iterator[Mapping[str, Any]]:
    """Yield the lifecycle of the rule, then those of its copies."""
    for holder in (rule, *(rule.get("CopyActions") or ())):
        yield holder.get("Lifecycle") or {}


def _cold_storage(rule: PlanRule) -> str | None:
    for lifecycle in _lifecycles(rule):
        cold, end = lifecycle.get("MoveToColdStorageAfterDays"), lifecycle.get("DeleteAfterDays")
        if cold is not None and end is not None and end - cold not in limits.BACKUP_COLD_DAYS:
            return (
                "Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays"
            )
    return None


def _continuous_cold_storage(rule: PlanRule) -> str | None:
    own, *_copies = _lifecycles(rule)
    if not (rule.get("EnableContinuousBackup") and own.get("MoveToColdStorageAfterDays")):
        return None
    return "Invalid lifecycle. MoveToColdStorageAfterDays is unavailable"


def _retention(rule: PlanRule) -> str | None:
    for number, lifecycle in enumerate(_lifecycles(rule)):
        is_continuous = number == 0 and rule.get("EnableContinuousBackup")
        accepted = limits.BACKUP_CONTINUOUS_DAYS if is_continuous else limits.VAULT_RETENTION_DAYS
        days = lifecycle.get("DeleteAfterDays")
        if days is not None and days not in accepted:
            return f"Invalid lifecycle. DeleteAfterDays cannot be less than 1 or more than {accepted.maximum} days"
    return None


def _unknown_vault(request: Request, state: State) -> str | None:
    for rule in request["BackupPlan"]["Rules"]:
        if (name := rule["TargetBackupVaultName"]) not in state.backup.vaults:
            return f"Error in rule {rule['RuleName']} : Backup vault {name} does not exist"
        for copy in rule.get("CopyActions") or ():
            if vault_at(copy["DestinationBackupVaultArn"]) is None:
                return f"Error in rule {rule['RuleName']} : {copy['DestinationBackupVaultArn']} does not exist"
    return None


def _is_plan_name(state: State, name: str) -> bool:
    return name in [plan.backup_plan["BackupPlanName"] for plan in state.backup.plans.values()]


def _has_selections(request: Request, state: State) -> bool:
    return request["BackupPlanId"] in [each["BackupPlanId"] for each in selections(state.backup).values()]


# Selections and jobs.


def _taken_selection(request: Request, state: State) -> str | None:
    plan, name = request["BackupPlanId"], request["BackupSelection"]["SelectionName"]
    existing = selections(state.backup).values()
    if (plan, name) not in [(each["BackupPlanId"], each["BackupSelection"]["SelectionName"]) for each in existing]:
        return None
    return f"Backup selection {name} already exists"


def _selects_nothing(request: Request, _state: State) -> bool:
    return not any(request["BackupSelection"].get(member) for member in ("Resources", "ListOfTags", "Conditions"))


def _role_arn(request: Request) -> Any:
    return request.get("BackupSelection", request)["IamRoleArn"]


def _role_trust(request: Request, state: State) -> str | None:
    role = state.role(_role_arn(request))
    if role is not None and allows_service(role.assume_role_policy_document, SERVICE, "sts:AssumeRole"):
        return None
    return f"IAM Role {_role_arn(request)} cannot be assumed by AWS Backup"


def _role_permissions(request: Request, state: State) -> str | None:
    texts = permissions(state.role(_role_arn(request)))
    if any(NEEDED_ACTION in text or '"tag:*"' in text for text in texts):
        return None
    return f"IAM Role {_role_arn(request)} is not authorized to call {NEEDED_ACTION}"


def _job_vault(request: Request, state: State) -> str | None:
    name = request.get(VAULT) or request["SourceBackupVaultName"]
    if (vault := state.backup.vaults.get(name)) is None:
        return f"Backup vault {name} not found"
    destination, point = request.get("DestinationBackupVaultArn"), request.get("RecoveryPointArn")
    if destination and vault_at(destination) is None:
        return f"Backup vault {destination} not found"
    return f"Recovery point {point} not found" if point and point not in recovery_points(vault) else None


def _job_opt_in(_request: Request, state: State) -> str | None:
    # The first vault or plan opts a region in, unless the account has chosen otherwise.
    if is_opted_in(state.backup, AURORA):
        return None
    return f"AWS Backup is not opted in to {AURORA} in {state.region}"


RULES = table(
    "backup",
    Row("vault-taken", CREATE_VAULT, TAKEN, "a vault's name that is taken",
        taken(VAULT, _has_vault, "Backup vault with the same name already exists")),
    Row("vault-key", CREATE_VAULT, INVALID,
        "a vault with a KMS key that does not exist, is of another region, or is not enabled",
        unknown("EncryptionKeyArn", lambda state, key: not key or state.usable_key(key),
                "The KMS key {value} does not exist or cannot be used")),
    Row("vault-unknown", (DELETE_VAULT, LOCK), MISSING, "a vault that does not exist",
        unknown(VAULT, _has_vault, "Backup vault {value} not found")),
    Row("vault-not-empty", DELETE_VAULT, IMPOSSIBLE, "deleting a vault that holds recovery points",
        when(lambda request, state: recovery_points(_vault(request, state)),
             "Backup vault cannot be deleted because it contains recovery points."),
        references.BACKUP_VAULT_NOT_EMPTY),
    Row("point-locked", DELETE_POINT, IMPOSSIBLE,
        "deleting a recovery point from a locked vault; in governance mode the lock can be removed first",
        when(lambda request, state: getattr(_vault(request, state), "locked", False),
             "Recovery points of vault {BackupVaultName} cannot be deleted: the vault is locked"),
        references.BACKUP_VAULT_LOCK),
    Row("lock-retention", LOCK, INVALID,
        "a lock with a retention below 1 or above 36500 days, or with the minimum above the maximum", _lock_retention),
    Row("lock-grace", LOCK, INVALID, "a compliance lock with fewer than 3 days of grace",
        outside("ChangeableForDays", limits.VAULT_GRACE_DAYS, "ChangeableForDays must be at least 3 days: {value}")),
    Row("plan-start-window", PLANS, INVALID, "a start window of less than 60 minutes", _each_rule(_start_window)),
    Row("plan-completion-window", PLANS, INVALID,
        "a completion window that is not 60 minutes longer than the start window", _each_rule(_completion_window),
        references.BACKUP_PLAN_CREATION),
    Row("plan-cold-storage", PLANS, INVALID, "deletion less than 90 days after the move to cold storage",
        _each_rule(_cold_storage), references.BACKUP_COLD_STORAGE),
    Row("plan-continuous-cold-storage", PLANS, INVALID, "cold storage for continuous backups",
        _each_rule(_continuous_cold_storage), references.BACKUP_CONTINUOUS_COLD_STORAGE),
    Row("plan-retention", PLANS, INVALID,
        "a retention below 1 or above 36500 days, or above 35 days for continuous backups", _each_rule(_retention),
        references.BACKUP_RETENTION),
    Row("plan-vault-unknown", PLANS, INVALID,
        "a rule whose vault, or the vault of one of its copies, does not exist", _unknown_vault),
    Row("plan-taken", CREATE_PLAN, TAKEN, "a plan's name that is taken",
        taken("BackupPlan.BackupPlanName", _is_plan_name,
              "Backup plan with the same plan document already exists")),
    Row("plan-with-selections", DELETE_PLAN, IMPOSSIBLE, "deleting a plan that has selections",
        when(_has_selections,
             "Related backup plan selections must be deleted prior to backup plan deletion.")),
    Row("selection-plan-unknown", SELECT, INVALID, "a selection for a plan that does not exist",
        unknown("BackupPlanId", lambda state, plan: plan in state.backup.plans,
                "Cannot find Backup plan with ID {value}"), references.BACKUP_PLAN_MISSING),
    Row("selection-taken", SELECT, TAKEN, "a selection's name that its plan has already", _taken_selection),
    Row("selection-empty", SELECT, INVALID, "a selection of nothing: neither resources nor tags nor conditions",
        when(_selects_nothing,
             "Invalid backup selection. Either 'ListOfTags' or 'Resources' section must be non-empty."),
        references.BACKUP_SELECTION_EMPTY),
    Row("role-trust", (SELECT, BACK_UP, COPY), INVALID,
        f"a role that does not exist, or that `{SERVICE}` may not assume", _role_trust,
        references.BACKUP_SELECTION_ROLE),
    Row("role-permissions", SELECT, INVALID,
        "a selection with a role that lacks the permissions of `AWSBackupServiceRolePolicyForBackup`, as before the "
        "policy is attached", _role_permissions, references.BACKUP_SELECTION_ROLE),
    Row("job-vault-unknown", (BACK_UP, COPY), MISSING, "a job with a vault or a recovery point that does not exist",
        _job_vault),
    Row("job-resource", BACK_UP, MISSING,
        "a backup of a resource that does not exist, or that is not an Aurora cluster; others are not imitated",
        unknown("ResourceArn", lambda _state, arn: cluster_at(arn),
                "The sandbox backs up Aurora clusters that exist: {value}")),
    Row("job-opt-in", BACK_UP, IMPOSSIBLE,
        "a backup of an Aurora cluster in a region that is not opted in to Aurora", _job_opt_in,
        references.BACKUP_OPT_IN),
)  # fmt: skip

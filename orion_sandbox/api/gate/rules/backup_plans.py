"""AWS Backup: plans, rule by rule."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Check, Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.overlay.backup.request import vault_at
from orion_sandbox.api.overlay.backup.selections import selections_in

RULES = Rules("backup")

WRITE = ("CreateBackupPlan", "UpdateBackupPlan")
INVALID = "InvalidParameterValueException"
LEAST_START_MINUTES, DEFAULT_START_MINUTES = 60, 480
LEAST_RUN_MINUTES, DEFAULT_COMPLETION_MINUTES = 60, 10080
LEAST_COLD_DAYS = 90
MOST_DAYS, MOST_CONTINUOUS_DAYS = 36500, 35

BackupRule = Mapping[str, Any]


def _each_rule(check: Callable[[BackupRule], str | None]) -> Check:
    """Judge each rule of a plan, and say which one is wrong."""

    def judge(request: Request, _state: State) -> str | None:
        for rule in request["BackupPlan"]["Rules"]:
            if reason := check(rule):
                return f"Error in rule {rule['RuleName']} : {reason}"
        return None

    return judge


def _lifecycles(rule: BackupRule) -> Iterator[Mapping[str, Any]]:
    """The rule's own and those of its copies."""
    for holder in (rule, *(rule.get("CopyActions") or ())):
        yield holder.get("Lifecycle") or {}


def _start(rule: BackupRule) -> str | None:
    minutes = _start_minutes(rule)
    if minutes >= LEAST_START_MINUTES:
        return None
    return f"Start window must be at least {LEAST_START_MINUTES} minutes: {minutes}"


def _completion(rule: BackupRule) -> str | None:
    minutes = rule.get("CompletionWindowMinutes") or DEFAULT_COMPLETION_MINUTES
    if minutes >= _start_minutes(rule) + LEAST_RUN_MINUTES:
        return None
    return f"Completion window must be at least {LEAST_RUN_MINUTES} minutes longer than the start window: {minutes}"


def _start_minutes(rule: BackupRule) -> int:
    minutes = rule.get("StartWindowMinutes")
    return DEFAULT_START_MINUTES if minutes is None else minutes


def _cold(rule: BackupRule) -> str | None:
    for lifecycle in _lifecycles(rule):
        cold, end = lifecycle.get("MoveToColdStorageAfterDays"), lifecycle.get("DeleteAfterDays")
        if cold is not None and end is not None and end < cold + LEAST_COLD_DAYS:
            return (
                f"Invalid lifecycle. DeleteAfterDays cannot be less than {LEAST_COLD_DAYS} days apart from "
                "MoveToColdStorageAfterDays"
            )
    return None


def _end(rule: BackupRule) -> str | None:
    own, *copies = _lifecycles(rule)
    most = MOST_CONTINUOUS_DAYS if rule.get("EnableContinuousBackup") else MOST_DAYS
    for lifecycle, limit in ((own, most), *((copy, MOST_DAYS) for copy in copies)):
        days = lifecycle.get("DeleteAfterDays")
        if days is not None and not 1 <= days <= limit:
            return f"Invalid lifecycle. DeleteAfterDays cannot be less than 1 or more than {limit} days"
    return None


def _continuous_cold(rule: BackupRule) -> str | None:
    own, *_copies = _lifecycles(rule)
    if not (rule.get("EnableContinuousBackup") and own.get("MoveToColdStorageAfterDays")):
        return None
    return "Invalid lifecycle. MoveToColdStorageAfterDays is unavailable"


_OF_RULES = (
    ("plan-start-window", f"a start window of less than {LEAST_START_MINUTES} minutes", "", _start),
    (
        "plan-completion-window",
        f"a completion window that is not {LEAST_RUN_MINUTES} minutes longer than the start window",
        sources.BACKUP_PLAN_CREATION,
        _completion,
    ),
    (
        "plan-cold-storage",
        f"a deletion less than {LEAST_COLD_DAYS} days after the move to cold storage",
        sources.BACKUP_COLD_STORAGE,
        _cold,
    ),
    (
        "plan-continuous-cold-storage",
        "cold storage for continuous backups",
        sources.BACKUP_CONTINUOUS_COLD_STORAGE,
        _continuous_cold,
    ),
    (
        "plan-retention",
        f"a retention below 1 or above {MOST_DAYS} days, or above {MOST_CONTINUOUS_DAYS} days for continuous backups",
        sources.BACKUP_RETENTION,
        _end,
    ),
)
for _key, _refused, _source, _check in _OF_RULES:
    RULES.refuse(_key, WRITE, INVALID, _refused, _source)(_each_rule(_check))


@RULES.refuse(
    "plan-vault-unknown", WRITE, INVALID, "a rule whose vault, or the vault of one of its copies, does not exist"
)
def vault_unknown(request: Request, state: State) -> str | None:
    """A copy's vault is looked for in its own region."""
    for rule in request["BackupPlan"]["Rules"]:
        if (name := rule["TargetBackupVaultName"]) not in state.backup.vaults:
            return f"Error in rule {rule['RuleName']} : Backup vault {name} does not exist"
        for copy in rule.get("CopyActions") or ():
            if vault_at(copy["DestinationBackupVaultArn"]) is None:
                return f"Error in rule {rule['RuleName']} : {copy['DestinationBackupVaultArn']} does not exist"
    return None


@RULES.refuse("plan-taken", ("CreateBackupPlan",), "AlreadyExistsException", "a plan's name that is taken")
def plan_taken(request: Request, state: State) -> str | None:
    """Names are used once in a region."""
    name = request["BackupPlan"]["BackupPlanName"]
    if name not in {plan.backup_plan["BackupPlanName"] for plan in state.backup.plans.values()}:
        return None
    return "Backup plan with the same plan document already exists"


@RULES.refuse(
    "plan-with-selections", ("DeleteBackupPlan",), "InvalidRequestException", "deleting a plan that selects something"
)
def plan_with_selections(request: Request, state: State) -> str | None:
    """Selections go first."""
    plan = request["BackupPlanId"]
    if all(selection["BackupPlanId"] != plan for selection in selections_in(state.backup).values()):
        return None
    return "Related backup plan selections must be deleted prior to backup plan deletion."

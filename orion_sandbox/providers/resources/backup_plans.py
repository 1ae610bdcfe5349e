"""AWS Backup: plans and what they select."""

from collections.abc import Mapping
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.table import AutoName, Row, fixed, step
from orion_sandbox.providers.translate import from_aws
from orion_sandbox.providers.values import Values

RENAMED = {
    "coldStorageAfter": "MoveToColdStorageAfterDays",
    "completionWindow": "CompletionWindowMinutes",
    "deleteAfter": "DeleteAfterDays",
    "destinationVaultArn": "DestinationBackupVaultArn",
    "schedule": "ScheduleExpression",
    "startWindow": "StartWindowMinutes",
    "targetVaultName": "TargetBackupVaultName",
}
"""Pulumi's names in a rule, where AWS has others."""

NAMES_FROM_AWS = {member[0].lower() + member[1:]: name for name, member in RENAMED.items()}
TAGS = "recoveryPointTags"
DEFAULTS = {
    "completionWindow": 180,
    "enableContinuousBackup": False,
    "scheduleExpressionTimezone": "Etc/UTC",
    "startWindow": 60,
}
"""What the provider sends where a rule says nothing: other windows than AWS's own.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_plan
"""

NOT_OF_INPUTS = frozenset({"ruleId"})


def _rule_to_aws(value: Any) -> Any:
    if isinstance(value, list):
        return [_rule_to_aws(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    return {
        RENAMED.get(name, name[0].upper() + name[1:]): each if name == TAGS else _rule_to_aws(each)
        for name, each in value.items()
        if each is not None
    }


def _plan(new: Values) -> Values:
    rules = [_rule_to_aws({**DEFAULTS, **rule}) for rule in new["rules"]]
    return {"BackupPlan": {"BackupPlanName": new["name"], "Rules": rules}}


def _show_rules(rules: Any) -> Any:
    """Tags keep their keys as they are."""
    shown = [_renamed(from_aws(rule)) for rule in rules]
    return [
        {**rule, TAGS: original["RecoveryPointTags"]} if original.get("RecoveryPointTags") else rule
        for rule, original in zip(shown, rules, strict=True)
    ]


def _renamed(value: Any) -> Any:
    if isinstance(value, list):
        return [_renamed(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    return {NAMES_FROM_AWS.get(name, name): _renamed(each) for name, each in value.items() if name not in NOT_OF_INPUTS}


def _same_rules(wanted: Any, actual: Any) -> bool:
    return _settled(wanted) == _settled(actual)


def _settled(value: Any) -> Any:
    """Rules and copies are sets, and nothing, zero and empty are one."""
    if isinstance(value, list):
        return sorted((_settled(each) for each in value), key=repr)
    if not isinstance(value, Mapping):
        return value
    whole = {**DEFAULTS, **value} if "ruleName" in value else value
    settled = {name: _settled(each) for name, each in sorted(whole.items())}
    return {name: each for name, each in settled.items() if each not in (None, 0, "", [], {})}


def _update_plan(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and not _same_rules(new["rules"], old["rules"]):
        caller("UpdateBackupPlan", BackupPlanId=identity, **_plan(new))


def _selection(new: Values) -> Values:
    members = {
        "SelectionName": new["name"],
        "IamRoleArn": new["iamRoleArn"],
        "Resources": new.get("resources"),
        "NotResources": new.get("notResources"),
    }
    return {"BackupSelection": {name: value for name, value in members.items() if value}}


ROWS = (
    Row(
        type="aws:backup/plan:Plan",
        service="backup",
        create="CreateBackupPlan",
        read="GetBackupPlan",
        delete="DeleteBackupPlan",
        key="BackupPlanId",
        # A deleted plan may still answer; for the provider it is gone.
        found="[@][?DeletionDate == null] | [0]",
        identity="BackupPlanId",
        properties=(
            step("name", "BackupPlan.BackupPlanName", replaces=sources.BACKUP_PLAN_NAME),
            step("rules", "BackupPlan.Rules", same=_same_rules, shows=_show_rules),
        ),
        computed={"arn": "BackupPlanArn", "version": "VersionId"},
        auto_name=AutoName("name", "", 50),
        tagging=tagging.BACKUP_PLAN,
        create_arguments=_plan,
        steps=(_update_plan,),
    ),
    Row(
        type="aws:backup/selection:Selection",
        service="backup",
        create="CreateBackupSelection",
        read="GetBackupSelection",
        delete="DeleteBackupSelection",
        key="SelectionId",
        within={"BackupPlanId": "planId"},
        identity="SelectionId",
        properties=(
            step("iamRoleArn", "BackupSelection.IamRoleArn", replaces=sources.BACKUP_SELECTION),
            step("name", "BackupSelection.SelectionName", replaces=sources.BACKUP_SELECTION),
            step("notResources", "BackupSelection.NotResources", unordered=True, replaces=sources.BACKUP_SELECTION),
            fixed("planId", "BackupPlanId", replaces=sources.BACKUP_SELECTION),
            step("resources", "BackupSelection.Resources", unordered=True, replaces=sources.BACKUP_SELECTION),
        ),
        auto_name=AutoName("name", "", 50),
        create_arguments=_selection,
    ),
)

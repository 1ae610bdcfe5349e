"""AWS Backup: vaults and their locks, plans and their selections of resources."""

from collections.abc import Mapping
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Reach, Row, Unsent, fixed, local, named, step
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
"""Pulumi's names in a rule to AWS's, where they differ in more than the first letter."""

_NAMES_FROM_AWS = {member: name for name, member in RENAMED.items()}
TAGS = "RecoveryPointTags"
"""The member of a rule whose keys are chosen by the user."""

RULE_DEFAULTS = {
    "completionWindow": 180,
    "enableContinuousBackup": False,
    "scheduleExpressionTimezone": "Etc/UTC",
    "startWindow": 60,
}
"""The values that the provider sends if a rule has none; AWS's own defaults differ.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_plan
"""


def _rule_to_aws(value: Any) -> Any:
    if isinstance(value, list):
        return [_rule_to_aws(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    return {
        member: each if member == TAGS else _rule_to_aws(each)
        for member, each in ((RENAMED.get(name, name[0].upper() + name[1:]), value[name]) for name in value)
        if each is not None
    }


def _plan(new: Values) -> Values:
    rules = [_rule_to_aws({**RULE_DEFAULTS, **rule}) for rule in new["rules"]]
    return {"BackupPlan": {"BackupPlanName": new["name"], "Rules": rules}}


def _rule_from_aws(value: Any) -> Any:
    if isinstance(value, list):
        return [_rule_from_aws(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    return {
        _NAMES_FROM_AWS.get(member, member[0].lower() + member[1:]): each if member == TAGS else _rule_from_aws(each)
        for member, each in value.items()
        if member != "RuleId" and (each or member != TAGS)
    }


def _same_rules(wanted: Any, actual: Any) -> bool:
    return _normalized(wanted) == _normalized(actual)


def _normalized(value: Any) -> Any:
    """Return rules in a comparable form: rules and copies are sets, and missing, zero and empty are equal."""
    if isinstance(value, list):
        return sorted((_normalized(each) for each in value), key=repr)
    if not isinstance(value, Mapping):
        return value
    whole = {**RULE_DEFAULTS, **value} if "ruleName" in value else value
    normalized = {name: _normalized(each) for name, each in sorted(whole.items())}
    return {name: each for name, each in normalized.items() if each not in (None, 0, "", [], {})}


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


def _empty(caller: Caller, identity: str, state: Values) -> None:
    """Delete the recovery points if the program allows it: AWS deletes no vault that holds any."""
    if state.get("forceDestroy"):
        for point in caller("ListRecoveryPointsByBackupVault", BackupVaultName=identity)["RecoveryPoints"]:
            caller("DeleteRecoveryPoint", BackupVaultName=identity, RecoveryPointArn=point["RecoveryPointArn"])


ROWS = (
    Row(
        type="aws:backup/vault:Vault",
        service="backup",
        create="CreateBackupVault",
        read="DescribeBackupVault",
        delete="DeleteBackupVault",
        key="BackupVaultName",
        identity="BackupVaultName",
        properties=(
            local("forceDestroy", default=False),
            fixed("kmsKeyArn", "EncryptionKeyArn"),
            *named("name", "BackupVaultName", limit=50, prefix=False),
        ),
        computed={"arn": "BackupVaultArn", "recoveryPoints": "NumberOfRecoveryPoints"},
        tagging=tagging.BACKUP_VAULT,
        before_delete=_empty,
    ),
    Row(
        type="aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        service="backup",
        create="PutBackupVaultLockConfiguration",
        read="DescribeBackupVault",
        delete="DeleteBackupVaultLockConfiguration",
        key="BackupVaultName",
        identity="inputs.backupVaultName",
        # AWS changes a lock in place, the provider does not, nor does it read the grace time.
        properties=(
            fixed("backupVaultName"),
            fixed("changeableForDays", read="", removed=Unsent.VALUE),
            fixed("maxRetentionDays", removed=Unsent.VALUE),
            fixed("minRetentionDays", removed=Unsent.VALUE),
        ),
        computed={"backupVaultArn": "BackupVaultArn"},
    ),
    Row(
        type="aws:backup/plan:Plan",
        service="backup",
        create="CreateBackupPlan",
        read="GetBackupPlan",
        delete="DeleteBackupPlan",
        key="BackupPlanId",
        # AWS may still return a deleted plan; for the provider it is deleted.
        found="[@][?DeletionDate == null] | [0]",
        identity="BackupPlanId",
        properties=(
            *named(
                "name",
                limit=50,
                prefix=False,
                reach=Reach.STEP,
                read="BackupPlan.BackupPlanName",
                because="AWS renames, the provider does not",
            ),
            step("rules", "BackupPlan.Rules", same=_same_rules, shows=_rule_from_aws),
        ),
        computed={"arn": "BackupPlanArn", "version": "VersionId"},
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
            step("iamRoleArn", "BackupSelection.IamRoleArn", replaces=True),
            *named("name", limit=50, prefix=False, reach=Reach.STEP, read="BackupSelection.SelectionName"),
            step("notResources", "BackupSelection.NotResources", unordered=True, replaces=True),
            fixed("planId", "BackupPlanId"),
            step("resources", "BackupSelection.Resources", removed=[], unordered=True, replaces=True),
        ),
        create_arguments=_selection,
    ),
)

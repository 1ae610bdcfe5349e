"""The rules of a backup plan, whose form in the program differs from AWS's."""

from typing import Any

import pytest

from orion_sandbox.providers.resources import ROWS
from orion_sandbox.providers.table import Property

COPY = {"destinationVaultArn": "arn:aws:backup:us-west-2:123456789012:backup-vault:copies"}
DAILY: dict[str, Any] = {"ruleName": "daily", "targetVaultName": "vault", "copyActions": [COPY]}
WEEKLY: dict[str, Any] = {"ruleName": "weekly", "targetVaultName": "vault"}


@pytest.fixture
def rules() -> Property:
    """Return the table's property."""
    (found,) = (prop for prop in ROWS["aws:backup/plan:Plan"].properties if prop.name == "rules")
    return found


@pytest.mark.parametrize(
    "spelling",
    [
        [WEEKLY, DAILY],
        [{**DAILY, "startWindow": 60, "completionWindow": 180, "enableContinuousBackup": False}, WEEKLY],
        [{**DAILY, "lifecycle": {"coldStorageAfter": 0}}, {**WEEKLY, "copyActions": []}],
    ],
)
def test_two_spellings_of_the_same_rules_are_no_change(rules: Property, spelling: list[Any]) -> None:
    """Rules are a set, and the provider fills in omitted windows."""
    assert rules.equal([DAILY, WEEKLY], spelling)


@pytest.mark.parametrize("change", [{"startWindow": 61}, {"copyActions": []}, {"lifecycle": {"deleteAfter": 35}}])
def test_another_meaning_is_a_change(rules: Property, change: dict[str, Any]) -> None:
    """Otherwise it would never reach AWS."""
    assert not rules.equal([DAILY, WEEKLY], [{**DAILY, **change}, WEEKLY])


def test_what_aws_tells_is_shown_under_pulumis_names(rules: Property) -> None:
    """An import uses this form; the keys of tags are the user's."""
    told = {
        "RuleName": "daily",
        "RuleId": "made by AWS",
        "TargetBackupVaultName": "vault",
        "ScheduleExpression": "cron(0 5 ? * * *)",
        "Lifecycle": {"DeleteAfterDays": 35},
        "RecoveryPointTags": {"Name": "orders", "RuleId": "a tag"},
    }

    assert rules.shows([told]) == [
        {
            "ruleName": "daily",
            "targetVaultName": "vault",
            "schedule": "cron(0 5 ? * * *)",
            "lifecycle": {"deleteAfter": 35},
            "recoveryPointTags": {"Name": "orders", "RuleId": "a tag"},
        }
    ]

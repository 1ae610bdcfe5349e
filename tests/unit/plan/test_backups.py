"""Values for AWS Backup: lock, schedule and event patterns."""

from typing import Any

import pytest

from orion_rds.config import CopiesConfig, parse
from orion_rds.plan.backups import EVENT_RULES, Lock, lock, pattern, schedule
from orion_rds.plan.site import copies_location

SMALLEST: dict[str, Any] = {
    "project": "orion",
    "environment": "test",
    "network": {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60718"]},
}
KEY = "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
VAULTS = (
    "arn:aws:backup:us-east-1:123456789012:backup-vault:orion-prod-aurora",
    "arn:aws:backup:us-west-2:123456789012:backup-vault:orion-prod-aurora-copies",
)


def copies(**settings: Any) -> CopiesConfig:
    """Copies in the second region."""
    return CopiesConfig.model_validate({"region": "us-west-2", **settings})


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, Lock(None, 7, None)),
        ({"retention_days": 3}, Lock(None, 3, None)),
        ({"vault_lock": {"min_retention_days": 20, "max_retention_days": 365}}, Lock(None, 20, 365)),
        ({"vault_lock": {"mode": "compliance", "changeable_for_days": 5}}, Lock(5, 7, None)),
        ({"vault_lock": {"mode": "off"}}, None),
    ],
)
def test_only_compliance_makes_a_lock_for_ever(settings: dict[str, Any], expected: Lock | None) -> None:
    """AWS decides the mode by the cooling-off time."""
    assert lock(copies(**settings)) == expected


@pytest.mark.parametrize(("time", "cron"), [("05:00", "cron(0 5 * * ? *)"), ("23:59", "cron(59 23 * * ? *)")])
def test_the_schedule_is_once_a_day(time: str, cron: str) -> None:
    """Of the two fields for days, AWS wants a question mark in one."""
    assert schedule(copies(daily_at=time)) == cron


def test_the_second_vault_takes_no_key_of_the_standby() -> None:
    """A vault keeps its first key. If it followed the standby's, the standby's arrival would replace it."""
    network = {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60728"]}
    second = {"region": "us-west-2", "network": network, "encryption": {"kms_key_arn": KEY}}
    alone, beside = (
        copies_location(parse(SMALLEST | sections), copies()) for sections in ({}, {"disaster_recovery": second})
    )

    assert (alone.region, alone.prefix) == (beside.region, beside.prefix) == ("us-west-2", "orion-test")
    assert not hasattr(alone, "encryption")


def test_failures_of_our_vaults_alone_are_told() -> None:
    """By the states that AWS documents for each kind of event; the account has other backups."""
    assert pattern(EVENT_RULES["backup-jobs"], VAULTS) == {
        "source": ["aws.backup"],
        "detail-type": ["Backup Job State Change"],
        "detail": {
            "state": ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"],
            "backupVaultName": ["orion-prod-aurora", "orion-prod-aurora-copies"],
        },
    }
    assert pattern(EVENT_RULES["copy-jobs"], VAULTS) == {
        "source": ["aws.backup"],
        "detail-type": ["Copy Job State Change"],
        "detail": {"state": ["FAILED", "PARTIAL"], "sourceBackupVaultArn": list(VAULTS)},
    }

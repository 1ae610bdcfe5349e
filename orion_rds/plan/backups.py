"""Copies of the backups, as AWS Backup takes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from orion_rds.config import CopiesConfig, RegionalEncryptionConfig
from orion_rds.config.windows import time
from orion_rds.facts.tables import table
from orion_rds.plan.site import Site

MIN_RETENTION_DAYS = 7
"""Of a vault lock: so much time there is to find out that a plan was changed to keep nothing."""

START_WINDOW_MINUTES = 60
"""A job that has not begun by then expires. AWS Backup takes no less."""

COMPLETION_WINDOW_MINUTES = 12 * 60
"""A job that has not ended by then is aborted: in time for the next one, and long enough for a large cluster."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A vault lock as AWS Backup takes it."""

    changeable_for_days: int | None
    """With it AWS Backup makes a lock that nobody can take off once the days are over."""

    min_retention_days: int
    max_retention_days: int | None


def lock(copies: CopiesConfig) -> Lock | None:
    """Give the lock of both vaults; nothing where there is none."""
    wanted = copies.vault_lock
    if wanted.mode == "off":
        return None
    least = wanted.min_retention_days or min(MIN_RETENTION_DAYS, copies.retention_days)
    return Lock(wanted.changeable_for_days, least, wanted.max_retention_days)


def schedule(copies: CopiesConfig) -> str:
    """Write when the snapshots are taken.

    Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
    """
    hour, minute = divmod(time(copies.daily_at), 60)
    return f"cron({minute} {hour} * * ? *)"


def second_site(site: Site, copies: CopiesConfig) -> Site:
    """Give the side of the second region as far as its vault is concerned, with a standby there or without."""
    return replace(site, region=copies.region, encryption=RegionalEncryptionConfig())


@dataclass(frozen=True, slots=True)
class BackupEventRule:
    """An EventBridge rule for events of AWS Backup that notify."""

    key: str
    """Last part of names."""

    detail_type: str
    states: tuple[str, ...]

    vault: Literal["backupVaultName", "sourceBackupVaultArn"]
    """Where the event names the vault: other databases of the account have vaults of their own."""

    why: str


EVENT_RULES = table(
    lambda rule: rule.key,
    BackupEventRule(
        "backup-jobs",
        "Backup Job State Change",
        ("ABORTED", "EXPIRED", "FAILED", "PARTIAL"),
        "backupVaultName",
        "A snapshot was not taken",
    ),
    BackupEventRule(
        "copy-jobs",
        "Copy Job State Change",
        ("FAILED", "PARTIAL"),
        "sourceBackupVaultArn",
        "A snapshot was taken and not copied into the other region",
    ),
    BackupEventRule(
        "vaults",
        "Backup Vault State Change",
        ("DELETED", "MODIFIED"),
        "backupVaultName",
        "A vault was deleted, or its lock was changed",
    ),
)
"""Instead of the notifications of a vault, which no longer cover failures.

Sources: https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
and https://docs.aws.amazon.com/aws-backup/latest/APIReference/API_PutBackupVaultNotifications.html
"""


def pattern(rule: BackupEventRule, vault_arns: Sequence[str]) -> Mapping[str, Any]:
    """Return the event pattern of a rule for these vaults."""
    named = [arn.rpartition(":")[2] for arn in vault_arns] if rule.vault == "backupVaultName" else list(vault_arns)
    return {
        "source": ["aws.backup"],
        "detail-type": [rule.detail_type],
        "detail": {"state": list(rule.states), rule.vault: named},
    }

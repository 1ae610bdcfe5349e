"""Copies of the backups: schedule, vault lock and notifications, as AWS Backup expects them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

from orion_rds.config import CopiesConfig, StrInput
from orion_rds.config.windows import time
from orion_rds.facts.tables import table

MIN_RETENTION_DAYS = 7
"""Default minimum retention of a vault lock: the time to notice that a plan was changed to keep nothing."""

START_WINDOW_MINUTES = 60
"""A job that has not started by then expires. AWS Backup requires 60 minutes or more."""

COMPLETION_WINDOW_MINUTES = 12 * 60
"""A job that has not ended by then is aborted: before the next one starts, and long enough for a large cluster."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A vault lock, as AWS Backup expects it."""

    changeable_for_days: int | None
    """Days after which nobody can remove the lock; None for a lock that can always be removed."""

    min_retention_days: int
    max_retention_days: int | None


def target_keys(topics: Sequence[StrInput]) -> tuple[str, ...]:
    """Return the last part of each target's name, so that the removal of a topic does not rename other targets.

    It is the account and name of the topic; for an output, which has no value yet, its number among the outputs.
    """
    outputs = count(1)
    return tuple(
        "-".join(topic.split(":")[-2:]) if isinstance(topic, str) else f"output-{next(outputs)}" for topic in topics
    )


def lock(copies: CopiesConfig) -> Lock | None:
    """Return the lock of both vaults, if there is one."""
    given = copies.vault_lock
    if given.mode == "off":
        return None
    minimum = given.min_retention_days or min(MIN_RETENTION_DAYS, copies.retention_days)
    return Lock(given.changeable_for_days, minimum, given.max_retention_days)


def schedule(copies: CopiesConfig) -> str:
    """Return the cron expression of the daily snapshot.

    Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
    """
    hour, minute = divmod(time(copies.daily_at), 60)
    return f"cron({minute} {hour} * * ? *)"


@dataclass(frozen=True, slots=True)
class BackupEventRule:
    """An EventBridge rule for events of AWS Backup that notify."""

    key: str
    """Last part of names."""

    detail_type: str
    states: tuple[str, ...]

    vault: Literal["backupVaultName", "sourceBackupVaultArn"]
    """Field of the event that names the vault: other databases of the account have other vaults."""

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
"""Used instead of the notifications of a vault, which no longer cover failures.

Sources: https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
and https://docs.aws.amazon.com/aws-backup/latest/APIReference/API_PutBackupVaultNotifications.html
"""


VaultOfAlarm = Literal["own", "other"]
"""The vault in the region of the cluster, or the one that receives the copies."""


@dataclass(frozen=True, slots=True)
class AbsenceAlarm:
    """An alarm for missing backups: a job that never starts sends no event."""

    key: str
    """Last part of names."""

    metric: str
    vault: VaultOfAlarm
    """The vault in the dimension of the metric."""

    why: str


NAMESPACE = "AWS/Backup"
VAULT_DIMENSION = "BackupVaultName"
ABSENCE_PERIOD_SECONDS = 24 * 60 * 60
ABSENCE_PERIODS = 2
"""More than one, as a day may have no completed job: a job that takes hours may end on the next day."""

COMPLETED = "completed"
"""Id of the query of the metric."""

COMPLETED_OR_ZERO = f"FILL({COMPLETED}, 0)"
"""AWS Backup publishes no zeros, and an alarm on the metric itself would be days late: CloudWatch reads more periods
than it evaluates, and while enough of them have data, it uses older data in place of missing data.

Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
and https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html (FILL)
"""

ASSUMED = (
    "AWS documents the metric, but neither its combinations of dimensions nor the region and vault of a copy: if "
    f"there are backups, compare the alarm with `aws cloudwatch list-metrics --namespace {NAMESPACE}`"
)

ABSENCE_ALARMS = table(
    lambda alarm: alarm.key,
    AbsenceAlarm("backups-missing", "NumberOfBackupJobsCompleted", "own", "No snapshot was completed"),
    AbsenceAlarm("copies-missing", "NumberOfCopyJobsCompleted", "other", "No copy of a snapshot was completed"),
)
"""Two assumptions: the vault is the only dimension, and a copy counts for its target vault, in the region of its
source. If one of them is wrong, the alarm is always on; it is not silent.

Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
"""


def description(alarm: AbsenceAlarm, source: str) -> str:
    """Return the description of an alarm of a cluster. It also fits the first day."""
    return f"{alarm.why} in the last two days, or none since the creation: {source}. {ASSUMED}."


def pattern(rule: BackupEventRule, vault_arns: Sequence[str]) -> Mapping[str, Any]:
    """Return the event pattern of a rule for these vaults."""
    known = [arn for arn in vault_arns if arn]  # Pulumi's mocks may have none
    named = [arn.rpartition(":")[2] for arn in known] if rule.vault == "backupVaultName" else known
    return {
        "source": ["aws.backup"],
        "detail-type": [rule.detail_type],
        "detail": {"state": list(rule.states), rule.vault: named},
    }

"""Automated backups, their copies in a second region, and the lock of the copies' vaults."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import Whole, Within, off_as_text
from orion_rds.config.encryption import KeyArn
from orion_rds.config.errors import Hidden
from orion_rds.config.events import TopicArn, check_topics
from orion_rds.config.refusal import Refusal, beside
from orion_rds.config.regions import OtherRegion, check_region, found_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.config.windows import DAY_MINUTES, WindowCheck, minutes, time
from orion_rds.facts import limits, references
from orion_rds.facts.partitions import CHINA, partition_of


def _read(*, read: str) -> None: ...
def _least(*, least: int) -> None: ...
def _mode(*, mode: str) -> None: ...


BACKUP_RETENTION = Refusal(
    "backup-retention",
    why="Aurora keeps automated backups for 1 to 35 days.",
    fix="Write a number of days in that range.",
    source=references.CREATE_DB_CLUSTER,
)
BACKUP_WINDOW_SHORT = Refusal(
    "backup-window-short",
    why="The window has {minutes} minutes, and AWS requires at least 30.",
    fix="Let it end 30 minutes after its start or later.",
    source=references.CREATE_DB_CLUSTER,
    fields=minutes,
)
COPIES_RETENTION = Refusal(
    "copies-retention",
    why="AWS Backup keeps a snapshot for 1 to 36500 days.",
    fix="Write a number of days in that range.",
    source=references.BACKUP_LIFECYCLE,
)
COPIES_TIME = Refusal(
    "copies-time",
    why="It is not a time of day.",
    fix="Write `hh:mm` in UTC, from 00:00 to 23:59.",
    source=references.BACKUP_RULE,
)
COPIES_CHINA = Refusal(
    "copies-china",
    why="AWS copies no snapshots to or from the regions of China.",
    fix="Leave `copies` out; `disaster_recovery` can have the other region.",
    source=references.RDS_COPY_SNAPSHOT,
)
COPIES_TIME_NUMBER = Refusal(
    "copies-time-number",
    why="YAML 1.1 reads a time without quotes as a number: {given} is {read}.",
    fix='Put the time in quotes: "{read}".',
    source=references.YAML_TAGS,
    fields=_read,
)
COPIES_KEY_REGION = Refusal(
    "copies-key-region",
    why="The key is in {found}, and the copies are in {region}.",
    fix="Write a key of {region}; of a multi-region key, the ARN of its replica there.",
    source=references.CREATE_BACKUP_VAULT,
    fields=found_in,
)
VAULT_LOCK_DAYS = Refusal(
    "vault-lock-days",
    why="A vault lock has retentions of 1 to 36500 days.",
    fix="Write a number of days in that range, or leave it out.",
    source=references.PUT_BACKUP_VAULT_LOCK,
)
VAULT_LOCK_MAX_BELOW_MIN = Refusal(
    "vault-lock-max-below-min",
    why="It is less than `min_retention_days`, {least} days: the vaults would accept no backup.",
    fix="Write {least} or more.",
    source=references.PUT_BACKUP_VAULT_LOCK,
    fields=_least,
)
VAULT_LOCK_COOLING_OFF = Refusal(
    "vault-lock-cooling-off",
    why="The cooling-off time of a lock is 3 to 36500 days.",
    fix="Write a number of days in that range.",
    source=references.PUT_BACKUP_VAULT_LOCK,
)
VAULT_LOCK_COOLING_OFF_MISSING = Refusal(
    "vault-lock-cooling-off-missing",
    why="A lock in compliance mode requires it: the days in which the lock can still be removed. Afterwards nobody can "
    "remove it, and the vaults stay, with their cost, until their last backup has expired.",
    fix="Write 3 or more, or `mode: governance`.",
    source=references.PUT_BACKUP_VAULT_LOCK,
)
VAULT_LOCK_UNUSED = Refusal(
    "vault-lock-unused",
    why="With `mode: {mode}` it has no effect.",
    fix="Leave it out, or choose another mode.",
    source=references.BACKUP_VAULT_LOCK,
    fields=_mode,
)

_WINDOW = WindowCheck(limits.WINDOW_MINIMUM_MINUTES, BACKUP_WINDOW_SHORT)


def _no_number(time: object) -> object:
    if isinstance(time, int) and not isinstance(time, bool) and 0 <= time < DAY_MINUTES:
        read = f"{time // 60:02}:{time % 60:02}"
        raise COPIES_TIME_NUMBER(time, read, read=read)
    return time


def _time_of_day(text: str) -> str:
    try:
        time(text)
    except ValueError:
        raise COPIES_TIME(text) from None
    return text


def _not_in_china(region: str) -> str:
    if partition_of(region).name == CHINA:
        raise COPIES_CHINA(region)
    return region


class VaultLockConfig(Section):
    """AWS Backup Vault Lock of both vaults: nobody can delete a backup in them, or shorten its retention."""

    off: ClassVar[str] = "mode: off"

    mode: Annotated[Literal["governance", "compliance", "off"], BeforeValidator(off_as_text)] = "governance"
    """Users with the permission can remove a `governance` lock, and so can Pulumi. After its cooling-off time, nobody
    can remove a `compliance` lock: not AWS, and not the deletion of the stack."""

    changeable_for_days: Annotated[Whole, Within(limits.VAULT_LOCK_COOLING_OFF_DAYS, VAULT_LOCK_COOLING_OFF)] | None = (
        None
    )
    """Cooling-off time of `compliance`, which requires it: 3 to 36500 days from the first `pulumi up`."""

    min_retention_days: Annotated[Whole, Within(limits.VAULT_RETENTION_DAYS, VAULT_LOCK_DAYS)] | None = None
    """The vaults refuse backups with a shorter retention. Default: 7, or `retention_days` where that is less."""

    max_retention_days: Annotated[Whole, Within(limits.VAULT_RETENTION_DAYS, VAULT_LOCK_DAYS)] | None = None
    """The vaults refuse backups with a longer retention. Default: no limit."""

    @field_validator("changeable_for_days")
    @classmethod
    def _compliance_needs_a_cooling_off_time(cls, days: int | None, info: ValidationInfo) -> int | None:
        mode = info.data.get("mode")
        if mode == "compliance" and days is None:
            raise beside("changeable_for_days", VAULT_LOCK_COOLING_OFF_MISSING(Hidden.MISSING))
        if mode in {"governance", "off"} and days is not None:
            raise VAULT_LOCK_UNUSED(days, mode=mode)
        return days

    @field_validator("min_retention_days", "max_retention_days")
    @classmethod
    def _limits_need_a_lock(cls, days: int | None, info: ValidationInfo) -> int | None:
        if info.data.get("mode") == "off" and days is not None:
            raise VAULT_LOCK_UNUSED(days, mode="off")
        return days

    @field_validator("max_retention_days")
    @classmethod
    def _maximum_is_not_below_the_minimum(cls, days: int | None, info: ValidationInfo) -> int | None:
        least: int | None = info.data.get("min_retention_days")
        if days is not None and least is not None and days < least:
            raise VAULT_LOCK_MAX_BELOW_MIN(days, least, least=least)
        return days


class CopiesConfig(Section):
    """A daily snapshot by AWS Backup in a vault of the first region, and its copy in a vault of a second region.

    A snapshot restores the data of its own time. Only the automated backups, which stay in the first region, restore
    any second. The account must allow AWS Backup to manage Aurora in both regions.
    """

    region: Annotated[OtherRegion, AfterValidator(_not_in_china)] = Field(examples=["us-west-2"])
    """The second region; that of `disaster_recovery`, where there is one."""

    retention_days: Annotated[Whole, Within(limits.VAULT_RETENTION_DAYS, COPIES_RETENTION)] = 35
    """Days that each snapshot is kept, in both vaults, 1 to 36500."""

    daily_at: Annotated[str, BeforeValidator(_no_number), AfterValidator(_time_of_day)] = "05:00"
    """Time in UTC, `hh:mm`, at which the backup window of the snapshot begins."""

    kms_key_arn: KeyArn = None
    """Key of the vault in the second region, which encrypts the copies. Default: a key that is created there, not the
    key of `disaster_recovery`, because a vault keeps its first key."""

    topic_arn: TopicArn | None = None
    """SNS topic of the second region for the events of the vault there. Its policy and that of its key must allow
    `events.amazonaws.com`. Default: the topics of the standby; without one there are no notifications in that
    region."""

    vault_lock: VaultLockConfig = Field(default_factory=VaultLockConfig)
    """Protection of the backups in the vaults."""

    @field_validator("kms_key_arn")
    @classmethod
    def _key_is_in_the_second_region(cls, key: StrInput | None, info: ValidationInfo) -> StrInput | None:
        check_region(key, info.data.get("region"), COPIES_KEY_REGION)
        return key

    @field_validator("topic_arn")
    @classmethod
    def _topic_is_in_the_second_region(cls, topic: StrInput | None, info: ValidationInfo) -> StrInput | None:
        check_topics((topic,), info.data.get("region"))
        return topic


class BackupConfig(Section):
    """Automated backups of the cluster, which restore any second of their retention."""

    managed_by: Literal["rds", "aws_backup"] = "rds"
    """Owner of the retention and the window. `aws_backup`: a plan for continuous backups in AWS Backup, outside this
    component, sets both, and they are left as they are. Leave `retention_days` and `window` out then. A new cluster
    keeps its backups for 1 day until the plan has run."""

    retention_days: Annotated[Whole, Within(limits.BACKUP_RETENTION_DAYS, BACKUP_RETENTION, nearest=True)] = 35
    """Days that backups are kept, 1 to 35."""

    window: Annotated[str, AfterValidator(_WINDOW.daily)] = "03:00-04:00"
    """Daily window in UTC, `hh:mm-hh:mm`, 30 minutes or longer."""

    copies: CopiesConfig | None = None
    """Daily snapshots with a copy in a second region."""

    @property
    def is_ours(self) -> bool:
        """Whether this component sets the retention and the window."""
        return self.managed_by == "rds"

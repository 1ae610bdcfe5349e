"""Copies of the backups in a second region."""

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import Whole, Within
from orion_rds.config.encryption import KeyArn
from orion_rds.config.refusal import Refusal, at
from orion_rds.config.regions import OtherRegion
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.config.topics import TopicArn, check_region
from orion_rds.config.vault_lock import VaultLockConfig
from orion_rds.config.windows import time
from orion_rds.facts import limits, references
from orion_rds.facts.arns import region_of


def _found_and_region(*, found: object, region: str) -> None: ...
def _days(*, days: int) -> None: ...


COPIES_RETENTION = Refusal(
    "copies-retention",
    why="AWS Backup keeps a snapshot for 1 to 36500 days.",
    fix="Write a number of days in that range.",
    source=references.BACKUP_LIFECYCLE,
)
COPIES_TIME = Refusal(
    "copies-time",
    why="It is not a time of day.",
    fix="Write `hh:mm` in UTC, with 24 hours to the day.",
    source=references.BACKUP_RULE,
)
COPIES_KEY_REGION = Refusal(
    "copies-key-region",
    why="The key is in {found}, and the copies are in {region}.",
    fix="Write a key of {region}; of a multi-region key, the ARN of its replica there.",
    source=references.CREATE_BACKUP_VAULT,
    fields=_found_and_region,
)
VAULT_LOCK_RETENTION = Refusal(
    "vault-lock-retention",
    why="Backups are kept for {days} days (`backup.copies.retention_days`), and a vault with this lock would take none "
    "of them: every job would fail.",
    fix="Let the lock take {days} days, or change the retention.",
    source=references.PUT_BACKUP_VAULT_LOCK,
    fields=_days,
)


LOCK = "backup.copies.vault_lock"


def _time_of_day(text: str) -> str:
    try:
        time(text)
    except ValueError:
        raise COPIES_TIME(text) from None
    return text


class CopiesConfig(Section):
    """A daily snapshot by AWS Backup in a vault here, and a copy of it in a vault of a second region.

    Snapshots are restored as they were taken: any second can be restored only from the automated backups, which stay in
    the first region. In every region the account has to let AWS Backup handle Aurora.
    """

    region: OtherRegion = Field(examples=["us-west-2"])
    """The second region; that of `disaster_recovery`, where there is one."""

    retention_days: Annotated[Whole, Within(limits.VAULT_RETENTION_DAYS, COPIES_RETENTION)] = 35
    """Days that each snapshot is kept, in both vaults, 1 to 36500."""

    daily_at: Annotated[str, AfterValidator(_time_of_day)] = "05:00"
    """Time in UTC, `hh:mm`, from which on the snapshot is taken."""

    kms_key_arn: KeyArn = None
    """Key of the vault in the second region, which encrypts the copies. Default: a key that is made there. It is not
    that of `disaster_recovery`: a vault keeps its first key for ever."""

    topic_arn: TopicArn | None = None
    """SNS topic of the second region that is told what becomes of the vault there. Its policy and that of its key must
    admit `events.amazonaws.com`. Default: the topics of the standby; without one nobody is told in that region."""

    vault_lock: VaultLockConfig = Field(default_factory=VaultLockConfig)
    """Protection of what is in the vaults."""

    @field_validator("kms_key_arn")
    @classmethod
    def _is_a_key_of_the_region(cls, key: StrInput | None, info: ValidationInfo) -> StrInput | None:
        region, found = info.data.get("region"), region_of(key)
        if region and found and found != region:
            raise COPIES_KEY_REGION(key, region=region, found=found)
        return key

    @field_validator("topic_arn")
    @classmethod
    def _is_a_topic_of_the_region(cls, topic: StrInput | None, info: ValidationInfo) -> StrInput | None:
        check_region(() if topic is None else (topic,), info.data.get("region"))
        return topic

    @field_validator("vault_lock")
    @classmethod
    def _takes_the_copies(cls, lock: VaultLockConfig, info: ValidationInfo) -> VaultLockConfig:
        days: int | None = info.data.get("retention_days")
        least, most = lock.min_retention_days, lock.max_retention_days
        if days is not None and least is not None and days < least:
            raise at(f"{LOCK}.min_retention_days", VAULT_LOCK_RETENTION(least, days, days=days))
        if days is not None and most is not None and days > most:
            raise at(f"{LOCK}.max_retention_days", VAULT_LOCK_RETENTION(most, days, days=days))
        return lock

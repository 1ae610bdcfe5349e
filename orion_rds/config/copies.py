"""Copies of the backups in a second region."""

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import Whole, Within
from orion_rds.config.encryption import KeyArn
from orion_rds.config.refusals import refuse
from orion_rds.config.regions import OtherRegion
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.config.topics import TopicArn, refuse_elsewhere
from orion_rds.config.vault_lock import VaultLockConfig
from orion_rds.config.windows import time
from orion_rds.facts import limits
from orion_rds.facts.arns import region_of

LOCK = "backup.copies.vault_lock"


def _time_of_day(text: str) -> str:
    try:
        time(text)
    except ValueError:
        raise refuse("copies-time", text) from None
    return text


class CopiesConfig(Section):
    """A daily snapshot by AWS Backup in a vault here, and a copy of it in a vault of a second region.

    Snapshots are restored as they were taken: any second can be restored only from the automated backups, which stay in
    the first region. In every region the account has to let AWS Backup handle Aurora.
    """

    region: OtherRegion = Field(examples=["us-west-2"])
    """The second region; that of `disaster_recovery`, where there is one."""

    retention_days: Annotated[Whole, Within(limits.VAULT_RETENTION_DAYS, "copies-retention")] = 35
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
            raise refuse("copies-key-region", key, region=region, found=found)
        return key

    @field_validator("topic_arn")
    @classmethod
    def _is_a_topic_of_the_region(cls, topic: StrInput | None, info: ValidationInfo) -> StrInput | None:
        refuse_elsewhere(() if topic is None else (topic,), info.data.get("region"))
        return topic

    @field_validator("vault_lock")
    @classmethod
    def _takes_the_copies(cls, lock: VaultLockConfig, info: ValidationInfo) -> VaultLockConfig:
        days: int | None = info.data.get("retention_days")
        least, most = lock.min_retention_days, lock.max_retention_days
        if days is not None and least is not None and days < least:
            raise refuse("vault-lock-retention", least, instead=days, path=f"{LOCK}.min_retention_days", days=days)
        if days is not None and most is not None and days > most:
            raise refuse("vault-lock-retention", most, instead=days, path=f"{LOCK}.max_retention_days", days=days)
        return lock

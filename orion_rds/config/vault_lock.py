"""What protects backups from being deleted before their time."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, ValidationInfo, field_validator

from orion_rds.config.checks import Whole, Within
from orion_rds.config.problem import Hidden
from orion_rds.config.refusal import Refusal, beside
from orion_rds.config.section import Section
from orion_rds.config.yaml_words import off_as_text
from orion_rds.facts import limits, references


def _least(*, least: int) -> None: ...
def _mode(*, mode: str) -> None: ...


VAULT_LOCK_DAYS = Refusal(
    "vault-lock-days",
    why="A vault lock takes retentions of 1 to 36500 days.",
    fix="Write a number of days in that range, or leave it out.",
    source=references.PUT_BACKUP_VAULT_LOCK,
)
VAULT_LOCK_MAX_BELOW_MIN = Refusal(
    "vault-lock-max-below-min",
    why="No backup could be kept for at least {least} days and for less.",
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
    why="A lock in compliance mode needs it: the days in which it can still be taken off. Afterwards nobody can, and "
    "the vaults stay, and cost, until their last backup has expired.",
    fix="Write 3 or more, or `mode: governance`.",
    source=references.PUT_BACKUP_VAULT_LOCK,
)
VAULT_LOCK_UNUSED = Refusal(
    "vault-lock-unused",
    why="With `mode: {mode}` it counts for nothing.",
    fix="Leave it out, or choose another mode.",
    source=references.BACKUP_VAULT_LOCK,
    fields=_mode,
)


CoolingOffDays = Annotated[Whole, Within(limits.VAULT_LOCK_COOLING_OFF_DAYS, VAULT_LOCK_COOLING_OFF)]
Days = Annotated[Whole, Within(limits.VAULT_RETENTION_DAYS, VAULT_LOCK_DAYS)]


class VaultLockConfig(Section):
    """AWS Backup Vault Lock of both vaults: nobody deletes what is in them, or shortens its time."""

    mode: Annotated[Literal["governance", "compliance", "off"], BeforeValidator(off_as_text)] = "governance"
    """`governance` can be taken off by whoever has the permission, Pulumi among them. `compliance` cannot, once its
    cooling-off time is over: not by AWS, and not by deleting the stack."""

    changeable_for_days: CoolingOffDays | None = None
    """Cooling-off time of `compliance`, 3 to 36500 days from the first `pulumi up`; needed there."""

    min_retention_days: Days | None = None
    """The vaults take no backup that is to be kept for less. Default: 7, or `retention_days` where that is less."""

    max_retention_days: Days | None = None
    """The vaults take no backup that is to be kept for longer. Default: no limit."""

    @field_validator("changeable_for_days")
    @classmethod
    def _is_of_a_lock_that_cannot_be_undone(cls, days: int | None, info: ValidationInfo) -> int | None:
        mode = info.data.get("mode")
        if mode == "compliance" and days is None:
            raise beside("changeable_for_days", VAULT_LOCK_COOLING_OFF_MISSING(Hidden.MISSING))
        if mode in {"governance", "off"} and days is not None:
            raise VAULT_LOCK_UNUSED(days, mode=mode)
        return days

    @field_validator("min_retention_days", "max_retention_days")
    @classmethod
    def _is_of_a_lock(cls, days: int | None, info: ValidationInfo) -> int | None:
        if info.data.get("mode") == "off" and days is not None:
            raise VAULT_LOCK_UNUSED(days, mode="off")
        return days

    @field_validator("max_retention_days")
    @classmethod
    def _is_no_less_than_the_least(cls, days: int | None, info: ValidationInfo) -> int | None:
        least: int | None = info.data.get("min_retention_days")
        if days is not None and least is not None and days < least:
            raise VAULT_LOCK_MAX_BELOW_MIN(days, least, least=least)
        return days

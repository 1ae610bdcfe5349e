"""Refusals of copies in a second region, and of the lock of their vaults."""

from orion_rds.config.refusals.refusal import Refusal
from orion_rds.facts import references

ROWS = (
    Refusal(
        "copies-retention",
        "AWS Backup keeps a snapshot for 1 to 36500 days.",
        "Write a number of days in that range.",
        references.BACKUP_LIFECYCLE,
    ),
    Refusal(
        "copies-time",
        "It is not a time of day.",
        "Write `hh:mm` in UTC, with 24 hours to the day.",
        references.BACKUP_RULE,
    ),
    Refusal(
        "copies-key-region",
        "The key is in {found}, and the copies are in {region}.",
        "Write a key of {region}; of a multi-region key, the ARN of its replica there.",
        references.CREATE_BACKUP_VAULT,
    ),
    Refusal(
        "copies-region-differs",
        "The standby is in {region}. After a switch of regions it writes, and its backups need a vault beside it.",
        "Write {region}.",
        references.BACKUP_CROSS_REGION,
        reads=("disaster_recovery.region",),
    ),
    Refusal(
        "vault-lock-days",
        "A vault lock takes retentions of 1 to 36500 days.",
        "Write a number of days in that range, or leave it out.",
        references.PUT_BACKUP_VAULT_LOCK,
    ),
    Refusal(
        "vault-lock-max-below-min",
        "No backup could be kept for at least {least} days and for less.",
        "Write {least} or more.",
        references.PUT_BACKUP_VAULT_LOCK,
    ),
    Refusal(
        "vault-lock-retention",
        "Backups are kept for {days} days (`backup.copies.retention_days`), and a vault with this lock would take none "
        "of them: every job would fail.",
        "Let the lock take {days} days, or change the retention.",
        references.PUT_BACKUP_VAULT_LOCK,
    ),
    Refusal(
        "vault-lock-cooling-off",
        "The cooling-off time of a lock is 3 to 36500 days.",
        "Write a number of days in that range.",
        references.PUT_BACKUP_VAULT_LOCK,
    ),
    Refusal(
        "vault-lock-cooling-off-missing",
        "A lock in compliance mode needs it: the days in which it can still be taken off. Afterwards nobody can, and "
        "the vaults stay, and cost, until their last backup has expired.",
        "Write 3 or more, or `mode: governance`.",
        references.PUT_BACKUP_VAULT_LOCK,
    ),
    Refusal(
        "vault-lock-unused",
        "With `mode: {mode}` it counts for nothing.",
        "Leave it out, or choose another mode.",
        references.BACKUP_VAULT_LOCK,
    ),
)

"""Warnings of copies in a second region."""

from orion_rds.config.advice.warning import ConfigWarning
from orion_rds.config.database import DatabaseConfig
from orion_rds.facts import references


def _tells_nobody_of_copies(config: DatabaseConfig) -> bool:
    alarms, events = config.alarms, config.events
    makes_a_topic = alarms.profile == "production" or (events.mode == "own" and events.topic_arn is None)
    return config.backup.copies is not None and not (alarms.topic_arns or makes_a_topic)


ROWS = (
    ConfigWarning(
        "vault-lock-compliance",
        "backup.copies.vault_lock.mode",
        "Once its cooling-off time is over, nobody can take this lock off: the vaults and what they cost stay until "
        "the last backup in them has expired, and a destroy of the stack fails on them.",
        "Try `governance` first, and let the cooling-off time be long enough to find mistakes.",
        references.BACKUP_VAULT_LOCK,
        lambda config: config.backup.copies is not None and config.backup.copies.vault_lock.mode == "compliance",
    ),
    ConfigWarning(
        "copies-untold",
        "backup.copies",
        "Nobody is told when a snapshot or its copy fails: that goes to the topics of the alarms, and there are none.",
        "Write `alarms.topic_arns`; quiet alarms do not use them.",
        references.BACKUP_EVENTS,
        _tells_nobody_of_copies,
    ),
)

"""Which of the given keys are used for what."""

from collections.abc import Iterator, Mapping

from orion_rds.config import DatabaseConfig, StrInput
from orion_rds.plan.site import Site, primary, standby

Use = tuple[str, StrInput | None]
"""A purpose and the key that is given for it, if any."""


def key_uses(config: DatabaseConfig) -> Mapping[str, tuple[str, ...]]:
    """Give the purposes of every key whose ARN is known."""
    uses = dict[str, tuple[str, ...]]()
    for purpose, key_arn in _uses(config):
        if isinstance(key_arn, str) and purpose not in uses.get(key_arn, ()):
            uses[key_arn] = (*uses.get(key_arn, ()), purpose)
    return uses


def _uses(config: DatabaseConfig) -> Iterator[Use]:
    for site in filter(None, (primary(config), standby(config))):
        yield from _uses_at(site)
    redis, copies = config.redis, config.backup.copies
    if redis:
        yield "redis", config.encryption.redis
        yield "secret", config.encryption.secret
        if redis.logs.exports:
            yield "logs", config.encryption.logs
    if copies:
        yield "vault", config.encryption.vault
        yield "vault", copies.kms_key_arn


def _uses_at(site: Site) -> Iterator[Use]:
    config, encryption = site.config, site.encryption
    yield "storage", encryption.storage
    yield "secret", encryption.secret
    if config.monitoring.insights != "off":
        yield "insights", encryption.insights
    if config.logs.exports:
        yield "logs", encryption.logs
    if site.needs_a_topic:
        yield "topic", encryption.topic

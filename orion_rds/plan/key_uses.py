"""The purposes of each key in the configuration, which determine its policy."""

from collections.abc import Iterator, Mapping

from orion_rds.config import DatabaseConfig, StrInput
from orion_rds.config.encryption import Purpose
from orion_rds.plan.site import Site, primary_site, standby_site


def key_uses(config: DatabaseConfig) -> Mapping[str, tuple[Purpose, ...]]:
    """Return the purposes of every key whose ARN is known."""
    uses = dict[str, tuple[Purpose, ...]]()
    for purpose, key_arn in _uses(config):
        if isinstance(key_arn, str) and purpose not in uses.get(key_arn, ()):
            uses[key_arn] = (*uses.get(key_arn, ()), purpose)
    return uses


def _uses(config: DatabaseConfig) -> Iterator[tuple[Purpose, StrInput | None]]:
    primary, standby = primary_site(config), standby_site(config)
    for site in filter(None, (primary, standby)):
        for purpose in _purposes(site):
            yield purpose, site.key(purpose)
    if redis := config.redis:
        yield "redis", primary.key("redis")
        yield "secret", primary.key("secret")
        if redis.logs.exports:
            yield "logs", primary.key("logs")
    if copies := config.backup.copies:
        yield "vault", primary.key("vault")
        yield "vault", copies.kms_key_arn


def _purposes(site: Site) -> Iterator[Purpose]:
    yield "storage"
    yield "secret"
    if site.config.monitoring.insights != "off":
        yield "insights"
    if site.config.logs.exports:
        yield "logs"
    if site.needs_a_topic or site.needs_an_events_topic:
        yield "topic"

"""Versions of Valkey and Redis OSS on ElastiCache."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from orion_rds.facts import references
from orion_rds.facts.tables import table

Engine = Literal["valkey", "redis"]


@dataclass(frozen=True, slots=True)
class Release:
    """One version, and the family of its parameter groups."""

    engine: Engine
    version: str
    """Major and minor number: ElastiCache installs patches itself, and the provider accepts these two only."""

    family: str
    source: str = references.ELASTICACHE_VERSIONS


RELEASES = table(
    lambda release: (release.engine, release.version),
    Release("redis", "6.2", "redis6.x"),
    Release("redis", "7.0", "redis7"),
    Release("redis", "7.1", "redis7"),
    Release("valkey", "7.2", "valkey7"),
    Release("valkey", "8.0", "valkey8"),
    Release("valkey", "8.1", "valkey8"),
    Release("valkey", "8.2", "valkey8"),
    Release("valkey", "9.0", "valkey9"),
)
"""Versions with users, TLS and both logs. The last version of Redis OSS is 7.1."""

DEFAULT_VERSIONS: Mapping[Engine, str] = MappingProxyType({"valkey": "8.2", "redis": "7.1"})
"""The newest version of a major version that is a year old."""


def versions(engine: Engine) -> tuple[str, ...]:
    """List the versions of an engine, the oldest first."""
    return tuple(release.version for release in RELEASES.values() if release.engine == engine)


def family(engine: Engine, version: str) -> str:
    """Family of the parameter groups of a version, such as `valkey8`."""
    return RELEASES[engine, version].family

"""Versions of Valkey and Redis OSS on ElastiCache."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from orion_rds.facts import references
from orion_rds.facts.listed import Listed
from orion_rds.facts.tables import table

Engine = Literal["valkey", "redis"]
Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """One version."""

    engine: Engine
    version: str
    """Major and minor number, as the provider requires: ElastiCache installs patches itself. Before Redis OSS 6 the
    provider requires all three numbers.
    """

    source: str = references.ELASTICACHE_VERSIONS


RELEASES = table(
    lambda release: (release.engine, release.version),
    Release("redis", "5.0.6"),
    Release("redis", "6.0"),
    Release("redis", "6.2"),
    Release("redis", "7.0"),
    Release("redis", "7.1"),
    Release("valkey", "7.2"),
    Release("valkey", "8.0"),
    Release("valkey", "8.1"),
    Release("valkey", "8.2"),
    Release("valkey", "9.0"),
    Release("valkey", "9.1"),
)

DEFAULT_VERSIONS: Mapping[Engine, str] = MappingProxyType({"valkey": "8.2", "redis": "7.1"})
"""The newest version of a major version that is a year old."""

_FORMS: Mapping[Engine, str] = MappingProxyType({
    "redis": r"[2-5](\.\d+){2}|[6-9]\.\d+",
    "valkey": r"[7-9]\.\d+",
})  # fmt: skip
"""The forms that the provider accepts.

Source: https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/elasticache/engine_version.go
"""

_FIRST_WITHOUT_PATCH = 6
_LAST_REDIS: Numbers = (7, 1)
_FIRST_VALKEY: Numbers = (7, 2)


def numbers(version: str) -> Numbers:
    """Return the numbers of a version, to compare them."""
    return tuple(int(part) for part in version.split("."))


def _never(engine: Engine, version: str) -> str | None:
    if re.fullmatch(_FORMS[engine], version, re.ASCII) is None:
        return "the provider takes a major and a minor number" + (
            ", and before version 6 all three numbers" if engine == "redis" else " from 7.2 on"
        )
    if engine == "redis" and numbers(version) > _LAST_REDIS:
        return "the last version of Redis OSS is 7.1, and Valkey follows it"
    if engine == "valkey" and numbers(version) < _FIRST_VALKEY:
        return "Valkey begins with 7.2"
    return None


def _list(engine: Engine, name: str) -> Listed:
    return Listed(
        name=f"{engine}-versions",
        what=f"versions of {name} on ElastiCache",
        as_of=date(2026, 11, 28),
        source=references.ELASTICACHE_VERSIONS,
        ask=f"aws elasticache describe-cache-engine-versions --engine {engine}",
        has=lambda version: (engine, version) in RELEASES,
        never=lambda version: _never(engine, version),
    )


NAMES: Mapping[Engine, str] = MappingProxyType({"valkey": "Valkey", "redis": "Redis OSS"})

VERSIONS: Mapping[Engine, Listed] = MappingProxyType({engine: _list(engine, name) for engine, name in NAMES.items()})


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature that requires a minimum version of Redis OSS. Every version of Valkey has it."""

    name: str
    first: str
    source: str


USERS = Feature("users", "6.0", references.ELASTICACHE_ACCESS)
SLOW_LOG = Feature("the slow log", "6.0", references.ELASTICACHE_LOGS)
ENGINE_LOG = Feature("the engine log", "6.2", references.ELASTICACHE_LOGS)
DATA_TIERING = Feature("data tiering (nodes with disks)", "6.2", references.ELASTICACHE_DATA_TIERING)


def lacks(version: str, feature: Feature) -> bool:
    """Whether a version is older than a feature."""
    return numbers(version) < numbers(feature.first)


def written(engine_version: str) -> str:
    """Return a version in the form that the provider accepts. AWS returns it with the patch number."""
    parts = engine_version.split(".")
    return engine_version if int(parts[0]) < _FIRST_WITHOUT_PATCH else ".".join(parts[:2])


def versions(engine: Engine) -> tuple[str, ...]:
    """List the versions of an engine, the oldest first."""
    return tuple(release.version for release in RELEASES.values() if release.engine == engine)


def family(engine: Engine, version: str) -> str:
    """Return the family of the parameter groups of a version, such as `valkey8`. Later versions follow the same rule.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
    """
    major = numbers(version)[0]
    if engine == "redis" and major <= 6:
        return "redis6.x" if major == 6 else f"redis{major}.0"
    return f"{engine}{major}"

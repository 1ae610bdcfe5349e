"""Versions of Valkey and Redis OSS."""

from typing import get_args

import pytest

from orion_rds.facts import redis_versions
from orion_rds.facts.redis_versions import Engine


@pytest.mark.parametrize(
    ("engine", "version", "family"),
    [
        ("redis", "5.0.6", "redis5.0"),
        ("redis", "6.0", "redis6.x"),
        ("redis", "6.2", "redis6.x"),
        ("redis", "7.1", "redis7"),
        ("valkey", "7.2", "valkey7"),
        ("valkey", "8.2", "valkey8"),
        ("valkey", "9.0", "valkey9"),
        ("valkey", "9.1", "valkey9"),
        ("valkey", "9.9", "valkey9"),
    ],
)
def test_the_family_follows_the_version(engine: Engine, version: str, family: str) -> None:
    """A parameter group of another family is refused by AWS: `redis7` was written for every version once."""
    assert redis_versions.family(engine, version) == family


@pytest.mark.parametrize("engine", get_args(Engine))
def test_every_engine_has_a_default_that_there_is(engine: Engine) -> None:
    """It is what most groups run."""
    assert redis_versions.DEFAULT_VERSIONS[engine] in redis_versions.versions(engine)


def test_redis_oss_ends_with_the_last_version_that_aws_has() -> None:
    """Newer ones are Valkey's."""
    assert redis_versions.versions("redis")[-1] == "7.1"
    assert not set(redis_versions.versions("redis")) & set(redis_versions.versions("valkey"))


@pytest.mark.parametrize(
    ("version", "lacks"), [("5.0.6", True), ("6.0", True), ("6.2", False), ("7.1", False), ("10.0", False)]
)
def test_a_version_lacks_what_came_later(version: str, lacks: bool) -> None:
    """Versions are compared by their numbers, and not as text."""
    assert redis_versions.lacks(version, redis_versions.ENGINE_LOG) == lacks

"""The checks of changes to running resources, and the mapping of what would replace them."""

from collections.abc import Callable

import pytest

from orion_rds import ConfigError
from orion_rds.components.hooks import IDENTITY_REFUSALS, check_major_version, check_redis_mode
from orion_rds.config import RedisConfig, parse
from orion_rds.plan.identity import cluster_identity
from orion_rds.plan.site import primary_site
from tests.component.stacks import stack_config


def refusal_of(check: Callable[[], None]) -> str | None:
    """The name of the refusal that a check raises."""
    try:
        check()
    except ConfigError as error:
        return error.problems[0].refusal
    return None


@pytest.mark.parametrize(
    ("runs", "version", "refusal"),
    [
        ("17.7", "17", None),
        ("17.7", "17.9", None),
        ("17.7", "18", "version-another-major"),
        ("17.7", "16.8", "version-another-major"),
        ("17.7", None, None),
        ("17.7", object(), None),
    ],
)
def test_a_cluster_keeps_its_major_version(runs: str, version: object, refusal: str | None) -> None:
    """Minor versions change, and an unknown version is no reason to stop."""
    found = refusal_of(lambda: check_major_version({"engineVersionActual": runs}, {"engineVersion": version}))

    assert found == refusal


@pytest.mark.parametrize(
    ("runs", "mode", "refusal"),
    [
        ("enabled", "enabled", None),
        ("enabled", "disabled", "redis-mode"),
        ("disabled", "enabled", "redis-mode"),
        (None, "disabled", None),
    ],
)
def test_redis_keeps_its_mode(runs: str | None, mode: str, refusal: str | None) -> None:
    """A group that was imported may not say in which mode it is."""
    found = refusal_of(lambda: check_redis_mode(RedisConfig(), {"clusterMode": runs}, {"clusterMode": mode}))

    assert found == refusal


@pytest.mark.parametrize(
    ("mode", "before", "days", "refusal"),
    [
        ("enabled", 0.0, 7, "redis-snapshots-later"),
        ("enabled", None, 7, "redis-snapshots-later"),
        ("enabled", 1.0, 7, None),
        ("enabled", 0.0, 0, None),
        ("disabled", 0.0, 7, None),
    ],
)
def test_the_first_snapshots_come_without_cluster_mode_only(
    mode: str, before: float | None, days: int, refusal: str | None
) -> None:
    """The provider names a node for the snapshots, which AWS accepts only without cluster mode."""
    redis = RedisConfig(snapshot_retention_days=days)
    runs = {"clusterMode": mode, "snapshotRetentionLimit": before, "replicationGroupId": "orion-test-redis"}

    found = refusal_of(lambda: check_redis_mode(redis, runs, {"clusterMode": mode, "snapshotRetentionLimit": days}))

    assert found == refusal


def test_every_setting_that_would_replace_the_cluster_is_refused() -> None:
    """All but the identifier, by which the running cluster is found."""
    identity = cluster_identity(primary_site(parse(stack_config("prod"))))

    assert IDENTITY_REFUSALS.keys() == identity.keys() - {"cluster_identifier"}

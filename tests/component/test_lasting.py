"""What stays as it is for life, as Pulumi asks about it before an update."""

from typing import Any

import pulumi
import pytest

from orion_rds import ConfigError
from orion_rds.components.immutable import another_major_version_hook, mode_hook
from orion_rds.config import RedisConfig


def asked(binding: pulumi.ResourceHookBinding, before: dict[str, Any], after: dict[str, Any]) -> str | None:
    """What an update from one to the other is refused with."""
    (hook,) = binding.before_update or []
    arguments = pulumi.ResourceHookArgs("urn", "id", "name", "type", new_inputs=after, old_outputs=before)
    try:
        hook(arguments)
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
    """Minor versions come and go, and what is not known yet is no reason to stop."""
    binding = another_major_version_hook("major")

    assert asked(binding, {"engineVersionActual": runs}, {"engineVersion": version}) == refusal


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
    assert asked(mode_hook(RedisConfig(), "mode"), {"clusterMode": runs}, {"clusterMode": mode}) == refusal


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
    """The provider names a node to make them of, which AWS takes only there."""
    binding = mode_hook(RedisConfig(snapshot_retention_days=days), "mode")
    runs = {"clusterMode": mode, "snapshotRetentionLimit": before, "replicationGroupId": "orion-test-redis"}

    assert asked(binding, runs, {"clusterMode": mode, "snapshotRetentionLimit": days}) == refusal

"""What stays as it is for the life of a cluster, or of a group of Redis."""

from collections.abc import Callable, Mapping
from typing import Any

import pulumi

from orion_rds.config import RedisConfig, refused

Values = Mapping[str, Any]
"""Properties of a resource, by Pulumi's names."""


def refuse_another_major_version(name: str) -> pulumi.ResourceHookBinding:
    """Refuse another major version for a cluster that runs: no step of this component upgrades it."""

    def check(before: Values, after: Values) -> None:
        runs, asked = before.get("engineVersionActual"), after.get("engineVersion")
        # Where it is not known yet, it is that of the first cluster, which is asked about by itself.
        if isinstance(runs, str) and isinstance(asked, str) and _major(runs) != _major(asked):
            raise refused("version-another-major", "engine.version", asked, runs=runs)

    return _before_update(name, check)


def refuse_changes_of_mode(redis: RedisConfig, name: str) -> pulumi.ResourceHookBinding:
    """Refuse to switch the mode of a group of Redis that runs: AWS does it only through the mode `compatible`. In
    cluster mode refuse the first snapshots too: the provider asks for them in a way that AWS takes only without.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html
    (`SnapshottingClusterId`)
    """

    def check(before: Values, after: Values) -> None:
        runs = before.get("clusterMode")
        if runs and runs != after.get("clusterMode"):
            raise refused("redis-mode", "redis.shards", redis.shards, before=runs)
        if runs == "enabled" and after.get("snapshotRetentionLimit") and not before.get("snapshotRetentionLimit"):
            path, days = "redis.snapshot_retention_days", redis.snapshot_retention_days
            raise refused("redis-snapshots-later", path, days, group=before.get("replicationGroupId"))

    return _before_update(name, check)


def _major(version: str) -> str:
    return version.partition(".")[0]


def _before_update(name: str, check: Callable[[Values, Values], None]) -> pulumi.ResourceHookBinding:
    """Have a check look at what the state holds and at what is asked for, in previews too, before anything is changed.

    Pulumi stops at the error that the check raises.
    """

    def hook(arguments: pulumi.ResourceHookArgs) -> None:
        check(arguments.old_outputs or {}, arguments.new_inputs or {})

    options = pulumi.ResourceHookOptions(on_dry_run=True)
    return pulumi.ResourceHookBinding(before_update=[pulumi.ResourceHook(name, hook, options)])

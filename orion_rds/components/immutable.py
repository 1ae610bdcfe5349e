"""What stays as it is for the life of a cluster, or of a group of Redis."""

from collections.abc import Callable, Mapping
from typing import Any

import pulumi

from orion_rds.config import ConfigError, RedisConfig, Refusal
from orion_rds.facts import references


def _runs(*, runs: str) -> None: ...
def _before(*, before: object) -> None: ...
def _group(*, group: object) -> None: ...


VERSION_ANOTHER_MAJOR = Refusal(
    "version-another-major",
    why="The cluster runs {runs}, and this component carries out no major upgrade: engine and parameter groups have to "
    "change together.",
    fix="Write a version of the same major one. After an upgrade by AWS's own calls, run `pulumi refresh` first.",
    source=references.AURORA_MAJOR_UPGRADES,
    fields=_runs,
)
REDIS_MODE = Refusal(
    "redis-mode",
    why="The group runs with cluster mode {before}. AWS switches it only through the mode `compatible`, which this "
    "component does not take.",
    fix="Write `nodes`, `shards` and `replicas_per_shard` as they were. A group in the other mode is made beside this "
    "one, by another stack.",
    source=references.ELASTICACHE_CLUSTER_MODE,
    fields=_before,
)
REDIS_SNAPSHOTS_LATER = Refusal(
    "redis-snapshots-later",
    why="The group runs in cluster mode without daily snapshots. The provider would name a node to make them of, which "
    "AWS refuses in cluster mode.",
    fix="Run `aws elasticache modify-replication-group --replication-group-id {group} --snapshot-retention-limit "
    "{given} --apply-immediately`, then `pulumi refresh`, and deploy.",
    source=references.ELASTICACHE_REPLICATION_GROUP_CHANGES,
    fields=_group,
)


Values = Mapping[str, Any]
"""Properties of a resource, by Pulumi's names."""


def another_major_version_hook(name: str) -> pulumi.ResourceHookBinding:
    """Refuse another major version for a cluster that runs: no step of this component upgrades it."""

    def check(before: Values, after: Values) -> None:
        runs, asked = before.get("engineVersionActual"), after.get("engineVersion")
        # Where it is not known yet, it is that of the first cluster, which is asked about by itself.
        if isinstance(runs, str) and isinstance(asked, str) and _major(runs) != _major(asked):
            raise ConfigError([VERSION_ANOTHER_MAJOR.problem("engine.version", asked, runs=runs)])

    return _before_update(name, check)


def mode_hook(redis: RedisConfig, name: str) -> pulumi.ResourceHookBinding:
    """Refuse to switch the mode of a group of Redis that runs: AWS does it only through the mode `compatible`. In
    cluster mode refuse the first snapshots too: the provider asks for them in a way that AWS takes only without.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html
    (`SnapshottingClusterId`)
    """

    def check(before: Values, after: Values) -> None:
        runs = before.get("clusterMode")
        if runs and runs != after.get("clusterMode"):
            raise ConfigError([REDIS_MODE.problem("redis.shards", redis.shards, before=runs)])
        if runs == "enabled" and after.get("snapshotRetentionLimit") and not before.get("snapshotRetentionLimit"):
            path, days = "redis.snapshot_retention_days", redis.snapshot_retention_days
            raise ConfigError([REDIS_SNAPSHOTS_LATER.problem(path, days, group=before.get("replicationGroupId"))])

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

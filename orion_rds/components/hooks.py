"""Hooks and checks that refuse a change which would lose data, before anything is changed, in previews too."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pulumi
from pulumi_aws import elasticache, rds

from orion_rds.config import ConfigError, Hidden, Problem, RedisConfig, Refusal
from orion_rds.facts import references
from orion_rds.plan.identity import Identity, cluster_identity, written_path
from orion_rds.plan.site import Site


def _found(*, found: object) -> None: ...
def _group(*, group: object) -> None: ...
def _runs(*, runs: str) -> None: ...
def _before(*, before: object) -> None: ...
def _region(*, region: object) -> None: ...


MASTER_USERNAME_ANOTHER = Refusal(
    "master-username-another",
    why="The cluster's master user is `{found}`. AWS renames none: the cluster would be replaced, without its data.",
    fix="Write `{found}`, and make further users with SQL.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=_found,
)
DATABASE_NAME_ANOTHER = Refusal(
    "database-name-another",
    why="The cluster began with the database `{found}`. AWS renames none: the cluster would be replaced, without its "
    "data.",
    fix="Write `{found}`, and make or rename databases with SQL.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=_found,
)
STORAGE_KEY_ANOTHER = Refusal(
    "storage-key-another",
    why="The cluster is encrypted with `{found}`. AWS gives no cluster another key: it would be replaced, without its "
    "data.",
    fix="Write the key as it was. To change it, restore a snapshot with the other key, under another `environment`.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=_found,
)
SUBNET_GROUP_ANOTHER = Refusal(
    "subnet-group-another",
    why="The cluster runs in the DB subnet group `{found}`. AWS moves no cluster to another one: it would be replaced, "
    "without its data.",
    fix="Write the network as it was. To move, restore a snapshot in the other network, under another `environment`.",
    source=references.PULUMI_AWS_CLUSTER,
    fields=_found,
)
REDIS_ANOTHER = Refusal(
    "redis-another",
    why="The group `{group}` runs, and what changed takes another one in its place, without what it holds: an older "
    "version, Redis OSS in place of Valkey, another port, subnet group or key.",
    fix="Write these as they were; `pulumi preview --diff` shows which one changed. Or take `redis` out, deploy, and "
    "write it again.",
    source=references.PULUMI_AWS_REPLICATION_GROUP,
    fields=_group,
)
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
STANDBY_WRITES = Refusal(
    "standby-writes",
    why="The cluster in {region} is the writer now, and what removes the standby would remove it.",
    fix="Switch back first, with `aws rds switchover-global-cluster`. Then turn the protection off.",
    source=references.AURORA_GLOBAL_DISASTER_RECOVERY,
    fields=_region,
)

Values = Mapping[str, Any]
"""Properties of a resource, by Pulumi's names."""

IDENTITY_REFUSALS: Mapping[str, tuple[Refusal[...], str]] = MappingProxyType({
    "network.subnet_group_name": (SUBNET_GROUP_ANOTHER, "db_subnet_group_name"),
    "encryption.storage_key_arn": (STORAGE_KEY_ANOTHER, "kms_key_id"),
    "master.username": (MASTER_USERNAME_ANOTHER, "master_username"),
    "database_name": (DATABASE_NAME_ANOTHER, "database_name"),
})  # fmt: skip
"""Setting to the refusal of another value, and the property of the running cluster to compare with."""


def cluster_hook(site: Site, name: str) -> pulumi.ResourceHook:
    """Return the hook that refuses what would replace the cluster or change its major version.

    Bound to the creation of the subnet group, the password and the name of the final snapshot, it asks AWS for the
    running cluster: the engine tells such a hook nothing of the cluster. They are created with the first cluster, and
    with every one that would replace it. Bound to updates of the cluster, it compares the versions.

    It raises ConfigError with every problem, and Pulumi stops before the cluster is changed.
    """

    async def hook(args: pulumi.ResourceHookArgs) -> None:
        if args.old_outputs is not None:
            check_major_version(args.old_outputs, args.new_inputs or {})
        elif cluster := await _running_cluster(site):
            identity = {
                setting: await pulumi.Output.from_input(value).future()
                for setting, value in cluster_identity(site).items()
            }
            check_cluster_identity(site, identity, cluster)

    return _hook(name, hook)


def check_cluster_identity(site: Site, identity: Identity, cluster: rds.GetClusterResult) -> None:
    """Check that the settings are those of the running cluster; unknown ones, and a key left to AWS, pass.

    Raises:
        ConfigError: with every other value.
    """
    if problems := list(_identity_problems(site, identity, cluster)):
        raise ConfigError(problems)


def _identity_problems(site: Site, identity: Identity, cluster: rds.GetClusterResult) -> Iterator[Problem]:
    for setting, (refusal, attribute) in IDENTITY_REFUSALS.items():
        given, found = identity[setting], getattr(cluster, attribute)
        if given is not None and given != found:
            yield refusal.problem(written_path(site, setting), given, found=found)


def check_major_version(before: Values, after: Values) -> None:
    """Check that a running cluster keeps its major version: no step of this component upgrades it.

    Raises:
        ConfigError: for another major version.
    """
    runs, asked = before.get("engineVersionActual"), after.get("engineVersion")
    # An unknown version is that of the first cluster, which is checked by itself.
    if isinstance(runs, str) and isinstance(asked, str) and _major(runs) != _major(asked):
        raise ConfigError([VERSION_ANOTHER_MAJOR.problem("engine.version", asked, runs=runs)])


def _major(version: str) -> str:
    return version.partition(".")[0]


async def _running_cluster(site: Site) -> rds.GetClusterResult | None:
    identifier = site.cluster_identifier
    filters = [rds.GetClustersFilterArgs(name="db-cluster-id", values=[identifier])]
    clusters = await rds.get_clusters_output(filters=filters, region=site.region).future()
    if clusters is None or identifier not in clusters.cluster_identifiers:
        return None
    return await rds.get_cluster_output(cluster_identifier=identifier, region=site.region).future()


def redis_hook(site: Site, redis: RedisConfig, name: str) -> pulumi.ResourceHook:
    """Return the hook of the replication group: it refuses a group in place of a running one, and another mode.

    The replacement must be created before the old group is deleted, or the hook comes too late.
    """

    def hook(args: pulumi.ResourceHookArgs) -> None:
        if args.old_outputs is not None:
            check_redis_mode(redis, args.old_outputs, args.new_inputs or {})
        elif _redis_runs(site):
            raise ConfigError([REDIS_ANOTHER.problem("redis", Hidden.KEY, group=site.redis_identifier)])

    return _hook(name, hook)


def check_redis_mode(redis: RedisConfig, before: Values, after: Values) -> None:
    """Check that a running group keeps its mode, which AWS switches only through the mode `compatible`, and that in
    cluster mode its first snapshots are not asked for: AWS refuses the provider's request.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html
    (`SnapshottingClusterId`)

    Raises:
        ConfigError: for either.
    """
    runs = before.get("clusterMode")
    if runs and runs != after.get("clusterMode"):
        raise ConfigError([REDIS_MODE.problem("redis.shards", redis.shards, before=runs)])
    if runs == "enabled" and after.get("snapshotRetentionLimit") and not before.get("snapshotRetentionLimit"):
        path, days = "redis.snapshot_retention_days", redis.snapshot_retention_days
        raise ConfigError([REDIS_SNAPSHOTS_LATER.problem(path, days, group=before.get("replicationGroupId"))])


def _redis_runs(site: Site) -> bool:
    try:
        elasticache.get_replication_group(replication_group_id=site.redis_identifier, region=site.region)
    except Exception:  # the SDK's answer where nothing is found
        return False
    return True


def check_standby_reads(standby: Site, parent: pulumi.Resource) -> None:
    """Check that the second region of a global database does not write.

    Removing the standby would otherwise remove the applications' database, instance by instance, before AWS refuses to
    delete the cluster. Only AWS knows which region writes, so it is asked while the standby is not protected against
    deletion, which is the last step before it can be removed.

    Raises:
        ConfigError: where it writes.
    """
    options = pulumi.InvokeOptions(parent=parent)
    identifier = standby.cluster_identifier
    filters = [rds.GetClustersFilterArgs(name="db-cluster-id", values=[identifier])]
    if identifier not in rds.get_clusters(filters=filters, region=standby.region, opts=options).cluster_identifiers:
        return
    cluster = rds.get_cluster(cluster_identifier=identifier, region=standby.region, opts=options)
    if not cluster.replication_source_identifier:
        path = "disaster_recovery.deletion_protection"
        raise ConfigError([STANDBY_WRITES.problem(path, False, region=standby.region)])


def _hook(name: str, function: pulumi.ResourceHookFunction) -> pulumi.ResourceHook:
    return pulumi.ResourceHook(name, function, pulumi.ResourceHookOptions(on_dry_run=True))

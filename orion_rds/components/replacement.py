"""What would replace a cluster that runs, or a group of Redis."""

from collections.abc import Awaitable, Callable, Iterator

import pulumi
from pulumi_aws import elasticache, rds

from orion_rds.config import ConfigError, Hidden, Problem, Refusal
from orion_rds.facts import references
from orion_rds.plan import names
from orion_rds.plan.site import Site


def _found(*, found: object) -> None: ...
def _group(*, group: object) -> None: ...


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


def replacement_hook(site: Site, name: str) -> pulumi.ResourceHookBinding:
    """Refuse what AWS changes in no cluster: Pulumi would replace it, and its data would be gone.

    A resource that is made has nothing of the past to compare with, so AWS is asked: in previews too, but only when
    what this is bound to is made: a subnet group, and what comes with the first cluster and with whatever would replace
    it.

    The hook raises ConfigError, with every such setting, and Pulumi stops before the cluster is touched.
    """

    async def hook(_: pulumi.ResourceHookArgs) -> None:
        if cluster := await _running(site):
            subnet_group_name = await pulumi.Output.from_input(site.network.subnet_group_name).future()
            key_arn = await pulumi.Output.from_input(site.encryption.storage).future()
            if problems := list(_problems(site, cluster, subnet_group_name, key_arn)):
                raise ConfigError(problems)

    return _before_create(name, hook)


def another_group_hook(site: Site, name: str) -> pulumi.ResourceHookBinding:
    """Refuse a group of Redis in the place of one that runs: all that it holds would be lost.

    To be bound to the group, whose replacement has to be made before the old one is deleted.
    """

    def hook(_: pulumi.ResourceHookArgs) -> None:
        try:
            elasticache.get_replication_group(replication_group_id=site.redis_identifier, region=site.region)
        except Exception:  # what the SDK raises where the look-up finds nothing
            return
        raise ConfigError([REDIS_ANOTHER.problem("redis", Hidden.KEY, group=site.redis_identifier)])

    return _before_create(name, hook)


def _before_create(
    name: str, hook: Callable[[pulumi.ResourceHookArgs], Awaitable[None] | None]
) -> pulumi.ResourceHookBinding:
    options = pulumi.ResourceHookOptions(on_dry_run=True)
    return pulumi.ResourceHookBinding(before_create=[pulumi.ResourceHook(name, hook, options)])


async def _running(site: Site) -> rds.GetClusterResult | None:
    identifier = site.cluster_identifier
    filters = [rds.GetClustersFilterArgs(name="db-cluster-id", values=[identifier])]
    clusters = await rds.get_clusters_output(filters=filters, region=site.region).future()
    if clusters is None or identifier not in clusters.cluster_identifiers:
        return None
    return await rds.get_cluster_output(cluster_identifier=identifier, region=site.region).future()


def _problems(
    site: Site, cluster: rds.GetClusterResult, subnet_group_name: str | None, key_arn: str | None
) -> Iterator[Problem]:
    """Compare what is known already; without a key of its own a cluster keeps the one it has."""
    if site.network.subnet_group_name is None:
        subnet_group_name = names.subnet_group(site.prefix)
    key = "kms_key_arn" if site.encryption.storage_key_arn is None else "storage_key_arn"
    for refusal, path, given, found in (
        (SUBNET_GROUP_ANOTHER, ("network", "subnet_group_name"), subnet_group_name, cluster.db_subnet_group_name),
        (STORAGE_KEY_ANOTHER, ("encryption", key), key_arn, cluster.kms_key_id),
        (MASTER_USERNAME_ANOTHER, ("master", "username"), site.config.master.username, cluster.master_username),
        (DATABASE_NAME_ANOTHER, ("database_name",), site.config.database_name, cluster.database_name),
    ):
        if given is not None and given != found:
            yield refusal.problem(path, given, found=found)

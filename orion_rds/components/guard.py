"""The guard of a deployed database: it refuses what would lose something before anything is changed.

Pulumi runs the hooks of a component before it registers any resource in the component, in previews and in deployments
without one. The component records its settings as its inputs: the hook gets the last ones and the new ones, and is run
only where they differ. So a stack at rest asks AWS for nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

import pulumi
import pulumi_aws as aws

from orion_rds.config import ConfigError, DatabaseConfig, Problem
from orion_rds.plan import changes, renamed
from orion_rds.plan.changes import Settings
from orion_rds.plan.names_taken import Name, new_names, taken
from orion_rds.plan.redis_transitions import authentication_problems
from orion_rds.plan.site import Site, primary_site, standby_site
from orion_rds.plan.waits import waits

RECORDED = "recorded"
"""Name of the component's input."""

ABSENT = ("couldn't find resource", "empty result", "no matching")
"""Parts of the provider's messages for something that does not exist, in lower case. Any other failure is an error."""


def guard_hook(name: str, component: pulumi.ComponentResource, config: DatabaseConfig) -> pulumi.ResourceHook:
    """Return the hook of the component for its creation and its updates.

    It raises ConfigError with every problem, and Pulumi stops before anything of the component is changed. It warns of
    what is changed and in force later.
    """

    async def hook(args: pulumi.ResourceHookArgs) -> None:
        # An imported component has no inputs yet.
        before = await _plain(args.old_inputs) or {"sections": {}, "names": {}}
        after = await _plain(args.new_inputs)
        lookups = Lookups(component)
        found = list(problems(config, before["sections"], after["sections"], lookups))
        # A renamed database has no name of the last one.
        if not found and (args.old_inputs is None or before["names"]):
            new = new_names(before["names"], after["names"])
            found += [taken(name) for name in new if lookups.exists(name)]
        if found:
            raise ConfigError(found)
        for wait in waits(before.get("waits") or {}, after["waits"]):
            pulumi.log.warn(wait.text, resource=component)

    return pulumi.ResourceHook(f"{name}-changes", hook, pulumi.ResourceHookOptions(on_dry_run=True))


async def _plain(inputs: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return what is recorded. With a secret in it, Pulumi passes all of it as an output."""
    given: Any = (inputs or {}).get(RECORDED, {})
    if isinstance(given, pulumi.Output):
        given = await cast("pulumi.Output[Any]", given).future(with_unknowns=True)
    return given


def problems(
    config: DatabaseConfig, before: Mapping[str, Any], after: Mapping[str, Any], lookups: "Lookups"
) -> Iterator[Problem]:
    """Yield a problem for each change between two recorded deployments that would lose or strand something.

    `before` is empty for a database that is created, or was imported.
    """
    primary, standby = primary_site(config), standby_site(config)
    was = before.get("cluster", NOTHING)["settings"]
    if others := list(changes.elsewhere_problems(was, after["cluster"]["settings"])):
        # Everything would be another one, and all other changes would follow from that.
        if lookups.cluster(was["cluster_identifier"], was.get(changes.REGION)):
            yield from others
        return
    if before.keys() - after.keys():
        cluster = lookups.cluster(was["cluster_identifier"], primary.region)
        protected = bool(cluster and cluster.deletion_protection)
        yield from changes.section_problems(before, after, protected=protected)
    yield from renamed.source_problems(before, after)
    yield from renamed.instance_problems(before, after)
    yield from renamed.topic_problems(before, after)
    yield from _cluster_problems(primary, before, after, lookups)
    if gone := before.get("disaster_recovery"):
        yield from _standby_problems(standby, gone, after.get("disaster_recovery"), lookups)
    if (was := before.get("backup.copies")) and (copies := after.get("backup.copies")):
        yield from changes.copies_problems(was["settings"], copies["settings"], config.encryption)
    if redis := after.get("redis"):
        yield from _redis_problems(primary, before.get("redis", NOTHING)["settings"], redis["settings"], lookups)


NOTHING: Mapping[str, Any] = MappingProxyType({"settings": {}})
"""A section of a component whose inputs are not recorded yet."""


def _cluster_problems(
    site: Site, before: Mapping[str, Any], after: Mapping[str, Any], lookups: "Lookups"
) -> Iterator[Problem]:
    was, given = before.get("cluster", NOTHING)["settings"], after["cluster"]["settings"]
    if not changes.changed(was, given) or not (was or site.adopted):
        return
    identifier = was.get("cluster_identifier") or site.cluster_identifier
    if (cluster := lookups.cluster(identifier, site.region)) is None:
        return
    in_global_database = "disaster_recovery" in before and "disaster_recovery" in after
    yield from changes.cluster_problems(
        was, given, cluster.__dict__, site.encryption, in_global_database=in_global_database
    )
    if moved := changes.moved(was, given, "network"):
        vpc = lookups.vpc(cluster.db_subnet_group_name, site.region)
        yield from changes.network_problems(given, moved, vpc, lookups.vpcs(given, moved, site.region))
    yield from _subnet_problems(was, given, "network.subnet_ids", site.region, cluster.cluster_members, lookups)


def _standby_problems(
    standby: Site | None, before: Mapping[str, Any], after: Mapping[str, Any] | None, lookups: "Lookups"
) -> Iterator[Problem]:
    was, given = before["settings"], (after or NOTHING)["settings"]
    identifier, region = was["disaster_recovery.cluster_identifier"], before["region"]
    loses_protection = before["protected"] and after and not after["protected"]
    removed = after is None and not before["protected"]
    if not (loses_protection or removed or changes.changed(was, given)):
        return
    if (cluster := lookups.cluster(identifier, region)) is None:
        return
    if (loses_protection or removed) and not cluster.replication_source_identifier:
        yield changes.standby_writes(before["region"], removed=removed)
    if standby and after:
        yield from changes.standby_problems(was, given, standby.encryption)
        if (moved := changes.moved(was, given, "disaster_recovery.network")) and standby.region == region:
            vpc = lookups.vpc(cluster.db_subnet_group_name, region)
            yield from changes.network_problems(given, moved, vpc, lookups.vpcs(given, moved, region))
            path = "disaster_recovery.network.subnet_ids"
            yield from _subnet_problems(was, given, path, region, cluster.cluster_members, lookups)


def _redis_problems(site: Site, was: Settings, given: Settings, lookups: "Lookups") -> Iterator[Problem]:
    if not was:
        yield from authentication_problems(was, given)
        return
    group = was["redis.identifier"]
    if not changes.changed(was, given) or not (members := lookups.redis_members(group)):
        return
    yield from authentication_problems(was, given)
    running = lookups.redis(group, members[0])
    yield from changes.redis_problems(was, running, given, group, site.encryption)
    if moved := changes.moved(was, given, "redis.network"):
        vpc = lookups.redis_vpc(was["redis.network.subnet_group_name"], site.region)
        yield from changes.network_problems(given, moved, vpc, lookups.vpcs(given, moved, site.region))
    yield from _subnet_problems(was, given, "redis.network.subnet_ids", site.region, members, lookups)


def _subnet_problems(
    was: Settings, given: Settings, path: str, region: str | None, members: Sequence[str], lookups: "Lookups"
) -> Iterator[Problem]:
    before, after = was.get(path), given.get(path)
    if not (before and after and changes.known(after)) or set(before) <= set(after):
        return
    zones = lookups.zones([*before, *after], region)
    yield from changes.subnet_problems(was, given, path, zones, list(lookups.zones(members, region).values()))


class Lookups:
    """What runs on AWS, asked with the provider of the component."""

    def __init__(self, component: pulumi.ComponentResource) -> None:
        self.options = pulumi.InvokeOptions(parent=component)

    def exists(self, name: Name) -> bool:
        """Return whether a name is in use.

        Raises:
            Exception: when AWS cannot be asked.
        """
        return self._found(lambda: LOOKUPS[name.kind](name.name, name.region, self.options))

    def cluster(self, identifier: str, region: str | None) -> aws.rds.GetClusterResult | None:
        """Return a cluster, if it exists."""
        if not _find_clusters(identifier, region, self.options):
            return None
        return aws.rds.get_cluster(cluster_identifier=identifier, region=region, opts=self.options)

    def redis_members(self, group: str) -> Sequence[str]:
        """Return the ids of the nodes of a replication group; none without a group."""
        members: list[str] = []

        def look_up() -> bool:
            found = aws.elasticache.get_replication_group(replication_group_id=group, opts=self.options)
            members.extend(found.member_clusters)
            return True

        self._found(look_up)
        return members

    def redis(self, group: str, node: str) -> Settings:
        """Return the settings of a replication group, and of one of its nodes, as they are on AWS."""
        found = aws.elasticache.get_replication_group(replication_group_id=group, opts=self.options)
        member = aws.elasticache.get_cluster(cluster_id=node, opts=self.options)
        return {
            "redis.engine": member.engine,
            "redis.version": member.engine_version,
            "redis.node_type": member.node_type,
            "redis.network.subnet_group_name": member.subnet_group_name,
            "redis.network.port": str(found.port),
            "redis.shards": None if found.cluster_mode == "disabled" else found.num_node_groups,
            "redis.snapshot_retention_days": found.snapshot_retention_limit,
        }

    def zones(self, ids: Iterable[str], region: str | None) -> dict[str, str]:
        """Return the availability zone of each subnet, instance or node of Redis."""
        return {each: self._zone(each, region) for each in ids}

    def _zone(self, each: str, region: str | None) -> str:
        options = self.options
        if each.startswith("subnet-"):
            return aws.ec2.get_subnet(id=each, region=region, opts=options).availability_zone
        if self._found(lambda: aws.rds.get_instance(db_instance_identifier=each, region=region, opts=options)):
            return aws.rds.get_instance(db_instance_identifier=each, region=region, opts=options).availability_zone
        return aws.elasticache.get_cluster(cluster_id=each, region=region, opts=options).availability_zone

    def vpc(self, subnet_group: str, region: str | None) -> str:
        """Return the VPC of a DB subnet group."""
        return aws.rds.get_subnet_group(name=subnet_group, region=region, opts=self.options).vpc_id

    def redis_vpc(self, subnet_group: str, region: str | None) -> str:
        """Return the VPC of an ElastiCache subnet group."""
        return aws.elasticache.get_subnet_group(name=subnet_group, region=region, opts=self.options).vpc_id

    def vpcs(self, settings: Settings, paths: Iterable[str], region: str | None) -> dict[str, str]:
        """Return the VPC of each subnet and security group that these settings name."""
        ids = [each for path in paths for each in settings.get(path) or () if isinstance(settings[path], list)]
        subnets = {each for each in ids if each.startswith("subnet-")}
        ec2, options = aws.ec2, self.options
        return {
            each: ec2.get_subnet(id=each, region=region, opts=options).vpc_id
            if each in subnets
            else ec2.get_security_group(id=each, region=region, opts=options).vpc_id
            for each in ids
        }

    @staticmethod
    def _found(look_up: Callable[[], object]) -> bool:
        try:
            return bool(look_up())
        except Exception as error:  # the SDK raises nothing more precise
            if any(text in str(error).lower() for text in ABSENT):
                return False
            raise


def _find_clusters(name: str, region: str | None, options: pulumi.InvokeOptions) -> Sequence[str]:
    filters = [aws.rds.GetClustersFilterArgs(name="db-cluster-id", values=[name])]
    return aws.rds.get_clusters(filters=filters, region=region, opts=options).cluster_identifiers


LOOKUPS: Mapping[str, Callable[[str, str | None, pulumi.InvokeOptions], object]] = MappingProxyType({
    "aws:rds/cluster:Cluster": _find_clusters,
    "aws:rds/globalCluster:GlobalCluster": lambda name, region, opts: aws.rds.get_global_cluster(
        identifier=name, region=region, opts=opts
    ),
    "aws:rds/subnetGroup:SubnetGroup": lambda name, region, opts: aws.rds.get_subnet_group(
        name=name, region=region, opts=opts
    ),
    "aws:cloudwatch/logGroup:LogGroup": lambda name, region, opts: name
    in aws.cloudwatch.get_log_groups(log_group_name_prefix=name, region=region, opts=opts).log_group_names,
    "aws:sns/topic:Topic": lambda name, region, opts: aws.sns.get_topic(name=name, region=region, opts=opts),
    "aws:ssm/parameter:Parameter": lambda name, region, opts: aws.ssm.get_parameter(
        name=name, region=region, opts=opts
    ),
    "aws:backup/vault:Vault": lambda name, region, opts: aws.backup.get_vault(name=name, region=region, opts=opts),
    "aws:elasticache/replicationGroup:ReplicationGroup": lambda name, region, opts: (
        aws.elasticache.get_replication_group(replication_group_id=name, region=region, opts=opts)
    ),
    "aws:elasticache/subnetGroup:SubnetGroup": lambda name, region, opts: aws.elasticache.get_subnet_group(
        name=name, region=region, opts=opts
    ),
    "aws:elasticache/user:User": lambda name, region, opts: aws.elasticache.get_user(
        user_id=name, region=region, opts=opts
    ),
})  # fmt: skip
"""Type of the resource to the look-up of one by its name."""

"""Look-ups of existing resources on AWS, with the provider of the component."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar, cast

import pulumi
import pulumi_aws as aws

from orion_rds.components import ec2_lookups
from orion_rds.facts import redis_versions
from orion_rds.facts.absent import says_absent
from orion_rds.plan.changes import Settings
from orion_rds.plan.names_taken import CLUSTER, REDIS_SUBNET_GROUP, SUBNET_GROUP, TOPIC, Name
from orion_rds.plan.networks import SECURITY_GROUP, SUBNET, VPC, Place

REDIS = "aws:elasticache/replicationGroup:ReplicationGroup"

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class RunningRedis:
    """The settings and nodes of a replication group on AWS."""

    settings: Settings
    nodes: Sequence[str]


class Lookups:
    """Look-ups of one deployment. If one fails, it raises the SDK's error, except that of a place."""

    def __init__(self, component: pulumi.ComponentResource) -> None:
        self._options = pulumi.InvokeOptions(parent=component)
        self._clusters: dict[tuple[str, str | None], aws.rds.GetClusterResult | None] = {}
        self._places: dict[Name, Place | None] = {}
        self.unanswered: dict[str, str] = {}
        """ID of each place whose look-up failed, to the error."""

    def exists(self, name: Name) -> bool:
        """Return whether a name is in use."""
        return bool(_existing(name.kind, name.name, lambda: BY_NAME[name.kind](name.name, name.region, self._options)))

    def cluster(self, identifier: str, region: str | None) -> aws.rds.GetClusterResult | None:
        """Return a cluster, if it exists."""
        key = identifier, region
        if key not in self._clusters:
            self._clusters[key] = _existing(
                CLUSTER, identifier, lambda: _get_cluster(identifier, region, self._options)
            )
        return self._clusters[key]

    def redis(self, group: str) -> RunningRedis | None:
        """Return a replication group, if it exists and has nodes."""
        found = _existing(REDIS, group, lambda: _get_replication_group(group, None, self._options))
        if found is None or not found.member_clusters:
            return None
        node = aws.elasticache.get_cluster(cluster_id=found.member_clusters[0], opts=self._options)
        settings = {
            "redis.engine": node.engine,
            "redis.version": node.engine_version,
            "redis.family": redis_versions.family(cast("redis_versions.Engine", node.engine), node.engine_version),
            "redis.node_type": node.node_type,
            **_known({"adopt.redis.parameter_group": node.parameter_group_name}),
            "redis.network.subnet_group_name": node.subnet_group_name,
            "redis.network.port": str(found.port),
            "redis.shards": None if found.cluster_mode == "disabled" else found.num_node_groups,
            "redis.snapshot_retention_days": found.snapshot_retention_limit,
        }
        return RunningRedis(settings, found.member_clusters)

    def place(self, name: Name) -> Place | None:
        """Return the attributes of a part of a network; None if it does not exist. After a failed look-up they are
        unknown: a deployment may lack the permission to describe a resource that it may use.
        """
        if name not in self._places:
            try:
                self._places[name] = _existing(name.kind, name.name, lambda: PLACES[name.kind](name, self._options))
            except Exception as error:  # the SDK raises nothing more precise
                self.unanswered[name.name] = str(error)
                self._places[name] = Place()
        return self._places[name]

    def instance_zones(self, instances: Iterable[str], region: str | None) -> set[str]:
        """Return the availability zones of instances."""
        get, options = aws.rds.get_instance, self._options
        return {get(db_instance_identifier=each, region=region, opts=options).availability_zone for each in instances}

    def instance_names(self, instance: str, region: str | None) -> Settings:
        """Return the names of the parameter group and of the monitoring role of an instance, by their settings."""
        found = aws.rds.get_instance(db_instance_identifier=instance, region=region, opts=self._options)
        role = found.monitoring_role_arn
        return _known(
            {
                "adopt.instance_parameter_group": next(iter(found.db_parameter_groups or ()), None),
                "adopt.monitoring_role": role and role.rpartition("/")[2],
            }
        )

    def node_zones(self, nodes: Iterable[str]) -> set[str]:
        """Return the availability zones of nodes of Redis."""
        return {aws.elasticache.get_cluster(cluster_id=each, opts=self._options).availability_zone for each in nodes}


def _known(settings: Settings) -> Settings:
    """Return the settings with a value. For the others, the recorded values are used."""
    return {path: value for path, value in settings.items() if value}


def _existing(kind: str, name: str, look_up: Callable[[], Found]) -> Found | None:
    try:
        return look_up()
    except Exception as error:  # the SDK raises nothing more precise
        if says_absent(str(error), kind, name):
            return None
        raise


def _get_cluster(name: str, region: str | None, opts: pulumi.InvokeOptions) -> aws.rds.GetClusterResult:
    return aws.rds.get_cluster(cluster_identifier=name, region=region, opts=opts)


def _get_replication_group(
    name: str, region: str | None, opts: pulumi.InvokeOptions
) -> aws.elasticache.GetReplicationGroupResult:
    return aws.elasticache.get_replication_group(replication_group_id=name, region=region, opts=opts)


def _get_subnet_group(name: str, region: str | None, opts: pulumi.InvokeOptions) -> aws.rds.GetSubnetGroupResult:
    return aws.rds.get_subnet_group(name=name, region=region, opts=opts)


def _get_redis_subnet_group(
    name: str, region: str | None, opts: pulumi.InvokeOptions
) -> aws.elasticache.GetSubnetGroupResult:
    return aws.elasticache.get_subnet_group(name=name, region=region, opts=opts)


PLACES: Mapping[str, Callable[[Name, pulumi.InvokeOptions], Place | None]] = MappingProxyType({
    VPC: ec2_lookups.vpc,
    SUBNET: ec2_lookups.subnet,
    SECURITY_GROUP: ec2_lookups.security_group,
    SUBNET_GROUP: lambda name, opts: Place(vpc=_get_subnet_group(name.name, name.region, opts).vpc_id),
    REDIS_SUBNET_GROUP: lambda name, opts: Place(vpc=_get_redis_subnet_group(name.name, name.region, opts).vpc_id),
})  # fmt: skip
"""Type of a part of a network to its look-up."""

BY_NAME: Mapping[str, Callable[[str, str | None, pulumi.InvokeOptions], object]] = MappingProxyType({
    CLUSTER: _get_cluster,
    "aws:rds/globalCluster:GlobalCluster": lambda name, region, opts: aws.rds.get_global_cluster(
        identifier=name, region=region, opts=opts
    ),
    # An answer without the name does not show that the group exists.
    SUBNET_GROUP: lambda name, region, opts: _get_subnet_group(name, region, opts).name,
    "aws:cloudwatch/logGroup:LogGroup": lambda name, region, opts: name
    in aws.cloudwatch.get_log_groups(log_group_name_prefix=name, region=region, opts=opts).log_group_names,
    TOPIC: lambda name, region, opts: aws.sns.get_topic(name=name, region=region, opts=opts),
    "aws:ssm/parameter:Parameter": lambda name, region, opts: aws.ssm.get_parameter(
        name=name, region=region, opts=opts
    ),
    "aws:backup/vault:Vault": lambda name, region, opts: aws.backup.get_vault(name=name, region=region, opts=opts),
    REDIS: _get_replication_group,
    REDIS_SUBNET_GROUP: lambda name, region, opts: _get_redis_subnet_group(name, region, opts).name,
    "aws:elasticache/user:User": lambda name, region, opts: aws.elasticache.get_user(
        user_id=name, region=region, opts=opts
    ),
})  # fmt: skip
"""Type of the resource to the look-up of one by its name."""

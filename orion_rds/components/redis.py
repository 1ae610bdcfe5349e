"""Redis beside the database: the replication group and its network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pulumi
import pulumi_random
from pulumi_aws import cloudwatch, elasticache

from orion_rds.components.missing import from_text
from orion_rds.components.redis_clients import RedisPassword, RedisUsers
from orion_rds.components.security_group import Access, make_security_group
from orion_rds.components.topic import Topic
from orion_rds.config import RedisConfig, StrInput
from orion_rds.facts import node_types
from orion_rds.plan import names
from orion_rds.plan.identity import keepers, redis_identity
from orion_rds.plan.parameters import ignored_changes
from orion_rds.plan.redis import (
    Placement,
    event_addresses,
    expected_nodes,
    family,
    parameters,
    placement,
    watched_nodes,
)
from orion_rds.plan.site import Site
from orion_rds.plan.topic_policies import redis_topic_policy

SUFFIX_BYTES = 4
TIMEOUTS = pulumi.CustomTimeouts(create="2h", update="6h", delete="2h")
"""The provider's defaults are 60, 40 and 45 minutes. With many nodes, an upgrade, another node type or more shards take
longer: the deployment would fail, while AWS continues."""

TOKEN = "token"  # noqa: S105 # the last part of a name


class Redis(pulumi.ComponentResource):
    """A replication group with its network, parameter group, log groups, and users or token."""

    endpoint: pulumi.Output[str]
    """Host that applications write to; in cluster mode the configuration endpoint, which lists the shards."""

    reader_endpoint: pulumi.Output[str] | pulumi.Output[None]
    """Host that spreads reads over the replicas; null in cluster mode, where clients find them."""

    port: pulumi.Output[int]
    arn: pulumi.Output[str]
    secret_arn: pulumi.Output[str] | pulumi.Output[None]
    security_group_id: pulumi.Output[str] | pulumi.Output[None]
    events_topic_arn: StrInput | None
    """The topic of ElastiCache's events, existing or created."""

    member_ids: pulumi.Output[Sequence[str]]
    watched_nodes: Sequence[pulumi.Output[str]]
    """The node of each alarm."""

    def __init__(self, name: str, site: Site, redis: RedisConfig, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:Redis", name, None, opts)
        self._site = site
        self._redis = redis
        child = pulumi.ResourceOptions(parent=self)
        network = RedisNetwork(f"{name}-network", site, placement(site, redis), opts=child)
        # The AUTH token that all clients share, or that former clients still have after a change to users.
        keeps_token = TOKEN in {redis.authentication, redis.former_clients}
        token = RedisPassword(f"{name}-token", site, redis, TOKEN, opts=child) if keeps_token else None
        users = self._make_users(f"{name}-users", token, child) if redis.authentication == "users" else None
        self.events_topic_arn = self._topic_arn(child)
        group = self._make_group(network, users, token)
        self.endpoint = group.configuration_endpoint_address if redis.cluster_mode else group.primary_endpoint_address
        self.reader_endpoint = pulumi.Output.from_input(None) if redis.cluster_mode else group.reader_endpoint_address
        for client in filter(None, (users, token)):
            client.publish(self.endpoint)
        self.port = pulumi.Output.from_input(redis.network.port)
        self.arn = group.arn
        credential = users or token
        self.secret_arn = credential.secret_arn if credential else pulumi.Output.from_input(None)
        self.security_group_id = network.security_group_id
        expected = expected_nodes(site.redis_identifier, redis)
        self.member_ids = group.member_clusters.apply(lambda members: sorted(members or expected))
        watched = group.member_clusters.apply(partial(watched_nodes, expected))
        self.watched_nodes = [watched[position] for position in range(len(expected))]
        self.register_outputs({"endpoint": self.endpoint, "arn": self.arn})

    def _make_users(self, name: str, token: RedisPassword | None, opts: pulumi.ResourceOptions) -> RedisUsers:
        return RedisUsers(name, self._site, self._redis, former_token=token and token.password, opts=opts)

    def _topic_arn(self, opts: pulumi.ResourceOptions) -> StrInput | None:
        events = self._redis.events
        if events.mode == "off" or events.topic_arn is not None:
            return events.topic_arn
        topic = Topic(
            f"{self.pulumi_resource_name}-topic",
            self._site,
            names.redis_topic(self._site.prefix),
            redis_topic_policy,
            emails=event_addresses(self._site.config),
            key_arn=None,  # ElastiCache does not publish to an encrypted topic.
            opts=opts,
        )
        return topic.arn

    def _has_token(self) -> bool:
        return self._redis.authentication == TOKEN

    def _make_group(
        self, network: RedisNetwork, users: RedisUsers | None, token: RedisPassword | None
    ) -> elasticache.ReplicationGroup:
        site, redis = self._site, self._redis
        several, strategy = redis.nodes_per_shard > 1, self._token_strategy()
        return elasticache.ReplicationGroup(
            self.pulumi_resource_name,
            region=site.region,
            replication_group_id=site.redis_identifier,
            description=f"Redis beside {site.cluster_identifier}",
            engine=redis.engine,
            engine_version=redis.version,
            auto_minor_version_upgrade=redis.minor_upgrades == "automatic",
            node_type=redis.node_type,
            data_tiering_enabled=True if node_types.has_data_tiering(redis.node_type) else None,
            cluster_mode="enabled" if redis.cluster_mode else "disabled",
            num_cache_clusters=None if redis.cluster_mode else redis.nodes_per_shard,
            num_node_groups=redis.shards,
            replicas_per_node_group=redis.nodes_per_shard - 1 if redis.cluster_mode else None,
            automatic_failover_enabled=several or redis.cluster_mode,
            multi_az_enabled=several,
            parameter_group_name=self._make_parameter_group().name,
            subnet_group_name=network.subnet_group_name,
            security_group_ids=network.security_group_ids,
            port=redis.network.port,
            at_rest_encryption_enabled=True,
            kms_key_id=site.key("redis"),
            transit_encryption_enabled=True,
            user_group_ids=[users.group_id] if users else None,
            auth_token=token.password if token and self._has_token() else None,
            auth_token_update_strategy=strategy,
            snapshot_retention_limit=redis.snapshot_retention_days,
            snapshot_window=redis.snapshot_window,
            final_snapshot_identifier=self._final_snapshot(),
            maintenance_window=redis.maintenance_window,
            notification_topic_arn=self.events_topic_arn,
            log_delivery_configurations=[self._make_log(export) for export in redis.logs.exports],
            apply_immediately=site.config.apply == "immediately",
            tags=site.tags(site.redis_identifier),
            opts=pulumi.ResourceOptions(
                parent=self,
                # None otherwise: False would undo the protection that a caller gives to the whole component.
                protect=True if site.protected else None,
                # The provider deletes resources with a given name first, here with all data. Created first, a
                # replacement fails because the name is in use.
                delete_before_replace=False,
                custom_timeouts=TIMEOUTS,
                # Unchanged with users: the provider would answer a change by setting an empty token.
                ignore_changes=["auth_token_update_strategy"] if strategy is None else None,
            ),
        )

    def _token_strategy(self) -> str | None:
        """Return the update strategy of the token: `ROTATE` accepts the old one too, `SET` replaces it, and `DELETE`
        replaces it with users.

        Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
        """
        if not self._has_token():
            return "DELETE" if self._redis.former_clients == TOKEN else None
        return "ROTATE" if self._redis.former_clients == "accepted" else "SET"

    def _make_parameter_group(self) -> elasticache.ParameterGroup:
        site, redis = self._site, self._redis
        adopted_name = site.adopted.redis.parameter_group if site.adopted and site.adopted.redis else None
        name = adopted_name or self._parameter_group_name()
        return elasticache.ParameterGroup(
            f"{self.pulumi_resource_name}-parameters",
            region=site.region,
            name=name,
            family=family(redis),
            description=f"Nodes of {site.redis_identifier}",
            parameters=[
                elasticache.ParameterGroupParameterArgs(name=parameter, value=value)
                for parameter, value in parameters(redis).items()
            ],
            tags=site.tags(adopted_name or names.redis(site.prefix)),
            opts=pulumi.ResourceOptions(
                parent=self,
                # The provider would delete the group in use first, as it has an explicit name.
                delete_before_replace=False,
                ignore_changes=ignored_changes(adopted_name),
            ),
        )

    def _parameter_group_name(self) -> pulumi.Output[str]:
        """Return a name with a random suffix: a replacement is created while the old parameter group is in use, and so
        is a further one, if AWS refuses the change and it is undone.
        """
        prefix, parameter_family = self._site.prefix, family(self._redis)
        suffix = pulumi_random.RandomId(
            f"{self.pulumi_resource_name}-parameters-suffix",
            byte_length=SUFFIX_BYTES,
            keepers={"prefix": prefix, "family": parameter_family, "cluster_mode": str(self._redis.cluster_mode)},
            opts=pulumi.ResourceOptions(parent=self),
        )
        return from_text(suffix.hex, lambda digits: names.redis_parameter_group(prefix, parameter_family, digits))

    def _make_log(self, export: str) -> elasticache.ReplicationGroupLogDeliveryConfigurationArgs:
        name = names.redis_log_group(self._site.prefix, export)
        log_group = cloudwatch.LogGroup(
            f"{self.pulumi_resource_name}-{export}",
            region=self._site.region,
            name=name,
            # Without a key, CloudWatch Logs encrypts with one of its own.
            kms_key_id=self._site.key("logs"),
            retention_in_days=self._redis.logs.retention_days,
            tags=self._site.tags(name),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return elasticache.ReplicationGroupLogDeliveryConfigurationArgs(
            destination=log_group.name,
            destination_type="cloudwatch-logs",
            log_format="json",
            log_type=export,
        )

    def _final_snapshot(self) -> pulumi.Output[str] | None:
        if not self._site.config.protection.final_snapshot:
            return None
        suffix = pulumi_random.RandomId(
            f"{self.pulumi_resource_name}-final-snapshot",
            byte_length=SUFFIX_BYTES,
            # A replacement needs another snapshot name, or its deletion fails.
            keepers=keepers(redis_identity(self._site, self._redis)),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return from_text(suffix.hex, lambda digits: names.redis_final_snapshot(self._site.prefix, digits))


class RedisNetwork(pulumi.ComponentResource):
    """The subnet group and the security group of Redis, each existing or created."""

    subnet_group_name: pulumi.Input[str]
    security_group_ids: pulumi.Input[Sequence[pulumi.Input[str]]]

    security_group_id: pulumi.Output[str] | pulumi.Output[None]
    """The created security group; null with existing groups."""

    def __init__(self, name: str, site: Site, placement: Placement, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:RedisNetwork", name, None, opts)
        self._site = site
        if placement.subnet_group_name is None:
            self.subnet_group_name = self._make_subnet_group(placement).name
        else:
            self.subnet_group_name = placement.subnet_group_name
        if placement.security_group_ids is None:
            self.security_group_id = self._make_security_group(placement)
            self.security_group_ids = [self.security_group_id]
        else:
            self.security_group_id = pulumi.Output.from_input(None)
            self.security_group_ids = placement.security_group_ids
        self.register_outputs(
            {"subnet_group_name": self.subnet_group_name, "security_group_ids": self.security_group_ids}
        )

    def _make_subnet_group(self, placement: Placement) -> elasticache.SubnetGroup:
        name = names.redis_subnet_group(self._site.prefix)
        return elasticache.SubnetGroup(
            f"{self.pulumi_resource_name}-subnet-group",
            region=self._site.region,
            name=name,
            description=f"Subnets of {self._site.redis_identifier}",
            subnet_ids=placement.subnet_ids or (),
            tags=self._site.tags(name),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _make_security_group(self, placement: Placement) -> pulumi.Output[str]:
        access = Access(
            service="Redis",
            identifier=self._site.redis_identifier,
            name=names.redis(self._site.prefix),
            vpc_id=placement.vpc_id,
            port=placement.port,
            sources=placement.allow_from,
        )
        return make_security_group(self.pulumi_resource_name, self._site, access, parent=self)

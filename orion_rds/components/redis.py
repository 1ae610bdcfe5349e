"""Redis beside the database."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_random
from pulumi_aws import cloudwatch, elasticache

from orion_rds.components.adopting import keeping
from orion_rds.components.immutable import mode_hook
from orion_rds.components.redis_network import RedisNetwork
from orion_rds.components.redis_password import RedisPassword
from orion_rds.components.redis_users import RedisUsers
from orion_rds.components.replacement import another_group_hook
from orion_rds.config import RedisConfig
from orion_rds.facts import node_types
from orion_rds.plan import names
from orion_rds.plan.redis import family, member_ids, parameters, placement
from orion_rds.plan.site import Site

SUFFIX_BYTES = 4
TOKEN = "token"  # noqa: S105 # the last part of a name


class Redis(pulumi.ComponentResource):
    """A replication group with its network, parameter group, log groups, and users or token."""

    endpoint: pulumi.Output[str]
    """Host that applications write to. In cluster mode the configuration endpoint: clients ask it for the shards."""

    reader_endpoint: pulumi.Output[str] | pulumi.Output[None]
    """Host that spreads reads over the replicas; in cluster mode clients find those themselves, and it is null."""

    port: pulumi.Output[int]
    arn: pulumi.Output[str]
    secret_arn: pulumi.Output[str] | pulumi.Output[None]
    security_group_id: pulumi.Output[str] | pulumi.Output[None]
    member_ids: pulumi.Output[Sequence[str]]

    def __init__(self, name: str, site: Site, redis: RedisConfig, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("orion-rds:index:Redis", name, None, opts)
        self._site = site
        self._redis = redis
        child = pulumi.ResourceOptions(parent=self)
        network = RedisNetwork(f"{name}-network", site, placement(site, redis), opts=child)
        users = RedisUsers(f"{name}-users", site, redis, opts=child) if redis.authentication == "users" else None
        # The AUTH token that all clients share.
        token = RedisPassword(f"{name}-token", site, redis, TOKEN, opts=child) if self._has_token() else None
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
        self.member_ids = pulumi.Output.from_input(member_ids(site.redis_identifier, redis))
        self.register_outputs({"endpoint": self.endpoint, "arn": self.arn})

    def _has_token(self) -> bool:
        return self._redis.authentication == TOKEN

    def _make_group(
        self, network: RedisNetwork, users: RedisUsers | None, token: RedisPassword | None
    ) -> elasticache.ReplicationGroup:
        site, redis = self._site, self._redis
        several = redis.nodes_per_shard > 1
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
            kms_key_id=site.config.encryption.redis,
            transit_encryption_enabled=True,
            user_group_ids=[users.group_id] if users else None,
            auth_token=token and token.password,
            auth_token_update_strategy=self._token_strategy(),
            snapshot_retention_limit=redis.snapshot_retention_days,
            snapshot_window=redis.snapshot_window,
            final_snapshot_identifier=self._final_snapshot(),
            maintenance_window=redis.maintenance_window,
            log_delivery_configurations=[self._make_log(export) for export in redis.logs.exports],
            apply_immediately=site.config.apply == "immediately",
            tags=site.tags(site.redis_identifier),
            opts=pulumi.ResourceOptions(
                parent=self,
                # Not False otherwise: that would undo the protection that a caller gives to the whole component.
                protect=True if site.protected else None,
                # The provider deletes first what bears a name that is written, with all it holds. Made first, a group
                # that would replace this one stops at the name, which is taken.
                delete_before_replace=False,
                hooks=self._hooks(),
            ),
        )

    def _hooks(self) -> pulumi.ResourceHookBinding:
        name = self.pulumi_resource_name
        return pulumi.ResourceHookBinding(
            before_create=another_group_hook(self._site, f"{name}-replacement").before_create,
            before_update=mode_hook(self._redis, f"{name}-mode").before_update,
        )

    def _token_strategy(self) -> str | None:
        """Add the token to what clients may come with, or make it the only one.

        Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
        """
        if not self._has_token():
            return None
        return "ROTATE" if self._redis.former_clients == "accepted" else "SET"

    def _make_parameter_group(self) -> elasticache.ParameterGroup:
        site, redis = self._site, self._redis
        kept = site.adopted.redis.parameter_group if site.adopted and site.adopted.redis else None
        name = kept or self._parameter_group_name()
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
            tags=site.tags(kept or names.redis(site.prefix)),
            opts=pulumi.ResourceOptions(
                parent=self,
                # The provider would delete first the one that is in use, as its name is written.
                delete_before_replace=False,
                ignore_changes=keeping(kept),
            ),
        )

    def _parameter_group_name(self) -> pulumi.Output[str]:
        """Every group has a name of its own: the next one is made while the last one is in use, and where AWS refuses
        what it was made for, the way back makes another.
        """
        prefix, of = self._site.prefix, family(self._redis)
        suffix = pulumi_random.RandomId(
            f"{self.pulumi_resource_name}-parameters-suffix",
            byte_length=SUFFIX_BYTES,
            keepers={"prefix": prefix, "family": of, "cluster_mode": str(self._redis.cluster_mode)},
            opts=pulumi.ResourceOptions(parent=self),
        )
        return suffix.hex.apply(lambda digits: names.redis_parameter_group(prefix, of, digits))

    def _make_log(self, export: str) -> elasticache.ReplicationGroupLogDeliveryConfigurationArgs:
        name = names.redis_log_group(self._site.prefix, export)
        log_group = cloudwatch.LogGroup(
            f"{self.pulumi_resource_name}-{export}",
            region=self._site.region,
            name=name,
            # Without a key of yours CloudWatch Logs encrypts with one of its own.
            kms_key_id=self._site.encryption.logs,
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
            # What replaces the group: each one's last snapshot needs a name of its own, or the next deletion stops.
            keepers={
                "group": self._site.redis_identifier,
                "kms_key_arn": self._site.config.encryption.redis or "",
                "port": str(self._redis.network.port),
                "subnet_group_name": self._redis.network.subnet_group_name or "",
            },
            opts=pulumi.ResourceOptions(parent=self),
        )
        return suffix.hex.apply(lambda digits: names.redis_final_snapshot(self._site.prefix, digits))

"""The public component: its construction, and its outputs."""

import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any, cast

import pulumi

from orion_rds.components.guard import LEAVING, RECORDED, guard_hook
from orion_rds.components.options import check_options
from orion_rds.components.parts import create_parts
from orion_rds.components.provider import given_provider, plain_settings, settings
from orion_rds.components.same_names import check_names, keep_names
from orion_rds.config import DatabaseConfig, DatabaseInput
from orion_rds.config.checking import check
from orion_rds.config.known_values import as_read
from orion_rds.plan import access_policies
from orion_rds.plan.access_policies import ClusterIdentity, ReadableSecret, check_user
from orion_rds.plan.recorded import recorded
from orion_rds.plan.site import primary_site, standby_site
from orion_rds.plan.warnings import warnings

Maybe = pulumi.Output[str | None]


class AuroraDatabase(pulumi.ComponentResource):
    """An Aurora PostgreSQL cluster and the configured resources around it.

    The outputs of a part that is off are null or empty.

    Inputs that are outputs, and a provider that a program passes, are checked when they are known. A change of a
    deployed database that AWS does not make, or that would lose something, is refused. A hook of the component makes
    both checks before any of its resources is changed, in previews too. Its errors have the same form as those of the
    configuration.
    """

    def __init__(
        self,
        name: str,
        args: DatabaseConfig | DatabaseInput,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Create an Aurora PostgreSQL cluster and the configured resources around it.

        Args:
            name: First part of the logical names of all its resources. Names in AWS begin with the configuration's
                project and environment.
            args: The configuration: a mapping, or a `DatabaseConfig`. Outputs of other resources can be passed wherever
                it accepts an output.
            opts: Options of the component. Its resources inherit the provider, as those of every component.

        Raises:
            ConfigError: with every problem at once, before anything is registered with Pulumi.
        """
        of = f'AuroraDatabase "{name}"'
        check_options(opts, of)
        provider = given_provider(opts)
        plain = plain_settings(provider)
        config = check(args, "", plain, of=of)
        check_names(config, provider, of)
        read, deployed = as_read(config)
        leaving: dict[str, list[str]] = {}
        guard = guard_hook(name, self, config, provider=provider, leaving=leaving, of=of)
        hooks = pulumi.ResourceHookBinding(before_create=[guard], before_update=[guard])
        asked = settings(provider, plain)
        retain = bool(opts and opts.retain_on_delete)
        inputs = recorded(primary_site(read), standby_site(read), asked, retain=retain)
        super().__init__(
            "orion-rds:index:AuroraDatabase",
            name,
            {RECORDED: inputs},
            pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(hooks=hooks)),
        )
        keep_names(name, config, provider)
        for warning in warnings(config):
            pulumi.log.warn(warning.text, resource=self)
        # Children get only the parent: options of the caller may name properties that they do not have.
        child = pulumi.ResourceOptions(parent=self)
        self._parts = create_parts(name, primary_site(deployed), standby_site(deployed), child)
        self._null = pulumi.Output.from_input(None)
        # Pulumi does not send null outputs, but would wait for each of them.
        outputs = {key: output for key, output in self.outputs().items() if output is not self._null}
        # The hook has run when the component has its URN.
        self.register_outputs({**outputs, LEAVING: self.urn.apply(lambda _: leaving or None)})

    def connect_policy(self, user: str) -> pulumi.Output[str]:
        """Return the IAM policy document for a role that connects as a user of the database with a token instead of a
        password, in every region. `orion-rds sql` makes the users of `roles` in the database.

        Raises:
            ValueError: for anything but one user.

        Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html
        """
        check_user(user)
        standby = self._parts.standby
        clusters = [self._parts.primary.cluster, *([standby.regional.cluster] if standby else [])]
        known = pulumi.Output.all(*(pulumi.Output.all(each.arn, each.resource_id) for each in clusters))
        return known.apply(
            lambda pairs: json.dumps(
                access_policies.connect_policy([ClusterIdentity(arn, resource) for arn, resource in pairs], user)
            )
        )

    def role_secret_policy(self, role: str) -> pulumi.Output[str]:
        """Return the IAM policy document that allows reading the secret of a role with `authentication: secret`, and
        the connection parameter with its ARN, in every region.

        Raises:
            ValueError: for a role without a secret.
        """
        if role not in self._parts.roles:
            raise ValueError(
                f"role_secret_policy: {role!r} is no role with `authentication: secret` in the configuration."
            )
        return self._read_policy([each.role_secret_arns[role] for each in self._parts.connections])

    def outputs(self) -> dict[str, pulumi.Output[Any]]:
        """Return every output by its name, for `pulumi.export`."""
        return {name: getattr(self, name) for name in OUTPUTS}

    @cached_property
    def writer_endpoint(self) -> pulumi.Output[str]:
        """Host for the applications: that of the writer, in either region. The connection parameter holds it too."""
        return self._parts.connections[0].writer_endpoint

    @cached_property
    def connection_parameter_name(self) -> pulumi.Output[str]:
        """SSM parameter with the hosts of writer and readers, the port, the database and the secret's ARN as JSON. A
        parameter of the same name in the second region has the values of that region.
        """
        return self._parts.connections[0].parameter_name

    @cached_property
    def cluster_endpoint(self) -> pulumi.Output[str]:
        """Host of the writer in the stack's region; after a failover there, of the new writer."""
        return self._parts.primary.cluster.host

    @cached_property
    def cluster_reader_endpoint(self) -> pulumi.Output[str]:
        """Host that spreads connections over the readers."""
        return self._parts.primary.cluster.reader_endpoint

    @cached_property
    def cluster_port(self) -> pulumi.Output[int]:
        """TCP port of every host."""
        return self._parts.primary.cluster.port

    @cached_property
    def cluster_identifier(self) -> pulumi.Output[str]:
        """Identifier of the cluster, for AWS's commands."""
        return self._parts.primary.cluster.identifier

    @cached_property
    def cluster_arn(self) -> pulumi.Output[str]:
        """ARN of the cluster."""
        return self._parts.primary.cluster.arn

    @cached_property
    def cluster_resource_id(self) -> pulumi.Output[str]:
        """Id of the cluster in IAM policies that let users connect (`rds-db:connect`); its identifier has no effect.

        Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
        """
        return self._parts.primary.cluster.resource_id

    @cached_property
    def cluster_parameter_group_name(self) -> pulumi.Output[str]:
        """Name of the cluster parameter group."""
        return self._parts.primary.cluster.parameter_group_name

    @cached_property
    def engine_version(self) -> pulumi.Output[str]:
        """The version that runs, such as `17.7` where `17` was asked for."""
        return self._parts.primary.cluster.engine_version

    @cached_property
    def instance_identifiers(self) -> pulumi.Output[Sequence[str]]:
        """Identifiers of the instances in the stack's region, in the order of their names in the configuration: numbers
        first, by their value.
        """
        return pulumi.Output.all(*self._parts.primary.instances.identifiers.values())

    @cached_property
    def instance_endpoints(self) -> pulumi.Output[Sequence[str]]:
        """Host of each instance, in the same order, for diagnosis of a single one."""
        return pulumi.Output.all(*self._parts.primary.instances.endpoints.values())

    @cached_property
    def instance_parameter_group_name(self) -> pulumi.Output[str]:
        """Name of the parameter group of the instances."""
        return self._parts.primary.instances.parameter_group_name

    @cached_property
    def security_group_ids(self) -> pulumi.Output[Sequence[str]]:
        """Security groups of the cluster, given or created."""
        return cast("pulumi.Output[Sequence[str]]", pulumi.Output.from_input(self._parts.primary.security_group_ids))

    @cached_property
    def secrets_manager_secret_arn(self) -> pulumi.Output[str]:
        """Secret with name and password of the master user. A generated one also holds the host of the stack's region,
        the port and the database.
        """
        return self._parts.connections[0].secret_arn

    @cached_property
    def secret_read_policy(self) -> pulumi.Output[str]:
        """IAM policy document that allows reading that secret and the connection parameter, in every region."""
        return self._read_policy([each.secret_arn for each in self._parts.connections])

    def _read_policy(self, arns: Sequence[pulumi.Output[str]]) -> pulumi.Output[str]:
        """`arns` are those of a secret and its replica."""
        sites = self._parts.sites
        secrets = pulumi.Output.all(
            *(pulumi.Output.all(arn, site.key("secret")) for site, arn in zip(sites, arns, strict=True))
        )
        parameters = pulumi.Output.all(*(each.parameter_arn for each in self._parts.connections))
        return pulumi.Output.all(secrets, parameters).apply(
            lambda known: json.dumps(
                access_policies.secret_read_policy([ReadableSecret(*each) for each in known[0]], known[1])
            )
        )

    @cached_property
    def database_name(self) -> pulumi.Output[str]:
        """Name of the first database."""
        return self._parts.primary.cluster.database_name

    @cached_property
    def alarm_names(self) -> pulumi.Output[Sequence[str]]:
        """CloudWatch alarms of every region, the composite alarms of each first and those of backups last; empty where
        they are off.
        """
        parts = (*self._parts.alerts, *((self._parts.backups,) if self._parts.backups else ()))
        return pulumi.Output.all(*(name for each in parts for name in each.alarm_names))

    @cached_property
    def dashboard_url(self) -> Maybe:
        """Address of the dashboard of the stack's region in AWS's console; null with `alarms.profile: off`."""
        return self._parts.alerts[0].dashboard_url or self._null

    @cached_property
    def topic_arns(self) -> pulumi.Output[Sequence[str]]:
        """SNS topics of every region that are notified, given or created: subscribe to the created ones."""
        return pulumi.Output.all(*(topic for each in self._parts.alerts for topic in each.topic_arns))

    @cached_property
    def backup_vault_arns(self) -> pulumi.Output[Sequence[str]]:
        """Backup vaults: beside the cluster, and in the second region. Empty without `backup.copies`."""
        return pulumi.Output.all(*(self._parts.backups.vault_arns if self._parts.backups else ()))

    @cached_property
    def global_cluster_identifier(self) -> Maybe:
        """Identifier of the global database, for AWS's commands. Null without a standby, as all its outputs are."""
        return self._parts.standby.global_cluster_identifier if self._parts.standby else self._null

    @cached_property
    def standby_cluster_arn(self) -> Maybe:
        """ARN of the cluster in the second region: the target of a switchover."""
        return self._parts.standby.regional.cluster.arn if self._parts.standby else self._null

    @cached_property
    def standby_cluster_identifier(self) -> Maybe:
        """Identifier of the cluster in the second region."""
        return self._parts.standby.regional.cluster.identifier if self._parts.standby else self._null

    @cached_property
    def standby_cluster_resource_id(self) -> Maybe:
        """Id of the second region's cluster in IAM policies that let users connect."""
        return self._parts.standby.regional.cluster.resource_id if self._parts.standby else self._null

    @cached_property
    def standby_endpoint(self) -> Maybe:
        """Host of the writer of the second region's cluster, once that region writes."""
        return self._parts.standby.regional.cluster.host if self._parts.standby else self._null

    @cached_property
    def standby_reader_endpoint(self) -> Maybe:
        """Host that spreads connections over the readers of the second region."""
        return self._parts.standby.regional.cluster.reader_endpoint if self._parts.standby else self._null

    @cached_property
    def redis_endpoint(self) -> Maybe:
        """Host of Redis that applications write to; in cluster mode the configuration endpoint. Null without Redis, as
        all outputs of Redis are.
        """
        return self._parts.redis.endpoint if self._parts.redis else self._null

    @cached_property
    def redis_reader_endpoint(self) -> Maybe:
        """Host that spreads reads over Redis's replicas; null in cluster mode, where clients find them."""
        return self._parts.redis.reader_endpoint if self._parts.redis else self._null

    @cached_property
    def redis_port(self) -> pulumi.Output[int] | pulumi.Output[None]:
        """TCP port of Redis."""
        return self._parts.redis.port if self._parts.redis else self._null

    @cached_property
    def redis_arn(self) -> Maybe:
        """ARN of the replication group."""
        return self._parts.redis.arn if self._parts.redis else self._null

    @cached_property
    def redis_secret_arn(self) -> Maybe:
        """Secret with the user's name and password for Redis, or with the token; null without authentication."""
        return self._parts.redis.secret_arn if self._parts.redis else self._null

    @cached_property
    def redis_security_group_id(self) -> Maybe:
        """Security group created for Redis; null where it is given."""
        return self._parts.redis.security_group_id if self._parts.redis else self._null

    @cached_property
    def redis_events_topic_arn(self) -> Maybe:
        """SNS topic of Redis's events, given or created: subscribe to a created one. Null with
        `redis.events.mode: off`.
        """
        topic = self._parts.redis and self._parts.redis.events_topic_arn
        return pulumi.Output.from_input(topic) if topic else self._null

    @cached_property
    def redis_member_ids(self) -> pulumi.Output[Sequence[str]] | pulumi.Output[None]:
        """Ids of Redis's nodes, under which CloudWatch has their metrics, sorted. AWS chooses which node it removes."""
        return self._parts.redis.member_ids if self._parts.redis else self._null


OUTPUTS = tuple(name for name, value in vars(AuroraDatabase).items() if isinstance(value, cached_property))
"""Names of the outputs."""

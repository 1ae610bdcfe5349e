"""The whole database."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_random

from orion_rds.components.access import connect_policy, secret_read_policy
from orion_rds.components.alerts import Alerts
from orion_rds.components.backups import Backups
from orion_rds.components.credentials import Credentials
from orion_rds.components.redis import Redis
from orion_rds.components.regional import RegionalDatabase
from orion_rds.components.standby import Standby
from orion_rds.components.writer import refuse_if_it_writes
from orion_rds.config import DatabaseConfig, parse, warnings
from orion_rds.redis_alarms import redis_alarms
from orion_rds.site import primary, standby

OUTPUTS = (
    "writer_endpoint",
    "cluster_endpoint",
    "cluster_reader_endpoint",
    "cluster_port",
    "cluster_identifier",
    "cluster_arn",
    "cluster_resource_id",
    "secrets_manager_secret_arn",
    "secret_read_policy",
    "database_name",
    "alarm_names",
    "dashboard_url",
    "topic_arns",
    "backup_vault_arns",
    "redis_endpoint",
    "redis_reader_endpoint",
    "redis_port",
    "redis_arn",
    "redis_secret_arn",
    "redis_security_group_id",
    "redis_member_ids",
)
"""What a stack exports."""


class AuroraDatabase(pulumi.ComponentResource):
    """An Aurora PostgreSQL cluster with its network, credentials, monitoring and instances.

    Names in Pulumi begin with `name`, names in AWS with the configuration's project and environment. Where the
    configuration takes an output, those of other resources can be given.

    Raises:
        ConfigError: with every reason at once, before anything is registered with Pulumi.
    """

    writer_endpoint: pulumi.Output[str]
    """Host for the applications: of the writer, in whichever region it is. The generated secret has it too."""

    cluster_endpoint: pulumi.Output[str]
    """Host of the writer in the stack's region; after a failover there it leads to the new one."""

    cluster_reader_endpoint: pulumi.Output[str]
    """Host that spreads connections over the readers."""

    cluster_port: pulumi.Output[int]
    cluster_identifier: pulumi.Output[str]
    cluster_arn: pulumi.Output[str]

    cluster_resource_id: pulumi.Output[str]
    """Names the cluster in IAM policies that let users connect (`rds-db:connect`); the identifier lets in nobody.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
    """

    secrets_manager_secret_arn: pulumi.Output[str]
    """Secret with the master user's name and password, and how to connect."""

    secret_read_policy: pulumi.Output[str]
    """IAM policy document for whoever reads that secret, in every region."""

    database_name: pulumi.Output[str]

    alarm_names: pulumi.Output[Sequence[str]]
    """CloudWatch alarms of every region, the composite one of each after its members; none with `alarms.profile: off`."""

    dashboard_url: pulumi.Output[str] | pulumi.Output[None]
    """Where AWS's console shows the dashboard of the stack's region; null with `alarms.profile: off`."""

    topic_arns: pulumi.Output[Sequence[str]]
    """SNS topics that are told, given or made, in every region: subscribe to those that were made."""

    backup_vault_arns: pulumi.Output[Sequence[str]]
    """Backup vaults: beside the cluster, and in the second region. Empty without `backup.copies`."""

    redis_endpoint: pulumi.Output[str] | pulumi.Output[None]
    """Host of Redis that applications write to; in cluster mode the configuration endpoint. Null without Redis, as all
    outputs of Redis are."""

    redis_reader_endpoint: pulumi.Output[str] | pulumi.Output[None]
    """Host that spreads reads over Redis's replicas; null in cluster mode, where clients find them."""

    redis_port: pulumi.Output[int] | pulumi.Output[None]
    redis_arn: pulumi.Output[str] | pulumi.Output[None]

    redis_secret_arn: pulumi.Output[str] | pulumi.Output[None]
    """Secret with the user's name and password for Redis, or with the token; null without authentication."""

    redis_security_group_id: pulumi.Output[str] | pulumi.Output[None]
    """Security group that was made for Redis; null where it was given."""

    redis_member_ids: pulumi.Output[Sequence[str]] | pulumi.Output[None]
    """Ids of Redis's nodes, under which CloudWatch has their metrics."""

    def __init__(
        self,
        name: str,
        config: DatabaseConfig | Mapping[str, Any],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        config = parse(config)
        super().__init__("orion-rds:index:AuroraDatabase", name, None, opts)
        for warning in warnings(config):
            pulumi.log.warn(warning.text, resource=self)
        if (second := standby(config)) and not second.protected:
            refuse_if_it_writes(second, self)
        # Children get this and nothing else: options of the caller would name properties that they do not have.
        child = pulumi.ResourceOptions(parent=self)
        generated = config.master.password == "generated"  # noqa: S105 # the way it is made
        credentials = Credentials(f"{name}-credentials", primary(config), opts=child) if generated else None
        first = RegionalDatabase(
            name, primary(config), master_password=credentials and credentials.master_password, opts=child
        )
        other = Standby(f"{name}-standby", second, first, opts=child) if second else None
        cluster = first.cluster
        self.writer_endpoint = other.writer_endpoint if other else cluster.endpoint
        if credentials:
            credentials.publish(self.writer_endpoint)
        redis = Redis(f"{name}-redis", primary(config), config.redis, opts=child) if config.redis else None
        further = redis_alarms(primary(config), config.redis) if config.redis else ()
        alerts = Alerts(f"{name}-alerts", primary(config), first, further=further, opts=child)
        far_alerts = Alerts(f"{name}-standby-alerts", second, other.regional, opts=child) if second and other else None
        self._tell_of_alerts(alerts, far_alerts)
        backups = self._copy_backups(f"{name}-backups", config, (first, alerts), (other, far_alerts))
        guarded = (first, other, credentials, redis, alerts, far_alerts, backups)
        self._guard(name, config, [each for each in guarded if each])
        self._tell_of_redis(redis)
        self.cluster_endpoint = cluster.endpoint
        self.cluster_reader_endpoint = cluster.reader_endpoint
        self.cluster_port = cluster.port
        self.cluster_identifier = cluster.identifier
        self.cluster_arn = cluster.arn
        self.cluster_resource_id = cluster.resource_id
        self.secrets_manager_secret_arn = credentials.secret_arn if credentials else cluster.managed_secret_arn
        sites = [primary(config), second] if second else [primary(config)]
        self.secret_read_policy = secret_read_policy(self.secrets_manager_secret_arn, sites)
        self._clusters = [cluster, other.regional.cluster] if other else [cluster]
        self.database_name = cluster.database_name
        self.register_outputs(self.outputs())

    def _copy_backups(
        self,
        name: str,
        config: DatabaseConfig,
        here: tuple[RegionalDatabase, Alerts],
        there: tuple[Standby | None, Alerts | None],
    ) -> Backups | None:
        self.backup_vault_arns = pulumi.Output.all()
        if (copies := config.backup.copies) is None:
            return None
        (first, alerts), (other, far_alerts) = here, there
        backups = Backups(
            name,
            primary(config),
            copies,
            cluster_arn=first.cluster.arn,
            standby_cluster_arn=other.regional.cluster.arn if other else None,
            topic_arns=alerts.topic_arns,
            standby_topic_arns=far_alerts.topic_arns if far_alerts else (),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.backup_vault_arns = pulumi.Output.all(*backups.vault_arns)
        return backups

    def _tell_of_alerts(self, alerts: Alerts, far_alerts: Alerts | None) -> None:
        everywhere = [alerts, far_alerts] if far_alerts else [alerts]
        self.alarm_names = pulumi.Output.all(*(name for each in everywhere for name in each.alarm_names))
        self.topic_arns = pulumi.Output.all(*(topic for each in everywhere for topic in each.topic_arns))
        self.dashboard_url = alerts.dashboard_url or pulumi.Output.from_input(None)

    def _tell_of_redis(self, redis: Redis | None) -> None:
        nothing = pulumi.Output.from_input(None)
        self.redis_endpoint = redis.endpoint if redis else nothing
        self.redis_reader_endpoint = redis.reader_endpoint if redis else nothing
        self.redis_port = redis.port if redis else nothing
        self.redis_arn = redis.arn if redis else nothing
        self.redis_secret_arn = redis.secret_arn if redis else nothing
        self.redis_security_group_id = redis.security_group_id if redis else nothing
        self.redis_member_ids = redis.member_ids if redis else nothing

    def _guard(self, name: str, config: DatabaseConfig, guarded: Sequence[pulumi.Resource]) -> None:
        """Make a destroy of a protected database stop before its first deletion.

        Pulumi deletes what nothing depends on first, and asks for protection one resource at a time: with the cluster
        alone protected, a destroy without preview deletes instances, rules and secret before it is refused.
        """
        protected = any(site.protected for site in (primary(config), standby(config)) if site)
        pulumi_random.RandomId(
            f"{name}-guard",
            byte_length=1,
            opts=pulumi.ResourceOptions(parent=self, depends_on=guarded, protect=True if protected else None),
        )

    def connect_policy(self, user: str) -> pulumi.Output[str]:
        """Give the IAM policy document for whoever connects as a user of the database with a token instead of a
        password, in every region. In the database: `CREATE USER app; GRANT rds_iam TO app;`.

        Raises:
            ValueError: for what is no single user.

        Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html
        """
        return connect_policy(self._clusters, user)

    def outputs(self) -> dict[str, pulumi.Output[Any]]:
        """Give every output by its name, for `pulumi.export`."""
        return {name: getattr(self, name) for name in OUTPUTS}

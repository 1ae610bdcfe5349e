"""Outputs of a database: those of the Terraform module, and what an operator or another stack needs."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

import pulumi

from orion_rds.components.access import connect_policy, secret_read_policy
from orion_rds.components.alerts import Alerts
from orion_rds.components.backups import Backups
from orion_rds.components.credentials import Credentials
from orion_rds.components.redis import Redis
from orion_rds.components.regional import RegionalDatabase
from orion_rds.components.standby import Standby
from orion_rds.plan.site import Site

Maybe = pulumi.Output[str] | pulumi.Output[None]

NOTHING = pulumi.Output.from_input(None)


class DatabaseOutputs:
    """The outputs of a database, each a property of its parts. What belongs to a part that is off is null or empty."""

    _sites: Sequence[Site]
    _primary: RegionalDatabase
    _standby: Standby | None
    _credentials: Credentials | None
    _alerts: Sequence[Alerts]
    _backups: Backups | None
    _redis: Redis | None

    @property
    def writer_endpoint(self) -> pulumi.Output[str]:
        """Host for the applications: of the writer, in whichever region it is. The generated secret has it too."""
        return self._standby.writer_endpoint if self._standby else self._primary.cluster.endpoint

    @property
    def cluster_endpoint(self) -> pulumi.Output[str]:
        """Host of the writer in the stack's region; after a failover there it leads to the new one."""
        return self._primary.cluster.endpoint

    @property
    def cluster_reader_endpoint(self) -> pulumi.Output[str]:
        """Host that spreads connections over the readers."""
        return self._primary.cluster.reader_endpoint

    @property
    def cluster_port(self) -> pulumi.Output[int]:
        """TCP port of every host."""
        return self._primary.cluster.port

    @property
    def cluster_identifier(self) -> pulumi.Output[str]:
        """Identifier of the cluster, for AWS's commands."""
        return self._primary.cluster.identifier

    @property
    def cluster_arn(self) -> pulumi.Output[str]:
        """ARN of the cluster."""
        return self._primary.cluster.arn

    @property
    def cluster_resource_id(self) -> pulumi.Output[str]:
        """Names the cluster in IAM policies that let users connect (`rds-db:connect`); the identifier lets in nobody.

        Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
        """
        return self._primary.cluster.resource_id

    @property
    def cluster_parameter_group_name(self) -> pulumi.Output[str]:
        """Name of the cluster parameter group."""
        return self._primary.cluster.parameter_group_name

    @property
    def engine_version(self) -> pulumi.Output[str]:
        """The version that runs, such as `17.7` where `17` was asked for."""
        return self._primary.cluster.engine_version

    @property
    def instance_identifiers(self) -> pulumi.Output[Sequence[str]]:
        """Identifiers of the instances in the stack's region."""
        return pulumi.Output.all(*self._primary.instances.identifiers)

    @property
    def instance_endpoints(self) -> pulumi.Output[Sequence[str]]:
        """Host of each instance, in the same order, for whoever looks after one of them."""
        return pulumi.Output.all(*self._primary.instances.endpoints)

    @property
    def instance_parameter_group_name(self) -> pulumi.Output[str]:
        """Name of the parameter group of the instances."""
        return self._primary.instances.parameter_group_name

    @property
    def security_group_ids(self) -> pulumi.Output[Sequence[str]]:
        """Security groups of the cluster, given or made."""
        return cast("pulumi.Output[Sequence[str]]", pulumi.Output.from_input(self._primary.security_group_ids))

    @property
    def secrets_manager_secret_arn(self) -> pulumi.Output[str]:
        """Secret with the master user's name and password, and how to connect."""
        return self._credentials.secret_arn if self._credentials else self._primary.cluster.managed_secret_arn

    @property
    def secret_read_policy(self) -> pulumi.Output[str]:
        """IAM policy document for whoever reads that secret, in every region."""
        return secret_read_policy(self.secrets_manager_secret_arn, self._sites)

    @property
    def database_name(self) -> pulumi.Output[str]:
        """Name of the first database."""
        return self._primary.cluster.database_name

    @property
    def alarm_names(self) -> pulumi.Output[Sequence[str]]:
        """CloudWatch alarms of every region, the composite one of each after its members; none where they are off."""
        return pulumi.Output.all(*(name for each in self._alerts for name in each.alarm_names))

    @property
    def dashboard_url(self) -> Maybe:
        """Where AWS's console shows the dashboard of the stack's region; null with `alarms.profile: off`."""
        return self._alerts[0].dashboard_url or NOTHING

    @property
    def topic_arns(self) -> pulumi.Output[Sequence[str]]:
        """SNS topics that are told, given or made, in every region: subscribe to those that were made."""
        return pulumi.Output.all(*(topic for each in self._alerts for topic in each.topic_arns))

    @property
    def backup_vault_arns(self) -> pulumi.Output[Sequence[str]]:
        """Backup vaults: beside the cluster, and in the second region. Empty without `backup.copies`."""
        return pulumi.Output.all(*(self._backups.vault_arns if self._backups else ()))

    @property
    def global_cluster_identifier(self) -> Maybe:
        """Identifier of the global database, for AWS's commands. Null without a standby, as all its outputs are."""
        return self._standby.global_cluster_identifier if self._standby else NOTHING

    @property
    def standby_cluster_arn(self) -> Maybe:
        """ARN of the cluster in the second region: the target of a switchover."""
        return self._standby.regional.cluster.arn if self._standby else NOTHING

    @property
    def standby_cluster_identifier(self) -> Maybe:
        """Identifier of the cluster in the second region."""
        return self._standby.regional.cluster.identifier if self._standby else NOTHING

    @property
    def standby_cluster_resource_id(self) -> Maybe:
        """Names the cluster of the second region in IAM policies that let users connect."""
        return self._standby.regional.cluster.resource_id if self._standby else NOTHING

    @property
    def standby_endpoint(self) -> Maybe:
        """Host of the second region's cluster: its writer, once that region writes."""
        return self._standby.regional.cluster.endpoint if self._standby else NOTHING

    @property
    def standby_reader_endpoint(self) -> Maybe:
        """Host that spreads connections over the readers of the second region."""
        return self._standby.regional.cluster.reader_endpoint if self._standby else NOTHING

    @property
    def redis_endpoint(self) -> Maybe:
        """Host of Redis that applications write to; in cluster mode the configuration endpoint. Null without Redis, as
        all outputs of Redis are.
        """
        return self._redis.endpoint if self._redis else NOTHING

    @property
    def redis_reader_endpoint(self) -> Maybe:
        """Host that spreads reads over Redis's replicas; null in cluster mode, where clients find them."""
        return self._redis.reader_endpoint if self._redis else NOTHING

    @property
    def redis_port(self) -> pulumi.Output[int] | pulumi.Output[None]:
        """TCP port of Redis."""
        return self._redis.port if self._redis else NOTHING

    @property
    def redis_arn(self) -> Maybe:
        """ARN of the replication group."""
        return self._redis.arn if self._redis else NOTHING

    @property
    def redis_secret_arn(self) -> Maybe:
        """Secret with the user's name and password for Redis, or with the token; null without authentication."""
        return self._redis.secret_arn if self._redis else NOTHING

    @property
    def redis_security_group_id(self) -> Maybe:
        """Security group that was made for Redis; null where it was given."""
        return self._redis.security_group_id if self._redis else NOTHING

    @property
    def redis_member_ids(self) -> pulumi.Output[Sequence[str]] | pulumi.Output[None]:
        """Ids of Redis's nodes, under which CloudWatch has their metrics."""
        return self._redis.member_ids if self._redis else NOTHING

    def connect_policy(self, user: str) -> pulumi.Output[str]:
        """Give the IAM policy document for whoever connects as a user of the database with a token instead of a
        password, in every region. In the database: `CREATE USER app; GRANT rds_iam TO app;`.

        Raises:
            ValueError: for what is no single user.

        Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html
        """
        clusters = [self._primary.cluster, *([self._standby.regional.cluster] if self._standby else [])]
        return connect_policy(clusters, user)

    def outputs(self) -> dict[str, pulumi.Output[Any]]:
        """Give every output by its name, for `pulumi.export`."""
        return {name: getattr(self, name) for name in OUTPUTS}


def _names() -> Iterable[str]:
    return (name for name, value in vars(DatabaseOutputs).items() if isinstance(value, property))


OUTPUTS = tuple(_names())
"""What a stack exports."""

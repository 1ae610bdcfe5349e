"""The whole database."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_random

from orion_rds.components.cluster import Cluster
from orion_rds.components.credentials import Credentials
from orion_rds.components.instances import Instances
from orion_rds.components.monitoring import Monitoring
from orion_rds.components.network import Network
from orion_rds.config import DatabaseConfig, parse, warnings
from orion_rds.site import primary

OUTPUTS = (
    "cluster_endpoint",
    "cluster_reader_endpoint",
    "cluster_port",
    "cluster_identifier",
    "cluster_arn",
    "cluster_resource_id",
    "secrets_manager_secret_arn",
    "database_name",
)
"""What a stack exports."""


class AuroraDatabase(pulumi.ComponentResource):
    """An Aurora PostgreSQL cluster with its network, credentials, monitoring and instances.

    Names in Pulumi begin with `name`, names in AWS with the configuration's project and environment. Where the
    configuration takes an output, those of other resources can be given.

    Raises:
        ConfigError: with every reason at once, before anything is registered with Pulumi.
    """

    cluster_endpoint: pulumi.Output[str]
    """Host of the writer; after a failover it leads to the new one."""

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

    database_name: pulumi.Output[str]

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
        site = primary(config)
        # Children get this and nothing else: options of the caller would name properties that they do not have.
        child = pulumi.ResourceOptions(parent=self)
        network = Network(f"{name}-network", site, opts=child)
        generated = config.master.password == "generated"  # noqa: S105 # the way it is made
        credentials = Credentials(f"{name}-credentials", site, opts=child) if generated else None
        cluster = Cluster(
            f"{name}-cluster",
            site,
            subnet_group_name=network.subnet_group_name,
            security_group_ids=network.security_group_ids,
            master_password=credentials and credentials.master_password,
            opts=child,
        )
        if credentials:
            credentials.publish(
                host=cluster.endpoint,
                port=cluster.port,
                username=cluster.master_username,
                database_name=cluster.database_name,
            )
        monitoring = Monitoring(f"{name}-monitoring", site, opts=child) if config.monitoring.interval_seconds else None
        instances = Instances(
            f"{name}-instances",
            site,
            cluster_identifier=cluster.identifier,
            monitoring_role_arn=monitoring and monitoring.role_arn,
            opts=child,
        )
        self._guard(name, config, [network, cluster, instances, *filter(None, [credentials])])
        self.cluster_endpoint = cluster.endpoint
        self.cluster_reader_endpoint = cluster.reader_endpoint
        self.cluster_port = cluster.port
        self.cluster_identifier = cluster.identifier
        self.cluster_arn = cluster.arn
        self.cluster_resource_id = cluster.resource_id
        self.secrets_manager_secret_arn = credentials.secret_arn if credentials else cluster.managed_secret_arn
        self.database_name = cluster.database_name
        self.register_outputs(self.outputs())

    def _guard(self, name: str, config: DatabaseConfig, guarded: Sequence[pulumi.Resource]) -> None:
        """Make a destroy of a protected database stop before its first deletion.

        Pulumi deletes what nothing depends on first, and asks for protection one resource at a time: with the cluster
        alone protected, a destroy without preview deletes instances, rules and secret before it is refused.
        """
        pulumi_random.RandomId(
            f"{name}-guard",
            byte_length=1,
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=guarded, protect=True if config.protection.deletion else None
            ),
        )

    def outputs(self) -> dict[str, pulumi.Output[Any]]:
        """Give every output by its name, for `pulumi.export`."""
        return {name: getattr(self, name) for name in OUTPUTS}

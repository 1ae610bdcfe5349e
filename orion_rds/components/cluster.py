"""The Aurora cluster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypedDict, cast

import pulumi
import pulumi_random
from pulumi_aws import cloudwatch, rds

from orion_rds.components.missing import from_text
from orion_rds.facts import versions
from orion_rds.plan import names
from orion_rds.plan.identity import cluster_identity, keepers
from orion_rds.plan.parameters import cluster_settings, ignored_changes
from orion_rds.plan.site import Site

STORAGE_TYPES: Mapping[str, str] = MappingProxyType({"standard": "aurora", "io_optimized": "aurora-iopt1"})
"""Storage types of AWS. The provider also accepts an empty text for standard storage, but then leaves a cluster that is
I/O-optimized unchanged (hashicorp/terraform-provider-aws#41825).

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html (`StorageType`)
"""

INSIGHTS_MODES: Mapping[str, str] = MappingProxyType(
    {"standard": "standard", "advanced": "advanced", "off": "standard"}
)
"""Mode of Database Insights. Without Performance Insights, `standard` is the only mode.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.html
"""

READER_LABEL, WRITER_LABEL = ".cluster-ro-", ".cluster-"
"""The parts in which the two hosts of a cluster differ.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html
"""

SNAPSHOT_SUFFIX_BYTES = 4

SET_ONCE = ("engine_lifecycle_support",)
"""Properties that the provider sends only when it creates a cluster. If one is changed outside Pulumi, every preview
would show the same difference.

Source: https://github.com/hashicorp/terraform-provider-aws/issues/37619
"""

CHANGED_BY_A_SWITCH = ("global_cluster_identifier", "replication_source_identifier")
"""Properties that AWS changes when a cluster joins or leaves a global database, or becomes or stops being its writer.
Changing them back would detach the cluster, or promote it.

Source: https://github.com/hashicorp/terraform-provider-aws/issues/42919
"""

LEFT_OUT_AFTER_A_SWITCH = ("database_name", "master_username")
"""Properties that AWS may omit from the first cluster's description while the other region writes. Empty values would
replace the cluster. The guard refuses a changed value in the configuration nevertheless.
"""

CHANGED_OUTSIDE = (*CHANGED_BY_A_SWITCH, "engine_version")
"""Properties of a secondary cluster that change outside Pulumi. One is the version: AWS upgrades the secondary cluster
before the first one, which Pulumi would change first.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-upgrade.html
"""


@dataclass(frozen=True, slots=True)
class GlobalDatabase:
    """The global database that a secondary cluster joins."""

    identifier: pulumi.Input[str]

    source_region: pulumi.Input[str]
    """Region of the first cluster, which the provider calls to authorise the copy of encrypted data."""

    engine_version: pulumi.Input[str]
    """Exact version of the first cluster: AWS requires the same version, and for a major version alone it chooses its
    current default (aws/aws-cli#8139)."""


class _Data(TypedDict, total=False):
    """The inputs in which a primary and a secondary cluster differ."""

    engine_version: pulumi.Input[str]
    database_name: str
    master_username: str
    master_password: pulumi.Input[str] | None
    manage_master_user_password: bool | None
    master_user_secret_kms_key_id: pulumi.Input[str] | None
    delete_automated_backups: bool
    skip_final_snapshot: bool
    final_snapshot_identifier: pulumi.Output[str]
    global_cluster_identifier: pulumi.Input[str]
    source_region: pulumi.Input[str]


class Cluster(pulumi.ComponentResource):
    """The cluster, its parameter group and its log groups.

    In a global database it is a secondary cluster, with the user, password and database of the primary one.
    """

    arn: pulumi.Output[str]
    identifier: pulumi.Output[str]
    resource_id: pulumi.Output[str]
    host: pulumi.Output[str]
    """Host of the writer, the same for the life of the cluster."""

    reader_endpoint: pulumi.Output[str]
    port: pulumi.Output[int]
    master_username: pulumi.Output[str]
    database_name: pulumi.Output[str]
    parameter_group_name: pulumi.Output[str]

    engine_version: pulumi.Output[str]
    """The version that runs."""

    managed_secret_arn: pulumi.Output[str]
    """Secret of the password that RDS manages; empty if RDS manages none."""

    def __init__(
        self,
        name: str,
        site: Site,
        *,
        subnet_group_name: pulumi.Input[str],
        security_group_ids: pulumi.Input[Sequence[pulumi.Input[str]]],
        master_password: pulumi.Input[str] | None = None,
        global_database: GlobalDatabase | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("orion-rds:index:Cluster", name, None, opts)
        self._site = site
        self._config = site.config
        cluster = self._make_cluster(
            subnet_group_name,
            security_group_ids,
            self._secondary(global_database) if global_database else self._primary(master_password),
            opts=self._options(secondary=global_database is not None),
        )
        self.arn = cluster.arn
        self.identifier = cluster.cluster_identifier
        self.resource_id = cluster.cluster_resource_id
        hosts = pulumi.Output.all(cluster.endpoint, cluster.reader_endpoint)
        self.host = cast("pulumi.Output[str]", hosts.apply(lambda known: writer_host(*known)))
        self.reader_endpoint = cluster.reader_endpoint
        self.port = cluster.port
        self.master_username = cluster.master_username
        self.database_name = cluster.database_name
        self.parameter_group_name = cluster.db_cluster_parameter_group_name
        self.engine_version = cluster.engine_version_actual
        self.managed_secret_arn = cluster.master_user_secrets.apply(
            lambda secrets: (secrets[0].secret_arn if secrets else None) or ""
        )
        self.register_outputs({"arn": self.arn, "identifier": self.identifier, "host": self.host})

    def _make_cluster(
        self,
        subnet_group_name: pulumi.Input[str],
        security_group_ids: pulumi.Input[Sequence[pulumi.Input[str]]],
        data: _Data,
        opts: pulumi.ResourceOptions,
    ) -> rds.Cluster:
        config = self._config
        insights = config.monitoring.insights != "off"
        return rds.Cluster(
            self.pulumi_resource_name,
            region=self._site.region,
            cluster_identifier=self._site.cluster_identifier,
            engine=rds.EngineType.AURORA_POSTGRESQL,
            engine_mode=rds.EngineMode.PROVISIONED,
            engine_lifecycle_support=config.engine.lifecycle_support,
            db_subnet_group_name=subnet_group_name,
            vpc_security_group_ids=security_group_ids,
            network_type="DUAL" if self._site.network.dual_stack else "IPV4",
            port=self._site.network.port,
            db_cluster_parameter_group_name=self._make_parameter_group().name,
            serverlessv2_scaling_configuration=self._scaling(),
            storage_encrypted=True,
            storage_type=STORAGE_TYPES[config.engine.storage],
            kms_key_id=self._site.key("storage"),
            # Left out, both stay as AWS Backup sets them: the provider reads them back without a difference.
            backup_retention_period=config.backup.retention_days if config.backup.is_ours else None,
            preferred_backup_window=config.backup.window if config.backup.is_ours else None,
            preferred_maintenance_window=config.maintenance_window,
            # On the cluster and every instance: with one of them off, AWS installs no minor version.
            auto_minor_version_upgrade=config.installs_minor_versions,
            copy_tags_to_snapshot=True,
            deletion_protection=self._site.protected,
            iam_database_authentication_enabled=True,
            enabled_cloudwatch_logs_exports=list(config.logs.exports),
            database_insights_mode=INSIGHTS_MODES[config.monitoring.insights],
            performance_insights_enabled=insights,
            performance_insights_retention_period=config.monitoring.insights_retention_days if insights else None,
            performance_insights_kms_key_id=self._site.key("insights") if insights else None,
            apply_immediately=config.apply == "immediately",
            tags=self._site.tags(self._site.cluster_identifier),
            opts=opts,
            **data,
        )

    def _options(self, *, secondary: bool) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(
            parent=self,
            # Otherwise RDS creates the log groups itself, without retention, and ours cannot be created any more.
            depends_on=[self._make_log_group(export) for export in self._config.logs.exports],
            # AWS's deletion protection does not stop a replacement that deletes the instances first. None otherwise:
            # False would undo the protection that a caller gives to the whole component.
            protect=True if self._site.protected else None,
            # Created first, a replacement fails because its name is in use, and this cluster stays with its data. A
            # secondary cluster may be deleted first, as the primary one has its data.
            delete_before_replace=secondary,
            ignore_changes=[*SET_ONCE, *self._changed_outside(secondary=secondary)],
        )

    def _changed_outside(self, *, secondary: bool) -> Sequence[str]:
        if secondary:
            return CHANGED_OUTSIDE
        return (*CHANGED_BY_A_SWITCH, *(LEFT_OUT_AFTER_A_SWITCH if self._config.disaster_recovery else ()))

    def _primary(self, master_password: pulumi.Input[str] | None) -> _Data:
        config = self._config
        managed = config.master.is_rds_managed
        return {
            "engine_version": config.engine.version,
            "database_name": config.database_name,
            "master_username": config.master.username,
            "master_password": master_password,
            "manage_master_user_password": True if managed else None,
            "master_user_secret_kms_key_id": self._site.key("secret") if managed else None,
            # Without its automated backups a deleted cluster cannot be restored to a point in time.
            "delete_automated_backups": not self._site.keeps_backups,
            "skip_final_snapshot": not config.protection.final_snapshot,
            "final_snapshot_identifier": self._final_snapshot(),
        }

    def _secondary(self, primary: GlobalDatabase) -> _Data:
        return {
            "engine_version": primary.engine_version,
            "global_cluster_identifier": primary.identifier,
            "source_region": primary.source_region,
            # The primary cluster has the same data, and AWS takes no final snapshot of a secondary one.
            "delete_automated_backups": True,
            "skip_final_snapshot": True,
        }

    def _make_parameter_group(self) -> rds.ClusterParameterGroup:
        config, adopted = self._config, self._site.adopted
        prefix = names.cluster_parameter_group_prefix(self._site.prefix, config.engine.version)
        adopted_name = adopted.cluster_parameter_group if adopted else None
        return rds.ClusterParameterGroup(
            f"{self.pulumi_resource_name}-parameters",
            region=self._site.region,
            name=adopted_name,
            name_prefix=None if adopted_name else prefix,
            family=versions.family(config.engine.version),
            description=f"Cluster {self._site.cluster_identifier}",
            parameters=[
                rds.ClusterParameterGroupParameterArgs(
                    name=setting.name, value=setting.value, apply_method=setting.apply_method
                )
                for setting in cluster_settings(config)
            ],
            tags=self._site.tags(adopted_name or prefix.removesuffix("-")),
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=ignored_changes(adopted_name)),
        )

    def _make_log_group(self, export: str) -> cloudwatch.LogGroup:
        name = names.log_group(self._site.cluster_identifier, export)
        return cloudwatch.LogGroup(
            f"{self.pulumi_resource_name}-log-{export}",
            region=self._site.region,
            name=name,
            # Without a key, CloudWatch Logs encrypts with one of its own.
            kms_key_id=self._site.key("logs"),
            retention_in_days=self._config.logs.retention_days,
            tags=self._site.tags(name),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _scaling(self) -> rds.ClusterServerlessv2ScalingConfigurationArgs | None:
        if (serverless := self._config.serverless) is None:
            return None
        return rds.ClusterServerlessv2ScalingConfigurationArgs(
            min_capacity=serverless.min_acu,
            max_capacity=serverless.max_acu,
            seconds_until_auto_pause=serverless.pause_after_seconds,
        )

    def _final_snapshot(self) -> pulumi.Output[str]:
        suffix = pulumi_random.RandomId(
            f"{self.pulumi_resource_name}-final-snapshot",
            byte_length=SNAPSHOT_SUFFIX_BYTES,
            # A replacement needs another snapshot name, or its deletion fails.
            keepers=keepers(cluster_identity(self._site)),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return from_text(suffix.hex, lambda digits: names.final_snapshot(self._site.prefix, digits))


def writer_host(endpoint: str | None, reader_endpoint: str | None) -> str | None:
    """Return the host of a cluster's writer. For a secondary cluster AWS may return only the readers' host
    (hashicorp/terraform-provider-aws#14219); Pulumi's mocks may return neither.
    """
    return endpoint or (reader_endpoint and reader_endpoint.replace(READER_LABEL, WRITER_LABEL, 1))

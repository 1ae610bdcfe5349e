"""The Aurora cluster."""

from collections.abc import Mapping
from types import MappingProxyType

import pulumi
import pulumi_random
from pulumi_aws import cloudwatch, rds

from orion_rds import names
from orion_rds.config import DatabaseConfig
from orion_rds.facts import versions
from orion_rds.parameters import cluster_settings
from orion_rds.tags import tags

STORAGE_TYPES: Mapping[str, str] = MappingProxyType({"standard": "", "io_optimized": "aurora-iopt1"})
"""The provider reports standard storage as an empty text, so that is what does not show as a change.

Source: https://www.pulumi.com/registry/packages/aws/api-docs/rds/cluster/ (`storage_type`)
"""

NO_EXTENDED_SUPPORT = "open-source-rds-extended-support-disabled"
"""At the end of standard support AWS upgrades the cluster. Its default is to charge for Extended Support instead.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/extended-support.html
"""

INSIGHTS_MODE = "standard"
"""Mode of Database Insights; the only one without Performance Insights.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.html
"""

SNAPSHOT_SUFFIX_BYTES = 4


class Cluster(pulumi.ComponentResource):
    """The cluster, its parameter group and the log group that it writes to."""

    arn: pulumi.Output[str]
    identifier: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    reader_endpoint: pulumi.Output[str]
    port: pulumi.Output[int]
    master_username: pulumi.Output[str]
    database_name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        config: DatabaseConfig,
        *,
        subnet_group_name: pulumi.Input[str],
        security_group_id: pulumi.Input[str],
        master_password: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("orion-rds:index:Cluster", name, None, opts)
        self._config = config
        cluster = self._make_cluster(subnet_group_name, security_group_id, master_password)
        self.arn = cluster.arn
        self.identifier = cluster.cluster_identifier
        self.endpoint = cluster.endpoint
        self.reader_endpoint = cluster.reader_endpoint
        self.port = cluster.port
        self.master_username = cluster.master_username
        self.database_name = cluster.database_name
        self.register_outputs({"arn": self.arn, "identifier": self.identifier, "endpoint": self.endpoint})

    def _make_cluster(
        self,
        subnet_group_name: pulumi.Input[str],
        security_group_id: pulumi.Input[str],
        master_password: pulumi.Input[str],
    ) -> rds.Cluster:
        config = self._config
        insights = config.monitoring.insights != "off"
        return rds.Cluster(
            self.pulumi_resource_name,
            cluster_identifier=names.cluster(config.prefix),
            engine=rds.EngineType.AURORA_POSTGRESQL,
            engine_mode=rds.EngineMode.PROVISIONED,
            engine_version=config.engine.version,
            engine_lifecycle_support=NO_EXTENDED_SUPPORT,
            database_name=config.database_name,
            master_username=config.master.username,
            master_password=master_password,
            db_subnet_group_name=subnet_group_name,
            vpc_security_group_ids=[security_group_id],
            port=config.network.port,
            db_cluster_parameter_group_name=self._make_parameter_group().name,
            serverlessv2_scaling_configuration=self._scaling(),
            storage_encrypted=True,
            storage_type=STORAGE_TYPES[config.engine.storage],
            kms_key_id=config.encryption.kms_key_arn,
            backup_retention_period=config.backup.retention_days,
            preferred_backup_window=config.backup.window,
            preferred_maintenance_window=config.maintenance_window,
            copy_tags_to_snapshot=True,
            # Without its automated backups a deleted cluster cannot be restored to a point in time.
            delete_automated_backups=not config.protection.deletion,
            deletion_protection=config.protection.deletion,
            skip_final_snapshot=not config.protection.final_snapshot,
            final_snapshot_identifier=self._final_snapshot(),
            iam_database_authentication_enabled=True,
            enabled_cloudwatch_logs_exports=["postgresql"],
            database_insights_mode=INSIGHTS_MODE,
            performance_insights_enabled=insights,
            performance_insights_retention_period=config.monitoring.insights_retention_days if insights else None,
            performance_insights_kms_key_id=config.encryption.kms_key_arn if insights else None,
            # What `pulumi up` reports as done is done, not due in the maintenance window.
            apply_immediately=True,
            tags=tags(config, names.cluster(config.prefix)),
            opts=self._options(),
        )

    def _options(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(
            parent=self,
            # RDS would make the log group itself: kept for ever, and in the way of ours.
            depends_on=[self._make_log_group()],
            # The password is ours at creation, and then of whoever rotates it; the secret ignores it in the same way.
            ignore_changes=["master_password"],
            # AWS's deletion protection does not stop a replacement that deletes the instances first. Not False
            # otherwise: that would undo the protection that a caller gives to the whole component.
            protect=True if self._config.protection.deletion else None,
        )

    def _make_parameter_group(self) -> rds.ClusterParameterGroup:
        config = self._config
        prefix = names.cluster_parameter_group_prefix(config.prefix, config.engine.version)
        return rds.ClusterParameterGroup(
            f"{self.pulumi_resource_name}-parameters",
            name_prefix=prefix,
            family=versions.family(config.engine.version),
            description=f"Cluster {names.cluster(config.prefix)}",
            parameters=[
                rds.ClusterParameterGroupParameterArgs(
                    name=setting.name, value=setting.value, apply_method=setting.apply_method
                )
                for setting in cluster_settings(config)
            ],
            tags=tags(config, prefix.removesuffix("-")),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _make_log_group(self) -> cloudwatch.LogGroup:
        name = names.log_group(self._config.prefix)
        return cloudwatch.LogGroup(
            f"{self.pulumi_resource_name}-log",
            name=name,
            retention_in_days=self._config.logs.retention_days,
            tags=tags(self._config, name),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _scaling(self) -> rds.ClusterServerlessv2ScalingConfigurationArgs | None:
        if (serverless := self._config.serverless) is None:
            return None
        return rds.ClusterServerlessv2ScalingConfigurationArgs(
            min_capacity=serverless.min_acu, max_capacity=serverless.max_acu
        )

    def _final_snapshot(self) -> pulumi.Output[str] | None:
        config = self._config
        if not config.protection.final_snapshot:
            return None
        suffix = pulumi_random.RandomId(
            f"{self.pulumi_resource_name}-final-snapshot",
            byte_length=SNAPSHOT_SUFFIX_BYTES,
            # What replaces the cluster: each one's last snapshot needs a name of its own, or the next deletion stops.
            keepers={
                "cluster": names.cluster(config.prefix),
                "database_name": config.database_name,
                "kms_key_arn": config.encryption.kms_key_arn or "",
                "master_username": config.master.username,
            },
            opts=pulumi.ResourceOptions(parent=self),
        )
        return suffix.hex.apply(lambda digits: names.final_snapshot(config.prefix, digits))

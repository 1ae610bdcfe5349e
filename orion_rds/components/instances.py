"""The cluster's instances."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import rds

from orion_rds.config.instances import FleetInstance, first_writer
from orion_rds.facts import versions
from orion_rds.plan import names
from orion_rds.plan.parameters import ignored_changes, instance_settings
from orion_rds.plan.site import Site


class Instances(pulumi.ComponentResource):
    """The writer, its readers and their parameter group."""

    identifiers: Mapping[str, pulumi.Output[str]]
    """Identifiers by the names of the instances, in the same order."""

    endpoints: Mapping[str, pulumi.Output[str]]
    """Hosts by the names of the instances, in the same order."""

    parameter_group_name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        site: Site,
        *,
        cluster_identifier: pulumi.Input[str],
        monitoring_role_arn: pulumi.Input[str] | None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("orion-rds:index:Instances", name, None, opts)
        self._site = site
        self._config = site.config
        self._cluster_identifier = cluster_identifier
        self._monitoring_role_arn = monitoring_role_arn
        self._parameter_group = self._make_parameter_group(f"{name}-parameters")
        instances = self._make_all(site.fleet)
        self.identifiers = {name: instance.identifier for name, instance in instances.items()}
        self.endpoints = {name: instance.endpoint for name, instance in instances.items()}
        self.parameter_group_name = self._parameter_group.name
        self.register_outputs({"identifiers": [*self.identifiers.values()]})

    def _make_parameter_group(self, name: str) -> rds.ParameterGroup:
        site = self._site
        prefix = names.instance_parameter_group_prefix(site.prefix, self._config.engine.version)
        adopted_name = site.adopted.instance_parameter_group if site.adopted else None
        return rds.ParameterGroup(
            name,
            region=site.region,
            name=adopted_name,
            name_prefix=None if adopted_name else prefix,
            family=versions.family(self._config.engine.version),
            description=f"Instances of {site.cluster_identifier}",
            parameters=[
                rds.ParameterGroupParameterArgs(
                    name=setting.name, value=setting.value, apply_method=setting.apply_method
                )
                for setting in instance_settings(self._config)
            ],
            tags=site.tags(adopted_name or prefix.removesuffix("-")),
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=ignored_changes(adopted_name)),
        )

    def _make_all(self, fleet: Sequence[FleetInstance]) -> Mapping[str, rds.ClusterInstance]:
        if not fleet:
            return {}
        # The instance that is ready first becomes the writer, so the readers wait for that one.
        first = first_writer(fleet)
        writer = self._make(first, after=())
        return {each.name: writer if each is first else self._make(each, after=[writer]) for each in fleet}

    def _make(self, instance: FleetInstance, after: Sequence[rds.ClusterInstance]) -> rds.ClusterInstance:
        """Create an instance. Version and insights are settings of the cluster, for all its instances."""
        config, adopted_name = self._config, self._site.instance_identifier(instance.name)
        return rds.ClusterInstance(
            f"{self.pulumi_resource_name}-{instance.name}",
            region=self._site.region,
            identifier=adopted_name,
            # A prefix, so that a replacement is created before the old instance is deleted.
            identifier_prefix=None if adopted_name else names.instance_prefix(self._site.prefix),
            cluster_identifier=self._cluster_identifier,
            engine=rds.EngineType.AURORA_POSTGRESQL,
            instance_class=instance.instance_class,
            promotion_tier=instance.promotion_tier,
            availability_zone=instance.availability_zone,
            ca_cert_identifier=config.engine.certificate_authority,
            db_parameter_group_name=self._parameter_group.name,
            publicly_accessible=False,
            auto_minor_version_upgrade=config.installs_minor_versions,
            preferred_maintenance_window=config.maintenance_window,
            monitoring_interval=config.monitoring.interval_seconds,
            monitoring_role_arn=self._monitoring_role_arn,
            apply_immediately=config.apply == "immediately",
            tags=self._site.tags(adopted_name or names.instance(self._site.prefix, instance.name)),
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
        )

"""A cluster and what it needs around it in its region."""

from collections.abc import Sequence

import pulumi

from orion_rds.components.cluster import Cluster, GlobalDatabase
from orion_rds.components.instances import Instances
from orion_rds.components.monitoring import Monitoring
from orion_rds.components.network import Network
from orion_rds.components.replacement import replacement_hook
from orion_rds.plan.site import Site


class RegionalDatabase(pulumi.ComponentResource):
    """One region's side of a database: the cluster with its network, instances and monitoring."""

    cluster: Cluster
    instances: Instances
    security_group_ids: pulumi.Input[Sequence[pulumi.Input[str]]]

    def __init__(
        self,
        name: str,
        site: Site,
        *,
        master_password: pulumi.Input[str] | None = None,
        joins: GlobalDatabase | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("orion-rds:index:RegionalDatabase", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        # A standby has its data from the primary, so it may be made anew.
        stays = None if joins else replacement_hook(site, f"{name}-replacement")
        network = Network(f"{name}-network", site, replacement_hooks=stays, opts=child)
        self.security_group_ids = network.security_group_ids
        self.cluster = Cluster(
            f"{name}-cluster",
            site,
            subnet_group_name=network.subnet_group_name,
            security_group_ids=network.security_group_ids,
            replacement_hooks=stays,
            master_password=master_password,
            joins=joins,
            opts=child,
        )
        monitoring = Monitoring(f"{name}-monitoring", site, opts=child) if site.monitors else None
        self.instances = Instances(
            f"{name}-instances",
            site,
            cluster_identifier=self.cluster.identifier,
            monitoring_role_arn=monitoring and monitoring.role_arn,
            opts=child,
        )
        self.register_outputs({"cluster_arn": self.cluster.arn})

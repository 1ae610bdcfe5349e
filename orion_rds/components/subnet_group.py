"""Which DB subnet group a cluster runs in."""

import pulumi
from pulumi_aws import rds

from orion_rds import names
from orion_rds.config import refused
from orion_rds.site import Site


def refuse_another(site: Site, name: str) -> pulumi.ResourceHookBinding:
    """Refuse a DB subnet group that the cluster does not run in: AWS would replace the cluster, without its data.

    Pulumi knows only what the configuration says now, so AWS is asked: in previews too, but only when what this is
    bound to is made: a subnet group, and what comes with the first cluster and with whatever would replace it.

    The hook raises ConfigError, and Pulumi stops before the cluster is touched.
    """

    async def hook(_: pulumi.ResourceHookArgs) -> None:
        given = await pulumi.Output.from_input(site.network.subnet_group_name).future()
        identifier = site.cluster_identifier
        filters = [rds.GetClustersFilterArgs(name="db-cluster-id", values=[identifier])]
        clusters = await rds.get_clusters_output(filters=filters, region=site.region).future()
        if clusters is None or identifier not in clusters.cluster_identifiers:
            return
        cluster = await rds.get_cluster_output(cluster_identifier=identifier, region=site.region).future()
        if cluster and cluster.db_subnet_group_name != (given or names.subnet_group(site.prefix)):
            raise refused(
                "subnet-group-another", "network.subnet_group_name", given, found=cluster.db_subnet_group_name
            )

    options = pulumi.ResourceHookOptions(on_dry_run=True)
    return pulumi.ResourceHookBinding(before_create=[pulumi.ResourceHook(name, hook, options)])

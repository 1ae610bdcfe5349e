"""Which region writes."""

import pulumi
from pulumi_aws import rds

from orion_rds.config import refused
from orion_rds.plan.site import Site


def refuse_if_it_writes(standby: Site, parent: pulumi.Resource) -> None:
    """Refuse to go on where the second region of a global database is the writer.

    Whatever takes the standby away would then take the applications' database away, instance by instance, before AWS
    refuses to delete the cluster. Only AWS knows which region writes, so it is asked: while the standby is not
    protected against deletion, which is the last step before it can be removed.

    Raises:
        ConfigError: before anything is changed.
    """
    options = pulumi.InvokeOptions(parent=parent)
    identifier = standby.cluster_identifier
    filters = [rds.GetClustersFilterArgs(name="db-cluster-id", values=[identifier])]
    if identifier not in rds.get_clusters(filters=filters, region=standby.region, opts=options).cluster_identifiers:
        return
    cluster = rds.get_cluster(cluster_identifier=identifier, region=standby.region, opts=options)
    if not cluster.replication_source_identifier:
        raise refused("standby-writes", "disaster_recovery.deletion_protection", False, region=standby.region)

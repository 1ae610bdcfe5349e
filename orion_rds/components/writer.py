"""Which region writes."""

import pulumi
from pulumi_aws import rds

from orion_rds.config import ConfigError, Refusal
from orion_rds.facts import references
from orion_rds.plan.site import Site


def _region(*, region: object) -> None: ...


STANDBY_WRITES = Refusal(
    "standby-writes",
    why="The cluster in {region} is the writer now, and what removes the standby would remove it.",
    fix="Switch back first, with `aws rds switchover-global-cluster`. Then turn the protection off.",
    source=references.AURORA_GLOBAL_DISASTER_RECOVERY,
    fields=_region,
)


def check_standby_reads(standby: Site, parent: pulumi.Resource) -> None:
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
        raise ConfigError(
            [STANDBY_WRITES.problem("disaster_recovery.deletion_protection", False, region=standby.region)]
        )

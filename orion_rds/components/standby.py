"""The global database, and its secondary cluster in a second region."""

from typing import cast

import pulumi
from pulumi_aws import rds

from orion_rds.components.cluster import SET_ONCE, GlobalDatabase
from orion_rds.components.missing import from_arn
from orion_rds.components.regional import RegionalDatabase
from orion_rds.facts.arns import home
from orion_rds.plan import names
from orion_rds.plan.site import Site


class Standby(pulumi.ComponentResource):
    """The global database, and the region of its secondary cluster."""

    writer_endpoint: pulumi.Output[str]
    """Host of the writer, in either region."""

    global_cluster_identifier: pulumi.Output[str]
    regional: RegionalDatabase

    def __init__(
        self, name: str, site: Site, primary: RegionalDatabase, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("orion-rds:index:Standby", name, None, opts)
        database = self._make_global_cluster(f"{name}-global", site, primary)
        known = pulumi.Output.all(database.endpoint, database.global_cluster_resource_id)
        self.writer_endpoint = cast("pulumi.Output[str]", known.apply(lambda known: check_endpoint(*known)))
        self.global_cluster_identifier = database.global_cluster_identifier
        source_region = from_arn(primary.cluster.arn, lambda arn: home(arn).region)
        self.regional = RegionalDatabase(
            name,
            site,
            global_database=GlobalDatabase(database.id, source_region, primary.cluster.engine_version),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs(
            {"writer_endpoint": self.writer_endpoint, "global_cluster_identifier": self.global_cluster_identifier}
        )

    def _make_global_cluster(self, name: str, site: Site, primary: RegionalDatabase) -> rds.GlobalCluster:
        identifier = names.global_cluster(site.config.prefix)
        return rds.GlobalCluster(
            name,
            global_cluster_identifier=identifier,
            source_db_cluster_identifier=primary.cluster.arn,
            # Not inherited from the first cluster, and the default is the paid one.
            engine_lifecycle_support=site.config.engine.lifecycle_support,
            # AWS does not delete a global database with members; this makes the provider remove the first cluster.
            force_destroy=True,
            deletion_protection=site.protected,
            tags=site.tags(identifier),
            opts=pulumi.ResourceOptions(
                parent=self,
                # AWS does not add a secondary cluster before the first one has a writer.
                depends_on=[primary.instances],
                # None otherwise: False would undo the protection that a caller gives to the whole component.
                protect=True if site.protected else None,
                # Used at the creation only: after a switch of regions another cluster is the source.
                ignore_changes=[*SET_ONCE, "source_db_cluster_identifier"],
            ),
        )


def check_endpoint(endpoint: str | None, resource_id: str | None) -> str | None:
    """Return the writer's host in a global database; None for a mock, which has no ID.

    Raises:
        pulumi.RunError: where AWS returned none: applications must not read an empty host.
    """
    if not endpoint and resource_id:
        raise pulumi.RunError(
            "AWS returned no writer endpoint for the global database. Run `pulumi refresh`, then deploy again."
        )
    return endpoint

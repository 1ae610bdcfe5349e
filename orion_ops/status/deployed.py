"""A deployed database, as AWS describes it. Each part is asked for once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from orion_ops.aws import Aws, Record
from orion_ops.aws_errors import AwsError
from orion_rds.config import DatabaseConfig
from orion_rds.plan import names
from orion_rds.plan.site import Site, primary_site, standby_site

Found = TypeVar("Found")

STEADY = frozenset({"available", "backing-up"})
"""Statuses of clusters and instances that work and are not being changed.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/accessing-monitoring.html
"""

NOT_FOUND = "NotFound"
"""Part of the codes that say that something does not exist."""


@dataclass(slots=True)
class Deployed:
    """What the sections read."""

    aws: Aws
    config: DatabaseConfig
    now: datetime
    _answers: dict[object, Any] = field(default_factory=dict[object, Any])

    @property
    def sites(self) -> Sequence[Site]:
        """The regions of the database, that of the stack first."""
        return tuple(filter(None, (primary_site(self.config), standby_site(self.config))))

    def region(self, site: Site) -> str:
        """Return the name of a region."""
        return site.region or self.aws.region

    def cluster(self, site: Site) -> Record | None:
        """Return the cluster of a region, if it exists. Raises `AwsError`, as all below do."""
        found = self._listed(site, "describe_db_clusters", "DBClusters", DBClusterIdentifier=site.cluster_identifier)
        return found[0] if found else None

    def instances(self, site: Site) -> Sequence[Record]:
        """Return the instances of a region, with `IsClusterWriter` and the like of the cluster's members."""
        if (cluster := self.cluster(site)) is None:
            return ()
        of_cluster = {"Name": "db-cluster-id", "Values": [site.cluster_identifier]}
        found = self._listed(site, "describe_db_instances", "DBInstances", Filters=[of_cluster])
        members = {member["DBInstanceIdentifier"]: member for member in cluster["DBClusterMembers"]}
        described = [{**members.get(each["DBInstanceIdentifier"], {}), **each} for each in found]
        return sorted(described, key=lambda each: (not each.get("IsClusterWriter"), each["DBInstanceIdentifier"]))

    def global_cluster(self) -> Record | None:
        """Return the global database, if it exists."""
        identifier = names.global_cluster(self.config.prefix)
        found = self._listed(
            self.sites[0], "describe_global_clusters", "GlobalClusters", GlobalClusterIdentifier=identifier
        )
        return found[0] if found else None

    def is_new(self, cluster: Record, age: timedelta) -> bool:
        """Return whether a cluster is younger than this."""
        return self.now - cluster["ClusterCreateTime"] < age

    def _listed(self, site: Site, operation: str, key: str, **parameters: Any) -> list[Record]:
        def ask() -> list[Record]:
            try:
                return self.aws.pages("rds", operation, key, site.region, **parameters)
            except AwsError as error:
                if NOT_FOUND in error.code:
                    return []
                raise

        return self.once((operation, site.region, str(parameters)), ask)

    def once(self, key: object, ask: Callable[[], Found]) -> Found:
        """Return the answer to a question, or its error, which is asked once: AWS may need minutes to refuse one."""
        if key not in self._answers:
            try:
                self._answers[key] = ask()
            except AwsError as error:
                self._answers[key] = error
        answer = self._answers[key]
        if isinstance(answer, AwsError):
            raise answer
        return answer

"""A deployed database, as AWS describes it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from orion_ops.aws import Record
from orion_ops.aws_errors import AwsError
from orion_ops.errors import OpsError
from orion_ops.target import Target
from orion_rds.plan import names
from orion_rds.plan.site import Site

STEADY = frozenset({"available", "backing-up"})
"""Statuses of clusters and instances that accept connections and are not being changed.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/accessing-monitoring.html
"""
ENDED = ("deleting", "error", "failed", "full", "inaccessible", "incompatible", "insufficient-capacity", "stopped")
"""Parts of the statuses that do not become one of those without an action. Source: as above."""


def check_may_become_steady(what: str, status: str) -> None:
    """Check that a resource can become available without an action.

    Raises:
        OpsError: It cannot.
    """
    if any(part in status for part in ENDED):
        raise OpsError(f"{what} is `{status}`. `aws rds describe-events` says why.")


@dataclass(slots=True)
class Deployed(Target):
    """The deployed database. Each method calls AWS once, and raises `AwsError`."""

    now: datetime

    def cluster(self, site: Site) -> Record | None:
        """Return the cluster of a region, if it exists."""
        identifier = site.cluster_identifier
        found = self.existing("rds", "describe_db_clusters", "DBClusters", site.region, DBClusterIdentifier=identifier)
        return found[0] if found else None

    def instances(self, site: Site) -> Sequence[Record]:
        """Return the instances of a region, the writer first, merged with the members that the cluster lists."""
        if (cluster := self.cluster(site)) is None:
            return ()
        of_cluster = {"Name": "db-cluster-id", "Values": [site.cluster_identifier]}
        found = self.existing("rds", "describe_db_instances", "DBInstances", site.region, Filters=[of_cluster])
        members = {member["DBInstanceIdentifier"]: member for member in cluster["DBClusterMembers"]}
        described = [{**members.get(each["DBInstanceIdentifier"], {}), **each} for each in found]
        return sorted(described, key=lambda each: (not each.get("IsClusterWriter"), each["DBInstanceIdentifier"]))

    def writer(self, site: Site) -> Record | None:
        """Return the writer instance of a region, if there is one."""
        return next((each for each in self.instances(site) if each.get("IsClusterWriter")), None)

    def writing_first(self) -> Sequence[Site]:
        """Return the regions, the writer region first; after a switch it is the second region.

        Raises:
            AwsError: No writer was found, and a call failed. A lost region is no error if the other has the writer.
        """
        sites, errors = self.sites, list[AwsError]()
        for site in sites:
            try:
                if self.writer(site):
                    return [site, *(each for each in sites if each is not site)]
            except AwsError as error:
                errors.append(error)
        if errors:
            raise errors[0]
        return sites

    def global_cluster(self, *asked: Site) -> Record | None:
        """Return the global database, if it exists. Every region describes it: if one fails, the next one is called.

        Args:
            asked: The regions to call, by default all.
        """
        identifier, errors = names.global_cluster(self.config.prefix), list[AwsError]()
        for site in asked or self.sites:
            try:
                found = self.existing(
                    "rds", "describe_global_clusters", "GlobalClusters", site.region, GlobalClusterIdentifier=identifier
                )
            except AwsError as error:
                errors.append(error)
            else:
                return found[0] if found else None
        raise errors[0]

    def replication_group(self) -> Record | None:
        """Return the replication group of Redis, if it exists."""
        identifier = self.sites[0].redis_identifier
        found = self.existing(
            "elasticache", "describe_replication_groups", "ReplicationGroups", ReplicationGroupId=identifier
        )
        return found[0] if found else None

    def login(self, site: Site, secret: str) -> Mapping[str, str]:
        """Return the password in a secret, and the user name if it has one. The secret is read each time.

        Raises:
            OpsError: The secret cannot be read, or has another form.
        """
        value = self.aws.call("secretsmanager", "get_secret_value", site.region, SecretId=secret).get("SecretString")
        try:
            found = json.loads(value or "")
            return {"password": found["password"], **{name: found[name] for name in found if name == "username"}}
        except (KeyError, TypeError, ValueError):
            # Without the cause, which contains the value.
            raise OpsError(
                f"The value of the secret {secret} is not a JSON object with a `password`. Write it in the form that "
                "AWS's rotation functions read."
            ) from None

    def is_new(self, cluster: Record, age: timedelta) -> bool:
        """Return whether a cluster is younger than this."""
        return self.now - cluster["ClusterCreateTime"] < age

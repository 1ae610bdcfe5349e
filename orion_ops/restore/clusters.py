"""Clusters and instances of a region, by identifier. Nothing is cached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orion_ops.aws import Aws, Record
from orion_ops.aws_errors import AwsError
from orion_ops.deployed import STEADY, check_may_become_steady
from orion_ops.target import NOT_FOUND
from orion_ops.waiting import OutOfTime, until

AVAILABLE_SECONDS = 6 * 3600.0
"""The duration of a restore depends on the size of the data."""
POLL_SECONDS = 5.0
BUSY = ("InvalidDBClusterState", "InvalidDBInstanceState")
"""Prefixes of AWS's error codes for a resource that is being created or changed."""
BUSY_SECONDS = 900.0
RESERVED_TAGS = "aws:"
"""Prefix of the tags that only AWS sets."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """Clusters and instances. Every method raises `AwsError`."""

    aws: Aws
    region: str | None
    """None is the region of the stack."""

    def call(self, operation: str, **parameters: Any) -> Record:
        """Call an operation of RDS."""
        return self.aws.call("rds", operation, self.region, **parameters)

    def change(self, operation: str, **parameters: Any) -> None:
        """Call an operation, and retry while another change is in progress, which AWS may show late.

        Raises:
            OpsError: Another change takes too long.
        """
        refusals = list[AwsError]()

        def is_accepted() -> bool:
            try:
                self.call(operation, **parameters)
            except AwsError as error:
                if not error.code.startswith(BUSY):
                    raise
                refusals.append(error)
                return False
            return True

        try:
            until(is_accepted, BUSY_SECONDS, "", POLL_SECONDS)
        except OutOfTime:
            raise refusals[-1] from None

    def find(self, identifier: str) -> Record | None:
        """Return a cluster, if it exists."""
        return self._find("describe_db_clusters", "DBClusters", DBClusterIdentifier=identifier)

    def find_instance(self, identifier: str) -> Record | None:
        """Return an instance, if it exists."""
        return self._find("describe_db_instances", "DBInstances", DBInstanceIdentifier=identifier)

    def instances(self, cluster: Record) -> Sequence[Record]:
        """Return the instances of a cluster, the writer first."""
        of_cluster = {"Name": "db-cluster-id", "Values": [cluster["DBClusterIdentifier"]]}
        found = self.aws.pages("rds", "describe_db_instances", "DBInstances", self.region, Filters=[of_cluster])
        writes = {each["DBInstanceIdentifier"]: each["IsClusterWriter"] for each in cluster["DBClusterMembers"]}
        identifiers = "DBInstanceIdentifier"
        return sorted(found, key=lambda each: (not writes.get(each[identifiers]), each[identifiers]))

    def wait(self, identifier: str) -> Record:
        """Wait until a cluster is available, and return it.

        Raises:
            OpsError: It is not available in time, or has failed.
        """
        return self._wait(lambda: self.find(identifier), f"The cluster {identifier}", "Status")

    def wait_for_instance(self, identifier: str) -> Record:
        """Wait until an instance is available. As `wait`."""
        return self._wait(lambda: self.find_instance(identifier), f"The instance {identifier}", "DBInstanceStatus")

    def _wait(self, find: Any, what: str, status: str) -> Record:
        found: Record = {}

        def is_available() -> bool:
            nonlocal found
            # AWS may not find a resource yet that was just created or renamed.
            found = find() or {}
            now = found.get(status, "")
            check_may_become_steady(what, now)
            return now in STEADY

        until(is_available, AVAILABLE_SECONDS, f"{what} is not available", POLL_SECONDS)
        return found

    def _find(self, operation: str, key: str, **parameters: str) -> Record | None:
        try:
            return next(iter(self.call(operation, **parameters)[key]), None)
        except AwsError as error:
            if NOT_FOUND in error.code:
                return None
            raise


def tags_of(described: Record) -> Mapping[str, str]:
    """Return the tags of a cluster or an instance, without those that only AWS sets."""
    tags = {each["Key"]: each["Value"] for each in described.get("TagList", ())}
    return {name: value for name, value in tags.items() if not name.startswith(RESERVED_TAGS)}


def as_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Return tags in the form of AWS's requests."""
    return [{"Key": name, "Value": value} for name, value in tags.items()]

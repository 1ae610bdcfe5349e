"""The clusters of an Aurora global database: one writes, the others replicate it.

Amazon Aurora User Guide, "Using Amazon Aurora Global Database".
"""

from collections.abc import MutableMapping
from typing import Any

from moto.rds.models import rds_backends

HOME_REGION = "us-east-1"
"""The region whose backend moto keeps them in. They are of no region."""

REPLICATED = ("database_name", "master_username", "_master_user_password")
"""What is in the data, so that it is the same in all clusters."""


def databases(account: str) -> MutableMapping[str, Any]:
    """All global databases of an account by their identifiers."""
    return rds_backends[account][HOME_REGION].global_clusters


def database_of(cluster: Any) -> Any:
    """The global database that a cluster is in, or None."""
    return next((each for each in databases(cluster.account_id).values() if cluster in each.members), None)


def writer_of(database: Any) -> Any:
    """The cluster that writes; None where there is no cluster yet."""
    return next((cluster for cluster in database.members if cluster.is_writer), None)


def member(database: Any, identifier: str) -> Any:
    """The cluster of an ARN or an identifier, or None; identifiers are used once in a global database."""
    names = (identifier, identifier.lower())
    return next((each for each in database.members if {each.arn, each.db_cluster_identifier} & {*names}), None)


def join(database: Any, cluster: Any) -> None:
    """Add a cluster: the first one writes."""
    if cluster not in database.members:
        database.members.append(cluster)
    arrange(database, writer_of(database) or cluster)


def leave(database: Any, cluster: Any) -> None:
    """Let go of a cluster, which goes on by itself with what it has."""
    arrange(database, writer_of(database))
    database.members.remove(cluster)
    cluster.is_writer = False
    cluster.global_cluster_identifier = cluster.replication_source_identifier = None
    cluster.read_replica_identifiers = []
    if writer := writer_of(database):
        arrange(database, writer)


def arrange(database: Any, writer: Any) -> None:
    """Let one cluster write, and the others replicate it."""
    data = writer_of(database) or writer
    for cluster in database.members:
        for attribute in REPLICATED:
            setattr(cluster, attribute, getattr(data, attribute, None))
        cluster.global_cluster_identifier = database.global_cluster_identifier
        cluster.replication_source_identifier = None if cluster is writer else writer.arn
        cluster.read_replica_identifiers = []
    writer.read_replica_identifiers = [cluster.arn for cluster in database.members if cluster is not writer]
    for cluster in database.members:
        cluster.is_writer = cluster is writer

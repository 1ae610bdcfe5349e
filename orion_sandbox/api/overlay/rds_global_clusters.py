"""RDS: Aurora global databases, with a primary cluster that the others replicate.

Amazon Aurora User Guide, "Using Amazon Aurora Global Database".
"""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from moto.rds.exceptions import RDSClientError
from moto.rds.models import DBCluster, GlobalCluster, RDSBackend, find_cluster, rds_backends
from moto.rds.responses import RDSResponse

from orion_sandbox.api.overlay.patches import Patches, Request
from orion_sandbox.api.overlay.rds_settings import CLUSTER_DEFAULTS, full_version

PATCHES = Patches()

HOME_REGION = "us-east-1"
"""The region of the moto backend that stores global databases, which belong to no region."""

REPLICATED = ("database_name", "master_username", "_master_user_password")
"""Attributes that are part of the data and therefore the same in all clusters."""

MEMBER_FILTERS: Mapping[str, Callable[[Any], str]] = {
    "db-cluster-id": lambda cluster: cluster.arn,
    "region": lambda cluster: cluster.region,
}
"""Filters; the first is undocumented, and Terraform's provider finds a cluster's global database with it."""

_operation = PATCHES.operation(RDSResponse, lambda response: response.current_account)


def databases(account: str) -> MutableMapping[str, Any]:
    """Return the global databases of an account by their identifiers."""
    return rds_backends[account][HOME_REGION].global_clusters


def database_of(cluster: Any) -> Any:
    """Return the global database of a cluster, or None."""
    return next((each for each in databases(cluster.account_id).values() if cluster in each.members), None)


def writer_of(database: Any) -> Any:
    """Return the primary cluster, or None if there is no cluster yet."""
    return next((cluster for cluster in database.members if cluster.is_writer), None)


def member(database: Any, identifier: str) -> Any:
    """Return the cluster with an ARN or identifier, or None; identifiers are unique in a global database."""
    names = (identifier, identifier.lower())
    return next((each for each in database.members if {each.arn, each.db_cluster_identifier} & {*names}), None)


def join(database: Any, cluster: Any) -> None:
    """Add a cluster; the first one is the primary."""
    if cluster not in database.members:
        database.members.append(cluster)
    arrange(database, writer_of(database) or cluster)


def leave(database: Any, cluster: Any) -> None:
    """Remove a cluster, which keeps its data."""
    arrange(database, writer_of(database))
    database.members.remove(cluster)
    cluster.is_writer = False
    cluster.global_cluster_identifier = cluster.replication_source_identifier = None
    cluster.read_replica_identifiers = []
    if writer := writer_of(database):
        arrange(database, writer)


def arrange(database: Any, writer: Any) -> None:
    """Make one cluster the primary that the others replicate."""
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


@PATCHES.also
def describe_readers_only() -> None:
    """Moto describes a writer in a secondary cluster too, where AWS has only readers.

    https://github.com/gravitational/teleport/pull/16187
    """
    original: Any = DBCluster.db_cluster_members

    def members(cluster: Any) -> list[dict[str, Any]]:
        is_secondary = cluster.replication_source_identifier is not None and not cluster.is_writer
        described = original.fget(cluster)
        return [{**each, "IsClusterWriter": False} for each in described] if is_secondary else described

    DBCluster.db_cluster_members = property(members)  # pyright: ignore[reportAttributeAccessIssue]


@_operation
def create_global_cluster(account: str, request: Request) -> dict[str, Any]:
    """Create a global database; moto searches the source in one region only, and drops the tags."""
    source_arn = request.get("SourceDBClusterIdentifier")
    source: Any = find_cluster(source_arn) if source_arn else None
    database: Any = GlobalCluster(
        backend=rds_backends[account][HOME_REGION],
        global_cluster_identifier=request["GlobalClusterIdentifier"],
        engine=source.engine if source else request["Engine"],
        engine_version=None,
        storage_encrypted=source.storage_encrypted if source else request.get("StorageEncrypted"),
        deletion_protection=request.get("DeletionProtection"),
    )
    database.version_when_empty = full_version(request.get("EngineVersion"))
    database.tags = request.get("Tags")
    # This setting is not copied from the source.
    support = request.get("EngineLifecycleSupport", CLUSTER_DEFAULTS["engine_lifecycle_support"])
    database.engine_lifecycle_support = support
    database.database_name = source.database_name if source else request.get("DatabaseName")
    databases(account)[request["GlobalClusterIdentifier"]] = database
    if source:
        join(database, source)
    return {"GlobalCluster": database}


@_operation
def describe_global_clusters(account: str, request: Request) -> dict[str, Any]:
    """Describe one global database, those that match filters, or all; moto always describes all."""
    found = list(databases(account).values())
    if identifier := request.get("GlobalClusterIdentifier"):
        found = [each for each in found if each.global_cluster_identifier == identifier.lower()]
        if not found:
            raise RDSClientError("GlobalClusterNotFoundFault", f"Global cluster {identifier} not found")
    for condition in request.get("Filters", ()):
        value_of = MEMBER_FILTERS[condition["Name"]]
        found = [each for each in found if {value_of(cluster) for cluster in each.members} & {*condition["Values"]}]
    return {"GlobalClusters": found}


@_operation
def modify_global_cluster(account: str, request: Request) -> dict[str, Any]:
    """Change protection, or the version of all clusters."""
    database = databases(account)[request["GlobalClusterIdentifier"]]
    if (protected := request.get("DeletionProtection")) is not None:
        database.deletion_protection = protected
    if version := request.get("EngineVersion"):
        database.version_when_empty = full_version(version, database.engine_version)
        for cluster in database.members:
            cluster.engine_version = database.version_when_empty
    return {"GlobalCluster": database}


@PATCHES.computed(GlobalCluster)
def engine_version(database: Any) -> str:
    """Moto keeps the original version of the source."""
    writer = writer_of(database)
    return writer.engine_version if writer else database.version_when_empty


@PATCHES.around(RDSBackend)
def _get_resource_for_tagging(original: Callable[..., Any], backend: RDSBackend, arn: str) -> Any:
    """Moto accepts no ARN without a region."""
    if ":global-cluster:" not in arn:
        return original(backend, arn)
    return databases(backend.account_id).get(arn.rsplit(":", 1)[1])


@PATCHES.around(RDSBackend)
def create_db_cluster(
    original: Callable[..., DBCluster], backend: RDSBackend, request: MutableMapping[str, Any]
) -> DBCluster:
    """Moto does not return the replication source of a joining cluster, and sets no password on it."""
    database = databases(backend.account_id).get(request.get("global_cluster_identifier") or "")
    if database is None:
        return original(backend, request)
    cluster: Any = original(backend, request)
    cluster._master_user_password = request.get("master_user_password")
    join(database, cluster)
    return cluster


@_operation
def remove_from_global_cluster(account: str, request: Request) -> dict[str, Any]:
    """Remove a cluster; moto searches only the region of the call, and does nothing if it finds none."""
    database = databases(account)[request["GlobalClusterIdentifier"]]
    leave(database, member(database, request["DbClusterIdentifier"]))
    return {"GlobalCluster": database}


@PATCHES.around(RDSBackend)
def promote_read_replica_db_cluster(
    original: Callable[..., DBCluster], backend: RDSBackend, db_cluster_identifier: str
) -> DBCluster:
    """Moto leaves a promoted cluster in its global database."""
    cluster = backend.clusters[db_cluster_identifier]
    database = database_of(cluster)
    if database is None:
        return original(backend, db_cluster_identifier)
    leave(database, cluster)
    return cluster


@_operation
def switchover_global_cluster(account: str, request: Request) -> dict[str, Any]:
    """Make another cluster the primary."""
    return _change_writer(account, request)


@_operation
def failover_global_cluster(account: str, request: Request) -> dict[str, Any]:
    """Make another cluster the primary. AWS adds the old primary again once it is available."""
    return _change_writer(account, request)


def _change_writer(account: str, request: Request) -> dict[str, Any]:
    database = databases(account)[request["GlobalClusterIdentifier"]]
    arrange(database, member(database, request["TargetDbClusterIdentifier"]))
    return {"GlobalCluster": database}

"""Aurora global databases: the calls that make, describe and change them."""

from collections.abc import Callable, Mapping
from typing import Any

from moto.core.responses import ActionResult
from moto.rds.exceptions import RDSClientError
from moto.rds.models import GlobalCluster, RDSBackend, find_cluster
from moto.rds.responses import RDSResponse

from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.overlay.rds.clusters import DEFAULTS
from orion_sandbox.api.overlay.rds.engine_versions import full_version
from orion_sandbox.api.overlay.rds.global_database import databases, join, writer_of

PATCHES = Patches()

MEMBER_FILTERS: Mapping[str, Callable[[Any], str]] = {
    "db-cluster-id": lambda cluster: cluster.arn,
    "region": lambda cluster: cluster.region,
}
"""The first is not documented; Terraform's provider finds a cluster's global database with it."""


@PATCHES.method(RDSResponse)
def create_global_cluster(response: RDSResponse) -> ActionResult:
    """Moto looks for the source in one region only, tells its ARN for its name, and drops the tags."""
    asked = response.params
    source_arn = asked.get("SourceDBClusterIdentifier")
    source: Any = find_cluster(source_arn) if source_arn else None
    database: Any = GlobalCluster(
        backend=response.global_backend,
        global_cluster_identifier=asked["GlobalClusterIdentifier"],
        engine=source.engine if source else asked["Engine"],
        engine_version=None,
        storage_encrypted=source.storage_encrypted if source else asked.get("StorageEncrypted"),
        deletion_protection=asked.get("DeletionProtection"),
    )
    database.version_when_empty = full_version(asked.get("EngineVersion"))
    database.tags = asked.get("Tags")
    # Of the source's settings this is none.
    database.engine_lifecycle_support = asked.get("EngineLifecycleSupport", DEFAULTS["engine_lifecycle_support"])
    database.database_name = source.database_name if source else asked.get("DatabaseName")
    databases(response.current_account)[asked["GlobalClusterIdentifier"]] = database
    if source:
        join(database, source)
    return ActionResult({"GlobalCluster": database})


@PATCHES.method(RDSResponse)
def describe_global_clusters(response: RDSResponse) -> ActionResult:
    """Moto describes all of them, whatever is asked for."""
    found = list(databases(response.current_account).values())
    if identifier := response.params.get("GlobalClusterIdentifier"):
        found = [each for each in found if each.global_cluster_identifier == identifier.lower()]
        if not found:
            raise RDSClientError("GlobalClusterNotFoundFault", f"Global cluster {identifier} not found")
    for condition in response.params.get("Filters", ()):
        value_of = MEMBER_FILTERS[condition["Name"]]
        found = [each for each in found if {value_of(cluster) for cluster in each.members} & {*condition["Values"]}]
    return ActionResult({"GlobalClusters": found})


@PATCHES.method(RDSResponse)
def modify_global_cluster(response: RDSResponse) -> ActionResult:
    """Moto does not know the operation."""
    asked = response.params
    database = databases(response.current_account)[asked["GlobalClusterIdentifier"]]
    if (protected := asked.get("DeletionProtection")) is not None:
        database.deletion_protection = protected
    if version := asked.get("EngineVersion"):
        database.version_when_empty = full_version(version, database.engine_version)
        for cluster in database.members:
            cluster.engine_version = database.version_when_empty
    return ActionResult({"GlobalCluster": database})


@PATCHES.computed(GlobalCluster)
def global_cluster_members(database: Any) -> list[dict[str, Any]]:
    """Moto tells of members what only their instances have."""
    return [_told(cluster) for cluster in database.members]


def _told(cluster: Any) -> dict[str, Any]:
    told = {
        "DBClusterArn": cluster.arn,
        "IsWriter": cluster.is_writer,
        "Readers": cluster.read_replica_identifiers,
        "SynchronizationStatus": "connected",
    }
    return told if cluster.is_writer else {**told, "GlobalWriteForwardingStatus": "disabled"}


@PATCHES.computed(GlobalCluster)
def engine_version(database: Any) -> str:
    """Moto keeps the version that the source once had."""
    writer = writer_of(database)
    return writer.engine_version if writer else database.version_when_empty


@PATCHES.around(RDSBackend)
def _get_resource_for_tagging(original: Callable[..., Any], backend: RDSBackend, arn: str) -> Any:
    """Moto takes no ARN without a region."""
    if ":global-cluster:" not in arn:
        return original(backend, arn)
    return databases(backend.account_id).get(arn.rsplit(":", 1)[1])

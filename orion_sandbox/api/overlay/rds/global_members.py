"""Aurora global databases: clusters that join and leave, and which of them writes."""

from collections.abc import Callable, MutableMapping
from typing import Any

from moto.core.responses import ActionResult
from moto.rds.models import DBCluster, RDSBackend
from moto.rds.responses import RDSResponse

from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.overlay.rds.global_database import (
    arrange,
    database_of,
    databases,
    join,
    leave,
    member,
)

PATCHES = Patches()


@PATCHES.around(RDSBackend)
def create_db_cluster(
    original: Callable[..., DBCluster], backend: RDSBackend, request: MutableMapping[str, Any]
) -> DBCluster:
    """Moto joins them, and tells nothing of whom they replicate; nor has it a password of theirs."""
    database = databases(backend.account_id).get(request.get("global_cluster_identifier") or "")
    if database is None:
        return original(backend, request)
    cluster: Any = original(backend, request)
    cluster._master_user_password = request.get("master_user_password")
    join(database, cluster)
    return cluster


@PATCHES.method(RDSResponse)
def remove_from_global_cluster(response: RDSResponse) -> ActionResult:
    """Moto looks in the region of the call only, and does nothing where it finds nothing."""
    database = databases(response.current_account)[response.params["GlobalClusterIdentifier"]]
    leave(database, member(database, response.params["DbClusterIdentifier"]))
    return ActionResult({"GlobalCluster": database})


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


@PATCHES.method(RDSResponse)
def switchover_global_cluster(response: RDSResponse) -> ActionResult:
    """Moto does not know the operation."""
    return _let_write(response)


@PATCHES.method(RDSResponse)
def failover_global_cluster(response: RDSResponse) -> ActionResult:
    """Moto does not know the operation. AWS joins the old writer to the new one when it is well again."""
    return _let_write(response)


def _let_write(response: RDSResponse) -> ActionResult:
    database = databases(response.current_account)[response.params["GlobalClusterIdentifier"]]
    arrange(database, member(database, response.params["TargetDbClusterIdentifier"]))
    return ActionResult({"GlobalCluster": database})

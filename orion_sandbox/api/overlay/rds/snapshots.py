"""Snapshots that AWS takes by itself."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from moto.rds.exceptions import DBClusterSnapshotAlreadyExistsError
from moto.rds.models import DBCluster, DBInstanceClustered
from moto.rds.responses import RDSResponse

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()


@PATCHES.around(DBCluster)
def save_automated_backup(original: Callable[..., None], cluster: DBCluster) -> None:
    """Moto names them to the minute, so a cluster made twice within one failed with the second's snapshot."""
    with suppress(DBClusterSnapshotAlreadyExistsError):
        original(cluster)


@PATCHES.method(DBInstanceClustered, "save_automated_backup")
def keep_no_backup(_instance: DBInstanceClustered) -> None:
    """Moto takes one of every instance. On AWS an Aurora instance has no storage of its own to take one of."""


@PATCHES.around(RDSResponse)
def delete_db_cluster(original: Callable[..., Any], response: RDSResponse) -> Any:
    """Moto keeps automated snapshots for ever; AWS deletes them unless told otherwise.

    RDS API Reference, DeleteDBCluster: `DeleteAutomatedBackups`, true by default.
    """
    answer = original(response)
    if response.params.get("DeleteAutomatedBackups", True):
        snapshots = response.backend.cluster_snapshots
        gone = answer.result["DBCluster"].db_cluster_resource_id
        for name, snapshot in list(snapshots.items()):
            if snapshot.snapshot_type == "automated" and snapshot.cluster.db_cluster_resource_id == gone:
                del snapshots[name]
    return answer

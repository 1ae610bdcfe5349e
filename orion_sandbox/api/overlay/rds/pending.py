"""What waits for the maintenance window when a change is not to be applied immediately.

Amazon Aurora User Guide, "Modifying an Amazon Aurora DB cluster": of the settings that this API takes, the engine
version, the instance class and the certificate authority wait; the others are applied at once in either case.
"""

from collections.abc import Callable, MutableMapping
from typing import Any

from moto.rds.models import DBCluster, DBInstance, RDSBackend, rds_backends

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

OF_CLUSTERS = {"engine_version": "EngineVersion"}
OF_INSTANCES = {"ca_certificate_identifier": "CACertificateIdentifier", "db_instance_class": "DBInstanceClass"}
"""Request's parameter to the member of `PendingModifiedValues`."""

Request = MutableMapping[str, Any]


@PATCHES.around(RDSBackend)
def modify_db_cluster(original: Callable[..., DBCluster], backend: RDSBackend, request: Request) -> DBCluster:
    """Moto applies everything at once."""
    at_once = request.get("apply_immediately")
    held = _hold(backend.clusters.get(request["db_cluster_identifier"]), request, OF_CLUSTERS, at_once=at_once)
    cluster = original(backend, request)
    _show(cluster, held, OF_CLUSTERS)
    return cluster


@PATCHES.around(RDSBackend)
def modify_db_instance(
    original: Callable[..., DBInstance], backend: RDSBackend, db_instance_identifier: str, db_kwargs: Request
) -> DBInstance:
    """Moto applies everything at once."""
    at_once = db_kwargs.get("apply_immediately")
    held = _hold(backend.databases.get(db_instance_identifier), db_kwargs, OF_INSTANCES, at_once=at_once)
    instance = original(backend, db_instance_identifier, db_kwargs)
    _show(instance, held, OF_INSTANCES)
    return instance


def pass_maintenance_window() -> list[str]:
    """Apply all that waits, in every account and region; returns the ARNs of what changed."""
    changed = list[str]()
    for account in rds_backends.values():
        for backend in account.values():
            for cluster in [each for each in backend.clusters.values() if _held(each)]:
                backend.modify_db_cluster(
                    {"db_cluster_identifier": cluster.db_cluster_identifier, "apply_immediately": True}
                )
                changed.append(cluster.db_cluster_arn)
            for instance in [each for each in backend.databases.values() if _held(each)]:
                backend.modify_db_instance(instance.db_instance_identifier, {"apply_immediately": True})
                changed.append(instance.db_instance_arn)
    return changed


def _hold(resource: Any, request: Request, rows: dict[str, str], *, at_once: Any) -> dict[str, Any]:
    """Take out of the request what waits; a request that is applied at once takes what waited with it."""
    held = dict(_held(resource))
    if at_once:
        for parameter, value in held.items():
            request.setdefault(parameter, value)
        return {}
    for parameter in rows.keys() & request.keys():
        if (value := request.pop(parameter)) is not None:
            held[parameter] = value
    return held


def _held(resource: Any) -> dict[str, Any]:
    return getattr(resource, "held_for_the_window", {})


def _show(resource: Any, held: dict[str, Any], rows: dict[str, str]) -> None:
    resource.held_for_the_window = held
    resource.pending_modified_values = {rows[parameter]: value for parameter, value in held.items()} or None

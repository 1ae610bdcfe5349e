"""RDS: changes that wait for the maintenance window unless they are applied immediately.

Amazon Aurora User Guide, "Modifying an Amazon Aurora DB cluster": of the settings that this API takes, the engine
version, the instance class and the certificate authority wait; all others are applied at once.
"""

from collections.abc import Callable, MutableMapping
from typing import Any

from moto.rds.models import DBCluster, DBInstance, RDSBackend, rds_backends

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

CLUSTER_MEMBERS = {"engine_version": "EngineVersion"}
INSTANCE_MEMBERS = {"ca_certificate_identifier": "CACertificateIdentifier", "db_instance_class": "DBInstanceClass"}
"""A request's parameters to members of `PendingModifiedValues`."""

Request = MutableMapping[str, Any]


@PATCHES.around(RDSBackend)
def modify_db_cluster(original: Callable[..., DBCluster], backend: RDSBackend, request: Request) -> DBCluster:
    """Moto applies everything at once."""
    at_once = request.get("apply_immediately")
    deferred = _defer(backend.clusters.get(request["db_cluster_identifier"]), request, CLUSTER_MEMBERS, at_once=at_once)
    cluster = original(backend, request)
    _show(cluster, deferred, CLUSTER_MEMBERS)
    return cluster


@PATCHES.around(RDSBackend)
def modify_db_instance(
    original: Callable[..., DBInstance], backend: RDSBackend, db_instance_identifier: str, db_kwargs: Request
) -> DBInstance:
    """Moto applies everything at once."""
    at_once = db_kwargs.get("apply_immediately")
    deferred = _defer(backend.databases.get(db_instance_identifier), db_kwargs, INSTANCE_MEMBERS, at_once=at_once)
    instance = original(backend, db_instance_identifier, db_kwargs)
    _show(instance, deferred, INSTANCE_MEMBERS)
    return instance


def pass_maintenance_window() -> list[str]:
    """Apply all deferred changes, in every account and region, and return the ARNs of the changed resources."""
    changed = list[str]()
    for account in rds_backends.values():
        for backend in account.values():
            for cluster in [each for each in backend.clusters.values() if _deferred(each)]:
                backend.modify_db_cluster(
                    {"db_cluster_identifier": cluster.db_cluster_identifier, "apply_immediately": True}
                )
                changed.append(cluster.db_cluster_arn)
            for instance in [each for each in backend.databases.values() if _deferred(each)]:
                backend.modify_db_instance(instance.db_instance_identifier, {"apply_immediately": True})
                changed.append(instance.db_instance_arn)
    return changed


def _defer(resource: Any, request: Request, members: dict[str, str], *, at_once: Any) -> dict[str, Any]:
    """Move settings that wait from the request to the deferred changes; `at_once`, add those to the request."""
    deferred = dict(_deferred(resource))
    if at_once:
        for parameter, value in deferred.items():
            request.setdefault(parameter, value)
        return {}
    for parameter in members.keys() & request.keys():
        if (value := request.pop(parameter)) is not None:
            deferred[parameter] = value
    return deferred


def _deferred(resource: Any) -> dict[str, Any]:
    return getattr(resource, "deferred_changes", {})


def _show(resource: Any, deferred: dict[str, Any], members: dict[str, str]) -> None:
    resource.deferred_changes = deferred
    resource.pending_modified_values = {members[parameter]: value for parameter, value in deferred.items()} or None

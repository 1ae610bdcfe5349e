"""RDS: reboots of Aurora instances, and the static parameters that wait for one.

Amazon Aurora User Guide, "Rebooting an Amazon Aurora DB cluster or Amazon Aurora DB instance".
"""

from collections.abc import Callable, Mapping, MutableMapping
from copy import copy
from typing import Any

from moto.rds.models import DBCluster, DBInstance, DBInstanceClustered, RDSBackend

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

IN_SYNC, PENDING_REBOOT = "in-sync", "pending-reboot"

Request = MutableMapping[str, Any]


@PATCHES.around(DBInstanceClustered, "__init__")
def begin(original: Callable[..., None], instance: Any, *arguments: Any, **request: Any) -> None:
    """Record the parameters in force in a new instance."""
    original(instance, *arguments, **request)
    _start(instance)


@PATCHES.around(RDSBackend)
def reboot_db_instance(
    original: Callable[..., DBInstance], backend: RDSBackend, db_instance_identifier: str
) -> DBInstance:
    """Moto does nothing; the data plane restarts the server when an instance's number of reboots increases."""
    instance = original(backend, db_instance_identifier)
    _restart(instance)
    return instance


@PATCHES.around(RDSBackend)
def modify_db_instance(
    original: Callable[..., DBInstance], backend: RDSBackend, db_instance_identifier: str, db_kwargs: Request
) -> DBInstance:
    """Moto does not restart an instance whose class changes."""
    before = getattr(backend.databases.get(db_instance_identifier), "db_instance_class", None)
    instance = original(backend, db_instance_identifier, db_kwargs)
    if instance.db_instance_class != before:
        _restart(instance)
    return instance


@PATCHES.around(RDSBackend)
def failover_db_cluster(
    original: Callable[..., Any],
    backend: RDSBackend,
    db_cluster_identifier: str,
    target_db_instance_identifier: str | None = None,
) -> Any:
    """Moto does not restart the old writer, whose server the data plane restarts."""
    cluster = backend.clusters.get(db_cluster_identifier)
    before = cluster.writer if cluster else None
    answer = original(backend, db_cluster_identifier, target_db_instance_identifier)
    if before and not before.is_cluster_writer:
        _start(before)
    return answer


@PATCHES.also
def describe_pending_reboots() -> None:
    """Moto describes all parameters as in force."""
    described: Any = DBCluster.db_cluster_members

    def members(cluster: Any) -> list[dict[str, Any]]:
        groups = {each.db_instance_identifier: _status(each, "cluster") for each in cluster.members}
        return [
            {**each, "DBClusterParameterGroupStatus": groups[each["DBInstanceIdentifier"]]}
            for each in described.fget(cluster)
        ]

    DBCluster.db_cluster_members = property(members)  # pyright: ignore[reportAttributeAccessIssue]

    def groups(instance: Any) -> list[Any]:
        # Instances share a group, but each has its own status.
        found = [copy(each) for each in instance.db_parameter_groups()]
        for each in found:
            each.ParameterApplyStatus = _status(instance, "instance")
        return found

    DBInstance.db_parameter_group_status_list = property(groups)  # pyright: ignore[reportAttributeAccessIssue]


def _restart(instance: Any) -> None:
    instance.boots = getattr(instance, "boots", 0) + 1
    _start(instance)


def _start(instance: Any) -> None:
    instance.in_force = _static(instance)


def _status(instance: Any, kind: str) -> str:
    if not isinstance(instance, DBInstanceClustered):
        return IN_SYNC
    in_force: Any = getattr(instance, "in_force", {})
    return IN_SYNC if _static(instance)[kind] == in_force.get(kind) else PENDING_REBOOT


def _static(instance: Any) -> dict[str, dict[str, Any]]:
    """Return the parameters that wait for a reboot when they change, of both groups."""
    if not isinstance(instance, DBInstanceClustered):
        return {}
    backend = instance.backend
    return {
        "cluster": _of_group(backend.db_cluster_parameter_groups, instance.cluster.parameter_group),
        "instance": _of_group(backend.db_parameter_groups, instance.db_parameter_group_name),
    }


def _of_group(groups: Mapping[str, Any], name: str | None) -> dict[str, Any]:
    group = groups.get(name or "")
    parameters: Mapping[str, Any] = group.parameters if group else {}
    return {
        key: each.get("ParameterValue")
        for key, each in parameters.items()
        if each.get("ApplyMethod") == PENDING_REBOOT and each.get("ParameterValue") is not None
    }

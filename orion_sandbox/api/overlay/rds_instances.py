"""RDS: instances of Aurora clusters, which get most of their properties from the cluster."""

import secrets
import string
from collections.abc import Callable, MutableMapping
from typing import Any

from moto.rds import models
from moto.rds.models import DBInstance, DBInstanceClustered, RDSBackend

from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.overlay.rds_settings import INSIGHTS, INSTANCE_SETTINGS, apply_settings

PATCHES = Patches()

DEFAULT_CA_CERTIFICATE = "rds-ca-rsa2048-g1"
"""Amazon Aurora User Guide, "Using SSL/TLS to encrypt a connection to a DB cluster"."""

Request = MutableMapping[str, Any]


@PATCHES.around(DBInstanceClustered, "__init__")
def complete(original: Callable[..., None], instance: Any, *arguments: Any, **request: Any) -> None:
    """Moto drops insights, gives all instances the same resource id and zone, and sets no default subnet group."""
    request.setdefault("ca_certificate_identifier", DEFAULT_CA_CERTIFICATE)
    original(instance, *arguments, **request)
    cluster = instance.cluster
    instance.dbi_resource_id = _resource_id()
    instance.publicly_accessible = bool(instance.publicly_accessible)
    for attribute in INSIGHTS.values():
        setattr(instance, attribute, getattr(cluster, attribute))
    apply_settings(instance, request, INSTANCE_SETTINGS)
    groups = instance.backend.subnet_groups
    if cluster.db_subnet_group_name in groups:
        instance.db_subnet_group = groups[cluster.db_subnet_group_name]
        if not request.get("availability_zone"):
            instance.availability_zone = _zone(instance)


@PATCHES.around(RDSBackend)
def modify_db_instance(
    original: Callable[..., DBInstance], backend: RDSBackend, db_instance_identifier: str, db_kwargs: Request
) -> DBInstance:
    """Moto drops insights, and renames the instance even if the rest of the change fails."""
    instance: Any = backend.describe_db_instances(db_instance_identifier)[0]
    before, databases = dict(instance.__dict__), dict(backend.databases)
    try:
        original(backend, db_instance_identifier, db_kwargs)
    except Exception:
        instance.__dict__ = before
        backend.databases.clear()
        backend.databases.update(databases)
        raise
    if isinstance(instance, DBInstanceClustered):
        apply_settings(instance, db_kwargs, INSTANCE_SETTINGS)
    return instance


@PATCHES.method(models)
def valid_preferred_maintenance_window(_maintenance_window: str, _backup_window: str) -> None:
    """Moto refuses windows that touch, which AWS accepts; the gate checks windows."""


@PATCHES.computed(DBInstanceClustered)
def port(instance: Any) -> int:
    """Moto gives every instance the engine's default port."""
    # moto reads the port before it looks up the cluster.
    return instance.cluster.port if hasattr(instance, "cluster") else 0


@PATCHES.computed(DBInstanceClustered)
def address(instance: Any) -> str:
    """Moto uses the same domain for all accounts; AWS uses the cluster's."""
    return f"{instance.db_instance_identifier}.{instance.cluster.url_identifier}.{instance.region}.rds.amazonaws.com"


@PATCHES.computed(DBInstanceClustered)
def storage_type(instance: Any) -> str:
    """Moto returns `aurora` for I/O-optimized clusters too."""
    return instance.cluster.storage_type or "aurora"


@PATCHES.method(DBInstanceClustered, "save_automated_backup")
def take_no_snapshot(_instance: DBInstanceClustered) -> None:
    """Moto takes a snapshot of every instance; an Aurora instance has no storage of its own."""


def _resource_id() -> str:
    return "db-" + "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(26))


def _zone(instance: Any) -> str:
    """Return the zone of the subnet group that has the fewest instances of this cluster."""
    zones = [each["SubnetAvailabilityZone"]["Name"] for each in instance.db_subnet_group.subnets]
    taken = [member.availability_zone for member in instance.cluster.members]
    return min(sorted(set(zones)), key=taken.count)

"""RDS: Aurora clusters, their automated snapshots and managed passwords."""

import hashlib
import json
import secrets
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from moto.rds.exceptions import (
    DBClusterNotFoundError,
    DBClusterSnapshotAlreadyExistsError,
    DBClusterSnapshotNotFoundError,
)
from moto.rds.models import DBCluster, DBClusterSnapshot, MasterUserSecret, RDSBackend
from moto.rds.responses import RDSResponse

from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.overlay.rds_settings import (
    CLUSTER_DEFAULTS,
    CLUSTER_SETTINGS,
    INSIGHTS,
    apply_settings,
    aws_managed_key,
    full_version,
)
from orion_sandbox.data.topology import Origin

PATCHES = Patches()

AURORA_POSTGRESQL = "aurora-postgresql"
PASSWORD_BYTES = 21
RESTORED_PASSWORD = "in-the-restored-data"  # noqa: S105 - a placeholder that moto needs
DNS_IDENTIFIER_CHARACTERS = 12
SNAPSHOT_PREFIX, BACKUP = "cluster-snapshot:", "awsbackup"
STANDARD_STORAGE = "aurora"

Request = MutableMapping[str, Any]


@PATCHES.around(DBCluster, "__init__")
def complete(original: Callable[..., None], cluster: Any, backend: RDSBackend, **request: Any) -> None:
    """Moto drops `CLUSTER_SETTINGS`, and its defaults differ from AWS's."""
    original(cluster, backend, **request)
    cluster.__dict__.update(CLUSTER_DEFAULTS)
    apply_settings(cluster, request, CLUSTER_SETTINGS)
    if not request.get("kms_key_id"):
        cluster.kms_key_id = aws_managed_key(backend) if cluster.storage_encrypted else None
    if not request.get("storage_type"):
        cluster.storage_type = STANDARD_STORAGE
    if not request.get("db_cluster_parameter_group_name"):
        cluster.parameter_group = _default_parameter_group(cluster)
    _hide_standard_storage(cluster)


@PATCHES.around(RDSBackend)
def create_db_cluster(original: Callable[..., DBCluster], backend: RDSBackend, request: Request) -> DBCluster:
    """Moto stores windows and versions as they are in the request."""
    _lower_windows(request)
    if request.get("engine") == AURORA_POSTGRESQL:
        request["engine_version"] = full_version(request.get("engine_version"))
    return original(backend, request)


@PATCHES.around(RDSBackend)
def modify_db_cluster(original: Callable[..., Any], backend: RDSBackend, request: Request) -> DBCluster:
    """Moto deletes the cluster first and loses it if the change fails; it drops `CLUSTER_SETTINGS`."""
    identifier = request["db_cluster_identifier"]
    if identifier not in backend.clusters:
        raise DBClusterNotFoundError(identifier)
    cluster: Any = backend.clusters[identifier]
    before = dict(cluster.__dict__)
    try:
        _modify(original, cluster, request)
    except Exception:
        cluster.__dict__ = before
        backend.clusters[identifier] = cluster
        raise
    return cluster


def _modify(original: Callable[..., Any], cluster: Any, request: Request) -> None:
    had_default_group = cluster.parameter_group == _default_parameter_group(cluster)
    # moto reads the log exports under another name.
    exports = request.pop("cloudwatch_logs_export_configuration", None)
    _lower_windows(request)
    if version := request.get("engine_version"):
        request["engine_version"] = full_version(version, cluster.engine_version)
    # moto finds the instances of a cluster by its name.
    instances = list(cluster.members)
    original(cluster.backend, request)
    apply_settings(cluster, request, CLUSTER_SETTINGS)
    _hide_standard_storage(cluster)
    if request.get("master_user_password"):
        cluster.has_restored_password = False
    if exports:
        cluster.enabled_cloudwatch_logs_exports = _export(cluster.enabled_cloudwatch_logs_exports, exports)
    if had_default_group and not request.get("db_cluster_parameter_group_name"):
        cluster.parameter_group = _default_parameter_group(cluster)
    for instance in instances:
        instance.db_cluster_identifier = cluster.db_cluster_identifier
        apply_settings(instance, request, INSIGHTS)
        if group := request.get("db_instance_parameter_group_name"):
            instance.db_parameter_group_name = group


NOT_RESTORED = {
    "copy_tags_to_snapshot": ("copy_tags_to_snapshot", False),
    "deletion_protection": ("deletion_protection", False),
    "enable_iam_database_authentication": ("iam_auth", False),
    "engine_lifecycle_support": ("engine_lifecycle_support", CLUSTER_DEFAULTS["engine_lifecycle_support"]),
    "monitoring_interval": ("monitoring_interval", 0),
    "monitoring_role_arn": ("monitoring_role_arn", None),
}
"""Parameters of a request to attributes that a restored cluster does not copy from its source, and their defaults.

RDS API Reference, RestoreDBClusterToPointInTime and RestoreDBClusterFromSnapshot.
"""


OF_THE_SOURCE = (
    "backend",
    "global_cluster_identifier",
    "manage_master_user_password",
    "replication_source_identifier",
)
"""The same for a cluster that is restored from a snapshot."""


@PATCHES.around(RDSBackend)
def restore_db_cluster_to_point_in_time(
    original: Callable[..., DBCluster], backend: RDSBackend, **request: Any
) -> DBCluster:
    """Moto copies every setting of the source, its protection included."""
    source = backend.describe_db_clusters(db_cluster_identifier=request["source_db_cluster_identifier"])[0]
    # A restored cluster is not in a global database.
    request |= {"global_cluster_identifier": None, "replication_source_identifier": None}
    if source.manage_master_user_password:
        # Moto would create a secret. Amazon Aurora User Guide, "Password management with Amazon Aurora and AWS Secrets
        # Manager": CreateDBCluster and ModifyDBCluster can choose it, RestoreDBClusterToPointInTime cannot.
        request |= {"manage_master_user_password": False, "master_user_password": RESTORED_PASSWORD}
    cluster: Any = _without_settings_of_the_source(original(backend, **request), request)
    cluster.origin = Origin(cluster=source.db_cluster_resource_id, time=_aware(request.get("restore_to_time")))
    return cluster


@PATCHES.method(RDSBackend)
def restore_db_cluster_from_snapshot(backend: Any, from_snapshot_id: str, overrides: Request) -> DBCluster:
    """Moto copies every setting of the source, its protection included, and does not find AWS Backup's snapshots."""
    name = from_snapshot_id.rpartition(SNAPSHOT_PREFIX)[2]
    if (snapshot := backend.cluster_snapshots.get(name)) is None:
        raise DBClusterSnapshotNotFoundError(name)
    settings = {name.removeprefix("_"): value for name, value in snapshot.cluster.__dict__.items()}
    given = {name: value for name, value in overrides.items() if value}
    request = {"master_user_password": RESTORED_PASSWORD, **settings, **given}
    for name in OF_THE_SOURCE:
        request.pop(name, None)
    cluster: Any = _without_settings_of_the_source(backend.create_db_cluster(request), overrides)
    cluster.origin = Origin(cluster=snapshot.cluster.db_cluster_resource_id, time=_aware(snapshot.created))
    return cluster


def add_snapshot(backend: RDSBackend, source: Any, name: str, key: str | None) -> None:
    """Add a snapshot of AWS Backup, of a cluster or as a copy of another snapshot. RDS has it too."""
    snapshot: Any = DBClusterSnapshot(backend, getattr(source, "cluster", source), name, BACKUP, kms_key_id=key)
    if isinstance(source, DBClusterSnapshot):
        snapshot.created = source.created
    backend.cluster_snapshots[name] = snapshot


def _aware(time: datetime | None) -> datetime | None:
    return time and (time if time.tzinfo else time.replace(tzinfo=UTC))


def _without_settings_of_the_source(cluster: DBCluster, request: Request) -> DBCluster:
    for parameter, (attribute, default) in NOT_RESTORED.items():
        if request.get(parameter) is None:
            setattr(cluster, attribute, default)
    restored: Any = cluster
    restored.has_restored_password = True
    return cluster


@PATCHES.around(RDSBackend)
def failover_db_cluster(
    original: Callable[..., Any],
    backend: RDSBackend,
    db_cluster_identifier: str,
    target_db_instance_identifier: str | None = None,
) -> Any:
    """Moto promotes the first reader; AWS the one with the best promotion tier.

    Amazon Aurora User Guide, "Fault tolerance for an Aurora DB cluster".
    """
    if target_db_instance_identifier is None and db_cluster_identifier in backend.clusters:
        readers = [each for each in backend.clusters[db_cluster_identifier].members if not each.is_cluster_writer]
        best = min(readers, key=lambda each: each.promotion_tier, default=None)
        target_db_instance_identifier = best and best.db_instance_identifier
    return original(backend, db_cluster_identifier, target_db_instance_identifier)


@PATCHES.computed(DBCluster)
def url_identifier(cluster: Any) -> str:
    """Moto generates one for every cluster. On AWS an account has one in each region.

    Amazon Aurora User Guide, "Amazon Aurora endpoint connections": the `customerDnsIdentifier` of an endpoint.
    """
    return hashlib.sha256(f"{cluster.account_id} {cluster.region}".encode()).hexdigest()[:DNS_IDENTIFIER_CHARACTERS]


@PATCHES.computed(DBCluster)
def scaling_configuration_info(_cluster: DBCluster) -> None:
    """Moto returns an empty block, which clients read as Serverless v1; Aurora PostgreSQL no longer has that."""


@PATCHES.method(DBCluster, "default_allocated_storage")
@staticmethod
def allocated_storage(**_request: object) -> int:
    """Moto lacks Aurora's storage types and fails. Aurora returns 1, because its storage grows automatically."""
    return 1


def _lower_windows(request: Request) -> None:
    # AWS returns windows in lower case.
    for window in ("preferred_backup_window", "preferred_maintenance_window"):
        if request.get(window):
            request[window] = request[window].lower()


def _hide_standard_storage(cluster: Any) -> None:
    # RDS API Reference, CreateDBCluster: "The storage type isn't returned when you set it to aurora."
    if cluster.storage_type == STANDARD_STORAGE:
        cluster.storage_type = None


def _default_parameter_group(cluster: Any) -> str:
    return f"default.{cluster.engine}{cluster.engine_version.split('.')[0]}"


def _export(enabled: list[str], change: Any) -> list[str]:
    remaining = [each for each in enabled if each not in change.get("DisableLogTypes", [])]
    return remaining + [each for each in change.get("EnableLogTypes", []) if each not in remaining]


@PATCHES.around(DBCluster)
def save_automated_backup(original: Callable[..., None], cluster: DBCluster) -> None:
    """Moto names snapshots by the minute, and fails for a cluster that is created twice in one minute."""
    with suppress(DBClusterSnapshotAlreadyExistsError):
        original(cluster)


@PATCHES.around(RDSResponse)
def delete_db_cluster(original: Callable[..., Any], response: RDSResponse) -> Any:
    """Moto never deletes automated snapshots.

    RDS API Reference, DeleteDBCluster: `DeleteAutomatedBackups`, true by default.
    """
    answer = original(response)
    if response.params.get("DeleteAutomatedBackups", True):
        snapshots = response.backend.cluster_snapshots
        deleted_id = answer.result["DBCluster"].db_cluster_resource_id
        for name, snapshot in list(snapshots.items()):
            if snapshot.snapshot_type == "automated" and snapshot.cluster.db_cluster_resource_id == deleted_id:
                del snapshots[name]
    return answer


@PATCHES.method(MasterUserSecret)
def _generate_secret_string(managed: Any) -> str:
    """Moto gives every cluster the same password, and a wrong user name."""
    return json.dumps({"username": managed.resource.master_username, "password": secrets.token_urlsafe(PASSWORD_BYTES)})

"""Aurora clusters: what they keep of a request, and changes that fail whole."""

from collections.abc import Callable, MutableMapping
from typing import Any

from moto.rds.exceptions import DBClusterNotFoundError
from moto.rds.models import DBCluster, RDSBackend

from orion_sandbox.api.overlay.patches import Patches
from orion_sandbox.api.overlay.rds.engine_versions import full_version
from orion_sandbox.api.overlay.rds.kept import INSIGHTS, MONITORING, aws_managed_key, keep

PATCHES = Patches()

AURORA_POSTGRESQL = "aurora-postgresql"

DEFAULTS = {
    "performance_insights_enabled": False,
    "performance_insights_retention_period": None,
    "performance_insights_kms_key_id": None,
    "database_insights_mode": "standard",
    "monitoring_interval": 0,
    "monitoring_role_arn": None,
    "engine_lifecycle_support": "open-source-rds-extended-support",
    "auto_minor_version_upgrade": True,
}
"""RDS API Reference, CreateDBCluster."""

KEPT = {
    **INSIGHTS,
    **MONITORING,
    "engine_lifecycle_support": "engine_lifecycle_support",
    "enable_iam_database_authentication": "iam_auth",
    "auto_minor_version_upgrade": "auto_minor_version_upgrade",
}

STANDARD_STORAGE = "aurora"

Request = MutableMapping[str, Any]


@PATCHES.around(DBCluster, "__init__")
def complete(original: Callable[..., None], cluster: Any, backend: RDSBackend, **request: Any) -> None:
    """Moto drops the rows of `KEPT` and fills in names of its own for what was not asked."""
    original(cluster, backend, **request)
    cluster.__dict__.update(DEFAULTS)
    keep(cluster, request, KEPT)
    if not request.get("kms_key_id"):
        cluster.kms_key_id = aws_managed_key(backend) if cluster.storage_encrypted else None
    if not request.get("storage_type"):
        cluster.storage_type = STANDARD_STORAGE
    if not request.get("db_cluster_parameter_group_name"):
        cluster.parameter_group = _default_parameter_group(cluster)
    _settle_storage(cluster)


@PATCHES.around(RDSBackend)
def create_db_cluster(original: Callable[..., DBCluster], backend: RDSBackend, request: Request) -> DBCluster:
    """Moto takes windows and versions as they are written."""
    _read_as_aws(request)
    if request.get("engine") == AURORA_POSTGRESQL:
        request["engine_version"] = full_version(request.get("engine_version"))
    return original(backend, request)


@PATCHES.around(RDSBackend)
def modify_db_cluster(original: Callable[..., Any], backend: RDSBackend, request: Request) -> DBCluster:
    """Moto deletes the cluster first and loses it when the change fails, and it drops the rows of `KEPT`."""
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
    # moto looks for the log exports under another name.
    exports = request.pop("cloudwatch_logs_export_configuration", None)
    _read_as_aws(request)
    if asked := request.get("engine_version"):
        request["engine_version"] = full_version(asked, cluster.engine_version)
    original(cluster.backend, request)
    keep(cluster, request, KEPT)
    _settle_storage(cluster)
    if exports:
        cluster.enabled_cloudwatch_logs_exports = _export(cluster.enabled_cloudwatch_logs_exports, exports)
    if had_default_group and not request.get("db_cluster_parameter_group_name"):
        cluster.parameter_group = _default_parameter_group(cluster)
    for instance in cluster.members:
        keep(instance, request, INSIGHTS)
        if group := request.get("db_instance_parameter_group_name"):
            instance.db_parameter_group_name = group


@PATCHES.computed(DBCluster)
def scaling_configuration_info(_cluster: DBCluster) -> None:
    """Moto answers with an empty block, which clients take for Serverless v1; Aurora PostgreSQL has no more of that."""


@PATCHES.method(DBCluster, "default_allocated_storage")
@staticmethod
def allocated_storage(**_request: object) -> int:
    """Moto knows no storage type of Aurora's and fails. Aurora reports 1: its storage grows by itself."""
    return 1


def _read_as_aws(request: Request) -> None:
    # AWS tells windows in lower case, however they were written.
    for window in ("preferred_backup_window", "preferred_maintenance_window"):
        if request.get(window):
            request[window] = request[window].lower()


def _settle_storage(cluster: Any) -> None:
    # RDS API Reference, CreateDBCluster: "The storage type isn't returned when you set it to aurora."
    if cluster.storage_type == STANDARD_STORAGE:
        cluster.storage_type = None


def _default_parameter_group(cluster: Any) -> str:
    return f"default.{cluster.engine}{cluster.engine_version.split('.')[0]}"


def _export(enabled: list[str], change: Any) -> list[str]:
    kept = [each for each in enabled if each not in change.get("DisableLogTypes", [])]
    return kept + [each for each in change.get("EnableLogTypes", []) if each not in kept]

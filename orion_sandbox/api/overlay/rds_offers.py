"""RDS: version support, certificates, maintenance, instance classes and quotas.

The dates and numbers are examples: on AWS they depend on account and region.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.ec2.models import ec2_backends
from moto.rds.exceptions import RDSClientError
from moto.rds.models import DBInstanceClustered, RDSBackend
from moto.rds.responses import RDSResponse

from orion_sandbox.api.limits import EVENT_SUBSCRIPTIONS
from orion_sandbox.api.overlay.patches import Patches, Request
from orion_sandbox.api.overlay.rds_clusters import AURORA_POSTGRESQL
from orion_sandbox.api.overlay.rds_settings import DEFAULT_MINORS

PATCHES = Patches()

STANDARD_SUPPORT_ENDS = {
    13: datetime(2026, 2, 28, tzinfo=UTC),
    14: datetime(2027, 2, 28, tzinfo=UTC),
    15: datetime(2028, 2, 29, tzinfo=UTC),
    16: datetime(2029, 2, 28, tzinfo=UTC),
    17: datetime(2030, 2, 28, tzinfo=UTC),
    18: datetime(2031, 2, 28, tzinfo=UTC),
}
"""End of standard support (Amazon Aurora release calendars). Extended support lasts three years longer."""

EXTENDED_SUPPORT = timedelta(days=3 * 365)
CERTIFICATE_LIFE = timedelta(days=365)
"""An instance's certificate (Amazon Aurora User Guide, "Using SSL/TLS to encrypt a connection to a DB cluster")."""

AUTHORITIES = {
    "rds-ca-rsa2048-g1": datetime(2061, 5, 25, tzinfo=UTC),
    "rds-ca-rsa4096-g1": datetime(2121, 5, 25, tzinfo=UTC),
    "rds-ca-ecc384-g1": datetime(2121, 5, 25, tzinfo=UTC),
}
CLASSES = (
    "db.serverless",
    *(f"db.t4g.{size}" for size in ("medium", "large")),
    *(
        f"db.{series}.{size}"
        for series in ("r6g", "r6i", "r7g", "r7i", "r8g")
        for size in ("large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge")
    ),
)
"""Some of the classes that every region has."""

_operation = PATCHES.operation(RDSResponse, lambda response: response.backend)


@_operation
def describe_db_major_engine_versions(_backend: RDSBackend, request: Request) -> dict[str, Any]:
    """Describe how long AWS supports major versions of Aurora PostgreSQL."""
    wanted = request.get("MajorEngineVersion")
    described = [
        {
            "Engine": AURORA_POSTGRESQL,
            "MajorEngineVersion": str(number),
            "SupportedEngineLifecycles": [
                {
                    "LifecycleSupportName": f"open-source-rds-{kind}-support",
                    "LifecycleSupportStartDate": begins,
                    "LifecycleSupportEndDate": ends,
                }
                for kind, begins, ends in (
                    ("standard", standard - timedelta(days=5 * 365), standard),
                    ("extended", standard, standard + EXTENDED_SUPPORT),
                )
            ],
        }
        for number, standard in STANDARD_SUPPORT_ENDS.items()
        if wanted in (None, str(number)) and request.get("Engine") in (None, AURORA_POSTGRESQL)
    ]
    return {"DBMajorEngineVersions": described}


@_operation
def describe_certificates(_backend: RDSBackend, request: Request) -> dict[str, Any]:
    """Describe the certificate authorities, or one of them."""
    wanted = request.get("CertificateIdentifier")
    if wanted and wanted not in AUTHORITIES:
        raise RDSClientError("CertificateNotFound", f"Certificate {wanted} not found.")
    described = [
        {"CertificateIdentifier": name, "CertificateType": "CA", "ValidTill": ends}
        for name, ends in AUTHORITIES.items()
        if wanted in (None, name)
    ]
    return {"Certificates": described}


@PATCHES.computed(DBInstanceClustered)
def certificate_details(instance: Any) -> dict[str, Any]:
    """Moto has no certificates of instances."""
    created: datetime = instance.created
    return {
        "CAIdentifier": instance.ca_certificate_identifier,
        "ValidTill": created.replace(tzinfo=UTC) + CERTIFICATE_LIFE,
    }


@_operation
def describe_pending_maintenance_actions(_backend: RDSBackend, _request: Request) -> dict[str, Any]:
    """Return no maintenance: none is pending in the sandbox."""
    return {"PendingMaintenanceActions": []}


@_operation
def describe_account_attributes(backend: Any, _request: Request) -> dict[str, Any]:
    """Describe the default quotas of a region, and their use.

    Amazon Aurora User Guide, "Quotas and constraints for Amazon Aurora".
    """
    quotas = {
        "DBClusters": (40, backend.clusters),
        "DBInstances": (40, backend.databases),
        "DBSubnetGroups": (50, backend.subnet_groups),
        "DBParameterGroups": (50, backend.db_parameter_groups),
        "DBClusterParameterGroups": (50, backend.db_cluster_parameter_groups),
        "EventSubscriptions": (int(EVENT_SUBSCRIPTIONS.maximum), backend.event_subscriptions),
    }
    return {
        "AccountQuotas": [
            {"AccountQuotaName": name, "Used": len(used), "Max": maximum} for name, (maximum, used) in quotas.items()
        ]
    }


@_operation
def describe_orderable_db_instance_options(backend: RDSBackend, request: Request) -> dict[str, Any]:
    """Describe classes for the versions that the sandbox deploys, which moto's list does not have."""
    return {
        "OrderableDBInstanceOptions": list(_options(backend, request)) if request["Engine"] == AURORA_POSTGRESQL else []
    }


def _options(backend: RDSBackend, request: Request) -> Iterator[dict[str, Any]]:
    zones = ec2_backends[backend.account_id][backend.region_name].describe_availability_zones()
    for version in DEFAULT_MINORS.values():
        for name in CLASSES:
            if request.get("EngineVersion") in (None, version) and request.get("DBInstanceClass") in (None, name):
                for storage in ("aurora", "aurora-iopt1"):
                    yield {
                        "Engine": AURORA_POSTGRESQL,
                        "EngineVersion": version,
                        "DBInstanceClass": name,
                        "LicenseModel": "postgresql-license",
                        "AvailabilityZones": [{"Name": zone.name} for zone in zones],
                        "Vpc": True,
                        "StorageType": storage,
                        "SupportsStorageEncryption": True,
                        "SupportsGlobalDatabases": not name.startswith("db.t"),
                        "SupportsClusters": True,
                    }

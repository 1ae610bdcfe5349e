"""What AWS offers and announces, of which the sandbox has examples."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from orion_sandbox.api.overlay.rds_settings import DEFAULT_MINORS
from tests.contract.aws_api.test_instances import create


def test_every_version_that_is_deployed_has_an_end_of_support(rds: Any) -> None:
    """Standard support, then three years of extended support."""
    described = rds.describe_db_major_engine_versions(Engine="aurora-postgresql")["DBMajorEngineVersions"]
    (only,) = rds.describe_db_major_engine_versions(Engine="aurora-postgresql", MajorEngineVersion="17")[
        "DBMajorEngineVersions"
    ]

    assert {each["MajorEngineVersion"] for each in described} == set(DEFAULT_MINORS)
    standard, extended = only["SupportedEngineLifecycles"]
    assert standard["LifecycleSupportName"] == "open-source-rds-standard-support"
    assert standard["LifecycleSupportEndDate"] == extended["LifecycleSupportStartDate"]
    assert extended["LifecycleSupportEndDate"] > standard["LifecycleSupportEndDate"]
    assert rds.describe_db_major_engine_versions(Engine="aurora-mysql")["DBMajorEngineVersions"] == []


def test_an_instance_has_a_certificate_of_its_authority(rds: Any, cluster: str) -> None:
    """It ends long before that of the authority."""
    instance = create(rds, cluster, CACertificateIdentifier="rds-ca-ecc384-g1")
    (authority,) = rds.describe_certificates(CertificateIdentifier="rds-ca-ecc384-g1")["Certificates"]

    assert instance["CertificateDetails"]["CAIdentifier"] == "rds-ca-ecc384-g1"
    assert instance["InstanceCreateTime"] < instance["CertificateDetails"]["ValidTill"] < authority["ValidTill"]
    assert len(rds.describe_certificates()["Certificates"]) == 3
    with pytest.raises(ClientError, match="CertificateNotFound"):
        rds.describe_certificates(CertificateIdentifier="rds-ca-2019")


def test_there_is_no_maintenance(rds: Any) -> None:
    """AWS announces none here."""
    assert rds.describe_pending_maintenance_actions()["PendingMaintenanceActions"] == []


def test_quotas_have_what_is_used(rds: Any, cluster: str) -> None:
    """The default ones."""
    quotas = {each["AccountQuotaName"]: each for each in rds.describe_account_attributes()["AccountQuotas"]}
    clusters = rds.describe_db_clusters()["DBClusters"]

    assert cluster in {each["DBClusterIdentifier"] for each in clusters}
    assert (quotas["DBClusters"]["Used"], quotas["DBClusters"]["Max"]) == (len(clusters), 40)
    assert quotas["DBInstances"]["Used"] == len(rds.describe_db_instances()["DBInstances"])


def test_classes_are_offered_for_the_versions_that_are_deployed(rds: Any) -> None:
    """In every zone, with both kinds of storage."""

    def offered(**filters: str) -> list[dict[str, Any]]:
        paginator = rds.get_paginator("describe_orderable_db_instance_options")
        answer = paginator.paginate(Engine="aurora-postgresql", **filters).build_full_result()
        return answer["OrderableDBInstanceOptions"]

    options = offered(DBInstanceClass="db.r7g.large")
    assert {each["EngineVersion"] for each in options} == set(DEFAULT_MINORS.values())
    assert {each["StorageType"] for each in options} == {"aurora", "aurora-iopt1"}
    assert {"Name": "us-east-1a"} in options[0]["AvailabilityZones"]
    assert offered(DBInstanceClass="db.x99.large") == []
    assert len(offered(DBInstanceClass="db.t4g.medium", EngineVersion="17.7")) == 2
    assert not any(each["SupportsGlobalDatabases"] for each in offered(DBInstanceClass="db.t4g.medium"))
    none = rds.describe_orderable_db_instance_options(Engine="aurora-mysql")
    assert none["OrderableDBInstanceOptions"] == []

"""Creation of Aurora clusters."""

import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.aws_api.conftest import KEY, MONITORING_ROLE, OTHER_KEY, ClientOf

SMALLEST = {"Engine": "aurora-postgresql", "MasterUsername": "orion_admin", "MasterUserPassword": "long-enough-1"}


def create(rds: Any, name: str, **arguments: Any) -> dict[str, Any]:
    """Create a cluster and return its description."""
    rds.create_db_cluster(DBClusterIdentifier=name, **{**SMALLEST, **arguments})
    return describe(rds, name)


def describe(rds: Any, name: str) -> dict[str, Any]:
    """Return the description of a cluster."""
    (cluster,) = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
    return cluster


@pytest.mark.parametrize(
    "asked",
    [
        {
            "DatabaseInsightsMode": "advanced",
            "PerformanceInsightsRetentionPeriod": 465,
            "EnablePerformanceInsights": True,
        },
        {"EngineLifecycleSupport": "open-source-rds-extended-support-disabled"},
        {"MonitoringInterval": 30, "MonitoringRoleArn": MONITORING_ROLE},
        {"StorageType": "aurora-iopt1"},
        {"CopyTagsToSnapshot": True},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_a_cluster_tells_what_was_asked(asked: dict[str, Any], rds: Any, name: str) -> None:
    """A missing member is seen as drift at the first refresh."""
    told = create(rds, name, **asked)

    # Insights are told under another name (`test_performance_insights_have_retention_and_key`).
    assert {member: told.get(member, value) for member, value in asked.items()} == asked
    assert next(iter(asked)) in told


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("DatabaseInsightsMode", "standard"),
        ("EngineLifecycleSupport", "open-source-rds-extended-support"),
        ("PerformanceInsightsEnabled", False),
        ("MonitoringInterval", 0),
        ("Port", 5432),
        ("AllocatedStorage", 1),
    ],
)
def test_a_cluster_has_the_defaults_of_aws(member: str, value: object, rds: Any, name: str) -> None:
    """RDS API Reference, CreateDBCluster."""
    assert create(rds, name)[member] == value


@pytest.mark.parametrize("asked", [{}, {"StorageType": "aurora"}])
def test_standard_storage_is_not_told(asked: dict[str, str], rds: Any, name: str) -> None:
    """CreateDBCluster: the storage type isn't returned when it is `aurora`."""
    assert "StorageType" not in create(rds, name, **asked)


@pytest.mark.parametrize("by", ["time", "snapshot"])
def test_a_restored_cluster_has_the_defaults_of_aws_and_not_the_protection_of_its_source(
    by: str, rds: Any, name: str
) -> None:
    """RestoreDBClusterToPointInTime: "By default, deletion protection isn't enabled.", and so with the others."""
    create(
        rds,
        name,
        CopyTagsToSnapshot=True,
        DeletionProtection=True,
        EnableIAMDatabaseAuthentication=True,
        EngineLifecycleSupport="open-source-rds-extended-support-disabled",
        MonitoringInterval=30,
        MonitoringRoleArn=MONITORING_ROLE,
    )
    rds.create_db_cluster_snapshot(DBClusterIdentifier=name, DBClusterSnapshotIdentifier=name)

    def restored(suffix: str, **asked: Any) -> dict[str, Any]:
        restored_as = {"DBClusterIdentifier": f"{name}-{suffix}", **asked}
        if by == "time":
            rds.restore_db_cluster_to_point_in_time(
                SourceDBClusterIdentifier=name, UseLatestRestorableTime=True, **restored_as
            )
        else:
            rds.restore_db_cluster_from_snapshot(SnapshotIdentifier=name, Engine=SMALLEST["Engine"], **restored_as)
        return describe(rds, f"{name}-{suffix}")

    defaults = {
        "CopyTagsToSnapshot": False,
        "DeletionProtection": False,
        "EngineLifecycleSupport": "open-source-rds-extended-support",
        "IAMDatabaseAuthenticationEnabled": False,
        "MonitoringInterval": 0,
    }
    found = restored("default")
    assert {member: found[member] for member in defaults} == defaults
    assert "MonitoringRoleArn" not in found
    assert restored("protected", DeletionProtection=True)["DeletionProtection"]


def test_a_cluster_without_serverless_has_no_scaling_block(rds: Any, name: str) -> None:
    """An empty block is read as a change on every cluster."""
    assert "ScalingConfigurationInfo" not in create(rds, name)


def test_serverless_capacity_is_told(rds: Any, name: str) -> None:
    """ACUs, in steps of one half."""
    asked = {"MinCapacity": 0.5, "MaxCapacity": 4.0}

    assert create(rds, name, ServerlessV2ScalingConfiguration=asked)["ServerlessV2ScalingConfiguration"] == asked


def test_performance_insights_have_retention_and_key(rds: Any, name: str) -> None:
    """Seven days and AWS's own key by default."""
    given = create(
        rds,
        name,
        EnablePerformanceInsights=True,
        PerformanceInsightsRetentionPeriod=93,
        PerformanceInsightsKMSKeyId=OTHER_KEY,
    )
    left = create(rds, f"{name}-defaults", EnablePerformanceInsights=True)

    assert (given["PerformanceInsightsRetentionPeriod"], given["PerformanceInsightsKMSKeyId"]) == (93, OTHER_KEY)
    assert left["PerformanceInsightsRetentionPeriod"] == 7
    assert left["PerformanceInsightsKMSKeyId"].startswith("arn:aws:kms:us-east-1:123456789012:key/")


def test_an_encrypted_cluster_has_a_key_and_another_has_none(rds: Any, name: str, client: ClientOf) -> None:
    """The provider takes an ARN, and `kms_key_id` of an unencrypted cluster is empty."""
    given = create(rds, f"{name}-given", StorageEncrypted=True, KmsKeyId=KEY)
    left = create(rds, f"{name}-left", StorageEncrypted=True)
    plain = create(rds, f"{name}-plain")

    assert given["KmsKeyId"] == KEY
    assert client("kms").describe_key(KeyId=left["KmsKeyId"])["KeyMetadata"]["Arn"] == left["KmsKeyId"]
    assert "KmsKeyId" not in plain


@pytest.mark.parametrize("major", ["13", "14", "15", "16", "17", "18"])
def test_a_major_version_becomes_its_default_minor(major: str, rds: Any, name: str) -> None:
    """The actual version differs from the one in the program, which must be no change in the next preview."""
    cluster = create(rds, name, EngineVersion=major)

    assert re.fullmatch(rf"{major}\.\d+", cluster["EngineVersion"])
    assert cluster["DBClusterParameterGroup"] == f"default.aurora-postgresql{major}"


@pytest.mark.parametrize(("asked", "told"), [({"EngineVersion": "16.4"}, r"16\.4"), ({}, r"17\.\d+")])
def test_a_full_version_stays_and_none_becomes_the_newest(
    asked: dict[str, str], told: str, rds: Any, name: str
) -> None:
    """AWS chooses the defaults."""
    assert re.fullmatch(told, create(rds, name, **asked)["EngineVersion"])


def test_windows_are_told_in_lower_case(rds: Any, name: str) -> None:
    """In any spelling of the request."""
    cluster = create(rds, name, PreferredMaintenanceWindow="Sun:05:00-Sun:06:00")

    assert cluster["PreferredMaintenanceWindow"] == "sun:05:00-sun:06:00"


def test_a_name_is_taken_once(rds: Any, cluster: str) -> None:
    """Moto would replace the first cluster and its data silently."""
    before = describe(rds, cluster)["DbClusterResourceId"]

    with pytest.raises(ClientError) as caught:
        create(rds, cluster)

    assert caught.value.response["Error"]["Code"] == "DBClusterAlreadyExistsFault"
    assert describe(rds, cluster)["DbClusterResourceId"] == before


def test_the_password_is_never_told(rds: Any, cluster: str) -> None:
    """AWS does not return it either."""
    assert "long-enough-1" not in repr(describe(rds, cluster))


def test_the_endpoints_of_an_account_and_region_have_one_domain(rds: Any, client: ClientOf, name: str) -> None:
    """A cluster that is made again under its name answers at the same address, and a new name is a new address."""
    hosts = [create(rds, each)["Endpoint"] for each in (f"{name}a", f"{name}b")]
    reader = describe(rds, f"{name}a")["ReaderEndpoint"]
    elsewhere = create(client("rds", "eu-west-1"), name)["Endpoint"]

    (domain,) = {host.partition(".cluster-")[2] for host in hosts}
    assert reader == f"{name}a.cluster-ro-{domain}"
    assert re.fullmatch(r"[a-z0-9]{12}\.us-east-1\.rds\.amazonaws\.com", domain)
    assert elsewhere.partition(".cluster-")[2].split(".")[0] != domain.split(".")[0]


def test_rds_owns_no_secret_of_a_restored_cluster(rds: Any, name: str) -> None:
    """RestoreDBClusterToPointInTime has no `ManageMasterUserPassword`. Turned on, it is another secret."""
    user = {"Engine": SMALLEST["Engine"], "MasterUsername": SMALLEST["MasterUsername"]}
    rds.create_db_cluster(DBClusterIdentifier=name, ManageMasterUserPassword=True, **user)
    restored = f"{name}-restored"
    rds.restore_db_cluster_to_point_in_time(
        DBClusterIdentifier=restored, SourceDBClusterIdentifier=name, UseLatestRestorableTime=True
    )
    assert "MasterUserSecret" not in describe(rds, restored)

    rds.modify_db_cluster(DBClusterIdentifier=restored, ManageMasterUserPassword=True, ApplyImmediately=True)

    secrets = {describe(rds, each)["MasterUserSecret"]["SecretArn"] for each in (name, restored)}
    assert len(secrets) == 2

"""Instances of an Aurora cluster."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.aws_api.conftest import MONITORING_ROLE, OTHER_KEY


def create(rds: Any, cluster: str, key: str = "1", **arguments: Any) -> dict[str, Any]:
    """Create an instance and return its description."""
    rds.create_db_instance(
        DBInstanceIdentifier=f"{cluster}-{key}",
        DBClusterIdentifier=cluster,
        Engine="aurora-postgresql",
        DBInstanceClass="db.r7g.large",
        **arguments,
    )
    return describe(rds, f"{cluster}-{key}")


def describe(rds: Any, identifier: str) -> dict[str, Any]:
    """Return the description of an instance."""
    (instance,) = rds.describe_db_instances(DBInstanceIdentifier=identifier)["DBInstances"]
    return instance


IN_PLACE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "class": ({"DBInstanceClass": "db.r7g.xlarge"}, {"DBInstanceClass": "db.r7g.xlarge"}),
    "promotion tier": ({"PromotionTier": 7}, {"PromotionTier": 7}),
    "monitoring": (
        {"MonitoringInterval": 30, "MonitoringRoleArn": MONITORING_ROLE},
        {"MonitoringInterval": 30, "MonitoringRoleArn": MONITORING_ROLE},
    ),
    "minor upgrades": ({"AutoMinorVersionUpgrade": False}, {"AutoMinorVersionUpgrade": False}),
    "certificate": (
        {"CACertificateIdentifier": "rds-ca-ecc384-g1"},
        {"CACertificateIdentifier": "rds-ca-ecc384-g1"},
    ),
    "maintenance window": (
        {"PreferredMaintenanceWindow": "Tue:05:00-Tue:06:00"},
        {"PreferredMaintenanceWindow": "tue:05:00-tue:06:00"},
    ),
    "public access": ({"PubliclyAccessible": True}, {"PubliclyAccessible": True}),
    "tags on snapshots": ({"CopyTagsToSnapshot": True}, {"CopyTagsToSnapshot": True}),
    "performance insights": (
        {
            "EnablePerformanceInsights": True,
            "PerformanceInsightsRetentionPeriod": 31,
            "PerformanceInsightsKMSKeyId": OTHER_KEY,
        },
        {
            "PerformanceInsightsEnabled": True,
            "PerformanceInsightsRetentionPeriod": 31,
            "PerformanceInsightsKMSKeyId": OTHER_KEY,
        },
    ),
}
"""Parameters of ModifyDBInstance, and the answer of DescribeDBInstances after it."""


@pytest.mark.parametrize("change", IN_PLACE)
def test_a_change_in_place_is_told(change: str, rds: Any, cluster: str) -> None:
    """Otherwise a refresh does not see changes made outside Pulumi."""
    asked, told = IN_PLACE[change]
    before = create(rds, cluster)
    assert not told.items() <= before.items(), "without a difference this test proves nothing"

    rds.modify_db_instance(DBInstanceIdentifier=f"{cluster}-1", ApplyImmediately=True, **asked)

    after = describe(rds, f"{cluster}-1")
    assert told.items() <= after.items()
    assert after["DbiResourceId"] == before["DbiResourceId"]


def test_the_parameter_group_can_be_changed(rds: Any, cluster: str, name: str) -> None:
    """In place; static parameters wait for a reboot."""
    rds.create_db_parameter_group(
        DBParameterGroupName=f"{name}-own", DBParameterGroupFamily="aurora-postgresql17", Description="ours"
    )
    (default,) = create(rds, cluster)["DBParameterGroups"]
    assert default["DBParameterGroupName"] == "default.aurora-postgresql17"

    rds.modify_db_instance(DBInstanceIdentifier=f"{cluster}-1", DBParameterGroupName=f"{name}-own")

    (group,) = describe(rds, f"{cluster}-1")["DBParameterGroups"]
    assert group["DBParameterGroupName"] == f"{name}-own"


def test_a_major_upgrade_of_the_cluster_gives_instances_their_new_group(rds: Any, cluster: str, name: str) -> None:
    """`DBInstanceParameterGroupName` exists for this alone (RDS API Reference, ModifyDBCluster)."""
    rds.create_db_parameter_group(
        DBParameterGroupName=f"{name}-18", DBParameterGroupFamily="aurora-postgresql18", Description="ours"
    )
    create(rds, cluster)

    rds.modify_db_cluster(
        DBClusterIdentifier=cluster,
        EngineVersion="18",
        AllowMajorVersionUpgrade=True,
        DBInstanceParameterGroupName=f"{name}-18",
        ApplyImmediately=True,
    )

    instance = describe(rds, f"{cluster}-1")
    assert instance["EngineVersion"].startswith("18.")
    assert [each["DBParameterGroupName"] for each in instance["DBParameterGroups"]] == [f"{name}-18"]


def test_the_first_instance_is_the_writer(rds: Any, cluster: str) -> None:
    """With any tier: the tier matters at failover only."""
    create(rds, cluster, "first", PromotionTier=15)
    create(rds, cluster, "second", PromotionTier=0)

    (found,) = rds.describe_db_clusters(DBClusterIdentifier=cluster)["DBClusters"]

    members = {each["DBInstanceIdentifier"]: each for each in found["DBClusterMembers"]}
    assert members[f"{cluster}-first"]["IsClusterWriter"]
    assert not members[f"{cluster}-second"]["IsClusterWriter"]
    assert members[f"{cluster}-first"]["PromotionTier"] == 15


def test_instances_are_spread_over_the_zones_of_their_subnets(rds: Any, cluster: str) -> None:
    """A cluster whose instances share a zone is not Multi-AZ."""
    zones = {create(rds, cluster, key)["AvailabilityZone"] for key in ("1", "2", "3")}

    assert zones == {"us-east-1a", "us-east-1b", "us-east-1c"}
    assert rds.describe_db_clusters(DBClusterIdentifier=cluster)["DBClusters"][0]["MultiAZ"]


def test_an_asked_zone_is_kept(rds: Any, cluster: str) -> None:
    """The caller chooses it."""
    assert create(rds, cluster, AvailabilityZone="us-east-1c")["AvailabilityZone"] == "us-east-1c"


def test_every_instance_has_an_id_and_an_address_of_its_own(rds: Any, cluster: str) -> None:
    """Alarms, IAM policies and connections use them."""
    first, second = create(rds, cluster, "1"), create(rds, cluster, "2")

    assert first["DbiResourceId"] != second["DbiResourceId"]
    (found,) = rds.describe_db_clusters(DBClusterIdentifier=cluster)["DBClusters"]
    domain = found["Endpoint"].split(".cluster-", 1)[1]
    assert first["Endpoint"]["Address"] == f"{cluster}-1.{domain}"


def test_an_instance_shares_what_is_its_clusters(rds: Any, cluster: str, subnet_group: str) -> None:
    """Port, subnet group, storage: set on the cluster, returned for both."""
    create(rds, cluster)
    rds.modify_db_cluster(DBClusterIdentifier=cluster, Port=5433, StorageType="aurora-iopt1", ApplyImmediately=True)

    instance = describe(rds, f"{cluster}-1")

    assert instance["Endpoint"]["Port"] == 5433
    assert instance["StorageType"] == "aurora-iopt1"
    assert instance["DBSubnetGroup"]["DBSubnetGroupName"] == subnet_group
    assert instance["PubliclyAccessible"] is False


def test_standard_storage_is_told_of_an_instance(rds: Any, cluster: str) -> None:
    """A cluster returns none."""
    assert create(rds, cluster)["StorageType"] == "aurora"


def test_insights_of_the_cluster_hold_for_its_instances(rds: Any, cluster: str) -> None:
    """For existing and for new instances."""
    create(rds, cluster, "before")

    rds.modify_db_cluster(
        DBClusterIdentifier=cluster, EnablePerformanceInsights=True, PerformanceInsightsRetentionPeriod=31
    )

    for instance in (describe(rds, f"{cluster}-before"), create(rds, cluster, "after")):
        assert instance["PerformanceInsightsEnabled"] is True
        assert instance["PerformanceInsightsRetentionPeriod"] == 31
        assert instance["DatabaseInsightsMode"] == "standard"


def test_monitoring_that_is_off_has_no_role(rds: Any, cluster: str) -> None:
    """Attributes that stay would be seen as drift."""
    create(rds, cluster, MonitoringInterval=60, MonitoringRoleArn=MONITORING_ROLE)

    rds.modify_db_instance(DBInstanceIdentifier=f"{cluster}-1", MonitoringInterval=0)

    assert "MonitoringRoleArn" not in describe(rds, f"{cluster}-1")


def test_an_instance_has_a_certificate_unless_asked(rds: Any, cluster: str) -> None:
    """Clients that verify the certificate need its authority."""
    assert create(rds, cluster)["CACertificateIdentifier"] == "rds-ca-rsa2048-g1"


def test_an_aurora_instance_has_no_snapshots_of_its_own(rds: Any, cluster: str) -> None:
    """Its storage is the cluster's, and snapshots would use up the account's quota."""
    create(rds, cluster)

    assert rds.describe_db_snapshots(DBInstanceIdentifier=f"{cluster}-1")["DBSnapshots"] == []


def test_a_change_that_fails_renames_nothing(rds: Any, cluster: str) -> None:
    """A change is applied as a whole or not at all."""
    create(rds, cluster)

    with pytest.raises(ClientError) as caught:
        rds.modify_db_instance(
            DBInstanceIdentifier=f"{cluster}-1",
            NewDBInstanceIdentifier=f"{cluster}-new",
            DBParameterGroupName="nowhere",
        )

    assert caught.value.response["Error"]["Code"] == "DBParameterGroupNotFound"
    assert describe(rds, f"{cluster}-1")["DBInstanceStatus"] == "available"


def test_the_window_of_an_instance_may_begin_as_the_backup_of_its_cluster_ends(rds: Any, cluster: str) -> None:
    """Windows that touch do not overlap, which moto refuses."""
    window = "sun:04:00-sun:05:00"
    windows = {"PreferredBackupWindow": "03:00-04:00", "PreferredMaintenanceWindow": window}
    rds.modify_db_cluster(DBClusterIdentifier=cluster, **windows)
    create(rds, cluster)

    rds.modify_db_instance(DBInstanceIdentifier=f"{cluster}-1", PreferredMaintenanceWindow=window)

    assert describe(rds, f"{cluster}-1")["PreferredMaintenanceWindow"] == window


def test_the_instances_of_a_renamed_cluster_name_it_by_its_new_name(rds: Any, cluster: str) -> None:
    """A client that looks for the instances of a cluster asks with the name that the cluster has."""
    create(rds, cluster)
    renamed = f"{cluster}-renamed"
    rds.modify_db_cluster(DBClusterIdentifier=cluster, NewDBClusterIdentifier=renamed, ApplyImmediately=True)

    found = rds.describe_db_instances(Filters=[{"Name": "db-cluster-id", "Values": [renamed]}])["DBInstances"]

    assert [each["DBClusterIdentifier"] for each in found] == [renamed]
    assert describe(rds, f"{cluster}-1")["DBClusterIdentifier"] == renamed

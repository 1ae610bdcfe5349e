"""Changes and deletion of Aurora clusters."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.aws_api.conftest import GROUPS, KEY, MONITORING_ROLE, OTHER_KEY
from tests.contract.aws_api.test_clusters import create, describe

IN_PLACE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "retention": ({"BackupRetentionPeriod": 9}, {"BackupRetentionPeriod": 9}),
    "backup window": ({"PreferredBackupWindow": "01:00-02:00"}, {"PreferredBackupWindow": "01:00-02:00"}),
    "maintenance window": (
        {"PreferredMaintenanceWindow": "Mon:05:00-Mon:06:00"},
        {"PreferredMaintenanceWindow": "mon:05:00-mon:06:00"},
    ),
    "IAM authentication": (
        {"EnableIAMDatabaseAuthentication": True},
        {"IAMDatabaseAuthenticationEnabled": True},
    ),
    "deletion protection": ({"DeletionProtection": True}, {"DeletionProtection": True}),
    "tags on snapshots": ({"CopyTagsToSnapshot": True}, {"CopyTagsToSnapshot": True}),
    "capacity": (
        {"ServerlessV2ScalingConfiguration": {"MinCapacity": 1, "MaxCapacity": 8}},
        {"ServerlessV2ScalingConfiguration": {"MinCapacity": 1.0, "MaxCapacity": 8.0}},
    ),
    "storage": ({"StorageType": "aurora-iopt1"}, {"StorageType": "aurora-iopt1"}),
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
    "database insights": (
        {
            "DatabaseInsightsMode": "advanced",
            "EnablePerformanceInsights": True,
            "PerformanceInsightsRetentionPeriod": 465,
        },
        {"DatabaseInsightsMode": "advanced"},
    ),
    "monitoring": (
        {"MonitoringInterval": 15, "MonitoringRoleArn": MONITORING_ROLE},
        {"MonitoringInterval": 15, "MonitoringRoleArn": MONITORING_ROLE},
    ),
    "security groups": (
        {"VpcSecurityGroupIds": [GROUPS[1]]},
        {"VpcSecurityGroups": [{"VpcSecurityGroupId": GROUPS[1], "Status": "active"}]},
    ),
    "parameter group": (
        {"DBClusterParameterGroupName": "another"},
        {"DBClusterParameterGroup": "another"},
    ),
    "port": ({"Port": 5433}, {"Port": 5433}),
    "minor version": ({"EngineVersion": "17.9"}, {"EngineVersion": "17.9"}),
    "lifecycle support": (
        {"EngineLifecycleSupport": "open-source-rds-extended-support-disabled"},
        {"EngineLifecycleSupport": "open-source-rds-extended-support-disabled"},
    ),
    "log exports": (
        {"CloudwatchLogsExportConfiguration": {"EnableLogTypes": ["postgresql", "instance"]}},
        {"EnabledCloudwatchLogsExports": ["postgresql", "instance"]},
    ),
}
"""Parameters of ModifyDBCluster, and the answer of DescribeDBClusters after it."""


@pytest.fixture(scope="session", autouse=True)
def parameter_groups(rds: Any) -> None:
    """Create the groups that clusters are changed to."""
    for name, family in {"another": "aurora-postgresql17", "own": "aurora-postgresql18"}.items():
        rds.create_db_cluster_parameter_group(
            DBClusterParameterGroupName=name, DBParameterGroupFamily=family, Description="ours"
        )


@pytest.mark.parametrize("change", IN_PLACE)
def test_a_change_in_place_is_told(change: str, rds: Any, cluster: str) -> None:
    """Otherwise a refresh does not see changes made outside Pulumi."""
    asked, told = IN_PLACE[change]
    before = describe(rds, cluster)
    assert not told.items() <= before.items(), "without a difference this test proves nothing"

    rds.modify_db_cluster(DBClusterIdentifier=cluster, ApplyImmediately=True, **asked)

    after = describe(rds, cluster)
    assert told.items() <= after.items()
    assert after["DbClusterResourceId"] == before["DbClusterResourceId"]


def test_exported_logs_are_switched_one_by_one(rds: Any, cluster: str) -> None:
    """The call takes what to enable and what to disable."""
    rds.modify_db_cluster(
        DBClusterIdentifier=cluster, CloudwatchLogsExportConfiguration={"EnableLogTypes": ["postgresql"]}
    )

    rds.modify_db_cluster(
        DBClusterIdentifier=cluster,
        CloudwatchLogsExportConfiguration={"EnableLogTypes": ["instance"], "DisableLogTypes": ["postgresql"]},
    )

    assert describe(rds, cluster)["EnabledCloudwatchLogsExports"] == ["instance"]


def test_insights_that_are_off_have_no_retention_and_keep_their_key(rds: Any, name: str) -> None:
    """They are turned on again with the same key, and with no other one.

    https://github.com/hashicorp/terraform-provider-aws/pull/6453
    """
    create(rds, name, EnablePerformanceInsights=True, PerformanceInsightsKMSKeyId=KEY)

    rds.modify_db_cluster(DBClusterIdentifier=name, EnablePerformanceInsights=False)

    assert "PerformanceInsightsRetentionPeriod" not in describe(rds, name)
    assert describe(rds, name)["PerformanceInsightsKMSKeyId"] == KEY
    with pytest.raises(ClientError, match="You can't change your Performance Insights KMS key"):
        rds.modify_db_cluster(
            DBClusterIdentifier=name, EnablePerformanceInsights=True, PerformanceInsightsKMSKeyId=OTHER_KEY
        )


def test_going_back_to_standard_storage_is_told_by_silence(rds: Any, name: str) -> None:
    """As at creation."""
    create(rds, name, StorageType="aurora-iopt1")

    rds.modify_db_cluster(DBClusterIdentifier=name, StorageType="aurora")

    assert "StorageType" not in describe(rds, name)


@pytest.mark.parametrize(("asked", "told"), [("17", "17.9"), ("18", "18.3")])
def test_asking_for_the_own_major_changes_nothing(asked: str, told: str, rds: Any, name: str) -> None:
    """AWS may have patched to a newer minor than the default; a new major gets its default minor."""
    create(rds, name, EngineVersion="17.9")

    rds.modify_db_cluster(
        DBClusterIdentifier=name, EngineVersion=asked, AllowMajorVersionUpgrade=True, ApplyImmediately=True
    )

    assert describe(rds, name)["EngineVersion"] == told


@pytest.mark.parametrize(
    ("group", "told"), [({}, "default.aurora-postgresql18"), ({"DBClusterParameterGroupName": "own"}, "own")]
)
def test_a_default_parameter_group_follows_the_major(group: dict[str, str], told: str, rds: Any, name: str) -> None:
    """A group of another family cannot be used."""
    create(rds, name, EngineVersion="17.7")

    rds.modify_db_cluster(
        DBClusterIdentifier=name, EngineVersion="18", AllowMajorVersionUpgrade=True, ApplyImmediately=True, **group
    )

    assert describe(rds, name)["DBClusterParameterGroup"] == told


def test_a_change_that_fails_loses_nothing(rds: Any, cluster: str) -> None:
    """The cluster and its settings stay."""
    with pytest.raises(ClientError) as caught:
        rds.modify_db_cluster(DBClusterIdentifier=cluster, BackupRetentionPeriod=20, MasterUserPassword="short")

    assert caught.value.response["Error"]["Code"] == "InvalidParameterValue"
    assert describe(rds, cluster)["BackupRetentionPeriod"] == 1


def test_a_cluster_that_is_gone_cannot_be_changed(rds: Any, name: str) -> None:
    """The code tells the provider that the cluster no longer exists."""
    with pytest.raises(ClientError) as caught:
        rds.modify_db_cluster(DBClusterIdentifier=name, BackupRetentionPeriod=2)

    assert caught.value.response["Error"]["Code"] == "DBClusterNotFoundFault"


def test_a_protected_cluster_is_not_deleted(rds: Any, name: str) -> None:
    """The second lock beside Pulumi's `protect`."""
    create(rds, name, DeletionProtection=True)

    with pytest.raises(ClientError) as caught:
        rds.delete_db_cluster(DBClusterIdentifier=name, SkipFinalSnapshot=True)

    assert caught.value.response["Error"]["Code"] == "InvalidParameterCombination"
    assert describe(rds, name)["DeletionProtection"]


def test_a_cluster_with_instances_is_not_deleted(rds: Any, cluster: str) -> None:
    """Its instances must be deleted first."""
    rds.create_db_instance(
        DBInstanceIdentifier=f"{cluster}-1",
        DBClusterIdentifier=cluster,
        Engine="aurora-postgresql",
        DBInstanceClass="db.r7g.large",
    )

    with pytest.raises(ClientError) as caught:
        rds.delete_db_cluster(DBClusterIdentifier=cluster, SkipFinalSnapshot=True)
    assert caught.value.response["Error"]["Code"] == "InvalidDBClusterStateFault"

    rds.delete_db_instance(DBInstanceIdentifier=f"{cluster}-1")
    rds.delete_db_cluster(DBClusterIdentifier=cluster, SkipFinalSnapshot=True)


def test_a_deleted_cluster_can_be_made_again_at_once(rds: Any, name: str) -> None:
    """A replacement does this."""
    first = create(rds, name)["DbClusterResourceId"]
    rds.delete_db_cluster(DBClusterIdentifier=name, SkipFinalSnapshot=True, DeleteAutomatedBackups=False)

    assert create(rds, name)["DbClusterResourceId"] != first


@pytest.mark.parametrize(("asked", "kept"), [({}, 0), ({"DeleteAutomatedBackups": False}, 1)])
def test_automated_backups_go_with_the_cluster_unless_kept(
    asked: dict[str, bool], kept: int, rds: Any, name: str
) -> None:
    """RDS API Reference, DeleteDBCluster."""
    create(rds, name)

    rds.delete_db_cluster(DBClusterIdentifier=name, SkipFinalSnapshot=True, **asked)

    snapshots = rds.describe_db_cluster_snapshots(DBClusterIdentifier=name)["DBClusterSnapshots"]
    assert len(snapshots) == kept


def test_the_final_snapshot_is_made_and_carries_the_tags(rds: Any, name: str) -> None:
    """It outlives the cluster."""
    create(rds, name, CopyTagsToSnapshot=True, Tags=[{"Key": "Project", "Value": "orion"}])

    rds.delete_db_cluster(DBClusterIdentifier=name, FinalDBSnapshotIdentifier=f"{name}-final")

    (snapshot,) = rds.describe_db_cluster_snapshots(DBClusterSnapshotIdentifier=f"{name}-final")["DBClusterSnapshots"]
    assert snapshot["TagList"] == [{"Key": "Project", "Value": "orion"}]

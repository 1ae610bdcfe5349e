"""A second cluster that is restored from another one: its creation, instances and deletion."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from orion_ops.aws import Record
from orion_ops.aws_errors import AwsError
from orion_ops.errors import OpsError
from orion_ops.restore.clusters import BUSY, POLL_SECONDS, Clusters, as_list
from orion_ops.waiting import until

ENGINE = "aurora-postgresql"
REMOVED_SECONDS = 3600.0
DELETING = "deleting"


def check_restorable(cluster: Record, moment: datetime) -> None:
    """Check that a cluster can be restored to a time.

    Raises:
        OpsError: It cannot.
    """
    earliest, latest = cluster.get("EarliestRestorableTime"), cluster.get("LatestRestorableTime")
    if earliest is None or latest is None or not earliest <= moment <= latest:
        raise OpsError(
            f"{cluster['DBClusterIdentifier']} cannot be restored to {written(moment)}: its backups cover "
            f"{written(earliest)} to {written(latest)}."
        )


def written(moment: datetime | None) -> str:
    """Return a time in the form of `--to`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else "no time"


def restore(
    clusters: Clusters, source: Record, name: str, moment: datetime, tags: Mapping[str, str], **settings: Any
) -> None:
    """Restore a cluster to a time under another name, without waiting for it. Raises `AwsError`."""
    clusters.call(
        "restore_db_cluster_to_point_in_time",
        DBClusterIdentifier=name,
        SourceDBClusterIdentifier=source["DBClusterIdentifier"],
        RestoreToTime=moment,
        Tags=as_list(tags),
        **_settings(source),
        **settings,
    )


def restore_snapshot(clusters: Clusters, like: Record, name: str, snapshot: str, tags: Mapping[str, str]) -> None:
    """Restore a cluster from a snapshot, with the settings of another one. As `restore`."""
    clusters.call(
        "restore_db_cluster_from_snapshot",
        DBClusterIdentifier=name,
        SnapshotIdentifier=snapshot,
        Engine=ENGINE,
        Tags=as_list(tags),
        **_settings(like),
    )


def _settings(source: Record) -> Mapping[str, Any]:
    """Return the settings for the request of a restore, without which AWS uses its defaults.

    Log exports are left out: they would create a log group with the name of the restored cluster.
    """
    return _known(
        DBClusterParameterGroupName=source.get("DBClusterParameterGroup"),
        DBSubnetGroupName=source.get("DBSubnetGroup"),
        VpcSecurityGroupIds=[each["VpcSecurityGroupId"] for each in source.get("VpcSecurityGroups", ())],
        Port=source.get("Port"),
        NetworkType=source.get("NetworkType"),
        # Standard storage, which is the default, is not described.
        StorageType=source.get("StorageType"),
        EnableIAMDatabaseAuthentication=source.get("IAMDatabaseAuthenticationEnabled"),
        EngineLifecycleSupport=source.get("EngineLifecycleSupport"),
        ServerlessV2ScalingConfiguration=source.get("ServerlessV2ScalingConfiguration"),
    )


def adapt(clusters: Clusters, source: Record, name: str, **password: Any) -> None:
    """Apply the settings that the request of a restore does not accept. Raises `OpsError`."""
    insights = source.get("PerformanceInsightsEnabled")
    monitoring = source.get("MonitoringInterval")
    clusters.change(
        "modify_db_cluster",
        DBClusterIdentifier=name,
        ApplyImmediately=True,
        **password,
        **_known(
            BackupRetentionPeriod=source.get("BackupRetentionPeriod"),
            PreferredBackupWindow=source.get("PreferredBackupWindow"),
            PreferredMaintenanceWindow=source.get("PreferredMaintenanceWindow"),
            AutoMinorVersionUpgrade=source.get("AutoMinorVersionUpgrade"),
            DatabaseInsightsMode=source.get("DatabaseInsightsMode"),
            EnablePerformanceInsights=insights,
            PerformanceInsightsKMSKeyId=source.get("PerformanceInsightsKMSKeyId") if insights else None,
            PerformanceInsightsRetentionPeriod=source.get("PerformanceInsightsRetentionPeriod") if insights else None,
            MonitoringInterval=monitoring or None,
            MonitoringRoleArn=source.get("MonitoringRoleArn") if monitoring else None,
        ),
    )


def create_instance(clusters: Clusters, name: str, identifier: str, like: Record, tags: Mapping[str, str]) -> None:
    """Create an instance with the settings of another one, without waiting for it. Raises `OpsError`."""
    groups = like.get("DBParameterGroups") or [{}]
    clusters.change(
        "create_db_instance",
        DBClusterIdentifier=name,
        DBInstanceIdentifier=identifier,
        Tags=as_list(tags),
        **_known(
            Engine=like["Engine"],
            DBInstanceClass=like["DBInstanceClass"],
            DBParameterGroupName=groups[0].get("DBParameterGroupName"),
            AvailabilityZone=like.get("AvailabilityZone"),
            PromotionTier=like.get("PromotionTier"),
            PreferredMaintenanceWindow=like.get("PreferredMaintenanceWindow"),
            AutoMinorVersionUpgrade=like.get("AutoMinorVersionUpgrade"),
            PubliclyAccessible=like.get("PubliclyAccessible"),
            MonitoringInterval=like.get("MonitoringInterval"),
            MonitoringRoleArn=like.get("MonitoringRoleArn"),
            CACertificateIdentifier=like.get("CACertificateIdentifier"),
            CopyTagsToSnapshot=like.get("CopyTagsToSnapshot"),
        ),
    )


def _known(**values: Any) -> Mapping[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def remove(clusters: Clusters, name: str) -> None:
    """Delete a cluster without a snapshot, with its instances, and wait until it is gone. Raises `OpsError`."""
    until(lambda: _is_removed(clusters, name), REMOVED_SECONDS, f"The cluster {name} is not deleted", POLL_SECONDS)


def _is_removed(clusters: Clusters, name: str) -> bool:
    """Delete the instances, then the cluster, unless they are being deleted; return whether the cluster is gone."""
    if (cluster := clusters.find(name)) is None:
        return True
    instances = [each for each in clusters.instances(cluster) if each["DBInstanceStatus"] != DELETING]
    for each in instances:
        _delete(clusters, "delete_db_instance", DBInstanceIdentifier=each["DBInstanceIdentifier"])
    if not instances and cluster["Status"] != DELETING:
        _delete(clusters, "delete_db_cluster", DBClusterIdentifier=name, SkipFinalSnapshot=True)
    return clusters.find(name) is None


def _delete(clusters: Clusters, operation: str, **parameters: Any) -> None:
    """Call an operation that deletes; a resource that is being created or changed is deleted later."""
    try:
        clusters.call(operation, **parameters)
    except AwsError as error:
        if not error.code.startswith(BUSY):
            raise

"""The production stack, deployed and healthy, as AWS describes it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from orion_ops.report import Report, Section
from orion_ops.status.command import report
from orion_rds.cli.stack_file import KEY, read
from orion_rds.config import DatabaseConfig
from tests.component.stacks import REPOSITORY
from tests.unit.ops.answers import Answers

CONFIG = read(REPOSITORY / "Pulumi.prod.yaml", KEY)
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
HERE, THERE = "us-east-1", "us-west-2"
CLUSTERS = {HERE: "orion-prod-aurora", THERE: "orion-prod-dr-aurora"}
FLEETS = {HERE: ("one", "two", "three"), THERE: ("four",)}


def arn(region: str, kind: str, name: str) -> str:
    """Return the ARN of a resource of RDS."""
    return f"arn:aws:rds:{region}:123456789012:{kind}:{name}"


def healthy() -> Answers:
    """Return the answers of AWS for a stack that is well. Tests change one of them."""
    answers = Answers()
    for region in (HERE, THERE):
        for operation, response in _regional(region).items():
            answers[region, operation] = response
    for region in (HERE, THERE):
        answers[region, "describe_global_clusters"] = {"GlobalClusters": [_global_cluster()]}
    answers[HERE, "describe_replication_groups"] = {"ReplicationGroups": [_redis()]}
    answers[HERE, "describe_cache_clusters"] = {"CacheClusters": [_node(number) for number in (1, 2)]}
    answers[THERE, "get_metric_data"] = _lags
    return answers


def look(answers: Answers, config: DatabaseConfig = CONFIG) -> Report:
    """Return the report."""
    return report(answers.aws(), config, NOW, "123456789012")


def section(answers: Answers, name: str) -> Section:
    """Return one section of the report."""
    return next(each for each in look(answers).sections if each.name == name)


def _regional(region: str) -> dict[str, Any]:
    cluster, day = CLUSTERS[region], timedelta(days=1)
    return {
        "describe_db_clusters": {
            "DBClusters": [
                {
                    "DBClusterIdentifier": cluster,
                    "DBClusterArn": arn(region, "cluster", cluster),
                    "Status": "available",
                    "EngineVersion": "17.7",
                    "EngineLifecycleSupport": "open-source-rds-extended-support-disabled",
                    "DBClusterMembers": [
                        {
                            "DBInstanceIdentifier": name,
                            "IsClusterWriter": name == "one",
                            "DBClusterParameterGroupStatus": "in-sync",
                            "PromotionTier": 1,
                        }
                        for name in FLEETS[region]
                    ],
                    "ClusterCreateTime": NOW - 90 * day,
                    "BackupRetentionPeriod": 35,
                    "EarliestRestorableTime": NOW - 35 * day,
                    "LatestRestorableTime": NOW - timedelta(minutes=5),
                    "PreferredMaintenanceWindow": "sun:04:30-sun:05:30",
                }
            ]
        },
        "describe_db_instances": {
            "DBInstances": [_instance(region, name, zone) for name, zone in zip(FLEETS[region], "abc", strict=False)]
        },
        "describe_db_cluster_snapshots": {
            "DBClusterSnapshots": [
                {"SnapshotCreateTime": NOW - timedelta(hours=9), "Status": "available"},
                {"SnapshotCreateTime": NOW - timedelta(hours=33), "Status": "available"},
            ]
        },
        "list_recovery_points_by_backup_vault": {"RecoveryPoints": [_point(HERE), _point(THERE)]},
        "describe_alarms": _alarms,
        "describe_pending_maintenance_actions": {"PendingMaintenanceActions": []},
        "describe_db_major_engine_versions": {
            "DBMajorEngineVersions": [
                {
                    "MajorEngineVersion": "17",
                    "SupportedEngineLifecycles": [
                        _lifecycle("standard", NOW + 1000 * day),
                        _lifecycle("extended", NOW + 2000 * day),
                    ],
                }
            ]
        },
        "describe_certificates": {
            "Certificates": [{"CertificateIdentifier": "rds-ca-rsa2048-g1", "ValidTill": NOW + 9000 * day}]
        },
    }


def _instance(region: str, name: str, zone: str) -> dict[str, Any]:
    return {
        "DBInstanceIdentifier": name,
        "DBInstanceArn": arn(region, "db", name),
        "DBInstanceStatus": "available",
        "DBInstanceClass": "db.r7g.xlarge",
        "EngineVersion": "17.7",
        "AvailabilityZone": f"{region}{zone}",
        "PreferredMaintenanceWindow": "sun:04:30-sun:05:30",
        "DBParameterGroups": [{"DBParameterGroupName": "g", "ParameterApplyStatus": "in-sync"}],
        "CACertificateIdentifier": "rds-ca-rsa2048-g1",
        "CertificateDetails": {"CAIdentifier": "rds-ca-rsa2048-g1", "ValidTill": NOW + timedelta(days=300)},
    }


def _lifecycle(kind: str, ends: datetime) -> dict[str, Any]:
    return {
        "LifecycleSupportName": f"open-source-rds-{kind}-support",
        "LifecycleSupportStartDate": ends - timedelta(days=1000),
        "LifecycleSupportEndDate": ends,
    }


def _point(region: str) -> dict[str, Any]:
    return {
        "RecoveryPointArn": f"arn:aws:rds:{region}:123456789012:cluster-snapshot:awsbackup:job-1",
        "ResourceArn": arn(region, "cluster", CLUSTERS[region]),
        "Status": "COMPLETED",
        "CreationDate": NOW - timedelta(hours=7),
        "CalculatedLifecycle": {"DeleteAt": NOW + timedelta(days=34)},
    }


def _global_cluster() -> dict[str, Any]:
    return {
        "GlobalClusterIdentifier": "orion-prod-aurora-global",
        "Status": "available",
        "GlobalClusterMembers": [
            {"DBClusterArn": arn(region, "cluster", name), "IsWriter": region == HERE}
            | ({"SynchronizationStatus": "connected"} if region == THERE else {})
            for region, name in CLUSTERS.items()
        ],
    }


def _redis() -> dict[str, Any]:
    return {
        "ReplicationGroupId": "orion-prod-redis",
        "Status": "available",
        "AutomaticFailover": "enabled",
        "NodeGroups": [
            {
                "NodeGroupId": "0001",
                "NodeGroupMembers": [
                    {
                        "CacheClusterId": f"orion-prod-redis-00{number}",
                        "CurrentRole": role,
                        "PreferredAvailabilityZone": f"us-east-1{zone}",
                    }
                    for number, role, zone in ((1, "primary", "a"), (2, "replica", "b"))
                ],
            }
        ],
    }


def _node(number: int) -> dict[str, Any]:
    return {
        "CacheClusterId": f"orion-prod-redis-00{number}",
        "ReplicationGroupId": "orion-prod-redis",
        "CacheClusterStatus": "available",
        "CacheNodeType": "cache.r7g.large",
        "EngineVersion": "8.2.0",
    }


def _alarms(given: Any) -> dict[str, Any]:
    alarms = [{"AlarmName": name, "StateValue": "OK", "ActionsEnabled": True} for name in given["AlarmNames"]]
    return {"MetricAlarms": alarms}


def _lags(given: Any) -> dict[str, Any]:
    return {
        "MetricDataResults": [
            {
                "Id": query["Id"],
                # The newest need not be the first.
                "Timestamps": [NOW - timedelta(minutes=3), NOW - timedelta(minutes=1)],
                "Values": [90.0, 80.0 if "ReplicationLag" in query["Expression"] else 70.0],
            }
            for query in given["MetricDataQueries"]
        ]
    }

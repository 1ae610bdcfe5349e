"""What `orion-rds status` shows, and what it calls unhealthy."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from orion_ops.report import Health
from tests.unit.ops.answers import Answers, Refused
from tests.unit.ops.production import CLUSTERS, CONFIG, HERE, NOW, THERE, arn, healthy, look, section

OLD = NOW - timedelta(days=3)


def test_a_deployed_stack_that_is_well_is_healthy() -> None:
    """No problem and nothing unknown; the exit code is 0."""
    found = look(healthy())

    assert [text for each in found.sections for text in (*each.problems, *each.unknown)] == []
    assert found.health is Health.HEALTHY
    assert found.health.exit_code == 0


ROWS: dict[str, dict[str, Any]] = {
    "clusters": {
        "cluster": "orion-prod-aurora",
        "region": HERE,
        "status": "available",
        "version": "17.7",
        "instances": 3,
    },
    "instances": {
        "instance": "one",
        "region": HERE,
        "role": "writer",
        "tier": 1,
        "zone": "us-east-1a",
        "class": "db.r7g.xlarge",
        "version": "17.7",
        "status": "available",
    },
    "redis": {
        "node": "orion-prod-redis-001",
        "shard": "0001",
        "role": "primary",
        "zone": "us-east-1a",
        "type": "cache.r7g.large",
        "version": "8.2.0",
        "status": "available",
    },
    "replication": {
        "cluster": "orion-prod-dr-aurora",
        "region": THERE,
        "role": "secondary",
        "synchronization": "connected",
        "lag_milliseconds": 80.0,
        "rpo_lag_milliseconds": 70.0,
    },
    "backups": {
        "cluster": "orion-prod-aurora",
        "region": HERE,
        "retention_days": 35,
        "earliest": NOW - timedelta(days=35),
        "latest": NOW - timedelta(minutes=5),
        "last_snapshot": NOW - timedelta(hours=9),
    },
    "copies": {
        "vault": "orion-prod-aurora-copies",
        "region": THERE,
        "cluster": "orion-prod-aurora",
        "kind": "copies",
        "recovery_points": 1,
        "newest": NOW - timedelta(hours=7),
        "kept_until": NOW + timedelta(days=34),
    },
    "support": {"what": "certificate of one", "region": HERE, "ends": NOW + timedelta(days=300)},
}
"""A row of each section that has rows when all is well, with every field."""


@pytest.mark.parametrize("name", ROWS)
def test_a_section_shows_every_field(name: str) -> None:
    """As AWS describes it."""
    assert ROWS[name] in section(healthy(), name).rows


def test_support_and_authorities_are_shown_once_a_region() -> None:
    """Extended support only where it is on."""
    names = [row["what"] for row in section(healthy(), "support").rows if row["region"] == HERE]

    assert names == [
        "standard support of PostgreSQL 17",
        *(f"certificate of {name}" for name in ("one", "three", "two")),
        "certificate authority rds-ca-rsa2048-g1",
    ]


def test_the_number_of_alarms_by_state_is_a_note() -> None:
    """An alarm without data is no problem by itself."""
    assert section(healthy(), "alarms").notes[1] == "us-west-2: 16 alarms, 16 OK, 0 without data."


Change = Callable[[Answers], object]


def cluster(answers: Answers, region: str = HERE) -> dict[str, Any]:
    """The cluster of a region, to be changed."""
    return first(answers, "describe_db_clusters", "DBClusters", region)


def first(answers: Answers, operation: str, key: str, region: str = HERE) -> dict[str, Any]:
    """The first item of an answer, to be changed."""
    answer: Any = answers[region, operation]
    return answer[key][0]


def described(answers: Answers) -> list[dict[str, Any]]:
    """The instances of the first region, the writer first."""
    answer: Any = answers[HERE, "describe_db_instances"]
    return answer["DBInstances"]


def instance(answers: Answers) -> dict[str, Any]:
    """The instance that writes."""
    return described(answers)[0]


def put(item: dict[str, Any], **values: Any) -> None:
    """Change an item."""
    item.update(values)


def answered(region: str, operation: str, answer: Any) -> Change:
    """Return the change of a whole answer."""
    return lambda answers: answers.__setitem__((region, operation), answer)


def alarm_that_went_off(given: Any) -> dict[str, Any]:
    """Answer with one alarm, and no other."""
    went_off = {
        "AlarmName": given["AlarmNames"][0],
        "StateValue": "ALARM",
        "StateReason": "Threshold Crossed",
        "StateTransitionedTimestamp": OLD,
        "ActionsEnabled": False,
    }
    return {"CompositeAlarms": [went_off]}


PROBLEMS: dict[str, tuple[str, Change, str]] = {
    "no cluster": (
        "clusters",
        answered(HERE, "describe_db_clusters", Refused("DBClusterNotFoundFault")),
        "The cluster orion-prod-aurora does not exist in us-east-1.",
    ),
    "a cluster that fails over": (
        "clusters",
        lambda answers: put(cluster(answers), Status="failing-over"),
        "The cluster orion-prod-aurora is `failing-over`.",
    ),
    "an instance that restarts": (
        "instances",
        lambda answers: put(instance(answers), DBInstanceStatus="rebooting"),
        "The instance one is `rebooting`.",
    ),
    "an instance that is gone": (
        "instances",
        lambda answers: described(answers).pop(),
        "orion-prod-aurora has 2 of 3 instances.",
    ),
    "no writer": (
        "instances",
        lambda answers: put(cluster(answers)["DBClusterMembers"][0], IsClusterWriter=False),
        "There is no writer instance.",
    ),
    "no redis": (
        "redis",
        answered(HERE, "describe_replication_groups", Refused("ReplicationGroupNotFoundFault")),
        "The replication group orion-prod-redis does not exist.",
    ),
    "a redis that is modified": (
        "redis",
        lambda answers: put(first(answers, "describe_replication_groups", "ReplicationGroups"), Status="modifying"),
        "The replication group orion-prod-redis is `modifying`.",
    ),
    "a node that restarts": (
        "redis",
        lambda answers: put(first(answers, "describe_cache_clusters", "CacheClusters"), CacheClusterStatus="rebooting"),
        "The node orion-prod-redis-001 is `rebooting`.",
    ),
    "a node that is gone": (
        "redis",
        lambda answers: first(answers, "describe_replication_groups", "ReplicationGroups")["NodeGroups"][0][
            "NodeGroupMembers"
        ].pop(),
        "orion-prod-redis has 1 of 2 nodes.",
    ),
    "no automatic failover": (
        "redis",
        lambda answers: put(
            first(answers, "describe_replication_groups", "ReplicationGroups"), AutomaticFailover="disabled"
        ),
        "Automatic failover of orion-prod-redis is `disabled`",
    ),
    "no global database": (
        "replication",
        answered(HERE, "describe_global_clusters", Refused("GlobalClusterNotFoundFault")),
        "The global database orion-prod-aurora-global does not exist.",
    ),
    "a global database that is modified": (
        "replication",
        lambda answers: put(first(answers, "describe_global_clusters", "GlobalClusters"), Status="modifying"),
        "The global database orion-prod-aurora-global is `modifying`.",
    ),
    "a switch of regions": (
        "replication",
        lambda answers: put(
            first(answers, "describe_global_clusters", "GlobalClusters"), FailoverState={"Status": "failing-over"}
        ),
        "A switch of orion-prod-aurora-global is `failing-over`.",
    ),
    "a global database without a writer": (
        "replication",
        lambda answers: put(members(answers)[0], IsWriter=False, SynchronizationStatus="connected"),
        "No cluster of orion-prod-aurora-global is the writer.",
    ),
    "a standby that left": (
        "replication",
        lambda answers: members(answers).pop(),
        "The cluster orion-prod-dr-aurora in us-west-2 is not part of the global database.",
    ),
    "a standby of another region": (
        "replication",
        lambda answers: put(members(answers)[1], DBClusterArn=arn("eu-west-1", "cluster", CLUSTERS[THERE])),
        "The cluster orion-prod-dr-aurora in us-west-2 is not part of the global database.",
    ),
    "a standby that is not connected": (
        "replication",
        lambda answers: put(members(answers)[1], SynchronizationStatus="pending-resync"),
        "The cluster orion-prod-dr-aurora in us-west-2 is `pending-resync`",
    ),
    "a standby that lags": (
        "replication",
        answered(
            THERE,
            "get_metric_data",
            {
                "MetricDataResults": [
                    {"Id": "q0", "Timestamps": [NOW], "Values": [10_001.0]},
                    {"Id": "q1", "Timestamps": [NOW], "Values": [60_000.0]},
                ]
            },
        ),
        "AuroraGlobalDBReplicationLag of orion-prod-dr-aurora is 10001 ms, above 10000 ms (alarms.replication_lag).",
    ),
    "an alarm that went off": (
        "alarms",
        answered(HERE, "describe_alarms", alarm_that_went_off),
        "The alarm orion-prod-writer-unhealthy in us-east-1 is in the state ALARM.",
    ),
    "an alarm that is missing": (
        "alarms",
        answered(THERE, "describe_alarms", {"MetricAlarms": []}),
        "The alarm orion-prod-dr-aurora-writer-cpu does not exist in us-west-2.",
    ),
    "a restorable time that stays": (
        "backups",
        lambda answers: put(cluster(answers), LatestRestorableTime=NOW - timedelta(minutes=61)),
        "orion-prod-aurora cannot be restored to the last hour.",
    ),
    "no restorable time": (
        "backups",
        lambda answers: cluster(answers).pop("LatestRestorableTime"),
        "orion-prod-aurora cannot be restored to the last hour.",
    ),
    "an old snapshot": (
        "backups",
        answered(
            HERE,
            "describe_db_cluster_snapshots",
            {
                "DBClusterSnapshots": [
                    {"SnapshotCreateTime": OLD, "Status": "available"},
                    {"SnapshotCreateTime": NOW, "Status": "creating"},
                ]
            },
        ),
        "orion-prod-aurora has no automated snapshot of the last two days.",
    ),
    "old copies": (
        "copies",
        lambda answers: put(
            first(answers, "list_recovery_points_by_backup_vault", "RecoveryPoints", THERE), CreationDate=OLD
        ),
        "orion-prod-aurora-copies in us-west-2 has no backup of orion-prod-aurora of the last two days.",
    ),
    "copies that failed": (
        "copies",
        lambda answers: put(
            first(answers, "list_recovery_points_by_backup_vault", "RecoveryPoints", THERE), Status="PARTIAL"
        ),
        "orion-prod-aurora-copies in us-west-2 has no backup of orion-prod-aurora of the last two days.",
    ),
    "a version without support": (
        "support",
        lambda answers: put(
            first(answers, "describe_db_major_engine_versions", "DBMajorEngineVersions")["SupportedEngineLifecycles"][
                0
            ],
            LifecycleSupportEndDate=OLD,
        ),
        "The standard support of PostgreSQL 17 in us-east-1 has ended on 2026-11-26.",
    ),
    "a certificate that ends": (
        "support",
        lambda answers: put(instance(answers)["CertificateDetails"], ValidTill=NOW + timedelta(days=29)),
        "The certificate of one in us-east-1 ends on 2026-12-28.",
    ),
    "an authority that ends": (
        "support",
        lambda answers: put(
            first(answers, "describe_certificates", "Certificates"), ValidTill=NOW + timedelta(days=29)
        ),
        "The certificate authority rds-ca-rsa2048-g1 in us-east-1 ends on 2026-12-28.",
    ),
}


def members(answers: Answers) -> list[dict[str, Any]]:
    """The members of the global database, the writer first."""
    return first(answers, "describe_global_clusters", "GlobalClusters")["GlobalClusterMembers"]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_problem_is_named_in_its_section(problem: str) -> None:
    """Each makes the database unhealthy, and the text says what to do."""
    name, change, text = PROBLEMS[problem]
    answers = healthy()
    change(answers)

    found = look(answers)

    of_section = next(each for each in found.sections if each.name == name)
    told = [each for each in of_section.problems if each.startswith(text)]
    assert len(told) == 1, of_section
    assert len(told[0]) > len(text) or told[0].endswith("."), "no next step"
    assert found.health.exit_code == 3


def test_an_alarm_shows_since_when_and_why() -> None:
    """And that it notifies nobody."""
    answers = healthy()
    answers[HERE, "describe_alarms"] = alarm_that_went_off

    of_alarms = section(answers, "alarms")

    assert of_alarms.rows == [
        {"alarm": "orion-prod-writer-unhealthy", "region": HERE, "since": OLD, "reason": "Threshold Crossed"}
    ]
    assert "The alarm orion-prod-writer-unhealthy in us-east-1 sends no notifications" in of_alarms.notes[1]


PENDING: dict[str, tuple[Change, dict[str, Any]]] = {
    "a static parameter of the cluster's group": (
        lambda answers: put(cluster(answers)["DBClusterMembers"][1], DBClusterParameterGroupStatus="pending-reboot"),
        {
            "resource": "two",
            "pending": "reboot",
            "detail": "static parameters",
            "applied": "by `aws rds reboot-db-instance --db-instance-identifier two --region us-east-1`",
        },
    ),
    "a static parameter of the instances' group": (
        lambda answers: put(instance(answers)["DBParameterGroups"][0], ParameterApplyStatus="pending-reboot"),
        {
            "resource": "one",
            "pending": "reboot",
            "detail": "static parameters",
            "applied": "by `aws rds reboot-db-instance --db-instance-identifier one --region us-east-1`",
        },
    ),
    "a version": (
        lambda answers: put(cluster(answers), PendingModifiedValues={"EngineVersion": "17.9"}),
        {
            "resource": "orion-prod-aurora",
            "pending": "EngineVersion",
            "detail": "17.9",
            "applied": "sun:04:30-sun:05:30",
        },
    ),
    "a class": (
        lambda answers: put(instance(answers), PendingModifiedValues={"DBInstanceClass": "db.r8g.large"}),
        {"resource": "one", "pending": "DBInstanceClass", "detail": "db.r8g.large", "applied": "sun:04:30-sun:05:30"},
    ),
    "a password": (
        lambda answers: put(cluster(answers), PendingModifiedValues={"MasterUserPassword": "****"}),
        {"resource": "orion-prod-aurora", "pending": "MasterUserPassword", "detail": ""},
    ),
    "a node type": (
        lambda answers: put(
            first(answers, "describe_replication_groups", "ReplicationGroups"),
            PendingModifiedValues={"AutomaticFailoverStatus": "enabled"},
        ),
        {
            "resource": "orion-prod-redis",
            "pending": "AutomaticFailoverStatus",
            "detail": "enabled",
            "applied": "the maintenance window",
        },
    ),
    "a forced upgrade": (
        answered(
            HERE,
            "describe_pending_maintenance_actions",
            {
                "PendingMaintenanceActions": [
                    {
                        "ResourceIdentifier": arn(HERE, "cluster", CLUSTERS[HERE]),
                        "PendingMaintenanceActionDetails": [
                            {"Action": "db-upgrade", "Description": "Upgrade to 17.9", "ForcedApplyDate": NOW}
                        ],
                    },
                    {
                        "ResourceIdentifier": arn(HERE, "cluster", "of-somebody-else"),
                        "PendingMaintenanceActionDetails": [{"Action": "db-upgrade"}],
                    },
                ]
            },
        ),
        {"resource": "orion-prod-aurora", "pending": "db-upgrade", "detail": "Upgrade to 17.9", "applied": NOW},
    ),
    "an update that nobody asked for": (
        answered(
            THERE,
            "describe_pending_maintenance_actions",
            {
                "PendingMaintenanceActions": [
                    {
                        "ResourceIdentifier": arn(THERE, "db", "four"),
                        "PendingMaintenanceActionDetails": [{"Action": "system-update"}],
                    }
                ]
            },
        ),
        {
            "resource": "four",
            "region": THERE,
            "pending": "system-update",
            "detail": None,
            "applied": "on request",
        },
    ),
}


@pytest.mark.parametrize("waits", PENDING)
def test_what_waits_is_shown_and_healthy(waits: str) -> None:
    """A person plans it; nothing is wrong."""
    change, expected = PENDING[waits]
    answers = healthy()
    change(answers)

    found = look(answers)

    rows = next(each.rows for each in found.sections if each.name == "pending")
    assert len(rows) == 1
    assert {"region": HERE, **expected}.items() <= rows[0].items()
    assert found.health is Health.HEALTHY


NOTES: dict[str, tuple[str, Change, str]] = {
    "one zone": (
        "instances",
        lambda answers: [put(each, AvailabilityZone="us-east-1a") for each in described(answers)],
        "All instances of orion-prod-aurora are in the zone us-east-1a",
    ),
    "a new cluster without copies": (
        "copies",
        lambda answers: (
            put(cluster(answers), ClusterCreateTime=NOW - timedelta(hours=47)),
            put(first(answers, "list_recovery_points_by_backup_vault", "RecoveryPoints", THERE), Status="CREATING"),
        ),
        "orion-prod-aurora-copies in us-west-2 has no backup of orion-prod-aurora of the last two days: the cluster is",
    ),
    "support that ends soon": (
        "support",
        lambda answers: put(
            first(answers, "describe_db_major_engine_versions", "DBMajorEngineVersions")["SupportedEngineLifecycles"][
                0
            ],
            LifecycleSupportEndDate=NOW + timedelta(days=181),
        ),
        "The standard support of PostgreSQL 17 ends on 2027-05-29.",
    ),
    "extended support": (
        "support",
        lambda answers: (
            put(cluster(answers), EngineLifecycleSupport="open-source-rds-extended-support"),
            put(
                first(answers, "describe_db_major_engine_versions", "DBMajorEngineVersions")[
                    "SupportedEngineLifecycles"
                ][0],
                LifecycleSupportEndDate=OLD,
            ),
        ),
        "The standard support of PostgreSQL 17 in us-east-1 has ended",
    ),
}


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_healthy(note: str) -> None:
    """It is worth knowing, and no reason to wake somebody."""
    name, change, text = NOTES[note]
    answers = healthy()
    change(answers)

    found = look(answers)

    assert [each for section in found.sections if section.name == name for each in section.notes if text in each]
    assert found.health is Health.HEALTHY


def test_extended_support_has_an_end_where_it_is_on() -> None:
    """Until then it costs more."""
    answers = healthy()
    put(cluster(answers), EngineLifecycleSupport="open-source-rds-extended-support")

    rows = section(answers, "support").rows

    assert {"what": "extended support of PostgreSQL 17", "region": HERE, "ends": NOW + timedelta(days=2000)} in rows


def test_a_lag_without_data_is_unknown() -> None:
    """CloudWatch has no zero where nothing is measured."""
    answers = healthy()
    answers[THERE, "get_metric_data"] = {"MetricDataResults": [{"Id": "q0", "Timestamps": [], "Values": []}]}

    found = look(answers)

    unknown = next(each.unknown for each in found.sections if each.name == "replication")
    assert [text.split(" of ")[0] for text in unknown] == [
        "CloudWatch has no AuroraGlobalDBReplicationLag",
        "CloudWatch has no AuroraGlobalDBRPOLag",
    ]
    assert found.health.exit_code == 4


def test_what_is_not_deployed_has_one_problem_for_each_part() -> None:
    """Not one for each alarm that would be there."""
    found = look(Answers())

    assert [text.split(" does ")[0] for each in found.sections for text in each.problems] == [
        "The cluster orion-prod-aurora",
        "The cluster orion-prod-dr-aurora",
        "The replication group orion-prod-redis",
        "The global database orion-prod-aurora-global",
    ]


OPERATIONS = sorted({operation for _, operation in healthy()})


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_part_that_may_not_be_read_is_unknown_and_the_rest_is_shown(operation: str) -> None:
    """Whoever is on call may have fewer permissions. What is not known is not healthy."""
    answers = healthy()
    for region in (HERE, THERE):
        if (region, operation) in answers:
            answers[region, operation] = Refused("AccessDenied")

    found = look(answers)

    unknown = [text for each in found.sections for text in each.unknown]
    assert unknown
    assert all("is not allowed (AccessDenied: Not today)" in text for text in unknown)
    assert found.health is Health.UNKNOWN
    assert found.health.exit_code == 4
    assert len(unknown) < 30


def test_without_permission_in_the_second_region_the_first_is_shown() -> None:
    """A region is a part too."""
    answers = healthy()
    answers[THERE, "describe_db_instances"] = Refused("AccessDenied")

    of_instances = section(answers, "instances")

    assert [row["instance"] for row in of_instances.rows] == ["one", "three", "two"]
    assert [text.split(" is ")[0] for text in of_instances.unknown] == ["rds:DescribeDBInstances in us-west-2"]


def test_a_refused_call_is_made_once() -> None:
    """Six sections read the cluster; each attempt of a throttled call may take minutes."""
    calls = list[Any]()

    def describe(given: Any) -> Any:
        calls.append(given)
        return {"DBClusters": []}

    answers = healthy()
    answers[HERE, "describe_db_clusters"] = describe
    look(answers)

    assert len(calls) == 1


def test_sections_without_a_setting_are_left_out() -> None:
    """A database without Redis has no Redis that is missing."""
    assert CONFIG.redis
    names = [each.name for each in look(healthy()).sections]
    assert names == [
        "clusters",
        "instances",
        "redis",
        "replication",
        "alarms",
        "backups",
        "copies",
        "pending",
        "support",
    ]

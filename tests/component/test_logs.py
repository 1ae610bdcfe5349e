"""Logs that RDS exports."""

from orion_rds.testing import Recording
from tests.component.stacks import CLUSTER, LOG_GROUP, only, record_stack

ALL = ["postgresql", "instance", "iam-db-auth-error"]


def test_the_log_group_is_there_before_the_cluster(production: Recording) -> None:
    """RDS would make it itself: kept for ever, and in the way of ours."""
    log_group, cluster = only(production, LOG_GROUP), only(production, CLUSTER)

    assert log_group.urn in cluster.dependencies
    assert log_group.inputs["name"] == f"/aws/rds/cluster/{cluster.inputs['clusterIdentifier']}/postgresql"
    assert log_group.inputs["retentionInDays"] == 90
    assert cluster.inputs["enabledCloudwatchLogsExports"] == ["postgresql"]


def test_every_export_has_a_log_group_that_is_there_first() -> None:
    """One that was forgotten RDS would make, without retention and without key."""
    recording = record_stack("test", logs={"exports": ALL, "retention_days": 7})
    cluster, groups = only(recording, CLUSTER), recording.of(LOG_GROUP)

    assert cluster.inputs["enabledCloudwatchLogsExports"] == ALL
    assert {group.inputs["name"] for group in groups} == {f"/aws/rds/cluster/orion-test-aurora/{log}" for log in ALL}
    assert [group.inputs["retentionInDays"] for group in groups] == [7, 7, 7]
    assert {group.urn for group in groups} <= cluster.dependencies


def test_without_exports_there_is_no_log_group() -> None:
    """A group that nothing writes to is one more to look through."""
    recording = record_stack("test", logs={"exports": []})

    assert only(recording, CLUSTER).inputs["enabledCloudwatchLogsExports"] == []
    assert recording.of(LOG_GROUP) == ()

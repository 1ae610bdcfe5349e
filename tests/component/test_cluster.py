"""The cluster."""

from typing import Any

import pytest

from orion_rds.testing import Recording
from tests.component.stacks import CLUSTER, INSTANCE, only, parameters, record_stack, stack_config

CLUSTER_PARAMETERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-0000-4000-8000-000000000000"
SNAPSHOT_SUFFIX = "orion-cluster-final-snapshot"


@pytest.mark.parametrize("stack", ["test", "prod"])
@pytest.mark.parametrize(("deletion", "protect"), [(True, True), (False, None)])
def test_protection_is_pulumis_and_awss_together(stack: str, *, deletion: bool, protect: bool | None) -> None:
    """AWS's alone lets Pulumi delete the instances first; Pulumi's alone lets a console user delete all."""
    cluster = only(record_stack(stack, protection={"deletion": deletion}), CLUSTER)

    assert (cluster.protect, cluster.inputs["deletionProtection"]) == (protect, deletion)


@pytest.mark.parametrize("deletion", [True, False])
def test_a_last_snapshot_is_taken_with_or_without_protection(*, deletion: bool) -> None:
    """Protection is taken off just before the deletion that the snapshot is for."""
    cluster = only(record_stack("test", protection={"deletion": deletion, "final_snapshot": True}), CLUSTER)

    assert cluster.inputs["skipFinalSnapshot"] is False
    assert cluster.inputs["deleteAutomatedBackups"] is False
    assert cluster.inputs["finalSnapshotIdentifier"].startswith("orion-test-aurora-final-")


def test_a_protected_cluster_leaves_its_backups_and_a_last_snapshot(production: Recording) -> None:
    """The provider's default deletes the automated backups with the cluster."""
    cluster = only(production, CLUSTER)

    assert cluster.inputs["deleteAutomatedBackups"] is False
    assert cluster.inputs["skipFinalSnapshot"] is False
    assert cluster.inputs["finalSnapshotIdentifier"].startswith("orion-prod-aurora-final-")
    assert {suffix.urn for suffix in production.named(SNAPSHOT_SUFFIX)} <= cluster.dependencies


def test_a_trial_cluster_leaves_nothing(trial: Recording) -> None:
    """A trial stack is destroyed without traces."""
    cluster = only(trial, CLUSTER)

    assert cluster.inputs["deleteAutomatedBackups"] is True
    assert cluster.inputs["skipFinalSnapshot"] is True


@pytest.mark.parametrize(
    "change",
    [
        {"project": "other"},
        {"database_name": "other"},
        {"master": {"username": "other"}},
        {"encryption": {"kms_key_arn": None}},
        {"encryption": {**stack_config("prod")["encryption"], "storage_key_arn": KEY}},
        {"network": {"subnet_group_name": "other", "security_group_ids": ["sg-0a1b2c3d4e5f60718"]}},
    ],
)
def test_what_replaces_the_cluster_renames_its_last_snapshot(change: dict[str, Any]) -> None:
    """AWS stops the deletion when a snapshot of that name exists, as it does after the first replacement."""
    (before,), (after,) = (record_stack("prod", **changes).named(SNAPSHOT_SUFFIX) for changes in ({}, change))

    assert before.inputs["keepers"] != after.inputs["keepers"]


def test_what_would_replace_the_cluster_stops_at_its_name(production: Recording) -> None:
    """With the old cluster deleted first, all its data would go."""
    assert only(production, CLUSTER).delete_before_replace is False


def test_the_settings_of_the_module_reach_aws(production: Recording) -> None:
    """The settings of the production stack file reach the cluster."""
    expected = {
        "applyImmediately": True,
        "backupRetentionPeriod": 35,
        "clusterIdentifier": "orion-prod-aurora",
        "copyTagsToSnapshot": True,
        "databaseName": "orion",
        "engine": "aurora-postgresql",
        "engineLifecycleSupport": "open-source-rds-extended-support-disabled",
        "engineMode": "provisioned",
        "engineVersion": "17",
        "iamDatabaseAuthenticationEnabled": True,
        "masterUsername": "orion_admin",
        "preferredBackupWindow": "03:00-04:00",
        "preferredMaintenanceWindow": "sun:04:30-sun:05:30",
    }
    inputs = only(production, CLUSTER).inputs

    assert {name: inputs[name] for name in expected} == expected


def test_backups_that_aws_backup_manages_are_not_set(production: Recording) -> None:
    """Otherwise each deployment would set back what the plan of AWS Backup has set, in both regions."""
    owned = record_stack("prod", backup={"managed_by": "aws_backup"}).of(CLUSTER)

    for cluster, before in zip(owned, production.of(CLUSTER), strict=True):
        assert before.inputs.keys() - cluster.inputs.keys() == {"backupRetentionPeriod", "preferredBackupWindow"}


def test_the_cluster_names_no_zones(production: Recording) -> None:
    """AWS spreads the storage over three anyway; fewer would show as a replacement for ever."""
    assert "availabilityZones" not in only(production, CLUSTER).inputs


def test_a_provisioned_cluster_has_no_range_of_capacity(production: Recording) -> None:
    """It is for Serverless v2."""
    assert "serverlessv2ScalingConfiguration" not in only(production, CLUSTER).inputs


def test_iam_users_may_connect_and_policies_can_name_the_cluster(production: Recording) -> None:
    """A policy with the identifier is accepted and admits no user: it needs the resource id."""
    (database,) = production.of("orion-rds:index:AuroraDatabase")

    assert only(production, CLUSTER).inputs["iamDatabaseAuthenticationEnabled"] is True
    assert production.outputs[database.urn]["cluster_resource_id"].startswith("cluster-")


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [
        ({"min_acu": 0.5, "max_acu": 16}, {"minCapacity": 0.5, "maxCapacity": 16}),
        ({"min_acu": 0, "max_acu": 2}, {"minCapacity": 0, "maxCapacity": 2}),
        (
            {"min_acu": 0, "max_acu": 2, "pause_after_seconds": 600},
            {"minCapacity": 0, "maxCapacity": 2, "secondsUntilAutoPause": 600},
        ),
    ],
)
def test_a_serverless_cluster_has_its_range_of_capacity(capacity: dict[str, Any], expected: dict[str, Any]) -> None:
    """Without it AWS refuses every `db.serverless` instance; a pause it refuses unless the least capacity is 0."""
    cluster = only(record_stack("test", serverless=capacity), CLUSTER)

    assert cluster.inputs["serverlessv2ScalingConfiguration"] == expected


@pytest.mark.parametrize(("storage", "type_"), [("standard", "aurora"), ("io_optimized", "aurora-iopt1")])
def test_storage_is_written_in_the_words_of_aws(storage: str, type_: str) -> None:
    """Standard storage left out, or empty, would leave a cluster I/O-optimized that once was."""
    assert only(record_stack("test", engine={"storage": storage}), CLUSTER).inputs["storageType"] == type_


@pytest.mark.parametrize("support", ["open-source-rds-extended-support", "open-source-rds-extended-support-disabled"])
def test_extended_support_is_paid_for_only_when_asked_for(support: str, production: Recording) -> None:
    """AWS's default is the paid one, and a running cluster keeps its first setting."""
    asked = only(record_stack("test", engine={"lifecycle_support": support}), CLUSTER)

    assert asked.inputs["engineLifecycleSupport"] == support
    assert only(production, CLUSTER).inputs["engineLifecycleSupport"] == "open-source-rds-extended-support-disabled"


@pytest.mark.parametrize(("apply", "at_once"), [("immediately", True), ("maintenance_window", False)])
def test_cluster_and_instances_change_at_the_same_time(apply: str, at_once: bool) -> None:
    """The setting prevents a restart outside the window; the provider's default is the window."""
    recording = record_stack("prod", apply=apply)
    changing = [*recording.of(CLUSTER), *recording.of(INSTANCE)]

    assert [each.inputs["applyImmediately"] for each in changing] == [at_once] * 4


@pytest.mark.parametrize(
    ("version", "family"),
    [("17", "aurora-postgresql17"), ("16.8", "aurora-postgresql16"), ("18", "aurora-postgresql18")],
)
def test_the_family_of_the_parameters_follows_the_version(version: str, family: str) -> None:
    """AWS refuses a group of another family; with a new name the new group is created before the old one is deleted."""
    recording = record_stack("test", engine={"version": version})
    group = only(recording, CLUSTER_PARAMETERS)

    assert only(recording, CLUSTER).inputs["engineVersion"] == version
    assert group.inputs["family"] == family
    assert group.inputs["namePrefix"] == f"orion-test-aurora-pg{family[-2:]}-"


def test_static_parameters_wait_for_a_reboot(production: Recording) -> None:
    """`cannot use immediate apply method for static parameter`, says AWS."""
    sent = parameters(only(production, CLUSTER_PARAMETERS))

    assert sent["shared_preload_libraries"]["applyMethod"] == "pending-reboot"
    assert sent["track_activity_query_size"]["applyMethod"] == "pending-reboot"
    assert sent["log_statement"]["applyMethod"] == "immediate"


def test_connections_without_tls_are_refused(production: Recording) -> None:
    """It is the default from version 17 on, and not before."""
    assert parameters(only(production, CLUSTER_PARAMETERS))["rds.force_ssl"]["value"] == "1"

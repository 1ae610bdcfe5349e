"""The cluster."""

from typing import Any

import pytest

from orion_rds.testing import Recording
from tests.component.stacks import CLUSTER, LOG_GROUP, only, parameters, record_stack, stack_config

CLUSTER_PARAMETERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
SNAPSHOT_SUFFIX = "orion-cluster-final-snapshot"


def test_the_log_group_is_there_before_the_cluster(production: Recording) -> None:
    """RDS would make it itself: kept for ever, and in the way of ours."""
    log_group, cluster = only(production, LOG_GROUP), only(production, CLUSTER)

    assert log_group.urn in cluster.dependencies
    assert log_group.inputs["name"] == f"/aws/rds/cluster/{cluster.inputs['clusterIdentifier']}/postgresql"
    assert log_group.inputs["retentionInDays"] == 90
    assert cluster.inputs["enabledCloudwatchLogsExports"] == ["postgresql"]


def test_protection_is_pulumis_and_awss_together(production: Recording, trial: Recording) -> None:
    """AWS's alone lets Pulumi delete the instances first; Pulumi's alone lets a console user delete all."""
    protected, free = only(production, CLUSTER), only(trial, CLUSTER)

    assert (protected.protect, protected.inputs["deletionProtection"]) == (True, True)
    assert (free.protect, free.inputs["deletionProtection"]) == (None, False)


def test_a_protected_cluster_leaves_its_backups_and_a_last_snapshot(production: Recording) -> None:
    """The provider's default deletes the automated backups with the cluster."""
    cluster = only(production, CLUSTER)

    assert cluster.inputs["deleteAutomatedBackups"] is False
    assert cluster.inputs["skipFinalSnapshot"] is False
    assert cluster.inputs["finalSnapshotIdentifier"].startswith("orion-prod-aurora-final-")
    assert {suffix.urn for suffix in production.named(SNAPSHOT_SUFFIX)} <= cluster.dependencies


def test_a_trial_cluster_leaves_nothing(trial: Recording) -> None:
    """The seed's test destroys what it made."""
    cluster = only(trial, CLUSTER)

    assert cluster.inputs["deleteAutomatedBackups"] is True
    assert cluster.inputs["skipFinalSnapshot"] is True
    assert "finalSnapshotIdentifier" not in cluster.inputs
    assert not trial.named(SNAPSHOT_SUFFIX)


@pytest.mark.parametrize(
    "change",
    [
        {"project": "other"},
        {"database_name": "other"},
        {"master": {"username": "other"}},
        {"encryption": {"kms_key_arn": None}},
    ],
)
def test_what_replaces_the_cluster_renames_its_last_snapshot(change: dict[str, Any]) -> None:
    """AWS stops the deletion when a snapshot of that name exists, as it does after the first replacement."""
    (before,), (after,) = (record_stack("prod", **changes).named(SNAPSHOT_SUFFIX) for changes in ({}, change))

    assert before.inputs["keepers"] != after.inputs["keepers"]


def test_everything_is_encrypted_with_the_key_that_was_given(production: Recording) -> None:
    """It cannot be turned on later."""
    cluster, key = only(production, CLUSTER), stack_config("prod")["encryption"]["kms_key_arn"]

    assert cluster.inputs["storageEncrypted"] is True
    assert cluster.inputs["kmsKeyId"] == key
    assert cluster.inputs["performanceInsightsKmsKeyId"] == key


def test_without_a_key_awss_own_encrypts(trial: Recording) -> None:
    """No key is no reason for clear text."""
    cluster = only(trial, CLUSTER)

    assert cluster.inputs["storageEncrypted"] is True
    assert not {"kmsKeyId", "performanceInsightsKmsKeyId"} & cluster.inputs.keys()


def test_the_settings_of_the_story_reach_aws(production: Recording) -> None:
    """What the seed's module sets, and what stands in the production stack file."""
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


def test_zones_and_scaling_are_given_only_when_asked_for(production: Recording) -> None:
    """Fewer than three zones show as a replacement for ever; a scaling block is for Serverless v2."""
    inputs = only(production, CLUSTER).inputs

    assert not {"availabilityZones", "serverlessv2ScalingConfiguration"} & inputs.keys()


def test_a_serverless_cluster_has_its_range_of_capacity() -> None:
    """Without it AWS refuses every `db.serverless` instance."""
    cluster = only(record_stack("test", serverless={"min_acu": 0.5, "max_acu": 16}), CLUSTER)

    assert cluster.inputs["serverlessv2ScalingConfiguration"] == {"minCapacity": 0.5, "maxCapacity": 16}


@pytest.mark.parametrize(("storage", "type_"), [("standard", ""), ("io_optimized", "aurora-iopt1")])
def test_standard_storage_is_written_as_the_provider_reads_it(storage: str, type_: str) -> None:
    """AWS's `aurora` comes back as an empty text; written as `aurora` it would show as a change for ever."""
    assert only(record_stack("test", engine={"storage": storage}), CLUSTER).inputs["storageType"] == type_


def test_insights_can_be_turned_off() -> None:
    """Their retention and key go with them, as AWS refuses both without insights."""
    inputs = only(record_stack("prod", monitoring={"insights": "off"}), CLUSTER).inputs

    assert inputs["performanceInsightsEnabled"] is False
    assert inputs["databaseInsightsMode"] == "standard"
    assert not {"performanceInsightsRetentionPeriod", "performanceInsightsKmsKeyId"} & inputs.keys()


def test_insights_are_kept_as_long_as_asked_for(production: Recording) -> None:
    """On the cluster, from where AWS gives them to all instances."""
    inputs = only(production, CLUSTER).inputs

    assert (inputs["performanceInsightsEnabled"], inputs["performanceInsightsRetentionPeriod"]) == (True, 7)


@pytest.mark.parametrize(
    ("version", "family"),
    [("17", "aurora-postgresql17"), ("16.8", "aurora-postgresql16"), ("18", "aurora-postgresql18")],
)
def test_the_family_of_the_parameters_follows_the_version(version: str, family: str) -> None:
    """AWS refuses a group of another family; a new name lets the new group be made before the old one goes."""
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

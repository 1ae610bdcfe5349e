"""The live standby in a second region."""

import re
from collections.abc import Mapping
from typing import Any

import pulumi
import pytest

from orion_rds import AuroraDatabase
from orion_rds.components.cluster import writer_host
from orion_rds.components.standby import check_endpoint
from orion_rds.config import parse
from orion_rds.testing import UNKNOWN, RecordedResource, Recording, record
from orion_rds.testing.annotations import properties_of
from tests.component.stacks import CLUSTER, INSTANCE, SECRET, SECRET_VERSION, only, stack_config

GLOBAL_CLUSTER = "aws:rds/globalCluster:GlobalCluster"
PASSWORD = "random:index/randomPassword:RandomPassword"  # a resource type
GUARD = "orion-guard"
REGION = "us-west-2"
KEY = "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
STANDBY: Mapping[str, Any] = {
    "region": REGION,
    "encryption": {"kms_key_arn": KEY},
    "network": {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60728"]},
    "instances": {"count": 2},
}
GET_CLUSTERS, GET_CLUSTER = "aws:rds/getClusters:getClusters", "aws:rds/getCluster:getCluster"
NOBODY: Mapping[str, Mapping[str, Any]] = {GET_CLUSTERS: {"clusterIdentifiers": []}}


def config(**changes: Any) -> dict[str, Any]:
    """The test stack with a standby."""
    return {**stack_config("test"), "disaster_recovery": {**STANDBY, **changes}}


@pytest.fixture(scope="module")
def two_regions() -> Recording:
    """The test stack with a protected standby."""
    return record(lambda: AuroraDatabase("orion", parse(config())))


def of_the_standby(recording: Recording, type_: str) -> tuple[RecordedResource, ...]:
    """Resources of one type in the second region."""
    return tuple(each for each in recording.of(type_) if each.inputs.get("region") == REGION)


def test_everything_of_the_standby_is_in_its_region(two_regions: Recording) -> None:
    """A resource without a region would be created in the first one. IAM has no regions."""
    ours = [each for each in two_regions.resources if each.name.startswith("orion-standby-") and each.custom]
    regional = [each for each in ours if "region" in properties_of(each.type)] if ours else []
    apart = [each for each in regional if each.type != GLOBAL_CLUSTER]

    assert len(apart) > 5
    assert {each.inputs.get("region") for each in apart} == {REGION}
    first = [each for each in two_regions.resources if not each.name.startswith("orion-standby") and each.custom]
    assert {each.inputs.get("region") for each in first} == {None}


def test_the_standby_has_no_user_and_no_database_of_its_own(two_regions: Recording) -> None:
    """AWS refuses them on a cluster that replicates another."""
    (standby,) = of_the_standby(two_regions, CLUSTER)
    own = {"databaseName", "masterUsername", "masterPassword", "manageMasterUserPassword", "finalSnapshotIdentifier"}

    assert not own & standby.inputs.keys()
    assert standby.inputs["globalClusterIdentifier"] == "orion-test-aurora-global"
    assert standby.inputs["sourceRegion"] == "us-east-1"
    assert standby.inputs["kmsKeyId"] == KEY
    assert standby.inputs["clusterIdentifier"] == "orion-test-dr-aurora"


def test_the_standby_begins_with_the_very_version_that_the_first_cluster_runs() -> None:
    """Of a major version AWS would choose the minor that is its default on that day, and then not let it join."""
    recording = record(lambda: AuroraDatabase("orion", parse(config())), preview=True)
    (standby,) = of_the_standby(recording, CLUSTER)
    (first,) = (each for each in recording.of(CLUSTER) if each is not standby)

    assert first.inputs["engineVersion"] == "17"
    assert "engineVersion" not in first.ignore_changes
    assert standby.inputs["engineVersion"] is UNKNOWN
    assert "engineVersion" in standby.ignore_changes


def test_the_global_cluster_waits_for_the_writer_and_can_be_taken_down(two_regions: Recording) -> None:
    """AWS accepts a cluster only with a writer. Without `force_destroy` no destroy ever ends."""
    database = only(two_regions, GLOBAL_CLUSTER)
    writer, *_ = [each for each in two_regions.of(INSTANCE) if each.name.startswith("orion-instances-")]
    (standby,) = of_the_standby(two_regions, CLUSTER)

    assert writer.urn in database.dependencies
    assert database.urn in standby.dependencies
    assert database.inputs["forceDestroy"] is True
    assert database.inputs["deletionProtection"] is True


@pytest.mark.parametrize("support", ["open-source-rds-extended-support", "open-source-rds-extended-support-disabled"])
def test_extended_support_is_asked_for_of_the_global_database_and_both_clusters(support: str) -> None:
    """AWS's default for each is the one that costs, and a global database does not take that of its first cluster."""
    chosen = {**config(), "engine": {"lifecycle_support": support}}
    recording = record(lambda: AuroraDatabase("orion", parse(chosen)))
    resources = (*recording.of(GLOBAL_CLUSTER), *recording.of(CLUSTER))

    assert [each.inputs["engineLifecycleSupport"] for each in resources] == [support] * 3


def test_what_a_switch_of_regions_changes_is_left_alone(two_regions: Recording) -> None:
    """The next preview would detach the clusters or promote one, as regions switch roles outside Pulumi."""
    clusters = two_regions.of(CLUSTER)

    assert len(clusters) == 2
    for cluster in clusters:
        assert {"globalClusterIdentifier", "replicationSourceIdentifier"} <= set(cluster.ignore_changes)
    (first,) = (cluster for cluster in clusters if "region" not in cluster.inputs)
    assert {"databaseName", "masterUsername"} <= set(first.ignore_changes)
    assert "sourceDbClusterIdentifier" in only(two_regions, GLOBAL_CLUSTER).ignore_changes


def test_applications_are_told_the_host_that_follows_the_writer(two_regions: Recording) -> None:
    """A regional host leads to a cluster that only reads, once the other region writes."""
    (database,) = two_regions.of("orion-rds:index:AuroraDatabase")
    outputs = two_regions.outputs[database.urn]

    assert outputs["writer_endpoint"].startswith("orion-test-aurora-global.global-")
    assert outputs["cluster_endpoint"].startswith("orion-test-aurora.cluster-")


def test_a_standby_that_is_taken_away_leaves_no_backups_to_pay_for(two_regions: Recording) -> None:
    """The first cluster has the same data, and backups of its own."""
    kept = {**config(), "protection": {"deletion": True, "final_snapshot": True}}
    clusters = record(lambda: AuroraDatabase("orion", parse(kept))).of(CLUSTER)

    assert [each.inputs["deleteAutomatedBackups"] for each in clusters] == [False, True]
    assert [each.inputs["deleteAutomatedBackups"] for each in two_regions.of(CLUSTER)] == [True, True]


def test_the_secret_is_readable_in_both_regions(two_regions: Recording, trial: Recording) -> None:
    """When the first region is gone, so is its Secrets Manager."""
    assert only(two_regions, SECRET).inputs["replicas"] == [{"region": REGION, "kmsKeyId": KEY}]
    assert "replicas" not in only(trial, SECRET).inputs


def test_a_standby_changes_neither_the_password_nor_the_secret(two_regions: Recording, trial: Recording) -> None:
    """A new password cuts applications off; a secret that is written again loses a password that was rotated."""
    for type_ in (PASSWORD, SECRET_VERSION):
        alone, together = only(trial, type_), only(two_regions, type_)

        assert (alone.name, alone.inputs) == (together.name, together.inputs)
        assert not {"us-west-2", "global"} & set(re.split(r"[\W_]", str(together.inputs)))


@pytest.mark.parametrize("endpoint", [None, ""])
def test_an_empty_host_of_the_global_database_is_told_to_no_application(endpoint: str | None) -> None:
    """Older regions and partitions may return none. Where nothing has an id, a mock is in place of AWS."""
    with pytest.raises(pulumi.RunError, match="no writer endpoint"):
        check_endpoint(endpoint, "cluster-1")

    assert (
        check_endpoint("orion.global-1.global.rds.amazonaws.com", "cluster-1")
        == "orion.global-1.global.rds.amazonaws.com"
    )


@pytest.mark.parametrize("endpoint", ["orion.cluster-1.us-east-1.rds.amazonaws.com", None, ""])
def test_the_secret_has_the_same_host_while_the_other_region_writes(endpoint: str | None) -> None:
    """AWS may then return the host of the readers only, and another value would be written over a rotated password."""
    reader_endpoint = "orion.cluster-ro-1.us-east-1.rds.amazonaws.com"

    assert writer_host(endpoint, reader_endpoint) == "orion.cluster-1.us-east-1.rds.amazonaws.com"


def test_the_standby_is_protected_unless_it_says_otherwise(two_regions: Recording) -> None:
    """Removing the section needs two steps; the test stack itself is not protected."""
    (standby,) = of_the_standby(two_regions, CLUSTER)
    (guard,) = two_regions.named(GUARD)

    assert standby.protect
    assert standby.inputs["deletionProtection"] is True
    assert only(two_regions, GLOBAL_CLUSTER).protect
    assert guard.protect

    bare = record(lambda: AuroraDatabase("orion", parse(config(deletion_protection=False))), answers=NOBODY)
    (standby,) = of_the_standby(bare, CLUSTER)
    assert not standby.protect
    assert standby.inputs["deletionProtection"] is False
    assert not only(bare, GLOBAL_CLUSTER).protect


def test_without_instances_the_storage_alone_is_replicated() -> None:
    """The cheapest standby: no instance, and no role to monitor one."""
    headless = record(lambda: AuroraDatabase("orion", parse(config(instances={"count": 0}))))

    assert of_the_standby(headless, CLUSTER)
    assert not of_the_standby(headless, INSTANCE)
    assert not [each for each in headless.resources if each.name.startswith("orion-standby-monitoring")]


def test_minor_versions_do_not_come_by_themselves() -> None:
    """In a global database AWS installs none, so that the setting would promise too much."""
    recording = record(lambda: AuroraDatabase("orion", parse(config())))
    everything = [*recording.of(CLUSTER), *recording.of(INSTANCE)]

    assert everything
    assert {each.inputs["autoMinorVersionUpgrade"] for each in everything} == {False}

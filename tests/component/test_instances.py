"""The writer and its readers."""

from typing import Any

import pytest

from orion_rds.testing import Recording
from tests.component.stacks import CLUSTER, INSTANCE, only, parameters, record_stack

INSTANCE_PARAMETERS = "aws:rds/parameterGroup:ParameterGroup"
WATCHED: dict[str, Any] = {
    "alarms": {"profile": "quiet", "per_instance": True},
    "events": {"topic_arn": "arn:aws:sns:us-east-1:123456789012:database-events"},
}


def test_readers_wait_for_the_first_instance(production: Recording) -> None:
    """Made at the same time, any of them could become the writer."""
    writer, *readers = production.of(INSTANCE)

    assert len(readers) == 2, "without readers this test proves nothing"
    assert writer.name == "orion-instances-1"
    for reader in readers:
        assert writer.urn in reader.dependencies
        assert reader.parent == writer.parent
    assert not {reader.urn for reader in readers} & writer.dependencies


def test_readers_do_not_wait_for_each_other(production: Recording) -> None:
    """AWS needs ten minutes for an instance."""
    _, second, third = production.of(INSTANCE)

    assert second.urn not in third.dependencies
    assert third.urn not in second.dependencies


def test_an_instance_is_replaced_by_one_that_is_there_before_it_goes(production: Recording) -> None:
    """A fixed identifier would have to be free first, which is an outage."""
    for instance in production.of(INSTANCE):
        assert instance.inputs["identifierPrefix"] == "orion-prod-aurora-"
        assert "identifier" not in instance.inputs
        assert not instance.delete_before_replace


def test_promotion_tiers_are_written_down(production: Recording) -> None:
    """The API and the provider have different defaults."""
    assert [instance.inputs["promotionTier"] for instance in production.of(INSTANCE)] == [0, 0, 2]


def test_no_instance_is_public(production: Recording) -> None:
    """Left out, it depends on the subnets."""
    assert [instance.inputs["publiclyAccessible"] for instance in production.of(INSTANCE)] == [False] * 3


def test_version_and_insights_are_the_clusters_business(production: Recording) -> None:
    """Aurora ignores a version on an instance, and refuses insights that differ from the cluster's."""
    for instance in production.of(INSTANCE):
        managed = [name for name in instance.inputs if name.startswith(("engineVersion", "performanceInsights"))]
        assert managed == []


def test_minor_versions_come_by_themselves_only_where_none_is_pinned() -> None:
    """After AWS patched a pinned version, the next update would be a downgrade, which AWS refuses."""
    pinned, followed = (
        only(record_stack("test", engine={"version": version}), INSTANCE).inputs["autoMinorVersionUpgrade"]
        for version in ("17.7", "17")
    )

    assert (pinned, followed) == (False, True)


def test_a_serverless_database_has_serverless_instances() -> None:
    """The class says so, not the cluster."""
    recording = record_stack("test", serverless={"min_acu": 1, "max_acu": 8})

    assert only(recording, INSTANCE).inputs["instanceClass"] == "db.serverless"


def test_instances_log_who_connects(production: Recording) -> None:
    """The Terraform module sets these on the instance."""
    group = only(production, INSTANCE_PARAMETERS)

    assert {name: sent["value"] for name, sent in parameters(group).items()} == {
        "log_connections": "1",
        "log_disconnections": "1",
        "log_lock_waits": "1",
    }
    assert all(group.urn in instance.dependencies for instance in production.of(INSTANCE))


def test_instances_are_maintained_in_the_window_of_the_cluster(production: Recording) -> None:
    """Left out, AWS draws one at random for each instance."""
    windows = {instance.inputs["preferredMaintenanceWindow"] for instance in production.of(INSTANCE)}

    assert windows == {"sun:04:30-sun:05:30"}


def test_each_instance_has_its_own_class_tier_and_zone() -> None:
    """A large writer with its successor beside it, and a small reader for reports that is promoted last."""
    zone = "us-east-1a"
    instances: dict[str, dict[str, Any]] = {
        "writer": {"instance_class": "db.r7g.4xlarge", "availability_zone": zone},
        "successor": {"instance_class": "db.r7g.4xlarge"},
        "reports": {"instance_class": "db.r7g.large", "promotion_tier": 15},
    }
    made = {each.name: each for each in record_stack("test", instances=instances).of(INSTANCE)}
    writer = made["orion-instances-writer"]

    assert {name: (each.inputs["instanceClass"], each.inputs["promotionTier"]) for name, each in made.items()} == {
        "orion-instances-writer": ("db.r7g.4xlarge", 0),
        "orion-instances-successor": ("db.r7g.4xlarge", 0),
        "orion-instances-reports": ("db.r7g.large", 15),
    }
    assert [each for each in made.values() if "availabilityZone" in each.inputs] == [writer]
    assert writer.inputs["availabilityZone"] == zone
    assert {each.name for each in made.values() if writer.urn in each.dependencies} == made.keys() - {writer.name}
    assert {each.inputs["tags"]["Name"] for each in made.values()} == {
        f"orion-test-aurora-{name}" for name in instances
    }


def test_one_instance_taken_out_leaves_the_others_and_their_alarms_as_they_are() -> None:
    """What is keyed by a position would be replaced behind it."""
    three = {name: {"instance_class": "db.r7g.large"} for name in ("a", "b", "c")}
    before, after = (
        {
            each.urn: each.inputs
            for each in record_stack("test", instances=instances, **WATCHED).resources
            if each.custom
        }
        for instances in (three, {name: three[name] for name in ("a", "c")})
    )
    gone = before.keys() - after.keys()
    changed = {urn.rpartition("::")[2] for urn in after.keys() & before.keys() if after[urn] != before[urn]}

    assert after.keys() <= before.keys()
    assert {urn.rpartition("::")[2] for urn in gone} == {
        "orion-instances-b",
        *(f"orion-alerts-alarms-aurora-instance-b-{alarm}" for alarm in ("connections", "cpu", "load", "memory")),
    }
    assert changed == {
        "orion-alerts-alarms-instances-unhealthy",
        "orion-alerts-dashboard",
        "orion-alerts-events-instances",
    }


def test_numbers_as_names_are_the_same_as_a_count() -> None:
    """Who writes the instances out, to change one of them, must not replace the others."""
    counted, named = (
        record_stack("test", instances=instances).of(INSTANCE)
        for instances in (
            {"count": 2, "instance_class": "db.r7g.large"},
            {"2": {"instance_class": "db.r7g.large"}, "1": {}},
        )
    )

    assert len(counted) == 2
    assert [(each.urn, each.inputs) for each in counted] == [(each.urn, each.inputs) for each in named]


def test_serverless_readers_may_stand_beside_a_provisioned_writer() -> None:
    """The cluster has the range of capacity, the class says who uses it."""
    recording = record_stack(
        "test",
        instances={"1": {"instance_class": "db.r7g.large"}, "2": {"instance_class": "db.serverless"}},
        serverless={"min_acu": 2, "max_acu": 32},
    )

    assert [each.inputs["instanceClass"] for each in recording.of(INSTANCE)] == ["db.r7g.large", "db.serverless"]
    assert only(recording, CLUSTER).inputs["serverlessv2ScalingConfiguration"] == {"minCapacity": 2, "maxCapacity": 32}


@pytest.mark.parametrize("authority", ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1", None])
def test_the_certificate_authority_is_the_instances_own(authority: str | None) -> None:
    """On the cluster AWS accepts it only for Multi-AZ DB clusters; without one the account's default applies."""
    recording = record_stack("test", engine={"certificate_authority": authority})

    assert only(recording, INSTANCE).inputs.get("caCertIdentifier") == authority
    assert "caCertificateIdentifier" not in only(recording, CLUSTER).inputs


def test_instances_are_watched_alike(production: Recording) -> None:
    """AWS refuses instances of one cluster whose enhanced monitoring differs."""
    instances = production.of(INSTANCE)

    assert len(instances) == 3
    assert {(each.inputs["monitoringInterval"], each.inputs["monitoringRoleArn"]) for each in instances} == {
        (60, instances[0].inputs["monitoringRoleArn"])
    }

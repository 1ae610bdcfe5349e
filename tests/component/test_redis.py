"""Redis beside the database."""

import json
from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws
import pytest

from orion_rds import AuroraDatabase
from orion_rds.components.redis import Redis
from orion_rds.config import parse
from orion_rds.plan.site import primary_site
from orion_rds.testing import RecordedResource, Recording, record
from tests.component.stacks import INGRESS_RULE, LOG_GROUP, SECURITY_GROUP, only, record_stack, stack_config

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
PARAMETER_GROUP = "aws:elasticache/parameterGroup:ParameterGroup"
SUBNET_GROUP = "aws:elasticache/subnetGroup:SubnetGroup"


def record_redis(
    stack: str = "prod", *, preview: bool = False, changes: Mapping[str, Any] | None = None, **redis: Any
) -> Recording:
    """Record Redis for the database of a stack file."""
    config = parse({**stack_config(stack), **(changes or {}), "redis": redis})
    assert config.redis
    section = config.redis
    return record(lambda: Redis("orion-redis", primary_site(config), section), stack=stack, preview=preview)


@pytest.fixture(scope="module")
def redis() -> Recording:
    """Redis as it is where nothing more is said."""
    return record_redis()


def group(recording: Recording) -> RecordedResource:
    """Return the replication group."""
    return only(recording, GROUP)


def test_the_group_is_that_of_the_module(redis: Recording) -> None:
    """Encrypted on disks and on the way, with snapshots and windows."""
    inputs = group(redis).inputs

    assert inputs["replicationGroupId"] == "orion-prod-redis"
    assert (inputs["engine"], inputs["engineVersion"]) == ("valkey", "8.2")
    assert inputs["atRestEncryptionEnabled"] is inputs["transitEncryptionEnabled"] is True
    assert inputs["kmsKeyId"] == stack_config("prod")["encryption"]["kms_key_arn"]
    assert (inputs["snapshotRetentionLimit"], inputs["snapshotWindow"]) == (7, "05:00-06:00")
    assert inputs["maintenanceWindow"] == "sun:06:30-sun:07:30"
    assert inputs["port"] == 6379


def test_two_nodes_fail_over_between_zones(redis: Recording) -> None:
    """AWS refuses both for one node."""
    several, alone = group(redis).inputs, group(record_redis(nodes=1)).inputs

    assert several["numCacheClusters"] == 2
    assert several["automaticFailoverEnabled"] is several["multiAzEnabled"] is True
    assert alone["numCacheClusters"] == 1
    assert alone["automaticFailoverEnabled"] is alone["multiAzEnabled"] is False


@pytest.mark.parametrize(("replicas", "zones"), [(2, True), (0, False)])
def test_cluster_mode_always_fails_over(replicas: int, zones: bool) -> None:
    """AWS asks for it even without replicas; those it needs for several zones."""
    recording = record_redis(shards=3, replicas_per_shard=replicas)
    inputs = group(recording).inputs

    assert (inputs["clusterMode"], inputs["numNodeGroups"], inputs["replicasPerNodeGroup"]) == ("enabled", 3, replicas)
    assert inputs["automaticFailoverEnabled"] is True
    assert inputs["multiAzEnabled"] is zones
    assert "numCacheClusters" not in inputs
    assert {"name": "cluster-enabled", "value": "yes"} in only(recording, PARAMETER_GROUP).inputs["parameters"]


def test_the_parameter_group_is_of_the_versions_family() -> None:
    """A replacement is created before the old group is deleted, so it needs another name."""
    recordings = (
        record_redis(),
        record_redis(engine="redis"),
        record_redis(engine="redis", version="6.2"),
        record_redis(shards=2),
    )
    groups = [only(recording, PARAMETER_GROUP).inputs for recording in recordings]

    assert [each["family"] for each in groups] == ["valkey8", "redis7", "redis6.x", "valkey8"]
    suffixes = [recording.named("orion-redis-parameters-suffix")[0].inputs["keepers"] for recording in recordings]
    assert len({tuple(each.values()) for each in suffixes}) == 4


def test_the_subnet_group_that_is_made_is_used(redis: Recording) -> None:
    """A group of its own: ElastiCache does not know those of RDS."""
    made = only(redis, SUBNET_GROUP)

    assert made.inputs["subnetIds"] == stack_config("prod")["network"]["subnet_ids"]
    assert group(redis).inputs["subnetGroupName"] == made.inputs["name"]
    assert made.urn in group(redis).dependencies


def test_groups_that_exist_are_used_and_none_are_made() -> None:
    """The subnet group and the security groups of a landing zone."""
    network = {"subnet_group_name": "data", "security_group_ids": ["sg-0f0e0d0c0b0a09080"]}
    recording = record_redis(network=network)

    assert group(recording).inputs["subnetGroupName"] == "data"
    assert group(recording).inputs["securityGroupIds"] == ["sg-0f0e0d0c0b0a09080"]
    assert not [*recording.of(SUBNET_GROUP), *recording.of(SECURITY_GROUP), *recording.of(INGRESS_RULE)]


def test_who_reaches_the_database_reaches_redis_and_nothing_leaves(redis: Recording) -> None:
    """On Redis's port, by rules of a security group of its own."""
    security_group = only(redis, SECURITY_GROUP)
    rules = redis.of(INGRESS_RULE)

    assert {rule.name for rule in rules} == {
        "orion-redis-network-from-sg-0a1b2c3d4e5f60002",
        "orion-redis-network-from-10-20-0-0-16",
    }
    assert {(rule.inputs["fromPort"], rule.inputs["toPort"]) for rule in rules} == {(6379, 6379)}
    assert not {"ingress", "egress"} & security_group.inputs.keys()
    assert not redis.of("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
    assert security_group.urn in group(redis).dependencies


def test_logs_go_to_groups_that_exist_first(redis: Recording) -> None:
    """ElastiCache does not make them, or makes them to be kept for ever."""
    logs = {log.inputs["name"]: log for log in redis.of(LOG_GROUP)}
    delivered = {each["destination"]: each for each in group(redis).inputs["logDeliveryConfigurations"]}

    assert (
        logs.keys()
        == delivered.keys()
        == {
            "/aws/elasticache/orion-prod-redis/slow-log",
            "/aws/elasticache/orion-prod-redis/engine-log",
        }
    )
    for name, log in logs.items():
        assert log.inputs["retentionInDays"] == 30
        assert log.urn in group(redis).dependencies
        assert delivered[name]["destinationType"] == "cloudwatch-logs"


def test_without_exports_there_are_no_log_groups() -> None:
    """And nothing is delivered."""
    recording = record_redis(logs={"exports": []})

    assert not recording.of(LOG_GROUP)
    assert not group(recording).inputs.get("logDeliveryConfigurations")


def test_a_protected_group_is_protected_and_leaves_a_snapshot(redis: Recording) -> None:
    """ElastiCache has no deletion protection, so only Pulumi protects the group."""
    assert group(redis).protect is True
    assert group(redis).inputs["finalSnapshotIdentifier"].startswith("orion-prod-redis-final-")


def test_a_trial_leaves_nothing() -> None:
    """It comes and goes."""
    trial = record_redis("test")

    assert group(trial).protect is None
    assert "finalSnapshotIdentifier" not in group(trial).inputs


@pytest.mark.parametrize(("apply", "at_once"), [("immediately", True), ("maintenance_window", False)])
def test_changes_wait_where_those_of_the_database_wait(apply: str, at_once: bool) -> None:
    """One answer for the whole stack."""
    assert group(record_redis(changes={"apply": apply})).inputs["applyImmediately"] is at_once


def test_nodes_with_disks_are_asked_for_as_such() -> None:
    """AWS refuses `r6gd` without data tiering, and data tiering without `r6gd`."""
    assert group(record_redis(node_type="cache.r6gd.xlarge")).inputs["dataTieringEnabled"] is True
    assert "dataTieringEnabled" not in group(record_redis()).inputs


def test_the_key_of_redis_may_be_its_own() -> None:
    """One key for each purpose."""
    key = "arn:aws:kms:us-east-1:123456789012:key/1a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
    recording = record_redis(changes={"encryption": {"redis_key_arn": key}})

    assert group(recording).inputs["kmsKeyId"] == key
    assert "kmsKeyId" not in recording.of(LOG_GROUP)[0].inputs


def test_the_network_may_be_made_by_the_same_program() -> None:
    """Ids that are not known yet are handed on, in a preview too."""

    def program() -> None:
        vpc = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16")
        subnets = [aws.ec2.Subnet(f"subnet-{zone}", vpc_id=vpc.id) for zone in "ab"]
        network = {
            "vpc_id": vpc.id,
            "subnet_ids": [subnet.id for subnet in subnets],
            "allow_from": {"me": "10.0.0.0/8"},
        }
        AuroraDatabase("orion", parse({**stack_config("test"), "redis": {"network": network}}))

    recording = record(program)

    assert {recording.named(f"subnet-{zone}")[0].urn for zone in "ab"} <= set(
        only(recording, SUBNET_GROUP).dependencies
    )
    assert record(program, preview=True).of(GROUP)


TOPIC = "aws:sns/topic:Topic"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"


def redis_topic(recording: Recording) -> RecordedResource:
    """Return the topic of Redis's events."""
    (topic,) = [each for each in recording.of(TOPIC) if each.inputs["name"] == "orion-prod-redis-events"]
    return topic


def test_failovers_and_failed_snapshots_notify_a_topic_without_a_key(redis: Recording) -> None:
    """ElastiCache publishes to no encrypted topic, and needs this condition: with `aws:SourceAccount` it cannot."""
    topic = redis_topic(redis)
    (policy,) = [each for each in redis.of(TOPIC_POLICY) if each.name.startswith(f"{topic.name}-")]
    (statement,) = json.loads(policy.inputs["policy"])["Statement"]

    assert "kmsMasterKeyId" not in topic.inputs
    assert group(redis).inputs["notificationTopicArn"] == policy.inputs["arn"] == statement["Resource"]
    assert policy.urn in group(redis).input_dependencies["notificationTopicArn"]
    assert (statement["Principal"], statement["Action"]) == ({"AWS": "*"}, "sns:Publish")
    assert statement["Condition"] == {"StringEquals": {"aws:SourceOwner": "123456789012"}}


def test_events_may_notify_a_topic_that_exists_or_none() -> None:
    """Its policy is not ours."""
    arn = "arn:aws:sns:us-east-1:123456789012:operations"
    given, off = record_redis(events={"topic_arn": arn}), record_redis(events={"mode": "off"})

    assert group(given).inputs["notificationTopicArn"] == arn
    assert "notificationTopicArn" not in group(off).inputs
    assert not [each for recording in (given, off) for each in recording.of(TOPIC) if "redis" in each.name]


def test_long_changes_are_waited_for(redis: Recording) -> None:
    """The provider gives up an update after 40 minutes, while AWS goes on."""
    assert group(redis).custom_timeouts == {"create": "2h", "update": "6h", "delete": "2h"}


def test_an_old_version_of_redis_oss_may_be_adopted() -> None:
    """AWS still runs it, in Extended Support."""
    recording = record_redis(engine="redis", version="5.0.6", authentication="token", logs={"exports": []})

    assert group(recording).inputs["engineVersion"] == "5.0.6"
    assert only(recording, PARAMETER_GROUP).inputs["family"] == "redis5.0"


@pytest.mark.parametrize(
    ("redis", "database", "told"),
    [
        ({"events": {"emails": ["cache@example.com"]}}, {"alarms": {"emails": ["all@example.com"]}}, "cache"),
        ({}, {"alarms": {"emails": ["all@example.com"]}, "events": {"emails": ["events@example.com"]}}, "events"),
        ({}, {"alarms": {"emails": ["all@example.com"]}}, "all"),
    ],
)
def test_addresses_are_subscribed_to_the_topic(redis: dict[str, Any], database: dict[str, Any], told: str) -> None:
    """Those of Redis, or those that hear of the database."""
    recording = record_stack("test", redis=redis, **database)
    subscribed = [each for each in recording.of("aws:sns/topicSubscription:TopicSubscription") if "redis" in each.name]

    assert [each.inputs["endpoint"] for each in subscribed] == [f"{told}@example.com"]

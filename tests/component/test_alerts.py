"""Alarms, dashboard, topic and event subscriptions."""

import json
from typing import Any

import pytest

from orion_rds.testing import RecordedResource, Recording
from tests.component.stacks import CLUSTER, INSTANCE, only, record_stack, stack_config

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
EVENTS = "aws:rds/eventSubscription:EventSubscription"
KEY = "aws:kms/key:Key"
TOPIC = "aws:sns/topic:Topic"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"

GIVEN = "arn:aws:sns:us-east-1:123456789012:database-alerts"
OTHER = "arn:aws:sns:us-east-1:123456789012:database-events"


def with_defaults(**sections: Any) -> Recording:
    """Record the trial stack with alarms and events as they are by default."""
    both: dict[str, Any] = {"alarms": None, "events": None, **sections}
    return record_stack("test", **both)


def outputs(recording: Recording) -> Any:
    """Return the outputs of the database."""
    return recording.outputs[only(recording, "orion-rds:index:AuroraDatabase").urn]


def test_no_problem_notifies_twice(production: Recording) -> None:
    """A composite alarm notifies for its members, the others for themselves; each when it is over, too."""
    composites = [composite.inputs for composite in production.of(COMPOSITE)]
    rules = " ".join(composite["alarmRule"] for composite in composites)
    alarms = production.of(ALARM)
    members = [alarm for alarm in alarms if f'ALARM("{alarm.inputs["name"]}")' in rules]
    alone = [alarm for alarm in alarms if alarm not in members]

    assert {composite["alarmName"].removeprefix("orion-prod-") for composite in composites} == {
        f"{subject}-unhealthy" for subject in ("writer", "readers", "instances")
    }
    assert rules.count("ALARM(") == len(members)
    assert alone
    assert all(composite["alarmActions"] == composite["okActions"] == [GIVEN] for composite in composites)
    assert all(alarm.inputs["alarmActions"] == alarm.inputs["okActions"] == [] for alarm in members)
    assert all(alarm.inputs["alarmActions"] == alarm.inputs["okActions"] == [GIVEN] for alarm in alone)


def test_a_composite_alarm_waits_for_its_members(production: Recording) -> None:
    """CloudWatch refuses a rule with alarms that do not exist."""
    urns = {alarm.inputs["name"]: alarm.urn for alarm in production.of(ALARM)}
    for composite in production.of(COMPOSITE):
        members = {urn for name, urn in urns.items() if f'ALARM("{name}")' in composite.inputs["alarmRule"]}

        assert members
        assert members <= composite.dependencies


def test_alarms_have_dimensions_under_which_aws_publishes(production: Recording) -> None:
    """With any others an alarm never has data, and nobody notices."""
    cluster = only(production, CLUSTER).inputs["clusterIdentifier"]
    assert not [alarm for alarm in production.of(ALARM) if "metricQueries" in alarm.inputs]
    dimensions = [alarm.inputs["dimensions"] for alarm in production.of(ALARM)]

    assert {frozenset(each) for each in dimensions} == {
        frozenset({"DBClusterIdentifier"}),
        frozenset({"DBClusterIdentifier", "Role"}),
        frozenset({"DBInstanceIdentifier"}),
    }
    assert {each["DBClusterIdentifier"] for each in dimensions if "DBClusterIdentifier" in each} == {cluster}
    assert {each["Role"] for each in dimensions if "Role" in each} == {"WRITER", "READER"}


def test_quiet_alarms_notify_nobody_and_need_no_topic() -> None:
    """They show on the dashboard only."""
    recording = record_stack("test", alarms={"profile": "quiet"}, events={"mode": "off"})

    assert recording.of(ALARM)
    for alarm in [*recording.of(ALARM), *recording.of(COMPOSITE)]:
        assert alarm.inputs["alarmActions"] == alarm.inputs["okActions"] == []
    assert not [*recording.of(TOPIC), *recording.of(KEY), *recording.of(EVENTS)]
    assert outputs(recording)["topic_arns"] == []


def test_off_means_no_alarm_at_all() -> None:
    """Nor a dashboard, which shows them."""
    recording = record_stack("test", alarms={"profile": False}, events={"mode": False})

    assert not [*recording.of(ALARM), *recording.of(COMPOSITE), *recording.of(DASHBOARD), *recording.of(TOPIC)]
    assert outputs(recording)["alarm_names"] == outputs(recording)["topic_arns"] == []
    assert outputs(recording).get("dashboard_url") is None


def test_without_a_topic_one_is_created_with_a_key() -> None:
    """The AWS managed key for SNS allows neither alarms nor events: what they publish would be lost."""
    recording = with_defaults()
    topic, key, policy = (only(recording, type_) for type_ in (TOPIC, KEY, TOPIC_POLICY))

    assert topic.inputs["name"] == "orion-test-alerts"
    assert key.urn in topic.dependencies
    assert key.inputs["enableKeyRotation"] is True
    account, services = json.loads(key.inputs["policy"])["Statement"]
    publishers = [each["Principal"]["Service"] for each in json.loads(policy.inputs["policy"])["Statement"]]
    assert account["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    assert sorted(services["Principal"]["Service"]) == sorted(publishers)


@pytest.mark.parametrize("left", [True, False])
def test_the_key_waits_longer_where_something_is_left_to_restore(*, left: bool) -> None:
    """Without it nobody can read what it encrypted; a trial stack need not wait."""
    recording = with_defaults(protection={"deletion": False, "final_snapshot": left})

    assert only(recording, KEY).inputs["deletionWindowInDays"] == (30 if left else 7)


def test_a_change_to_another_topic_takes_one_step() -> None:
    """The former topic and key hold no data. If they were protected, Pulumi would refuse to delete them until the
    protection of the database was turned off.
    """
    recording = with_defaults(protection={"deletion": True})
    made = [only(recording, type_) for type_ in (TOPIC, KEY, TOPIC_POLICY)]

    assert only(recording, CLUSTER).protect
    assert {resource.protect for resource in made} == {None}


@pytest.mark.parametrize("purpose", ["kms_key_arn", "topic_key_arn"])
def test_a_given_key_encrypts_the_topic(purpose: str) -> None:
    """No other is created."""
    given = "arn:aws:kms:us-east-1:123456789012:key/11111111-0000-4000-8000-000000000000"
    recording = with_defaults(encryption={purpose: given})

    assert only(recording, TOPIC).inputs["kmsMasterKeyId"] == given
    assert not recording.of(KEY)


def test_publishers_wait_for_the_policy() -> None:
    """RDS refuses a subscription to a topic that it may not publish to: SNSNoAuthorization."""
    recording = with_defaults(instances={"count": 1})
    policy = only(recording, TOPIC_POLICY)
    publishers = [*recording.of(EVENTS), *recording.of(COMPOSITE)]

    assert len(publishers) == 3
    assert all(policy.urn in each.dependencies for each in publishers)


def test_given_topics_are_notified_and_none_is_created() -> None:
    """The first of them receives the events too."""
    recording = record_stack("test", alarms={"topic_arns": [GIVEN, OTHER]}, events=None)

    assert not [*recording.of(TOPIC), *recording.of(KEY)]
    assert {(*each.inputs["alarmActions"],) for each in recording.of(COMPOSITE)} == {(GIVEN, OTHER)}
    assert {each.inputs["snsTopic"] for each in recording.of(EVENTS)} == {GIVEN}
    assert outputs(recording)["topic_arns"] == [GIVEN, OTHER]


def test_events_may_have_a_topic_of_their_own() -> None:
    """With quiet alarms no other topic is created."""
    recording = record_stack("test", alarms={"profile": "quiet"}, events={"topic_arn": OTHER})

    assert {each.inputs["snsTopic"] for each in recording.of(EVENTS)} == {OTHER}
    assert not recording.of(TOPIC)


SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
ON_CALL, DBA = "on-call@example.com", "dba@example.com"


def subscribers(recording: Recording) -> dict[str, set[str]]:
    """Return the addresses that are subscribed to each topic, by its name."""
    names = {topic.urn: topic.inputs["name"] for topic in recording.of(TOPIC)}
    found: dict[str, set[str]] = {name: set() for name in names.values()}
    for each in recording.of(SUBSCRIPTION):
        assert each.inputs["protocol"] == "email"
        (topic,) = each.dependencies & names.keys()
        found[names[topic]].add(each.inputs["endpoint"])
    return found


def test_addresses_are_subscribed_to_the_topic_of_each_region() -> None:
    """A topic without subscribers notifies nobody, and the second region has one of its own."""
    recording = with_defaults(
        alarms={"emails": [ON_CALL, DBA]}, disaster_recovery=SECOND | {"deletion_protection": False}
    )
    regions = {each.inputs.get("region") for each in recording.of(SUBSCRIPTION)}

    assert subscribers(recording) == {"orion-test-alerts": {ON_CALL, DBA}, "orion-test-dr-alerts": {ON_CALL, DBA}}
    assert len(regions) == 2


def test_events_have_a_topic_of_their_own_for_addresses_of_their_own() -> None:
    """Those get no alarms. One key encrypts both topics."""
    recording = with_defaults(alarms={"emails": [ON_CALL]}, events={"emails": [DBA]})
    events, alerts = sorted(recording.of(TOPIC), key=lambda topic: topic.name)

    assert subscribers(recording) == {"orion-test-alerts": {ON_CALL}, "orion-test-events": {DBA}}
    assert events.inputs["kmsMasterKeyId"] == alerts.inputs["kmsMasterKeyId"]
    assert only(recording, KEY).urn in events.dependencies
    assert all(events.urn in each.dependencies for each in recording.of(EVENTS))
    assert not any(events.urn in each.dependencies for each in recording.of(COMPOSITE))


def test_events_alone_need_no_topic_of_the_alarms() -> None:
    """Nor one where the alarms have a topic of yours. A topic of the alarms that comes later has the same key."""
    quiet = with_defaults(alarms={"profile": "quiet"}, events={"emails": [DBA]})
    given = with_defaults(alarms={"topic_arns": [GIVEN]}, events={"emails": [DBA]})

    assert subscribers(quiet) == subscribers(given) == {"orion-test-events": {DBA}}
    assert only(quiet, KEY).urn in only(quiet, TOPIC).dependencies
    assert only(quiet, KEY).urn == only(with_defaults(), KEY).urn


def of_source(recording: Recording, source_type: str) -> RecordedResource:
    """Return the subscription to one type of source."""
    (subscription,) = [each for each in recording.of(EVENTS) if each.inputs["sourceType"] == source_type]
    return subscription


def test_cluster_and_instances_are_subscribed_to_with_their_own_categories(production: Recording) -> None:
    """A cluster has no `availability` or `recovery`: one subscription for both would be refused."""
    cluster, instances = of_source(production, "db-cluster"), of_source(production, "db-instance")
    made = {instance.urn for instance in production.of(INSTANCE)}

    assert cluster.inputs["sourceIds"] == [only(production, CLUSTER).inputs["clusterIdentifier"]]
    assert len(instances.inputs["sourceIds"]) == len(made) == 3
    assert made <= instances.dependencies
    assert {"availability", "recovery"} & {*cluster.inputs["eventCategories"]} == set()
    assert {"availability", "recovery"} <= {*instances.inputs["eventCategories"]}


@pytest.mark.parametrize(("min_acu", "notified"), [(0, False), (0.5, True)])
def test_a_paused_instance_wakes_nobody(min_acu: float, *, notified: bool) -> None:
    """Events of its pauses are in a category with others, which is left out where it pauses."""
    recording = with_defaults(serverless={"min_acu": min_acu, "max_acu": 4})

    assert ("notification" in of_source(recording, "db-instance").inputs["eventCategories"]) is notified


@pytest.mark.parametrize("mode", ["shared", "off"])
def test_no_subscription_is_created_where_others_cover_it(mode: str) -> None:
    """An account may have 20 in a region."""
    assert not record_stack("test", events={"mode": mode}).of(EVENTS)


def test_the_dashboard_shows_the_metrics_of_the_alarms(production: Recording) -> None:
    """In the region of the alarms. Its address is an output."""
    dashboard = only(production, DASHBOARD).inputs
    status, *graphs = json.loads(dashboard["dashboardBody"])["widgets"]
    drawn = {line[1] for graph in graphs for line in graph["properties"]["metrics"]}

    assert len(status["properties"]["alarms"]) == len(outputs(production)["alarm_names"])
    assert drawn == {alarm.inputs["metricName"] for alarm in production.of(ALARM)}
    assert {graph["properties"]["region"] for graph in graphs} == {"us-east-1"}
    assert outputs(production)["dashboard_url"].endswith(f"#dashboards/dashboard/{dashboard['dashboardName']}")


def test_of_many_alarms_the_dashboard_shows_the_composite_ones() -> None:
    """They stand for the others, of which CloudWatch shows at most 100 with them."""
    recording = with_defaults(redis={"shards": 30, "replicas_per_shard": 1})
    status = json.loads(only(recording, DASHBOARD).inputs["dashboardBody"])["widgets"][0]
    shown = status["properties"]["alarms"]

    composites = [composite.name for composite in recording.of(COMPOSITE)]

    assert len(recording.of(ALARM)) > 100
    assert len(shown) == 100
    assert {"orion-alerts-alarms-redis-unhealthy-2", "orion-alerts-alarms-redis-memory-unhealthy"} <= {*composites}
    assert all(any(name in arn for arn in shown[: len(composites)]) for name in composites)


def test_alarms_are_named_for_people(production: Recording) -> None:
    """The name is in the subject of a mail at night."""
    named = outputs(production)["alarm_names"]

    assert named[0] == "orion-prod-writer-unhealthy"
    assert "orion-prod-aurora-writer-cpu" in named
    assert all(". Look " in alarm.inputs["alarmDescription"] for alarm in production.of(ALARM))


SECOND: dict[str, Any] = {
    "region": "us-west-2",
    "network": {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60728"]},
    "encryption": {"kms_key_arn": "arn:aws:kms:us-west-2:123456789012:key/11111111-0000-4000-8000-000000000000"},
}


def test_the_lag_of_a_global_database_is_found_by_a_query() -> None:
    """AWS does not document its dimensions: with others, an alarm of one metric would never have data. The provider
    refuses a query beside the properties of one metric.
    """
    recording = record_stack("test", disaster_recovery=SECOND | {"deletion_protection": False})
    by_query = {alarm.name: alarm.inputs for alarm in recording.of(ALARM) if "metricQueries" in alarm.inputs}
    lag = by_query["orion-standby-alerts-alarms-aurora-rpo-lag"]

    assert len(by_query) == 4
    assert {frozenset(each) & OF_ONE_METRIC for each in by_query.values()} == {frozenset()}
    assert lag["metricQueries"] == [
        {
            "id": "aurora_rpo_lag",
            "expression": 'SELECT MAX(AuroraGlobalDBRPOLag) FROM "AWS/RDS" '
            "WHERE DBClusterIdentifier = 'orion-test-dr-aurora'",
            "label": "aurora-rpo-lag",
            "period": lag["metricQueries"][0]["period"],
            "returnData": True,
        }
    ]


OF_ONE_METRIC = frozenset({"metricName", "namespace", "dimensions", "period", "statistic"})


def test_a_standby_without_instances_is_watched() -> None:
    """Its lag is the one number that it has, and a switch to it depends on that."""
    recording = record_stack(
        "test", disaster_recovery=SECOND | {"instances": {"count": 0}, "deletion_protection": False}
    )
    there = [alarm.name for alarm in recording.of(ALARM) if alarm.inputs.get("region") == "us-west-2"]
    boards = {board.inputs.get("region"): board.inputs["dashboardBody"] for board in recording.of(DASHBOARD)}
    _, replication, rpo = json.loads(boards["us-west-2"])["widgets"]

    assert there == [f"orion-standby-alerts-alarms-aurora-{lag}" for lag in ("replication-lag", "rpo-lag")]
    ((line,),) = rpo["properties"]["metrics"]
    assert replication["properties"]["title"] == "AuroraGlobalDBReplicationLag (Milliseconds)"
    assert line["expression"].startswith("SELECT MAX(AuroraGlobalDBRPOLag)")
    assert (line["id"], line["label"]) == ("aurora_rpo_lag", "aurora-rpo-lag")


def test_the_second_region_has_alerts_of_its_own() -> None:
    """Alarms and events notify topics of their own region only."""
    config = stack_config("prod")
    recording = record_stack("prod", disaster_recovery=SECOND, engine={**config["engine"], "minor_upgrades": "manual"})
    topic = only(recording, TOPIC)
    there = [each for each in recording.of(COMPOSITE) if each.inputs.get("region") == "us-west-2"]

    assert topic.inputs["region"] == "us-west-2"
    assert topic.inputs["name"] == "orion-prod-dr-alerts"
    assert there
    assert all(topic.urn in each.dependencies for each in there)
    assert len(recording.of(EVENTS)) == 4

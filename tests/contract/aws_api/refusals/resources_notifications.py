"""Alarms, topics, event subscriptions and EventBridge rules."""

import json
from typing import Any

from tests.contract.aws_api.conftest import TOPIC, ClientOf
from tests.contract.aws_api.refusals.case import whole

FULL_REGION = "eu-west-1"
"""A region with the greatest number of event subscriptions."""


def policy(service: str, action: str = "sns:Publish", resource: str = "*") -> str:
    """Return a policy that allows one action to one service."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def build(client: ClientOf, plain_key: str) -> dict[str, str]:
    """Create all of them; the cluster of the event subscriptions exists."""
    ids = _make_topics(client("sns"), plain_key) | {"topic": TOPIC}
    _make_alarms(client("cloudwatch"))
    client("events").put_rule(Name="main", EventPattern='{"source": ["aws.backup"]}')
    rds = client("rds")
    rds.create_event_subscription(SubscriptionName="main", SnsTopicArn=TOPIC, SourceType="db-cluster")
    _fill_region(client)
    return ids


def _make_topics(sns: Any, plain_key: str) -> dict[str, str]:
    attributes = {
        "closed": {"Policy": policy("cloudwatch.amazonaws.com")},
        "open": {"Policy": policy("events.rds.amazonaws.com", "SNS:Publish")},
        "sealed": {"KmsMasterKeyId": plain_key},
        "managed": {"KmsMasterKeyId": "alias/aws/sns"},
    }
    topics = {
        f"{name}_topic": sns.create_topic(Name=name, Attributes=given)["TopicArn"] for name, given in attributes.items()
    }
    ordered = sns.create_topic(Name="ordered.fifo", Attributes={"FifoTopic": "true"})["TopicArn"]
    sns.create_topic(Name="tagged", Tags=[{"Key": "Name", "Value": "first"}])
    ends = {"pending": ("email", "on-call@example.com"), "confirmed": ("sqs", f"{TOPIC}".replace(":sns:", ":sqs:"))}
    subscriptions = {
        name: sns.subscribe(TopicArn=TOPIC, Protocol=protocol, Endpoint=endpoint, ReturnSubscriptionArn=True)
        for name, (protocol, endpoint) in ends.items()
    }
    return {
        **topics,
        "fifo_topic": ordered,
        **{name: each["SubscriptionArn"] for name, each in subscriptions.items()},
    }


def _make_alarms(cloudwatch: Any) -> None:
    for number in range(101):
        cloudwatch.put_metric_alarm(**whole("PutMetricAlarm", {"AlarmName": f"main-{number}"}))
    for name, rule in {"parent": 'ALARM("main-0")', "idle": "FALSE", "idle-too": "FALSE"}.items():
        cloudwatch.put_composite_alarm(AlarmName=name, AlarmRule=rule)


def _fill_region(client: ClientOf) -> None:
    """Create the event subscriptions, and the groups that the dump of RDS describes by name."""
    rds, topic = client("rds", FULL_REGION), client("sns", FULL_REGION).create_topic(Name="main")["TopicArn"]
    for name in ("main", "listed"):
        family = {"DBParameterGroupFamily": "aurora-postgresql17", "Description": "ours"}
        rds.create_db_cluster_parameter_group(DBClusterParameterGroupName=name, **family)
        rds.create_db_parameter_group(DBParameterGroupName=name, **family)
    for number in range(20):
        rds.create_event_subscription(SubscriptionName=f"main-{number}", SnsTopicArn=topic)

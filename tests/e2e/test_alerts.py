"""Alarms, events and their topic on the real engine."""

import json
from pathlib import Path
from typing import Any

from pulumi.automation import OpType

from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import program_of
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import outputs

CONFIG: dict[str, Any] = {
    "project": "orion",
    "environment": "watched",
    "network": {
        "vpc_id": "vpc-0a1b2c3d4e5f60001",
        "subnet_ids": ["subnet-0a1b2c3d4e5f6000a", "subnet-0a1b2c3d4e5f6000b"],
        "allow_from": {"app": "sg-0a1b2c3d4e5f60001"},
    },
    "master": {"password_source": "rds_managed"},
    "instances": {"count": 2},
    "alarms": {"emails": ["on-call@example.com"]},
    "protection": {"deletion": False, "final_snapshot": False},
}


def stack_of(sandbox: Sandbox, repository: Path, **changes: Any) -> SandboxStack:
    """Give the stack with another configuration."""
    config = {"aws:region": "us-east-1", "orion-rds:database": CONFIG | changes}
    return sandbox.stack("watched", program=program_of(repository), config=config)


def composite(stack: SandboxStack) -> dict[str, Any]:
    """What CloudWatch says of the composite alarm of the writer."""
    (alarm,) = (alarm for alarm in composites(stack) if alarm["AlarmName"].endswith("-writer-unhealthy"))
    return alarm


def composites(stack: SandboxStack) -> list[dict[str, Any]]:
    """What CloudWatch says of all composite alarms."""
    return stack.client("cloudwatch").describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]


def alarms(stack: SandboxStack) -> dict[str, dict[str, Any]]:
    """What CloudWatch says of the other alarms, by name."""
    found = stack.client("cloudwatch").describe_alarms()["MetricAlarms"]
    return {alarm["AlarmName"]: alarm for alarm in found}


def test_alerts_come_up_change_in_place_and_go(sandbox: Sandbox, repository: Path) -> None:
    """Nothing drifts, a member leaves the composite alarm before it is deleted, and the key alone waits to be gone."""
    stack = stack_of(sandbox, repository)
    stack.up()
    told = outputs(stack)

    (topic,) = told["topic_arns"]
    assert composite(stack)["AlarmActions"] == composite(stack)["OKActions"] == [topic]
    above = {alarm["AlarmName"] for alarm in composites(stack)}
    assert above == {f"orion-watched-{subject}-unhealthy" for subject in ("writer", "readers", "instances")}
    assert {*alarms(stack), *above} == {*told["alarm_names"]}
    assert all(f'ALARM("{name}")' in composite(stack)["AlarmRule"] for name in alarms(stack) if "writer" in name)
    (subscription,) = stack.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "on-call@example.com")
    attributes = stack.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]
    publishers = [each["Principal"]["Service"] for each in json.loads(attributes["Policy"])["Statement"]]
    assert sorted(publishers) == ["cloudwatch.amazonaws.com", "events.amazonaws.com", "events.rds.amazonaws.com"]
    kms = stack.client("kms")
    key = kms.describe_key(KeyId=attributes["KmsMasterKeyId"])["KeyMetadata"]
    assert (key["KeyState"], key["KeyManager"]) == ("Enabled", "CUSTOMER")
    subscriptions = stack.client("rds").describe_event_subscriptions()["EventSubscriptionsList"]
    assert {each["SourceType"]: len(each["SourceIdsList"]) for each in subscriptions} == {
        "db-cluster": 1,
        "db-instance": 2,
    }
    assert {each["SnsTopicArn"] for each in subscriptions} == {topic}
    name = told["dashboard_url"].rpartition("/")[2]
    body = json.loads(stack.client("cloudwatch").get_dashboard(DashboardName=name)["DashboardBody"])
    assert len(body["widgets"][0]["properties"]["alarms"]) == len(told["alarm_names"])
    assert set(stack.preview(refresh=True).change_summary) == {OpType.SAME}

    stack = stack_of(
        sandbox, repository, instances={"count": 1}, alarms={"profile": "quiet", "cpu": {"threshold_percent": 60}}
    )
    changed = stack.up().summary.resource_changes or {}
    assert OpType.REPLACE not in changed
    assert composite(stack)["AlarmActions"] == []
    assert [alarm["AlarmName"] for alarm in composites(stack)] == ["orion-watched-writer-unhealthy"]
    assert not [name for name in alarms(stack) if "reader" in name or "lag" in name]
    assert alarms(stack)["orion-watched-aurora-writer-cpu"]["Threshold"] == 60
    subscriptions = stack.client("rds").describe_event_subscriptions()["EventSubscriptionsList"]
    assert sorted(len(each["SourceIdsList"]) for each in subscriptions) == [1, 1]
    assert set(stack.preview(refresh=True).change_summary) == {OpType.SAME}

    stack.destroy()
    assert alarms(stack) == {}
    assert stack.client("sns").list_topics()["Topics"] == []
    assert stack.client("rds").describe_event_subscriptions()["EventSubscriptionsList"] == []
    assert kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"] == "PendingDeletion"

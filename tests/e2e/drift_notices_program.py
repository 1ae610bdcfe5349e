"""A program of one of each resource type of monitoring and notifications, one of them in another region.

`test_drift_notices.py` changes them outside Pulumi.
"""

import json
from typing import Any

import pulumi_aws as aws

REGION, OTHER_REGION = "us-east-1", "us-west-2"
TAGS = {"Name": "drift"}
TOPICS = tuple(f"arn:aws:sns:{REGION}:123456789012:drift-{name}" for name in ("one", "two"))
KEYS = tuple(
    f"arn:aws:kms:{REGION}:123456789012:key/{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}"
    for digit in "12"
)
PUBLISHERS = ("cloudwatch.amazonaws.com", "events.amazonaws.com", "events.rds.amazonaws.com")
PATTERN = {"source": ["aws.backup"], "detail": {"state": ["FAILED"]}}
BODY = {"widgets": [{"type": "text", "properties": {"markdown": "as written"}}]}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "events.amazonaws.com"}}],
}
ALARM: dict[str, Any] = {
    "alarm_description": "as written",
    "namespace": "AWS/RDS",
    "metric_name": "CPUUtilization",
    "dimensions": {"DBClusterIdentifier": "drift", "Role": "WRITER"},
    "comparison_operator": "GreaterThanThreshold",
    "threshold": 80,
    "period": 60,
    "evaluation_periods": 5,
    "datapoints_to_alarm": 3,
    "treat_missing_data": "breaching",
    "unit": "Percent",
    "tags": TAGS,
}

QUERY: dict[str, Any] = {"id": "lag", "label": "as written", "period": 60, "return_data": True}
LAG = """SELECT MAX(AuroraGlobalDBRPOLag) FROM "AWS/RDS" WHERE DBClusterIdentifier = 'drift'"""
CPU: dict[str, Any] = {"namespace": "AWS/RDS", "metric_name": "CPUUtilization", "period": 60, "stat": "Average"}


def policy(topic: str, services: tuple[str, ...] = PUBLISHERS) -> str:
    """A topic's policy that lets services publish to it."""
    principal = {"Service": list(services)}
    statement = {"Effect": "Allow", "Action": "SNS:Publish", "Principal": principal, "Resource": topic}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def program() -> None:
    """One of each; the test refers to the names."""
    first = aws.sns.Topic("one", name="drift-one", display_name="as written", kms_master_key_id=KEYS[0], tags=TAGS)
    second = aws.sns.Topic("two", name="drift-two", policy=policy(TOPICS[1]))
    aws.sns.TopicSubscription("email", topic=first.arn, protocol="email", endpoint="on-call@example.com")
    aws.sns.TopicPolicy("policy", arn=first.arn, policy=policy(TOPICS[0]))
    _alarms(first, second)
    aws.cloudwatch.Dashboard("dashboard", dashboard_name="drift", dashboard_body=json.dumps(BODY))
    cluster = aws.rds.Cluster(
        "cluster",
        cluster_identifier="drift",
        engine=aws.rds.EngineType.AURORA_POSTGRESQL,
        engine_version="17.7",
        master_username="orion_admin",
        manage_master_user_password=True,
        skip_final_snapshot=True,
    )
    aws.rds.EventSubscription(
        "subscription",
        name="drift",
        sns_topic=second.arn,
        source_type="db-cluster",
        source_ids=[cluster.cluster_identifier],
        event_categories=["failover", "failure"],
        tags=TAGS,
    )
    _rules(first)


def _alarms(first: aws.sns.Topic, second: aws.sns.Topic) -> None:
    actions: dict[str, Any] = {
        "alarm_actions": [first.arn],
        "ok_actions": [first.arn],
        "insufficient_data_actions": [second.arn],
    }
    alarm = aws.cloudwatch.MetricAlarm("alarm", name="drift-maximum", statistic="Maximum", **actions, **ALARM)
    aws.cloudwatch.MetricAlarm(
        "percentile",
        name="drift-percentile",
        extended_statistic="p99",
        evaluate_low_sample_count_percentiles="ignore",
        **ALARM,
    )
    aws.cloudwatch.MetricAlarm(
        "queries",
        name="drift-queries",
        metric_queries=[
            aws.cloudwatch.MetricAlarmMetricQueryArgs(expression=LAG, **QUERY),
            aws.cloudwatch.MetricAlarmMetricQueryArgs(
                id="cpu", metric=aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(dimensions={"Role": "WRITER"}, **CPU)
            ),
        ],
        comparison_operator="GreaterThanThreshold",
        threshold=80,
        evaluation_periods=5,
    )
    aws.cloudwatch.MetricAlarm("elsewhere", name="drift-maximum", region=OTHER_REGION, statistic="Maximum", **ALARM)
    aws.cloudwatch.CompositeAlarm(
        "any",
        alarm_name="drift-any",
        alarm_description="as written",
        alarm_rule=alarm.name.apply(lambda name: f'ALARM("{name}")'),
        **actions,
        tags=TAGS,
    )


def _rules(topic: aws.sns.Topic) -> None:
    role = aws.iam.Role("role", name="drift", assume_role_policy=json.dumps(TRUST))
    rule = aws.cloudwatch.EventRule(
        "rule",
        name="drift",
        description="as written",
        event_pattern=json.dumps(PATTERN),
        schedule_expression="rate(1 hour)",
        state="ENABLED",
        tags=TAGS,
    )
    transformer = {"input_paths": {"state": "$.detail.state"}, "input_template": '"a job <state>"'}
    inputs: dict[str, dict[str, Any]] = {
        "written": {"input": json.dumps({"text": "as written"}), "role_arn": role.arn},
        "path": {"input_path": "$.detail"},
        "transformed": {"input_transformer": transformer},
    }
    for name, given in inputs.items():
        aws.cloudwatch.EventTarget(f"target-{name}", rule=rule.name, target_id=name, arn=topic.arn, **given)

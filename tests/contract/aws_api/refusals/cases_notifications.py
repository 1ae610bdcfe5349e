"""Alarms, dashboards, topics, event subscriptions and EventBridge rules."""

import json
from dataclasses import replace
from typing import Any

from tests.contract.aws_api.refusals.case import case
from tests.contract.aws_api.refusals.resources_notifications import FULL_REGION, policy

ALARM, COMPOSITE, DASHBOARD, DELETE = "PutMetricAlarm", "PutCompositeAlarm", "PutDashboard", "DeleteAlarms"
TOPIC, ATTRIBUTE = "CreateTopic", "SetTopicAttributes"
SUBSCRIBE, CHANGE, ADD = "CreateEventSubscription", "ModifyEventSubscription", "AddSourceIdentifierToSubscription"
JOIN, LEAVE = "Subscribe", "Unsubscribe"
RULE, TARGETS = "PutRule", "PutTargets"
TAGS = [{"Key": str(number), "Value": "v"} for number in range(51)]
RESERVED = [{"Key": "aws:owner", "Value": "v"}]
OTHER_REGION_TOPIC = "arn:aws:sns:us-west-2:123456789012:database-alarms"


def rule(children: int) -> dict[str, str]:
    """Return a rule of as many alarms."""
    return {"AlarmRule": " OR ".join(f'ALARM("main-{number}")' for number in range(children))}


def widget(type_: str = "metric", width: int = 6, **properties: Any) -> dict[str, str]:
    """Return a dashboard of one widget."""
    return {"DashboardBody": json.dumps({"widgets": [{"type": type_, "width": width, "properties": properties}]})}


def target(**members: Any) -> dict[str, Any]:
    """Return one target, by default the topic."""
    return {"Targets": [{"Id": "one", "Arn": "{topic}", **members}]}


def targets(count: int) -> list[dict[str, str]]:
    """Return as many targets."""
    return [{"Id": str(number), "Arn": "{topic}"} for number in range(count)]


LAG = """SELECT MAX(AuroraGlobalDBRPOLag) FROM "AWS/RDS" WHERE DBClusterIdentifier = 'main'"""


def queries(*others: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return an alarm of a Metrics Insights query in place of one metric."""
    query = {"Id": "lag", "Expression": LAG, "Period": 60, "ReturnData": True, **members}
    return {**dict.fromkeys(("MetricName", "Namespace", "Statistic", "Period")), "Metrics": [query, *others]}


OF_A_METRIC: dict[str, Any] = {
    "Id": "cpu",
    "MetricStat": {"Metric": {"Namespace": "AWS/RDS", "MetricName": "CPUUtilization"}, "Period": 60, "Stat": "Average"},
}

GRAPH: dict[str, Any] = {"metrics": [["AWS/RDS", "CPUUtilization"]], "region": "us-east-1"}
RDS_POLICY = policy("events.rds.amazonaws.com")

CASES = (
    case("cloudwatch-constraint", ALARM, "less than or equal to 5", {"AlarmActions": ["{topic}"] * 5},
         AlarmActions=["{topic}"] * 6),
    case("cloudwatch-constraint", ALARM, "at 'Unit'", {"Unit": "Percent"}, Unit="percent"),
    case("cloudwatch-constraint", COMPOSITE, "at 'AlarmRule'", AlarmRule="TRUE" + " " * 10240),
    case("cloudwatch-alarm-incomplete", ALARM, "parameter Threshold is required", Threshold=None),
    case("cloudwatch-alarm-incomplete", ALARM, "parameter MetricName is required", MetricName=None),
    case("cloudwatch-alarm-statistic", ALARM, "either Statistic or Ext", {"Statistic": None,
         "ExtendedStatistic": "p99"}, Statistic=None),
    case("cloudwatch-alarm-statistic", ALARM, "but not both", ExtendedStatistic="p99"),
    case("cloudwatch-alarm-incomplete", ALARM, "parameter Threshold is required", queries(), **queries(),
         Threshold=None),
    case("cloudwatch-alarm-beside-queries", ALARM, "Statistic must not be", queries(),
         **{**queries(), "Statistic": "Maximum"}),
    case("cloudwatch-alarm-query", ALARM, "value Lag for parameter Id", queries(Id="lag_1"), **queries(Id="Lag")),
    case("cloudwatch-alarm-query", ALARM, "Exactly one of Expression or MetricStat", queries(),
         **queries(Expression=None)),
    case("cloudwatch-alarm-query", ALARM, "Period must be specified", queries(), **queries(Period=None)),
    case("cloudwatch-alarm-query", ALARM, "should return data", queries({**OF_A_METRIC, "ReturnData": False}),
         **queries(OF_A_METRIC)),
    case("cloudwatch-alarm-query-span", ALARM, "at most 10800", {**queries(Period=3600), "EvaluationPeriods": 3},
         **{**queries(Period=3600), "EvaluationPeriods": 4}),
    case("cloudwatch-alarm-period", ALARM, "multiple of 60: 90", {"Period": 120}, Period=90),
    case("cloudwatch-alarm-period", ALARM, "multiple of 60: 15", {"Period": 20}, Period=15),
    case("cloudwatch-alarm-evaluation", ALARM, "more than 86400", {"Period": 60, "EvaluationPeriods": 1440},
         EvaluationPeriods=1441),
    case("cloudwatch-alarm-evaluation", ALARM, "more than 604800", {"Period": 3600, "EvaluationPeriods": 168},
         Period=3600, EvaluationPeriods=169),
    case("cloudwatch-alarm-datapoints", ALARM, "less than or equal to EvaluationPeriods", {"DatapointsToAlarm": 5},
         DatapointsToAlarm=6),
    case("cloudwatch-alarm-missing-data", ALARM, "Option not-breaching", {"TreatMissingData": "notBreaching"},
         TreatMissingData="not-breaching"),
    case("cloudwatch-action-arn", ALARM, "Invalid arn syntax: database-alarms", OKActions=["database-alarms"]),
    case("cloudwatch-action-region", ALARM, "Only us-east-1 is supported", {"AlarmActions": ["{topic}"]},
         AlarmActions=[OTHER_REGION_TOPIC]),
    case("cloudwatch-action-region", COMPOSITE, "Invalid region us-west-2", {"OKActions": ["{topic}"]},
         OKActions=[OTHER_REGION_TOPIC]),
    case("cloudwatch-composite-rule", COMPOSITE, "Unsupported token ')'", {"AlarmRule": "(TRUE)"}, AlarmRule="()"),
    case("cloudwatch-composite-rule", COMPOSITE, "Unsupported token 'ALERT'",
         {"AlarmRule": "ALARM(main-0) AND NOT (OK(main-1) OR TRUE)"}, AlarmRule="ALERT(main-0)"),
    case("cloudwatch-composite-rule", COMPOSITE, "Unsupported sequence", AlarmRule="ALARM(main-0) ALARM(main-1)"),
    case("cloudwatch-composite-children", COMPOSITE, "at most 100 alarms", rule(100), **rule(101)),
    case("cloudwatch-composite-elements", COMPOSITE, "at most 500 elements", {"AlarmRule": " OR ".join(["TRUE"] * 500)},
         AlarmRule=" OR ".join(["TRUE"] * 501)),
    case("cloudwatch-composite-child-unknown", COMPOSITE, "alarms [nobody] in the alarm rule do not exist",
         {"AlarmRule": "ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:main-0)"}, AlarmRule="ALARM(nobody)"),
    case("cloudwatch-alarm-in-use", DELETE, "Cannot delete main-0 as", {"AlarmNames": ["main-100"]},
         AlarmNames=["main-0"]),
    case("cloudwatch-composites-at-once", DELETE, "Only one composite", {"AlarmNames": ["idle"]},
         AlarmNames=["idle", "idle-too"]),
    case("cloudwatch-dashboard-name", DASHBOARD, "invalid characters", {"DashboardName": "{new}_A-1"},
         DashboardName="a b"),
    case("cloudwatch-dashboard-body", DASHBOARD, "not valid JSON", DashboardBody="{"),
    case("cloudwatch-dashboard-body", DASHBOARD, "/widgets should be an array", DashboardBody="{}"),
    case("cloudwatch-dashboard-widget", DASHBOARD, "/widgets/0/type", widget(**GRAPH), **widget("graph", **GRAPH)),
    case("cloudwatch-dashboard-widget", DASHBOARD, "/widgets/0/properties", widget("text", markdown="# ours"),
         **widget(metrics=GRAPH["metrics"])),
    case("cloudwatch-dashboard-widget", DASHBOARD, "width and height", widget(width=24, **GRAPH),
         **widget(width=25, **GRAPH)),
    case("cloudwatch-tags-too-many", ALARM, "at most 50", {"Tags": TAGS[:50]}, Tags=TAGS),
    case("cloudwatch-tags-reserved", COMPOSITE, "reserved for internal use", Tags=RESERVED),
    case("sns-constraint", TOPIC, "at 'Name'", Name=None),
    case("sns-topic-name", TOPIC, "Topic Name", {"Name": "{new}_A-1"}, Name="database alarms"),
    case("sns-topic-name", TOPIC, "Topic Name", {"Name": "{new}.fifo", "Attributes": {"FifoTopic": "true"}},
         Attributes={"FifoTopic": "true"}),
    case("sns-topic-taken", TOPIC, "already exists with different tags", {"Name": "tagged",
         "Tags": [{"Key": "Name", "Value": "first"}]}, Name="tagged", Tags=[{"Key": "Name", "Value": "second"}]),
    case("sns-topic-policy", ATTRIBUTE, "Policy Error", {"TopicArn": "{open_topic}", "AttributeValue": RDS_POLICY},
         AttributeValue="{"),
    case("sns-topic-policy", ATTRIBUTE, "Policy Error", AttributeValue='{"Statement": [{"Effect": "Allow"}]}'),
    case("sns-topic-policy", TOPIC, "Policy Error", {"Attributes": {"Policy": RDS_POLICY}},
         Attributes={"Policy": "[]"}),
    case("sns-topic-policy-scope", ATTRIBUTE, "out of service scope",
         AttributeValue=policy("events.rds.amazonaws.com", "sns:CreateTopic")),
    case("sns-topic-policy-scope", TOPIC, "out of service scope",
         Attributes={"Policy": policy("events.rds.amazonaws.com", "kms:Decrypt")}),
    case("sns-subscription-address", JOIN, "Email address", Endpoint="on-call"),
    case("sns-subscription-pending", LEAVE, "pending confirmation", {"SubscriptionArn": "{confirmed}"},
         SubscriptionArn="{pending}"),
    case("sns-tags-too-many", TOPIC, "at most 50", {"Tags": TAGS[:50]}, Tags=TAGS),
    case("sns-tags-reserved", TOPIC, "reserved for internal use", Tags=RESERVED),
    case("rds-subscription-name", SUBSCRIBE, "not a valid identifier", {"SubscriptionName": "{new}-A"},
         SubscriptionName="two--hyphens"),
    replace(case("rds-subscription-quota", SUBSCRIBE, "maximum number of event subscriptions",
                 SnsTopicArn=f"arn:aws:sns:{FULL_REGION}:123456789012:main"), region=FULL_REGION),
    case("rds-subscription-topic", SUBSCRIBE, "topic is invalid: database-alarms", SnsTopicArn="database-alarms"),
    case("rds-subscription-topic", CHANGE, "topic is invalid", {"SnsTopicArn": "{topic}"},
         SnsTopicArn=OTHER_REGION_TOPIC),
    case("rds-subscription-topic", SUBSCRIBE, "topic is invalid: {fifo_topic}", SnsTopicArn="{fifo_topic}"),
    case("rds-subscription-topic-unknown", SUBSCRIBE, "does not exist: {topic}-not", SnsTopicArn="{topic}-not"),
    case("rds-subscription-authorization", SUBSCRIBE, "permission to publish", {"SnsTopicArn": "{open_topic}"},
         SnsTopicArn="{closed_topic}"),
    case("rds-subscription-authorization", SUBSCRIBE, "topic {sealed_topic}", SnsTopicArn="{sealed_topic}"),
    case("rds-subscription-authorization", CHANGE, "topic {managed_topic}", SnsTopicArn="{managed_topic}"),
    case("rds-subscription-source-type", SUBSCRIBE, "Invalid source type: cluster", SourceType="cluster"),
    case("rds-subscription-category", SUBSCRIBE, "Category : availability not found for source type db-cluster",
         {"SourceType": "db-instance", "EventCategories": ["availability", "recovery"]},
         EventCategories=["failover", "availability", "recovery"]),
    case("rds-subscription-category", CHANGE, "Category : global failover not found",
         {"EventCategories": ["global-failover"]}, EventCategories=["global failover"]),
    case("rds-subscription-source-without-type", SUBSCRIBE, "SourceType must be specified",
         {"SourceIds": ["main"]}, SourceType=None, SourceIds=["main"]),
    case("rds-subscription-source-unknown", SUBSCRIBE, "Could not find source :nowhere", {"SourceIds": ["main"]},
         SourceIds=["main", "nowhere"]),
    case("rds-subscription-source-unknown", ADD, "Could not find source :main-1",
         {"SubscriptionName": "main", "SourceIdentifier": "main"}, SubscriptionName="main",
         SourceIdentifier="main-1"),
    case("events-constraint", RULE, "at 'Name'", {"Name": "{new}._-"}, Name="a rule"),
    case("events-pattern", RULE, "Invalid JSON", EventPattern="source"),
    case("events-pattern", RULE, "Filter is not an object", EventPattern="[]"),
    case("events-pattern", RULE, "'detail.state' must be an object or an array",
         {"EventPattern": '{"detail": {"state": ["FAILED"]}}'}, EventPattern='{"detail": {"state": "FAILED"}}'),
    case("events-pattern", RULE, "Empty arrays", EventPattern='{"source": []}'),
    case("events-target-arn", TARGETS, "not in correct format", **target(Arn="database-alarms")),
    case("events-target-arn", TARGETS, "us-west-2", target(), **target(Arn=OTHER_REGION_TOPIC)),
    case("events-target-input", TARGETS, "must be provided for target one", target(InputPath="$.detail"),
         **target(Input="{}", InputPath="$.detail")),
    case("events-target-input-json", TARGETS, "JSON syntax error", target(Input='"words"'), **target(Input="words")),
    case("events-target-count", TARGETS, "maximum number allowed: 5", Targets=targets(6)),
    case("events-tags-too-many", RULE, "at most 50", {"Tags": TAGS[:50]}, Tags=TAGS),
    case("events-tags-reserved", RULE, "reserved for internal use", Tags=RESERVED),
)  # fmt: skip

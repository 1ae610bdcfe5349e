"""Drift of alarms, dashboards, topics, event subscriptions and EventBridge rules."""

import json
from collections.abc import Generator
from pathlib import Path

import pytest

from orion_sandbox.engine import Engine
from tests.e2e.drift_notices_program import BODY, KEYS, LAG, PATTERN, PUBLISHERS, TOPICS, policy, program
from tests.e2e.drifting import CHANGED, NEW_TAGS, Correction, Drift, correct, deployed, drift

ALARM = {
    "Namespace": "AWS/Other",
    "MetricName": "Changed",
    "ComparisonOperator": "LessThanThreshold",
    "Threshold": 1,
    "Period": 120,
    "EvaluationPeriods": 3,
    "DatapointsToAlarm": 2,
}
ALARM_PROPERTIES = (
    "comparisonOperator",
    "datapointsToAlarm",
    "dimensions",
    "evaluationPeriods",
    "metricName",
    "namespace",
    "period",
    "threshold",
    "treatMissingData",
    "unit",
    "alarmDescription",
)
ACTIONS = ("alarmActions", "okActions", "insufficientDataActions")
OTHER_QUERIES = [{"Id": "lag", "Label": CHANGED, "Period": 120, "Expression": LAG, "ReturnData": True}]
OTHER_ACTIONS = {"AlarmActions": [TOPICS[1]], "OKActions": [], "InsufficientDataActions": []}


def attribute(resource: str, property_name: str, name: str, value: str) -> Drift:
    """One attribute of a topic, of which a call sets one."""
    return drift(
        resource, "SetTopicAttributes", property_name, TopicArn="{id}", AttributeName=name, AttributeValue=value
    )


DRIFTS: dict[str, list[Drift]] = {
    "aws:cloudwatch/metricAlarm:MetricAlarm": [
        drift("alarm", "PutMetricAlarm", *ALARM_PROPERTIES, *ACTIONS, "actionsEnabled", "statistic",
              AlarmName="drift-maximum", ActionsEnabled=False, Statistic="Minimum", **ALARM, **OTHER_ACTIONS),
        drift("percentile", "PutMetricAlarm", *ALARM_PROPERTIES, "extendedStatistic",
              "evaluateLowSampleCountPercentiles", AlarmName="drift-percentile", ExtendedStatistic="p90",
              EvaluateLowSampleCountPercentile="evaluate", **ALARM),
        drift("queries", "PutMetricAlarm", "metricQueries", AlarmName="drift-queries", Metrics=OTHER_QUERIES,
              ComparisonOperator="GreaterThanThreshold", Threshold=80, EvaluationPeriods=5,
              TreatMissingData="missing"),
        drift("alarm", "TagResource", "tags", ResourceARN="{arn}", Tags=NEW_TAGS),
    ],
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": [
        drift("any", "PutCompositeAlarm", *ACTIONS, "alarmDescription", "alarmRule", AlarmName="drift-any",
              AlarmRule='OK("drift-maximum")', **OTHER_ACTIONS),
        drift("any", "TagResource", "tags", ResourceARN="{arn}", Tags=NEW_TAGS),
    ],
    "aws:cloudwatch/dashboard:Dashboard": [
        drift("dashboard", "PutDashboard", "dashboardBody", DashboardName="drift",
              DashboardBody=json.dumps(BODY).replace("as written", CHANGED)),
    ],
    "aws:cloudwatch/eventRule:EventRule": [
        drift("rule", "PutRule", "description", "eventPattern", "scheduleExpression", "state", Name="drift",
              EventPattern=json.dumps(PATTERN).replace("FAILED", "EXPIRED"), State="DISABLED"),
        drift("rule", "TagResource", "tags", ResourceARN="{arn}", Tags=NEW_TAGS),
    ],
    "aws:cloudwatch/eventTarget:EventTarget": [
        drift("target-written", "PutTargets", "arn", "input", "roleArn", Rule="drift",
              Targets=[{"Id": "written", "Arn": TOPICS[1], "Input": "{}"}]),
        drift("target-path", "PutTargets", "inputPath", Rule="drift",
              Targets=[{"Id": "path", "Arn": TOPICS[0], "InputPath": "$.time"}]),
        drift("target-transformed", "PutTargets", "inputTransformer", Rule="drift",
              Targets=[{"Id": "transformed", "Arn": TOPICS[0], "InputTransformer": {"InputTemplate": '"changed"'}}]),
    ],
    "aws:rds/eventSubscription:EventSubscription": [
        drift("subscription", "ModifyEventSubscription", "enabled", "eventCategories", "snsTopic",
              SubscriptionName="drift", Enabled=False, EventCategories=["deletion"], SnsTopicArn=TOPICS[0]),
        drift("subscription", "RemoveSourceIdentifierFromSubscription", "sourceIds", SubscriptionName="drift",
              SourceIdentifier="drift"),
        drift("subscription", "ModifyEventSubscription", "sourceType", SubscriptionName="drift",
              SourceType="db-instance", EventCategories=["deletion"]),
        drift("subscription", "AddTagsToResource", "tags", ResourceName="{arn}", Tags=NEW_TAGS),
    ],
    "aws:sns/topic:Topic": [
        attribute("one", "displayName", "DisplayName", CHANGED),
        attribute("one", "kmsMasterKeyId", "KmsMasterKeyId", KEYS[1]),
        attribute("two", "policy", "Policy", policy(TOPICS[1], PUBLISHERS[:1])),
        drift("one", "TagResource", "tags", ResourceArn="{arn}", Tags=NEW_TAGS),
    ],
    "aws:sns/topicPolicy:TopicPolicy": [
        attribute("policy", "policy", "Policy", policy(TOPICS[0], PUBLISHERS[:1])),
    ],
    "aws:sns/topicSubscription:TopicSubscription": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def corrected(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, engine: Engine
) -> Generator[dict[str, Correction]]:
    """The program, deployed, changed outside Pulumi and corrected, once for all types."""
    with deployed(repository, tmp_path_factory.mktemp("drift"), engine, program, keys=list(KEYS)) as stack:
        yield correct(stack, DRIFTS)


@pytest.mark.parametrize("type_", [type_ for type_, drifts in DRIFTS.items() if drifts])
def test_a_preview_shows_drift_and_up_corrects_it(corrected: dict[str, Correction], type_: str) -> None:
    """boto3 changes every property that AWS can change; the preview names each and no other, `up` restores all."""
    correction = corrected[type_]

    assert correction.shown == correction.expected
    assert correction.after == correction.wanted

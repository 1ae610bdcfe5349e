"""CloudWatch: alarms."""

from collections.abc import Mapping, Sequence
from typing import Any

from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.table import AutoName, Property, Row, fixed, sent
from orion_sandbox.providers.values import Values

ACTIONS = {
    "alarmActions": "AlarmActions",
    "insufficientDataActions": "InsufficientDataActions",
    "okActions": "OKActions",
}


def _actions() -> tuple[Property, ...]:
    return tuple(sent(name, member, removed=[], unordered=True) for name, member in ACTIONS.items())


def _dimensions(named: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in named.items()]


def _named_dimensions(dimensions: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {dimension["Name"]: dimension["Value"] for dimension in dimensions}


def _composite(identity: str) -> Values:
    # Unless asked for composite alarms, AWS describes metric alarms only.
    return {"AlarmNames": [identity], "AlarmTypes": ["CompositeAlarm"]}


def _names(identity: str, _state: Any) -> Values:
    return {"AlarmNames": [identity]}


ROWS = (
    Row(
        type="aws:cloudwatch/metricAlarm:MetricAlarm",
        service="cloudwatch",
        create="PutMetricAlarm",
        read="DescribeAlarms",
        modify="PutMetricAlarm",
        delete="DeleteAlarms",
        key="AlarmNames",
        found="MetricAlarms[0]",
        identity="inputs.name",
        properties=(
            sent("actionsEnabled", default=True),
            *_actions(),
            sent("alarmDescription", removed=""),
            sent("comparisonOperator"),
            sent("datapointsToAlarm", removed=0),
            sent("dimensions", removed={}, sends=_dimensions, shows=_named_dimensions),
            sent("evaluateLowSampleCountPercentiles", "EvaluateLowSampleCountPercentile"),
            sent("evaluationPeriods"),
            sent("extendedStatistic", removed=""),
            sent("metricName", removed=""),
            fixed("name", "AlarmName", replaces=sources.PUT_METRIC_ALARM),
            sent("namespace", removed=""),
            sent("period", removed=0),
            sent("statistic", removed=""),
            sent("threshold", removed=0),
            sent("treatMissingData", default="missing"),
            sent("unit", removed=""),
        ),
        computed={"arn": "AlarmArn"},
        auto_name=AutoName("name", "", 255),
        tagging=tagging.CLOUDWATCH,
    ),
    Row(
        type="aws:cloudwatch/compositeAlarm:CompositeAlarm",
        service="cloudwatch",
        create="PutCompositeAlarm",
        read="DescribeAlarms",
        modify="PutCompositeAlarm",
        delete="DeleteAlarms",
        key="AlarmNames",
        found="CompositeAlarms[0]",
        identity="inputs.alarmName",
        properties=(
            fixed("actionsEnabled", default=True, replaces=sources.COMPOSITE_ACTIONS_ENABLED),
            *_actions(),
            sent("alarmDescription", removed=""),
            fixed("alarmName", replaces=sources.PUT_COMPOSITE_ALARM),
            sent("alarmRule"),
        ),
        computed={"arn": "AlarmArn"},
        tagging=tagging.CLOUDWATCH,
        read_arguments=_composite,
        delete_arguments=_names,
    ),
)

"""CloudWatch: metric alarms, composite alarms and dashboards."""

from collections.abc import Mapping, Sequence

from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Property, Row, fixed, named, sent
from orion_sandbox.providers.translate import same_document

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
            *named("name", "AlarmName", limit=255, prefix=False),
            sent("namespace", removed=""),
            sent("period", removed=0),
            sent("statistic", removed=""),
            sent("threshold", removed=0),
            sent("treatMissingData", default="missing"),
            sent("unit", removed=""),
        ),
        computed={"arn": "AlarmArn"},
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
            fixed("actionsEnabled", default=True, because="AWS changes it, the provider does not"),
            *_actions(),
            sent("alarmDescription", removed=""),
            fixed("alarmName"),
            sent("alarmRule"),
        ),
        computed={"arn": "AlarmArn"},
        tagging=tagging.CLOUDWATCH,
        # Without this type, AWS describes metric alarms only.
        read_arguments=lambda identity: {"AlarmNames": [identity], "AlarmTypes": ["CompositeAlarm"]},
    ),
    Row(
        type="aws:cloudwatch/dashboard:Dashboard",
        service="cloudwatch",
        create="PutDashboard",
        read="GetDashboard",
        modify="PutDashboard",
        delete="DeleteDashboards",
        key="DashboardName",
        identity="inputs.dashboardName",
        properties=(
            sent("dashboardBody", same=same_document),
            fixed("dashboardName"),
        ),
        computed={"dashboardArn": "DashboardArn"},
    ),
)

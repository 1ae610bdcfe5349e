"""CloudWatch: metric alarms, composite alarms and dashboards."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Property, Row, fixed, named, sent
from orion_sandbox.providers.translate import from_aws, same_document
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


Query = Mapping[str, Any]


def _queries(queries: Sequence[Query]) -> list[dict[str, Any]]:
    """Return queries as the provider sends them: always with `returnData`, and a metric inside `MetricStat`."""
    return [_sent_query(dict(query)) for query in queries]


def _sent_query(query: dict[str, Any]) -> dict[str, Any]:
    metric = dict(query.pop("metric", None) or {})
    if metric:
        named = {name: metric.pop(name) for name in ("metricName", "namespace") if name in metric}
        query["metricStat"] = {"metric": {**named, "dimensions": _dimensions(metric.pop("dimensions", {}))}, **metric}
    return {"returnData": False, **query}


def _shown_queries(queries: Sequence[Query]) -> list[dict[str, Any]]:
    return [_shown_query(from_aws(query)) for query in queries]


def _shown_query(query: dict[str, Any]) -> dict[str, Any]:
    statistic = query.pop("metricStat", None)
    if statistic:
        metric = statistic.pop("metric")
        dimensions = {pair["name"]: pair["value"] for pair in metric.pop("dimensions", ())}
        query["metric"] = {**metric, "dimensions": dimensions, **statistic}
    return query


def _same_queries(wanted: Sequence[Query], actual: Sequence[Query]) -> bool:
    """Compare queries by their ids; their order has no meaning."""
    one, other = ({query["id"]: _sent_query(dict(query)) for query in queries} for queries in (wanted, actual))
    return one == other


def _invalid(new: Values) -> Iterator[tuple[str, str]]:
    if new.get("metricName") and not (new.get("statistic") or new.get("extendedStatistic")):
        yield "statistic", "One of `statistic` or `extended_statistic` must be set for a cloudwatch metric alarm"
    for query in new.get("metricQueries") or ():
        if query.get("expression") and query.get("metric"):
            yield "metricQueries", "No metric_query may have both `expression` and a `metric` specified"


OF_ONE_METRIC = ("metricName", "namespace", "dimensions", "period", "statistic", "extendedStatistic")
"""Properties that the provider accepts only without queries."""

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
            sent("metricQueries", "Metrics", removed=[], sends=_queries, shows=_shown_queries, same=_same_queries),
            *named("name", "AlarmName", limit=255, prefix=False),
            sent("namespace", removed=""),
            sent("period", removed=0),
            sent("statistic", removed=""),
            sent("threshold", removed=0),
            sent("treatMissingData", default="missing"),
            sent("unit", removed=""),
        ),
        conflicts=tuple(("metricQueries", name) for name in OF_ONE_METRIC),
        invalid=_invalid,
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

"""The CloudWatch dashboard: the status of the alarms, and a graph of each of their metrics."""

from collections.abc import Mapping, Sequence
from typing import Any

from orion_rds.facts.alarms import Metric
from orion_rds.facts.arns import home, region_of
from orion_rds.facts.partitions import PARTITIONS
from orion_rds.plan.alarms import AlarmSpec, query, query_id

COLUMNS = 24
GRAPHS_IN_A_ROW = 2
WIDTH = COLUMNS // GRAPHS_IN_A_ROW
HEIGHT = 6
STATUS_HEIGHT = 3
ALARMS_IN_A_WIDGET = 100


def body(
    specs: Sequence[AlarmSpec], dimensions: Sequence[Mapping[str, str]], alarm_arns: Sequence[str]
) -> dict[str, Any]:
    """Return the body of the dashboard, in the region of the alarms.

    `dimensions` are those of `specs` with known values. The status shows the first `ALARMS_IN_A_WIDGET` alarms.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
    """
    region = region_of(alarm_arns[0])
    lines: dict[Metric, list[tuple[AlarmSpec, Mapping[str, str]]]] = {}
    for spec, known in zip(specs, dimensions, strict=True):
        lines.setdefault(spec.definition.metric, []).append((spec, known))
    graphs = [_graph(region, drawn, position) for position, drawn in enumerate(lines.values())]
    return {"widgets": [_status(alarm_arns), *graphs]}


def _status(alarm_arns: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "alarm",
        "x": 0,
        "y": 0,
        "width": COLUMNS,
        "height": STATUS_HEIGHT,
        "properties": {"title": "Alarms", "alarms": list(alarm_arns)[:ALARMS_IN_A_WIDGET]},
    }


def _graph(region: str | None, lines: Sequence[tuple[AlarmSpec, Mapping[str, str]]], position: int) -> dict[str, Any]:
    row, column = divmod(position, GRAPHS_IN_A_ROW)
    first, _ = lines[0]
    metric = first.definition.metric
    return {
        "type": "metric",
        "x": column * WIDTH,
        "y": STATUS_HEIGHT + row * HEIGHT,
        "width": WIDTH,
        "height": HEIGHT,
        "properties": {
            "title": f"{metric.name} ({metric.unit})",
            "region": region,
            "view": "timeSeries",
            "period": first.timing.period_seconds,
            "metrics": [_line(spec, known) for spec, known in lines],
            "annotations": {"horizontal": _thresholds([spec for spec, _ in lines])},
        },
    }


def _line(spec: AlarmSpec, dimensions: Mapping[str, str]) -> list[Any]:
    if spec.definition.by_query:
        return [{"expression": query(spec, dimensions), "label": spec.key, "id": query_id(spec)}]
    names_and_values = [part for pair in dimensions.items() for part in pair]
    metric, options = spec.definition.metric, {"label": spec.key, "stat": spec.statistic}
    return [metric.namespace, metric.name, *names_and_values, options]


def _thresholds(specs: Sequence[AlarmSpec]) -> list[dict[str, Any]]:
    """Return each distinct threshold once: instances of one class have the same."""
    return [{"label": "alarm", "value": value} for value in dict.fromkeys(spec.threshold for spec in specs)]


def url(alarm_arn: str, name: str) -> str:
    """Return the address of the dashboard in the console. Partition and region come from the ARN of an alarm."""
    at = home(alarm_arn)
    known = PARTITIONS.get(at.partition)
    host = (known and known.console) or PARTITIONS["aws"].console
    return f"https://{at.region}.{host}/cloudwatch/home?region={at.region}#dashboards/dashboard/{name}"

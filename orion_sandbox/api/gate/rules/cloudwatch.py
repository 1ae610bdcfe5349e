"""CloudWatch: metric alarms, composite alarms and dashboards."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from orion_sandbox.api import limits, names, references
from orion_sandbox.api.gate.alarm_rules import children, elements, unreadable
from orion_sandbox.api.gate.checks import more_than, outside, when
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.arns import Arn

PUT, PUT_COMPOSITE, DELETE, PUT_DASHBOARD = "PutMetricAlarm", "PutCompositeAlarm", "DeleteAlarms", "PutDashboard"
ALARMS = (PUT, PUT_COMPOSITE)
INVALID, INVALID_DASHBOARD = "ValidationError", "InvalidParameterInput"
ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")
NEEDED_BY_ALL = ("Threshold", "EvaluationPeriods", "ComparisonOperator")
NEEDED = ("MetricName", "Namespace", "Period", *NEEDED_BY_ALL)
NOT_BESIDE_QUERIES = (
    "Namespace",
    "MetricName",
    "Dimensions",
    "Period",
    "Unit",
    "Statistic",
    "ExtendedStatistic",
)
HOUR_SECONDS = 3_600


# Metric alarms, and the actions of all alarms.


def _incomplete(request: Request, _state: State) -> str | None:
    # Alarms of PromQL have these settings elsewhere.
    if request.get("EvaluationCriteria"):
        return None
    of_queries = request.get("Metrics") is not None
    missing = [member for member in (NEEDED_BY_ALL if of_queries else NEEDED) if request.get(member) is None]
    if of_queries and request.get("ThresholdMetricId"):
        missing = [member for member in missing if member != "Threshold"]
    return f"The parameter {missing[0]} is required." if missing else None


def _has_not_one_statistic(request: Request, _state: State) -> bool:
    is_one = bool(request.get("Statistic")) != bool(request.get("ExtendedStatistic"))
    return request.get("MetricName") is not None and not is_one


def _is_wrong_period(request: Request, _state: State) -> bool:
    seconds = request.get("Period", 60)
    return seconds not in limits.ALARM_SHORT_PERIODS_SECONDS and seconds % limits.ALARM_PERIOD_SECONDS.step != 0


def _evaluation(request: Request, _state: State) -> str | None:
    seconds = request.get("Period", 60)
    longest = limits.ALARM_DAY_SECONDS if seconds < HOUR_SECONDS else limits.ALARM_WEEK_SECONDS
    if seconds * request.get("EvaluationPeriods", 1) <= longest.maximum:
        return None
    return f"Metrics cannot be checked across more than {longest.maximum} seconds (EvaluationPeriods * Period)."


def _actions(request: Request) -> list[str]:
    return [action for member in ACTIONS for action in request.get(member) or ()]


def _action_arn(request: Request, _state: State) -> str | None:
    wrong = [action for action in _actions(request) if Arn.read(action) is None]
    return f"Invalid arn syntax: {wrong[0]}" if wrong else None


def _action_region(request: Request, state: State) -> str | None:
    arns = [Arn.read(action) for action in _actions(request)]
    others = [arn.region for arn in arns if arn and arn.service == "sns" and arn.region != state.region]
    return f"Invalid region {others[0]} specified. Only {state.region} is supported." if others else None


# Alarms of queries, and members of the queries.


def _beside_queries(request: Request, _state: State) -> str | None:
    if not request.get("Metrics"):
        return None
    wrong = [member for member in NOT_BESIDE_QUERIES if request.get(member)]
    return f"{wrong[0]} must not be specified when Metrics is specified." if wrong else None


def _is_insights(query: Request) -> bool:
    return str(query.get("Expression", "")).lstrip().upper().startswith("SELECT ")


def _query(request: Request, _state: State) -> str | None:
    queries: list[Request] = request.get("Metrics") or []
    for query in queries:
        if query["Id"] not in names.METRIC_QUERY:
            return f"The value {query['Id']} for parameter Id is not matching the expected pattern."
        if bool(query.get("Expression")) == bool(query.get("MetricStat")):
            return "Exactly one of Expression or MetricStat must be specified for each element of Metrics."
        if _is_insights(query) and not query.get("Period"):
            return "Period must be specified for a Metrics Insights query."
    returned = [query for query in queries if query.get("ReturnData", True)]
    if queries and len(returned) != 1:
        return "Exactly one element of the metrics list should return data."
    return None


def _query_span(request: Request, _state: State) -> str | None:
    periods = request.get("EvaluationPeriods", 1)
    spans = [query["Period"] * periods for query in request.get("Metrics") or () if _is_insights(query)]
    if all(span in limits.METRICS_INSIGHTS_ALARM_SECONDS for span in spans):
        return None
    return f"Metrics Insights alarms evaluate at most {limits.METRICS_INSIGHTS_ALARM_SECONDS.maximum} seconds of data."


# Composite alarms.


def _composite_rule(request: Request, _state: State) -> str | None:
    reason = unreadable(request["AlarmRule"])
    return f"Error in AlarmRule [{reason}]" if reason else None


def _unknown_children(request: Request, state: State) -> str | None:
    missing = [name for name in children(request["AlarmRule"]) if name not in state.alarms]
    if not missing:
        return None
    return f"Could not save the composite alarm as alarms [{', '.join(missing)}] in the alarm rule do not exist"


def _used_alarms(request: Request, state: State) -> str | None:
    # An alarm and its composite alarm may be deleted by one call.
    deleted = request["AlarmNames"]
    left = [alarm for name, alarm in state.alarms.items() if alarm.rule and name not in deleted]
    needed = {child for alarm in left for child in children(alarm.rule)}
    used = [name for name in deleted if name in needed]
    return f"Cannot delete {','.join(used)} as there are composite alarm(s) depending on it." if used else None


def _deletes_composites(request: Request, state: State) -> bool:
    return len([name for name in request["AlarmNames"] if getattr(state.alarms.get(name), "rule", None)]) > 1


# Dashboards.


def _draws(properties: Mapping[str, Any]) -> bool:
    return bool(properties.get("metrics") or (properties.get("annotations") or {}).get("alarms"))


IS_COMPLETE: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "alarm": lambda properties: bool(properties.get("alarms")),
    "custom": lambda properties: bool(properties.get("endpoint")),
    "explorer": lambda properties: bool(properties.get("metrics")),
    "log": lambda properties: bool(properties.get("query")) and bool(properties.get("region")),
    # A graph without a region shows nothing.
    "metric": lambda properties: _draws(properties) and bool(properties.get("region")),
    "text": lambda properties: bool(properties.get("markdown")),
    "trace": bool,
}
"""Types of widgets, and whether the properties have what the type needs."""


def _dashboard_body(request: Request, _state: State) -> str | None:
    try:
        body = json.loads(request["DashboardBody"])
    except ValueError:
        return "The dashboard body is invalid: it is not valid JSON"
    widgets = body.get("widgets") if isinstance(body, dict) else None
    if not isinstance(widgets, list):
        return "The dashboard body is invalid: /widgets should be an array"
    if len(widgets) in limits.DASHBOARD_WIDGETS:
        return None
    return f"The dashboard body is invalid: {len(widgets)} widgets"


def _widgets(request: Request, _state: State) -> str | None:
    for number, widget in enumerate(json.loads(request["DashboardBody"])["widgets"]):
        if reason := _widget(widget):
            return f"The dashboard body is invalid: /widgets/{number}/{reason}"
    return None


def _widget(widget: Any) -> str | None:
    if not isinstance(widget, dict) or widget.get("type") not in IS_COMPLETE:
        return "type should be one of the allowed values"
    properties = widget.get("properties")
    if not isinstance(properties, dict) or not IS_COMPLETE[widget["type"]](properties):
        return "properties should have what the widget's type requires"
    if widget.get("width", 6) not in limits.DASHBOARD_COLUMNS or widget.get("height", 6) not in limits.DASHBOARD_ROWS:
        return "width and height should be in 1-24 and 1-1000"
    return None


RULES = table(
    "cloudwatch",
    Row("alarm-incomplete", PUT, INVALID,
        "an alarm of one metric without its name, namespace, period, threshold, comparison or number of periods",
        _incomplete),
    Row("alarm-statistic", PUT, INVALID, "an alarm of one metric with neither or both of the two statistics",
        when(_has_not_one_statistic, "You must specify either Statistic or ExtendedStatistic, but not both.")),
    Row("alarm-beside-queries", PUT, INVALID, "an alarm of queries that also names one metric", _beside_queries),
    Row("alarm-query", PUT, INVALID,
        "queries of which not exactly one returns data, or one without an id in AWS's form, without exactly one of "
        "expression and metric, or, of Metrics Insights, without a period", _query, references.METRIC_DATA_QUERY),
    Row("alarm-query-span", PUT, INVALID, "a Metrics Insights query over more than three hours", _query_span,
        references.ALARM_LIMITS),
    Row("alarm-period", PUT, INVALID, "a period other than 10, 20 or 30 seconds or whole minutes",
        when(_is_wrong_period, "The parameter Period must be 10, 20, 30 or a multiple of 60: {Period}")),
    Row("alarm-evaluation", PUT, INVALID,
        "periods of more than one day in total, or of seven days if each period is an hour or longer", _evaluation),
    Row("alarm-datapoints", PUT, INVALID, "more data points to alarm than there are periods",
        when(lambda request, _state: request.get("DatapointsToAlarm", 1) > request.get("EvaluationPeriods", 1),
             "DatapointsToAlarm must be less than or equal to EvaluationPeriods.")),
    Row("alarm-missing-data", PUT, INVALID, f"a treatment of missing data other than {names.MISSING_DATA}",
        outside("TreatMissingData", names.MISSING_DATA, "Option {value} is not supported. Supported options for "
                "parameter TreatMissingData are breaching, notBreaching, ignore, and missing.")),
    Row("action-arn", ALARMS, INVALID, "an action that is not an ARN", _action_arn, references.ALARM_ACTIONS),
    Row("action-region", ALARMS, INVALID, "an action of another region than the alarm's", _action_region,
        references.ALARM_ACTIONS),
    Row("composite-rule", PUT_COMPOSITE, INVALID, "a rule that cannot be read", _composite_rule,
        references.ALARM_RULE_SYNTAX),
    Row("composite-children", PUT_COMPOSITE, INVALID, "a rule of more than 100 alarms",
        more_than(limits.COMPOSITE_ALARM_MEMBERS.maximum, lambda request, _state: len(children(request["AlarmRule"])),
                  "AlarmRule can reference at most 100 alarms: {value}")),
    Row("composite-elements", PUT_COMPOSITE, INVALID, "a rule of more than 500 alarms, constants and parentheses",
        more_than(limits.COMPOSITE_ALARM_ELEMENTS.maximum, lambda request, _state: elements(request["AlarmRule"]),
                  "AlarmRule can have at most 500 elements: {value}")),
    Row("composite-child-unknown", PUT_COMPOSITE, INVALID, "a rule with an alarm that does not exist in the region",
        _unknown_children, references.COMPOSITE_CHILDREN),
    Row("alarm-in-use", DELETE, INVALID, "deleting an alarm that a composite alarm depends on", _used_alarms,
        references.COMPOSITE_DEPENDENCY),
    Row("composites-at-once", DELETE, INVALID, "deleting two composite alarms in one call",
        when(_deletes_composites, "Only one composite alarm can be deleted per operation.")),
    Row("dashboard-name", PUT_DASHBOARD, INVALID_DASHBOARD,
        "a dashboard's name with other than letters, digits, hyphens and `_`",
        outside("DashboardName", names.DASHBOARD,
                "The value {value} for field DashboardName contains invalid characters.")),
    Row("dashboard-body", PUT_DASHBOARD, INVALID_DASHBOARD,
        "a dashboard's body that is not a JSON object with a list of widgets", _dashboard_body,
        references.DASHBOARD_BODY),
    Row("dashboard-widget", PUT_DASHBOARD, INVALID_DASHBOARD,
        "a widget of an unknown type, outside 24 columns or 1000 rows, or without the properties of its type", _widgets,
        references.DASHBOARD_BODY),
)  # fmt: skip

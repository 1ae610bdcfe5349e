"""CloudWatch: dashboards."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("cloudwatch")

PUT = ("PutDashboard",)
INVALID = "InvalidParameterInput"
NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")
WIDGETS_MAXIMUM = 500
COLUMNS, ROWS = range(1, 25), range(1, 1001)

WANTED: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "alarm": lambda properties: bool(properties.get("alarms")),
    "custom": lambda properties: bool(properties.get("endpoint")),
    "explorer": lambda properties: bool(properties.get("metrics")),
    "log": lambda properties: bool(properties.get("query")) and bool(properties.get("region")),
    "metric": lambda properties: _draws(properties) and bool(properties.get("region")),
    "text": lambda properties: bool(properties.get("markdown")),
    "trace": bool,
}
"""Types of widgets, and whether their properties say what each needs."""


@RULES.refuse("dashboard-name", PUT, INVALID, "a dashboard's name with other than letters, digits, hyphens and `_`")
def name(request: Request, _state: State) -> str | None:
    """At most 255 characters."""
    if NAME.fullmatch(request["DashboardName"]):
        return None
    return f"The value {request['DashboardName']} for field DashboardName contains invalid characters."


@RULES.refuse("dashboard-body", PUT, INVALID, "a dashboard's body that is not a JSON object with a list of widgets",
              sources.DASHBOARD_BODY)  # fmt: skip
def body(request: Request, _state: State) -> str | None:
    """At most 500 widgets."""
    try:
        read = json.loads(request["DashboardBody"])
    except ValueError:
        return "The dashboard body is invalid: it is not valid JSON"
    widgets = read.get("widgets") if isinstance(read, dict) else None
    if not isinstance(widgets, list):
        return "The dashboard body is invalid: /widgets should be an array"
    return f"The dashboard body is invalid: {len(widgets)} widgets" if len(widgets) > WIDGETS_MAXIMUM else None


@RULES.refuse("dashboard-widget", PUT, INVALID,
              "a widget of an unknown type, outside 24 columns or 1000 rows, or without what its type needs",
              sources.DASHBOARD_BODY)  # fmt: skip
def widget(request: Request, _state: State) -> str | None:
    """A graph without a region shows nothing."""
    for number, each in enumerate(json.loads(request["DashboardBody"])["widgets"]):
        if reason := _misshapen(each):
            return f"The dashboard body is invalid: /widgets/{number}/{reason}"
    return None


def _misshapen(each: Any) -> str | None:
    if not isinstance(each, dict) or each.get("type") not in WANTED:
        return "type should be one of the allowed values"
    properties = each.get("properties")
    if not isinstance(properties, dict) or not WANTED[each["type"]](properties):
        return "properties should have what the widget's type requires"
    if each.get("width", 6) not in COLUMNS or each.get("height", 6) not in ROWS:
        return "width and height should be in 1-24 and 1-1000"
    return None


def _draws(properties: Mapping[str, Any]) -> bool:
    return bool(properties.get("metrics") or (properties.get("annotations") or {}).get("alarms"))

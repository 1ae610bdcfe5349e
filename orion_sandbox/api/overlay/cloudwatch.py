"""CloudWatch: the state of alarms, and composite alarms."""

from collections.abc import Callable
from typing import Any

from moto.cloudwatch.models import Alarm, CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

NEW_STATE = "INSUFFICIENT_DATA"
"""CloudWatch API Reference, PutMetricAlarm: the state that an alarm is created in."""

STATE = ("state_value", "state_reason", "state_reason_data", "state_updated_timestamp", "history")
"""Attributes that an alarm keeps when its configuration is replaced."""

METRIC_ALARM, COMPOSITE_ALARM = "MetricAlarm", "CompositeAlarm"


@PATCHES.around(CloudWatchBackend)
def put_metric_alarm(original: Callable[..., Alarm], backend: CloudWatchBackend, **request: Any) -> Alarm:
    """Moto sets a new or changed alarm to OK, and gives a changed one the tags of the call."""
    before = backend.alarms.get(request["name"])
    if before is None:
        alarm = original(backend, **request)
        alarm.state_value = NEW_STATE
        return alarm
    alarm = original(backend, **{**request, "tags": None})
    for attribute in STATE:
        setattr(alarm, attribute, getattr(before, attribute))
    return alarm


@PATCHES.method(CloudWatchResponse)
def put_composite_alarm(response: CloudWatchResponse) -> ActionResult:
    """Moto lacks the operation, though it can store such an alarm."""
    return response.put_metric_alarm()


@PATCHES.around(CloudWatchResponse)
def describe_alarms(original: Callable[..., ActionResult], response: CloudWatchResponse) -> ActionResult:
    """Moto ignores the types; without them, AWS describes metric alarms only."""
    answer = original(response)
    types = response._get_param("AlarmTypes") or [METRIC_ALARM]
    for kind in (METRIC_ALARM, COMPOSITE_ALARM):
        if kind not in types:
            answer.result[f"{kind}s"] = []  # pyright: ignore[reportIndexIssue] # a dictionary in moto
    return answer


@PATCHES.around(CloudWatchBackend)
def delete_alarms(original: Callable[..., None], backend: CloudWatchBackend, alarm_names: list[str]) -> None:
    """Moto keeps the tags for the next alarm of that name."""
    for name in alarm_names:
        if alarm := backend.alarms.get(name):
            backend.tagger.delete_all_tags_for_resource(alarm.alarm_arn)
    original(backend, alarm_names)

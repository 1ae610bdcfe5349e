"""CloudWatch, its logs, and EventBridge."""

from tests.e2e.properties.comparisons import document, in_any_order, pairs, queries
from tests.e2e.properties.table import Call, Kind, Place, by_arn, by_id, by_ids, by_input

TAGS = {"Tags": Call("list_tags_for_resource", by_arn("ResourceARN"), "Tags")}
ACTIONS = {
    "alarmActions": Place("AlarmActions", same=in_any_order),
    "okActions": Place("OKActions", same=in_any_order),
}

KINDS = {
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": Kind(
        service="cloudwatch",
        call=Call(
            "describe_alarms",
            lambda alarm: {"AlarmNames": [alarm.id], "AlarmTypes": ["CompositeAlarm"]},
            "CompositeAlarms",
        ),
        further=TAGS,
        places=ACTIONS,
    ),
    "aws:cloudwatch/dashboard:Dashboard": Kind(
        service="cloudwatch",
        call=Call("get_dashboard", by_id("DashboardName")),
        places={"dashboardBody": Place("DashboardBody", same=document)},
    ),
    "aws:cloudwatch/eventRule:EventRule": Kind(
        service="events",
        call=Call("describe_rule", by_id("Name")),
        further=TAGS,
        places={"eventPattern": Place("EventPattern", same=document)},
        untold={"forceDestroy": "said to the call that deletes"},
    ),
    "aws:cloudwatch/eventTarget:EventTarget": Kind(
        service="events",
        call=Call("list_targets_by_rule", by_input(Rule="rule"), "Targets", whose=("Id", "targetId")),
        places={"targetId": "Id"},
        asked=frozenset({"rule"}),
    ),
    "aws:cloudwatch/logGroup:LogGroup": Kind(
        service="logs",
        call=Call("describe_log_groups", by_id("logGroupNamePrefix"), "logGroups", whose=("logGroupName", "name")),
        further={"Tags": Call("list_tags_for_resource", by_arn("resourceArn"), "tags")},
        places={"kmsKeyId": "kmsKeyId", "name": "logGroupName", "retentionInDays": "retentionInDays"},
        untold={"skipDestroy": "read by the provider only: whether it deletes"},
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": Kind(
        service="cloudwatch",
        call=Call("describe_alarms", by_ids("AlarmNames"), "MetricAlarms"),
        further=TAGS,
        places={
            **ACTIONS,
            "dimensions": Place("Dimensions[].{Key: Name, Value: Value}", same=pairs),
            "metricQueries": Place("Metrics", same=queries),
            "name": "AlarmName",
        },
    ),
}

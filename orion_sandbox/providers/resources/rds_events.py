"""RDS: event subscriptions."""

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.table import AutoName, Row, fixed, local, sent
from orion_sandbox.providers.values import Values


def _change_sources(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if not old:
        return
    before, after = set(old.get("sourceIds") or ()), set(new.get("sourceIds") or ())
    for gone in sorted(before - after):
        caller("RemoveSourceIdentifierFromSubscription", SubscriptionName=identity, SourceIdentifier=gone)
    for added in sorted(after - before):
        caller("AddSourceIdentifierToSubscription", SubscriptionName=identity, SourceIdentifier=added)


ROWS = (
    Row(
        type="aws:rds/eventSubscription:EventSubscription",
        service="rds",
        create="CreateEventSubscription",
        read="DescribeEventSubscriptions",
        modify="ModifyEventSubscription",
        delete="DeleteEventSubscription",
        key="SubscriptionName",
        found="EventSubscriptionsList[0]",
        identity="EventSubscription.CustSubscriptionId",
        properties=(
            sent("enabled", default=True),
            sent("eventCategories", read="EventCategoriesList", removed=[], unordered=True),
            fixed("name", "SubscriptionName", read="CustSubscriptionId", replaces=sources.MODIFY_EVENT_SUBSCRIPTION),
            local("namePrefix", replaces=sources.MODIFY_EVENT_SUBSCRIPTION),
            sent("snsTopic", "SnsTopicArn"),
            sent("sourceIds", read="SourceIdsList", removed=[], unordered=True),
            sent("sourceType", removed=""),
        ),
        computed={"arn": "EventSubscriptionArn", "customerAwsId": "CustomerAwsId"},
        auto_name=AutoName("name", "namePrefix", 254),
        tagging=tagging.RDS,
        steps=(_change_sources,),
    ),
)

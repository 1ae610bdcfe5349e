"""RDS: subnet groups, parameter groups and event subscriptions."""

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.resources.parameter_groups import parameter_group
from orion_sandbox.providers.table import Row, named, sent
from orion_sandbox.providers.values import Values, added_and_removed


def _parameter_group(kind: str, noun: str) -> Row:
    return parameter_group(
        f"aws:rds/{kind[0].lower()}{kind[1:]}:{kind}",
        noun,
        name=named("name", f"{noun}Name", limit=255),
        family="DBParameterGroupFamily",
        arn=f"{noun}Arn",
    )


def _change_sources(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if not old:
        return
    added, removed = added_and_removed(old, new, "sourceIds")
    for source in removed:
        caller("RemoveSourceIdentifierFromSubscription", SubscriptionName=identity, SourceIdentifier=source)
    for source in added:
        caller("AddSourceIdentifierToSubscription", SubscriptionName=identity, SourceIdentifier=source)


ROWS = (
    Row(
        type="aws:rds/subnetGroup:SubnetGroup",
        service="rds",
        noun="DBSubnetGroup",
        key="DBSubnetGroupName",
        properties=(
            sent("description", "DBSubnetGroupDescription", default="Managed by Pulumi"),
            *named("name", "DBSubnetGroupName", limit=255),
            sent("subnetIds", read="Subnets[].SubnetIdentifier", unordered=True),
        ),
        computed={"arn": "DBSubnetGroupArn", "vpcId": "VpcId", "supportedNetworkTypes": "SupportedNetworkTypes"},
        tagging=tagging.RDS,
    ),
    _parameter_group("ClusterParameterGroup", "DBClusterParameterGroup"),
    _parameter_group("ParameterGroup", "DBParameterGroup"),
    Row(
        type="aws:rds/eventSubscription:EventSubscription",
        service="rds",
        noun="EventSubscription",
        key="SubscriptionName",
        found="EventSubscriptionsList[0]",
        identity="EventSubscription.CustSubscriptionId",
        properties=(
            sent("enabled", default=True),
            sent("eventCategories", read="EventCategoriesList", removed=[], unordered=True),
            *named("name", "SubscriptionName", limit=254, read="CustSubscriptionId"),
            sent("snsTopic", "SnsTopicArn"),
            sent("sourceIds", read="SourceIdsList", removed=[], unordered=True),
            sent("sourceType", removed=""),
        ),
        computed={"arn": "EventSubscriptionArn", "customerAwsId": "CustomerAwsId"},
        tagging=tagging.RDS,
        steps=(_change_sources,),
    ),
)

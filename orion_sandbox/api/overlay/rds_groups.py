"""RDS: parameter groups, subnet groups and event subscriptions."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from moto.core.responses import ActionResult
from moto.rds.exceptions import DBClusterParameterGroupNotFoundError, DBParameterGroupNotFoundError
from moto.rds.models import (
    DBClusterParameterGroup,
    DBParameterGroup,
    DBSubnetGroup,
    EventSubscription,
    RDSBackend,
)
from moto.rds.responses import RDSResponse

from orion_sandbox.api.overlay.patches import Patches, Request

PATCHES = Patches()

USER = "user"
"""The only source of a parameter's value: the sandbox has no engine defaults to describe."""

SUBSCRIPTION_ATTRIBUTES = {
    "Enabled": "enabled",
    "EventCategories": "event_categories",
    "SnsTopicArn": "sns_topic_arn",
    "SourceType": "source_type",
}
"""Members of ModifyEventSubscription to moto's attributes."""

_operation = PATCHES.operation(RDSResponse, lambda response: response.backend)


@PATCHES.around(RDSBackend)
def describe_db_parameter_groups(
    original: Callable[..., list[DBParameterGroup]], backend: RDSBackend, named: Mapping[str, Any]
) -> list[DBParameterGroup]:
    """Moto returns an empty list for a group that does not exist."""
    found = original(backend, named)
    if (name := named.get("db_parameter_group_name")) and not found:
        raise DBParameterGroupNotFoundError(name)
    return found


@PATCHES.method(DBClusterParameterGroup, "update_cluster_parameters")
@PATCHES.method(DBParameterGroup)
def update_parameters(group: Any, changes: Iterable[dict[str, Any]]) -> None:
    """Moto changes the apply method of a parameter that keeps its value.

    AWS does not change the method alone (pulumi-aws, rds.ParameterGroup, "Problematic Configuration").
    """
    for change in changes:
        parameter = group.parameters[change["ParameterName"]]
        if parameter.get("ParameterValue") != change.get("ParameterValue"):
            parameter.update(change)


@PATCHES.around(RDSResponse, "describe_db_cluster_parameters")
@PATCHES.around(RDSResponse)
def describe_db_parameters(original: Callable[..., Any], response: RDSResponse) -> ActionResult:
    """Moto neither returns the source nor filters by it."""
    parameters = original(response).result["Parameters"] if response.params.get("Source", USER) == USER else []
    return ActionResult({"Parameters": [{**each, "Source": USER, "IsModifiable": True} for each in parameters]})


@_operation
def reset_db_parameter_group(backend: Any, request: Request) -> dict[str, Any]:
    """Reset some or all parameters."""
    name = request["DBParameterGroupName"]
    if name not in backend.db_parameter_groups:
        raise DBParameterGroupNotFoundError(name)
    _reset(backend.db_parameter_groups[name], request)
    return {"DBParameterGroupName": name}


@_operation
def reset_db_cluster_parameter_group(backend: Any, request: Request) -> dict[str, Any]:
    """Reset some or all parameters."""
    name = request["DBClusterParameterGroupName"]
    if name not in backend.db_cluster_parameter_groups:
        raise DBClusterParameterGroupNotFoundError(name)
    _reset(backend.db_cluster_parameter_groups[name], request)
    return {"DBClusterParameterGroupName": name}


def _reset(group: Any, request: Request) -> None:
    if request.get("ResetAllParameters"):
        group.parameters.clear()
    for parameter in request.get("Parameters", []):
        group.parameters.pop(parameter["ParameterName"], None)


@PATCHES.method(RDSBackend)
def modify_db_subnet_group(
    backend: RDSBackend, subnet_name: str, description: str | None, subnets: list[Any]
) -> DBSubnetGroup:
    """Moto removes the group and does not add it again, so every change deletes it."""
    (group,) = backend.describe_db_subnet_groups(subnet_name)
    group._subnets = subnets
    if description is not None:
        group.description = description
    return group


@PATCHES.computed(DBSubnetGroup)
def supported_network_types(group: Any) -> list[str]:
    """Moto ignores the subnets: a cluster may be dual-stack if all of them have IPv6."""
    dual = all(subnet.ipv6_cidr_block_associations for subnet in group._subnets)
    return ["IPV4", "DUAL"] if dual else ["IPV4"]


@PATCHES.computed(EventSubscription)
def customer_aws_id(subscription: Any) -> str:
    """Moto does not return the account."""
    return subscription.account_id


@_operation
def modify_event_subscription(backend: RDSBackend, request: Request) -> dict[str, Any]:
    """Change a subscription."""
    subscription = _subscription(backend, request)
    for member, attribute in SUBSCRIPTION_ATTRIBUTES.items():
        if (value := request.get(member)) is not None:
            setattr(subscription, attribute, value)
    return {"EventSubscription": subscription}


@_operation
def add_source_identifier_to_subscription(backend: RDSBackend, request: Request) -> dict[str, Any]:
    """Add a source."""
    subscription, source = _subscription(backend, request), request["SourceIdentifier"]
    if source not in subscription.source_ids:
        subscription.source_ids.append(source)
    return {"EventSubscription": subscription}


@_operation
def remove_source_identifier_from_subscription(backend: RDSBackend, request: Request) -> dict[str, Any]:
    """Remove a source."""
    subscription, source = _subscription(backend, request), request["SourceIdentifier"]
    if source in subscription.source_ids:
        subscription.source_ids.remove(source)
    return {"EventSubscription": subscription}


def _subscription(backend: RDSBackend, request: Request) -> Any:
    (subscription,) = backend.describe_event_subscriptions(request["SubscriptionName"])
    return subscription

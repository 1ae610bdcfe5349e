"""Event subscriptions: their changes."""

from typing import Any

from moto.core.responses import ActionResult
from moto.rds.models import EventSubscription, RDSBackend
from moto.rds.responses import RDSResponse

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

CHANGES = {
    "Enabled": "enabled",
    "EventCategories": "event_categories",
    "SnsTopicArn": "sns_topic_arn",
    "SourceType": "source_type",
}
"""Members of ModifyEventSubscription and moto's attributes."""


@PATCHES.computed(EventSubscription)
def customer_aws_id(subscription: Any) -> str:
    """Moto does not tell whose it is."""
    return subscription.account_id


@PATCHES.method(RDSResponse)
def modify_event_subscription(response: RDSResponse) -> ActionResult:
    """Moto does not know the operation."""
    subscription = _subscription(response)
    for member, attribute in CHANGES.items():
        if (value := response.params.get(member)) is not None:
            setattr(subscription, attribute, value)
    return ActionResult({"EventSubscription": subscription})


@PATCHES.method(RDSResponse)
def add_source_identifier_to_subscription(response: RDSResponse) -> ActionResult:
    """Moto does not know the operation."""
    subscription, source = _subscription(response), response.params["SourceIdentifier"]
    if source not in subscription.source_ids:
        subscription.source_ids.append(source)
    return ActionResult({"EventSubscription": subscription})


@PATCHES.method(RDSResponse)
def remove_source_identifier_from_subscription(response: RDSResponse) -> ActionResult:
    """Moto does not know the operation."""
    subscription, source = _subscription(response), response.params["SourceIdentifier"]
    if source in subscription.source_ids:
        subscription.source_ids.remove(source)
    return ActionResult({"EventSubscription": subscription})


def _subscription(response: RDSResponse) -> Any:
    backend: RDSBackend = response.backend
    (subscription,) = backend.describe_event_subscriptions(response.params["SubscriptionName"])
    return subscription

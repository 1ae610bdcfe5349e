"""SNS: subscriptions that wait for confirmation."""

from collections.abc import Callable
from typing import Any

from moto.sns.models import SNSBackend, Subscription

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

CONFIRMED_BY_A_PERSON = ("email", "email-json", "http", "https")
"""Protocols whose endpoints AWS asks to confirm the subscription.

https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.confirm.html
"""


@PATCHES.around(SNSBackend)
def subscribe(
    original: Callable[..., Subscription], backend: SNSBackend, topic_arn: str, endpoint: str, protocol: str
) -> Subscription:
    """Moto confirms every subscription at once, with Python's spelling of the booleans."""
    known = {*backend.subscriptions}
    subscription = original(backend, topic_arn, endpoint, protocol)
    if subscription.arn not in known:
        attributes: dict[str, Any] = subscription.attributes
        is_confirmed = protocol not in CONFIRMED_BY_A_PERSON
        attributes["PendingConfirmation"] = "false" if is_confirmed else "true"
        attributes["ConfirmationWasAuthenticated"] = "true" if is_confirmed else "false"
    return subscription

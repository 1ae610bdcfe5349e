"""RDS: event subscriptions."""

from collections.abc import Callable, Mapping
from typing import Any

from orion_rds.facts import identifiers
from orion_rds.facts.events import CATEGORIES
from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.keys import OF_AWS
from orion_sandbox.api.gate.policies import allows_service
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State
from orion_sandbox.arns import Arn

RULES = Rules("rds")

CREATE = ("CreateEventSubscription",)
SUBSCRIPTIONS = ("CreateEventSubscription", "ModifyEventSubscription")
SUBSCRIPTIONS_MAXIMUM = 20
"""A region's default quota."""

PUBLISHER = "events.rds.amazonaws.com"
KEY_ACTIONS = ("kms:GenerateDataKey", "kms:Decrypt")
SOURCES: Mapping[str, Callable[[State, str], Any]] = {
    "db-cluster": lambda state, name: state.cluster(name),
    "db-instance": lambda state, name: state.instance(name),
    "db-parameter-group": lambda state, name: state.group_family(name),
    "db-cluster-snapshot": lambda state, name: state.rds.cluster_snapshots.get(name),
}
"""Kinds of sources, of which the sandbox knows whether there is one of a name."""

OTHER_SOURCES = (
    "db-security-group",
    "db-snapshot",
    "custom-engine-version",
    "db-proxy",
    "blue-green-deployment",
    "db-shard-group",
    "zero-etl",
)


@RULES.refuse("subscription-name", CREATE, "InvalidParameterValue", "a name that an event subscription cannot have")
def name(request: Request, _state: State) -> str | None:
    """Letters, digits and hyphens, a letter first."""
    if identifiers.EVENT_SUBSCRIPTION.accepts(request["SubscriptionName"].lower()):
        return None
    return (
        "The parameter SubscriptionName is not a valid identifier. Identifiers must begin with a letter; must contain "
        "only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens."
    )


@RULES.refuse("subscription-quota", CREATE, "EventSubscriptionQuotaExceeded",
              f"more than {SUBSCRIPTIONS_MAXIMUM} event subscriptions in a region", sources.RDS_QUOTAS)  # fmt: skip
def quota(_request: Request, state: State) -> str | None:
    """Two a database are many, so accounts share them."""
    if len(state.rds.event_subscriptions) < SUBSCRIPTIONS_MAXIMUM:
        return None
    return "You have reached the maximum number of event subscriptions."


@RULES.refuse("subscription-topic", SUBSCRIPTIONS, "SNSInvalidTopic",
              "a subscription to what is no topic of the region, or to a FIFO topic", sources.EVENT_TOPICS)  # fmt: skip
def topic_invalid(request: Request, state: State) -> str | None:
    """RDS publishes in its own region, and in no order."""
    text = request.get("SnsTopicArn")
    arn = Arn.read(text) if text else None
    if text is None or (arn and arn.is_topic and arn.region == state.region and not arn.resource.endswith(".fifo")):
        return None
    return f"SNS topic is invalid: {text}"


@RULES.refuse("subscription-topic-unknown", SUBSCRIPTIONS, "SNSTopicArnNotFound", "a topic that does not exist")
def topic_unknown(request: Request, state: State) -> str | None:
    """In the account that subscribes."""
    text = request.get("SnsTopicArn")
    return None if text is None or state.topic(text) else f"The SNS topic ARN does not exist: {text}"


@RULES.refuse("subscription-authorization", SUBSCRIPTIONS, "SNSNoAuthorization",
              f"a topic whose policy, or whose key's, does not admit `{PUBLISHER}`",
              sources.EVENT_PERMISSIONS)  # fmt: skip
def authorization(request: Request, state: State) -> str | None:
    """A topic's first policy lets the account's own RDS publish; the key that AWS manages for SNS admits nobody."""
    text = request.get("SnsTopicArn")
    if text is None:
        return None
    topic = state.topic(text)
    if allows_service(topic.policy, PUBLISHER, "sns:Publish") and _key_admits(topic.kms_master_key_id, state):
        return None
    return f"RDS does not have permission to publish to the SNS topic {text}. Make sure that it has, and try again."


@RULES.refuse("subscription-source-type", SUBSCRIPTIONS, "InvalidParameterValue", "a type of source that RDS has not")
def source_type(request: Request, _state: State) -> str | None:
    """`db-cluster`, not `cluster`."""
    wanted = request.get("SourceType") or "db-cluster"
    return None if wanted in SOURCES or wanted in OTHER_SOURCES else f"Invalid source type: {wanted}"


@RULES.refuse("subscription-category", SUBSCRIPTIONS, "SubscriptionCategoryNotFound",
              "a category of events that clusters, or instances, do not have", sources.EVENT_CATEGORIES)  # fmt: skip
def category(request: Request, state: State) -> str | None:
    """Each type of source has its own; where the call names no type, the subscription has one."""
    kind = request.get("SourceType") or _existing(request, state, "source_type")
    known = {row.name for row in CATEGORIES.values() if row.source_type == kind}
    wanted = request.get("EventCategories") or _existing(request, state, "event_categories") or ()
    unknown = [name for name in wanted if known and name not in known]
    return f"Category : {unknown[0]} not found for source type {kind}" if unknown else None


@RULES.refuse("subscription-source-without-type", CREATE, "InvalidParameterCombination",
              "sources without their type")  # fmt: skip
def source_without_type(request: Request, _state: State) -> str | None:
    """A cluster and an instance may bear one name."""
    if request.get("SourceType") or not request.get("SourceIds"):
        return None
    return "SourceType must be specified when SourceIds are."


@RULES.refuse("subscription-source-unknown", ("CreateEventSubscription", "AddSourceIdentifierToSubscription"),
              "SourceNotFound", "a source that does not exist")  # fmt: skip
def source_unknown(request: Request, state: State) -> str | None:
    """Clusters and instances are there before their subscription."""
    kind = request.get("SourceType") or _existing(request, state, "source_type")
    wanted = request.get("SourceIds") or [request.get("SourceIdentifier")]
    if kind not in SOURCES:
        return None
    unknown = [name for name in wanted if name and SOURCES[kind](state, name) is None]
    return f"Could not find source :{unknown[0]}" if unknown else None


def _existing(request: Request, state: State, attribute: str) -> Any:
    return getattr(state.rds.event_subscriptions.get(request["SubscriptionName"]), attribute, None)


def _key_admits(identifier: str, state: State) -> bool:
    if not identifier:
        return True
    key = None if OF_AWS in identifier else state.key(identifier)
    return key is not None and all(allows_service(key.policy, PUBLISHER, action) for action in KEY_ACTIONS)

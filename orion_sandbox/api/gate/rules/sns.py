"""SNS: topics, their policies and their subscriptions."""

import json
from typing import Any

from orion_sandbox.api import names, references
from orion_sandbox.api.gate.checks import when
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import State
from orion_sandbox.api.names import words

SUBSCRIBE, UNSUBSCRIBE = "Subscribe", "Unsubscribe"
CREATE, POLICIES = "CreateTopic", ("CreateTopic", "SetTopicAttributes")
INVALID = "InvalidParameter"
TOPIC_ACTIONS = words(
    """
    sns:addpermission sns:deletetopic sns:getdataprotectionpolicy sns:gettopicattributes sns:listsubscriptionsbytopic
    sns:listtagsforresource sns:publish sns:putdataprotectionpolicy sns:receive sns:removepermission
    sns:settopicattributes sns:subscribe
    """
)
"""The actions that a topic's policy may name, in lower case."""


def _is_wrong_name(request: Request, _state: State) -> bool:
    is_fifo = str((request.get("Attributes") or {}).get("FifoTopic", "")).lower() == "true"
    return request["Name"] not in (names.FIFO_TOPIC if is_fifo else names.TOPIC)


def _has_other_tags(request: Request, state: State) -> bool:
    # AWS accepts a second creation of a topic, but does not change the topic.
    topic = state.topic_named(request["Name"])
    wanted = {tag["Key"]: tag["Value"] for tag in request.get("Tags") or ()}
    return topic is not None and bool(wanted) and wanted != topic._tags


def _policy(request: Request) -> str | None:
    if request.get("AttributeName") == "Policy":
        return request.get("AttributeValue", "")
    return (request.get("Attributes") or {}).get("Policy")


def _statements(text: str) -> list[Any]:
    """Return the statements of a policy; none if the text is not a policy."""
    try:
        policy = json.loads(text)
    except ValueError:
        return []
    statements = _listed(policy.get("Statement", [])) if isinstance(policy, dict) else []
    return statements if all(map(_is_statement, statements)) else []


def _is_statement(statement: Any) -> bool:
    return (
        isinstance(statement, dict)
        and statement.get("Effect") in ("Allow", "Deny")
        and bool(statement.keys() & {"Principal", "NotPrincipal"})
        and bool(statement.keys() & {"Action", "NotAction"})
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_no_policy(request: Request, _state: State) -> bool:
    text = _policy(request)
    return text is not None and not _statements(text)


def _is_out_of_scope(request: Request, _state: State) -> bool:
    statements = _statements(_policy(request) or "")
    actions = [action for each in statements for action in _listed(each.get("Action", each.get("NotAction")))]
    return any("*" not in str(action) and str(action).lower() not in TOPIC_ACTIONS for action in actions)


def _is_no_address(request: Request, _state: State) -> bool:
    return request["Protocol"].startswith("email") and request.get("Endpoint", "") not in names.EMAIL


def _is_pending(request: Request, state: State) -> bool:
    subscription = state.subscription(request["SubscriptionArn"])
    return subscription is not None and subscription.attributes["PendingConfirmation"] == "true"


RULES = table(
    "sns",
    Row("topic-name", CREATE, INVALID, "a topic's name with other than letters, digits, hyphens and `_`",
        when(_is_wrong_name, "Invalid parameter: Topic Name")),
    Row("topic-taken", CREATE, INVALID, "a topic that exists with other tags",
        when(_has_other_tags, "Invalid parameter: Tags Reason: Topic already exists with different tags"),
        references.TOPIC_TAKEN),
    Row("topic-policy", POLICIES, INVALID,
        "a policy that is not a JSON object of statements with effect, principal and action",
        when(_is_no_policy, "Invalid parameter: Policy Error: null"), references.TOPIC_POLICY),
    Row("topic-policy-scope", POLICIES, INVALID, "a policy with an action that topics do not have",
        when(_is_out_of_scope, "Invalid parameter: Policy statement action out of service scope!"),
        references.TOPIC_POLICY_SCOPE),
    Row("subscription-address", SUBSCRIBE, INVALID, "a subscription by email without an address",
        when(_is_no_address, "Invalid parameter: Email address")),
    Row("subscription-pending", UNSUBSCRIBE, INVALID, "ending a subscription that is not confirmed",
        when(_is_pending, "Invalid parameter: Cannot unsubscribe a subscription that is pending confirmation"),
        references.SUBSCRIPTION_PENDING),
)  # fmt: skip

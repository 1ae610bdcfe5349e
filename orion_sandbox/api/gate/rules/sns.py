"""SNS: topics and their policies."""

import json
import re
from typing import Any

from orion_sandbox.api.gate import sources
from orion_sandbox.api.gate.rule import Request, Rules
from orion_sandbox.api.gate.state import State

RULES = Rules("sns")

CREATE = ("CreateTopic",)
INVALID = "InvalidParameter"
POLICIES = ("CreateTopic", "SetTopicAttributes")
STANDARD_NAME = re.compile(r"[A-Za-z0-9_-]{1,256}")
FIFO_NAME = re.compile(r"[A-Za-z0-9_-]{1,251}\.fifo")
EFFECTS = ("Allow", "Deny")
OF_A_TOPIC = frozenset(
    f"sns:{action}"
    for action in (
        "addpermission",
        "deletetopic",
        "getdataprotectionpolicy",
        "gettopicattributes",
        "listsubscriptionsbytopic",
        "listtagsforresource",
        "publish",
        "putdataprotectionpolicy",
        "receive",
        "removepermission",
        "settopicattributes",
        "subscribe",
    )
)
"""Actions that a topic's policy may name, in small letters."""


@RULES.refuse("topic-name", CREATE, INVALID, "a topic's name with other than letters, digits, hyphens and `_`")
def topic_name(request: Request, _state: State) -> str | None:
    """At most 256 characters; a FIFO topic's name ends in `.fifo`."""
    fifo = str((request.get("Attributes") or {}).get("FifoTopic", "")).lower() == "true"
    return (
        None if (FIFO_NAME if fifo else STANDARD_NAME).fullmatch(request["Name"]) else "Invalid parameter: Topic Name"
    )


@RULES.refuse("topic-taken", CREATE, INVALID, "a topic that exists with other tags", sources.TOPIC_TAKEN)
def taken(request: Request, state: State) -> str | None:
    """Creating a topic again is no mistake, but it does not change the one that is there."""
    topic = state.topic_named(request["Name"])
    wanted = {tag["Key"]: tag["Value"] for tag in request.get("Tags") or ()}
    if topic is None or not wanted or wanted == topic._tags:
        return None
    return "Invalid parameter: Tags Reason: Topic already exists with different tags"


@RULES.refuse("topic-policy", POLICIES, INVALID, "a policy that is not a JSON object of statements with effect, "
              "principal and action", sources.TOPIC_POLICY)  # fmt: skip
def policy(request: Request, _state: State) -> str | None:
    """What is nobody's policy would lock everybody out."""
    text = _policy(request)
    return None if text is None or _statements(text) else "Invalid parameter: Policy Error: null"


@RULES.refuse("topic-policy-scope", POLICIES, INVALID, "a policy with an action that is not done to a topic",
              sources.TOPIC_POLICY_SCOPE)  # fmt: skip
def policy_scope(request: Request, _state: State) -> str | None:
    """Such as one for the topic's key, or `sns:CreateTopic`."""
    strange = [
        action
        for statement in _statements(_policy(request) or "")
        for action in _listed(statement.get("Action", statement.get("NotAction")))
        if "*" not in str(action) and str(action).lower() not in OF_A_TOPIC
    ]
    return "Invalid parameter: Policy statement action out of service scope!" if strange else None


def _policy(request: Request) -> str | None:
    if request.get("AttributeName") == "Policy":
        return request.get("AttributeValue", "")
    return (request.get("Attributes") or {}).get("Policy")


def _statements(text: str) -> list[Any]:
    """The statements of a policy; none where it is no policy."""
    try:
        read = json.loads(text)
    except ValueError:
        return []
    statements = _listed(read.get("Statement", [])) if isinstance(read, dict) else []
    return statements if all(map(_is_statement, statements)) else []


def _is_statement(statement: Any) -> bool:
    return (
        isinstance(statement, dict)
        and statement.get("Effect") in EFFECTS
        and bool(statement.keys() & {"Principal", "NotPrincipal"})
        and bool(statement.keys() & {"Action", "NotAction"})
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]

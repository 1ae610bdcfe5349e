"""SNS: topics, their policies and their subscriptions."""

import json
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Row, fixed, local, named, sent, step
from orion_sandbox.providers.translate import same_document
from orion_sandbox.providers.values import Values

ATTRIBUTES = {"displayName": "DisplayName", "kmsMasterKeyId": "KmsMasterKeyId", "policy": "Policy"}
"""Pulumi's names to AWS's attributes; SetTopicAttributes sets one attribute in each call."""

OWNERS_ACTIONS = (
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
)


def _set_attributes(caller: Caller, identity: str, old: Values, new: Values) -> None:
    for name, attribute in ATTRIBUTES.items():
        wanted = new.get(name, None if name == "policy" else "")
        if wanted is not None and wanted != old.get(name, ""):
            caller("SetTopicAttributes", TopicArn=identity, AttributeName=attribute, AttributeValue=wanted)


def _name(arn: str) -> str:
    return arn.rsplit(":", 1)[1]


def _policy(identity: str, document: str) -> Values:
    return {"TopicArn": identity, "AttributeName": "Policy", "AttributeValue": document}


def _default_policy(identity: str, state: Values) -> Values:
    """Restore the policy of a new topic when the resource is deleted: a topic always has a policy."""
    statement: dict[str, Any] = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [f"SNS:{action}" for action in OWNERS_ACTIONS],
        "Resource": identity,
        "Condition": {"StringEquals": {"AWS:SourceOwner": state["owner"]}},
    }
    return _policy(
        identity, json.dumps({"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]})
    )


def _unsubscribe(caller: Caller, identity: str, _state: Values) -> None:
    """Unsubscribe if confirmed: AWS refuses it for a pending subscription and drops that after two days."""
    attributes = caller("GetSubscriptionAttributes", SubscriptionArn=identity)["Attributes"]
    if attributes["PendingConfirmation"] != "true":
        caller("Unsubscribe", SubscriptionArn=identity)


ROWS = (
    Row(
        type="aws:sns/topic:Topic",
        service="sns",
        create="CreateTopic",
        read="GetTopicAttributes",
        delete="DeleteTopic",
        key="TopicArn",
        found="Attributes",
        identity="TopicArn",
        properties=(
            step("displayName", "DisplayName", removed=""),
            step("kmsMasterKeyId", "KmsMasterKeyId", removed=""),
            *named("name", read="TopicArn", shows=_name, limit=256),
            step("policy", "Policy", same=same_document),
        ),
        computed={"arn": "TopicArn", "owner": "Owner"},
        tagging=tagging.SNS,
        steps=(_set_attributes,),
    ),
    Row(
        type="aws:sns/topicPolicy:TopicPolicy",
        service="sns",
        create="SetTopicAttributes",
        read="GetTopicAttributes",
        modify="SetTopicAttributes",
        delete="SetTopicAttributes",
        key="TopicArn",
        found="Attributes",
        identity="inputs.arn",
        properties=(
            fixed("arn", "TopicArn"),
            sent("policy", "AttributeValue", read="Policy", same=same_document),
        ),
        computed={"owner": "Owner"},
        create_arguments=lambda _new: {"AttributeName": "Policy"},
        delete_arguments=_default_policy,
    ),
    Row(
        type="aws:sns/topicSubscription:TopicSubscription",
        service="sns",
        create="Subscribe",
        read="GetSubscriptionAttributes",
        key="SubscriptionArn",
        found="Attributes",
        identity="SubscriptionArn",
        properties=(
            local("confirmationTimeoutInMinutes", default=1),
            fixed("endpoint"),
            local("endpointAutoConfirms", default=False),
            fixed("protocol"),
            fixed("topic", "TopicArn"),
        ),
        computed={
            "arn": "SubscriptionArn",
            "confirmationWasAuthenticated": "ConfirmationWasAuthenticated == 'true'",
            "ownerId": "Owner",
            "pendingConfirmation": "PendingConfirmation == 'true'",
        },
        # Otherwise AWS answers "pending confirmation" in place of an ARN.
        create_arguments=lambda _new: {"ReturnSubscriptionArn": True},
        before_delete=_unsubscribe,
    ),
)

"""SNS: topics and their policies."""

import json
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import sources, tagging
from orion_sandbox.providers.resources.documents import same_document
from orion_sandbox.providers.table import AutoName, Row, fixed, local, sent, step
from orion_sandbox.providers.values import Values

ATTRIBUTES = {"displayName": "DisplayName", "kmsMasterKeyId": "KmsMasterKeyId", "policy": "Policy"}
"""Pulumi's names of what SetTopicAttributes sets, one a call, and AWS's."""

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
    """A topic always has a policy: deleting one puts back that which SNS gives a new topic."""
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
            fixed("name", read="TopicArn", shows=_name, replaces=sources.CREATE_TOPIC),
            local("namePrefix", replaces=sources.CREATE_TOPIC),
            step("policy", "Policy", same=same_document),
        ),
        computed={"arn": "TopicArn", "owner": "Owner"},
        auto_name=AutoName("name", "namePrefix", 256),
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
            fixed("arn", "TopicArn", replaces=sources.SET_TOPIC_ATTRIBUTES),
            sent("policy", "AttributeValue", read="Policy", same=same_document),
        ),
        computed={"owner": "Owner"},
        create_arguments=lambda _new: {"AttributeName": "Policy"},
        delete_arguments=_default_policy,
    ),
)

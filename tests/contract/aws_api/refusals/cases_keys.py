"""Policies of IAM, and keys and aliases of KMS."""

import json
from typing import Any

from tests.contract.aws_api.refusals.case import case

POLICY, VERSION, DELETE_POLICY = "CreatePolicy", "CreatePolicyVersion", "DeletePolicy"
KEY, KEY_POLICY, ALIAS, MOVE_ALIAS = "CreateKey", "PutKeyPolicy", "CreateAlias", "UpdateAlias"
RESERVED = [{"Key": "aws:owner", "Value": "v"}]


def document(**statement: Any) -> str:
    """A policy of one statement."""
    whole = {"Effect": "Allow", "Action": "rds-db:connect", "Resource": "*", **statement}
    return json.dumps({"Version": "2012-10-17", "Statement": [whole]})


def long(characters: int) -> str:
    """A policy of so many characters, and much white space."""
    bare = document(Resource="arn:aws:s3:::")
    room = characters - len("".join(bare.split()))
    return document(Resource=f"arn:aws:s3:::{'x' * room}").replace(":", ":  ", 1)


def key_policy(principal: str, action: str = "kms:*") -> str:
    """A key's policy of one statement."""
    return document(Principal={"AWS": f"arn:aws:iam::{principal}:root"}, Action=action)


OURS, OTHERS = "123456789012", "999999999999"
CASES = (
    case("iam-policy-malformed", POLICY, "Syntax errors", {"PolicyDocument": document()}, PolicyDocument="{"),
    case("iam-policy-malformed", VERSION, "", {"PolicyArn": "{policy_taken}", "PolicyDocument": document()},
         PolicyArn="{policy_taken}", PolicyDocument=document(Effect="Perhaps")),
    case("iam-policy-size", POLICY, "PolicySize: 6144", {"PolicyDocument": long(6144)}, PolicyDocument=long(6145)),
    case("iam-policy-taken", POLICY, "taken already exists", {"PolicyName": "taken", "Path": "/other/"},
         PolicyName="taken"),
    case("iam-policy-versions", VERSION, "up to 5 versions", PolicyArn="{policy_full}", PolicyDocument=document()),
    case("iam-policy-attached", DELETE_POLICY, "attached to entities", {"PolicyArn": "{policy_unused-policy}"},
         PolicyArn="{policy_attached}"),
    case("iam-policy-with-versions", DELETE_POLICY, "more than one version", PolicyArn="{policy_many}"),
    case("iam-constraint", POLICY, "at 'PolicyName'", {"PolicyName": "{new}".ljust(120, "x")}, PolicyName="x" * 129),
    case("iam-tags-reserved", POLICY, "reserved for internal use", Tags=RESERVED),
    case("kms-policy-malformed", KEY, "invalid elements", {"Policy": key_policy(OURS)}, Policy="{}"),
    case("kms-policy-malformed", KEY_POLICY, "invalid elements", {"Policy": key_policy(OURS)}, Policy="no JSON"),
    case("kms-policy-lockout", KEY, "will not allow you", {"Policy": key_policy(OURS, "kms:Put*")},
         Policy=key_policy(OURS, "kms:Describe*")),
    case("kms-policy-lockout", KEY_POLICY, "will not allow you",
         {"Policy": key_policy(OTHERS), "BypassPolicyLockoutSafetyCheck": True}, Policy=key_policy(OTHERS)),
    case("kms-deletion-window", "ScheduleKeyDeletion", "between 7 and 30", KeyId="{plain_key}", PendingWindowInDays=6),
    case("kms-rotation-disabled", "EnableKeyRotation", "is disabled", {"KeyId": "{plain_key}"}, KeyId="{disabled_key}"),
    case("kms-constraint", "EnableKeyRotation", "at 'RotationPeriodInDays'",
         {"KeyId": "{plain_key}", "RotationPeriodInDays": 90}, KeyId="{plain_key}", RotationPeriodInDays=89),
    case("kms-alias-form", ALIAS, "Invalid identifier", {}, AliasName="database"),
    case("kms-alias-reserved", ALIAS, "is reserved", {}, AliasName="alias/aws/database"),
    case("kms-alias-taken", ALIAS, "alias/taken already exists", {}, AliasName="alias/taken"),
    case("kms-alias-key-unknown", ALIAS, "does not exist", {}, TargetKeyId="{missing_key}"),
    case("kms-alias-key-unknown", MOVE_ALIAS, "does not exist", {"AliasName": "alias/taken"}, AliasName="alias/taken",
         TargetKeyId="{missing_key}"),
    case("kms-tags-reserved", KEY, "reserved for internal use",
         Tags=[{"TagKey": "aws:owner", "TagValue": "v"}]),
)  # fmt: skip

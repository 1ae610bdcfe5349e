"""Whether the policy of a key allows what the database needs."""

from typing import Any

import pytest

from orion_ops.preflight.keys import allows
from orion_rds.facts.arns import home
from orion_rds.plan.key_policies import PURPOSES, administration, policy

KEY = home("arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9")
OTHER = home("arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9")
BY_SERVICES = {"logs", "topic"}
"""Purposes of services that use a key as themselves: the policies of the account do not decide."""


def allowed(document: Any) -> set[str]:
    """Return the purposes that a policy allows."""
    return {purpose for purpose, statement in PURPOSES.items() if allows(document, statement(KEY), KEY)}


def test_the_printed_statements_are_enough() -> None:
    """Each purpose by its own, and all together."""
    assert allowed(policy(KEY, *PURPOSES)) == set(PURPOSES)
    for purpose in PURPOSES:
        assert purpose in allowed({"Statement": [PURPOSES[purpose](KEY)]})


def test_the_account_is_enough_where_no_service_acts_for_itself() -> None:
    """A statement may be alone, and the account a number."""
    assert allowed({"Statement": administration(KEY)}) == set(PURPOSES) - BY_SERVICES
    number = {**administration(KEY), "Principal": {"AWS": ["123456789012"]}}
    assert allowed({"Statement": [number]}) == set(PURPOSES) - BY_SERVICES
    assert allowed({"Statement": [{**administration(KEY), "Principal": "*"}]}) == set(PURPOSES) - BY_SERVICES


LOGS = PURPOSES["logs"](KEY)
STORAGE = PURPOSES["storage"](KEY)
TOPIC = PURPOSES["topic"](KEY)


@pytest.mark.parametrize(
    ("statement", "is_enough"),
    [
        (LOGS, True),
        ({**LOGS, "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}, True),
        ({**LOGS, "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*:*:*"}}}, True),
        ({**LOGS, "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}, False),
        ({**LOGS, "Principal": {"Service": "logs.us-west-2.amazonaws.com"}}, False),
        ({**LOGS, "Action": ["kms:Decrypt", "kms:Encrypt"]}, False),
        ({**LOGS, "Action": "KMS:*"}, True),
        ({**LOGS, "Effect": "Deny"}, False),
    ],
)
def test_logs_need_the_service_of_the_region(statement: Any, is_enough: bool) -> None:
    """With every action, and no condition that its requests do not meet."""
    assert allows({"Statement": [statement]}, LOGS, KEY) == is_enough


@pytest.mark.parametrize(
    ("via", "is_enough"),
    [("rds.us-east-1.amazonaws.com", True), ("rds.*.amazonaws.com", True), ("rds.us-west-2.amazonaws.com", False)],
)
def test_the_service_that_the_account_comes_through_is_that_of_the_region(via: str, is_enough: bool) -> None:
    """A key policy that was copied from the other region allows nothing here."""
    statement = {**STORAGE, "Condition": {"StringLike": {"kms:ViaService": via, "kms:CallerAccount": "123456789012"}}}

    assert allows({"Statement": [statement]}, STORAGE, KEY) == is_enough
    assert not allows({"Statement": [PURPOSES["storage"](OTHER)]}, STORAGE, KEY)


def test_every_publisher_is_needed() -> None:
    """One of them alone would be silent."""
    first, *_ = TOPIC["Principal"]["Service"]

    assert not allows({"Statement": [{**TOPIC, "Principal": {"Service": first}}]}, TOPIC, KEY)


def test_actions_may_be_allowed_by_several_statements() -> None:
    """Each to the same principal."""
    parts = [{**LOGS, "Action": action} for action in LOGS["Action"]]

    assert allows({"Statement": parts}, LOGS, KEY)
    assert not allows({"Statement": parts[1:]}, LOGS, KEY)

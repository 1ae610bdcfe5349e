"""Policies."""

from typing import Any

import pulumi
import pytest

from orion_rds.config import ConfigError, MasterConfig, parse

Smallest = dict[str, Any]
ROLE = "arn:aws:iam::210987654321:role/reader"


def policy(principal: Any) -> dict[str, Any]:
    """A policy that lets a role read a secret."""
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "secretsmanager:GetSecretValue"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def test_a_policy_is_kept_as_it_was_written() -> None:
    """AWS checks its content."""
    assert MasterConfig(secret_policy=policy(ROLE)).secret_policy == policy(ROLE)


def test_a_policy_may_hold_outputs(smallest: Smallest) -> None:
    """For example a role of the same program; in JSON it is `<output>`."""
    role = pulumi.Output.from_input(ROLE)
    config = parse(smallest | {"master": {"secret_policy": policy([role])}})
    assert config.master.secret_policy
    assert config.master.secret_policy["Statement"][0]["Principal"]["AWS"][0] is role
    assert '"AWS":["<output>"]' in config.model_dump_json()
    assert "<output>" in repr(config.master)


def test_a_policy_is_a_copy() -> None:
    """The caller may change the original later."""
    written = policy(ROLE)
    made = MasterConfig(secret_policy=written)
    written["Statement"].clear()
    assert made.secret_policy == policy(ROLE)


@pytest.mark.parametrize("value", ["{}", [], 7])
def test_a_policy_is_a_mapping(value: Any, smallest: Smallest) -> None:
    """Users try text with JSON, which AWS's call accepts."""
    with pytest.raises(ConfigError) as caught:
        parse(smallest | {"master": {"secret_policy": value}})
    assert [problem.refusal for problem in caught.value.problems] == ["mapping"]

"""Checks at the ends of what they accept."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic_core import PydanticCustomError

from orion_rds.config import ConfigError, DatabaseConfig, parse
from orion_rds.config.adopt import ADOPT_IDENTIFIER
from orion_rds.config.checks import Named
from orion_rds.facts.identifiers import Identifier

Smallest = dict[str, Any]
SHORT = Named(Identifier("short", "[a-z]+", 4, "app", "https://docs.aws.amazon.com"), ADOPT_IDENTIFIER)


@pytest.mark.parametrize("name", ["a", "abcd"])
def test_a_name_may_have_all_the_characters_that_there_are(name: str) -> None:
    """The maximum is one of them."""
    assert SHORT.check(name) == name


@pytest.mark.parametrize(("name", "says"), [("abcde", "It has 5 characters, 4 at most."), ("a-b", ""), ("a-bc", "")])
def test_a_name_that_is_too_long_says_by_how_much(name: str, says: str) -> None:
    """Of another name that is refused, the number of its characters says nothing."""
    with pytest.raises(PydanticCustomError) as caught:
        SHORT.check(name)

    assert caught.value.message().count("characters,") == bool(says)
    assert says in caught.value.message()


def test_an_editor_knows_how_long_a_name_may_be(smallest: Smallest) -> None:
    """By the word of JSON Schema: one that is written otherwise has no effect."""
    judge = Draft202012Validator(DatabaseConfig.model_json_schema())
    assert judge.is_valid(smallest | {"master": {"username": "a" * 63}})
    assert not judge.is_valid(smallest | {"master": {"username": "a" * 64}})


def test_an_address_is_one_in_any_case_and_a_topic_is_another(smallest: Smallest) -> None:
    """Names of topics differ by case."""
    topics = [f"arn:aws:sns:us-east-1:123456789012:{name}" for name in ("alerts", "Alerts")]
    assert parse(smallest | {"alarms": {"topic_arns": topics}}).alarms.topic_arns == tuple(topics)
    with pytest.raises(ConfigError, match="emails-repeated"):
        parse(smallest | {"alarms": {"emails": ["dba@example.com", "DBA@example.com"]}})


@pytest.mark.parametrize("last", ["a@example.com", "c@example.com"])
def test_a_repetition_is_found_wherever_it_is(last: str, smallest: Smallest) -> None:
    """And named."""
    emails = ["a@example.com", "b@example.com", "c@example.com", last]
    with pytest.raises(ConfigError, match=f"`{last}`"):
        parse(smallest | {"alarms": {"emails": emails}})

"""What becomes of an output when its value is known."""

import asyncio
from typing import Any

import pulumi
import pytest

from orion_rds.config import DatabaseConfig, parse
from orion_rds.config.errors import Hidden, Problem
from orion_rds.config.known_values import as_read, known_problems, without_secrets
from orion_rds.config.provider_settings import UNKNOWN_PROVIDER

KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"


def output(value: object) -> "pulumi.Output[Any]":
    """Return an output whose value is known."""
    return pulumi.Output[Any].from_input(value)


def configuration(source: object = "sg-0a1b2c3d4e5f60718", **more: Any) -> DatabaseConfig:
    """Return a configuration with one source."""
    subnets = ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"]
    network = {"vpc_id": "vpc-0a1b2c3d4e5f60718", "subnet_ids": subnets, "allow_from": {"app": source}}
    return parse({"project": "orion", "environment": "test", "network": network, **more})


def value(of: Any) -> tuple[Any, bool]:
    """Return what an output is, and whether that is known."""

    async def wait() -> tuple[Any, bool]:
        return await of.future(), await of.is_known()

    return asyncio.get_event_loop().run_until_complete(wait())


KEYS: dict[str, tuple[object, object, bool]] = {
    "text": (KEY, KEY, True),
    "text that is refused": ("a key", "a key", True),
    "a number": (5, 5, False),
    "a mapping": ({"arn": KEY}, {"arn": KEY}, False),
    "nothing, from mocks": (None, None, True),
}


@pytest.mark.parametrize("case", KEYS)
def test_a_value_of_another_type_stays_unknown_to_the_resources(case: str) -> None:
    """The SDK would fail on it in words of its own. What is refused for another reason is left to the guard."""
    given, read, is_deployed = KEYS[case]

    known, deployed = as_read(configuration(encryption={"kms_key_arn": output(given)}))

    assert value(known.encryption.kms_key_arn) == (read, True)
    assert value(deployed.encryption.kms_key_arn)[1] == is_deployed
    if is_deployed:
        assert value(deployed.encryption.kms_key_arn)[0] == read


SOURCES: dict[str, tuple[object, object, bool]] = {
    "a block": ("FD00:0:9::/48", "fd00:0:9::/48", True),
    "text that is refused": ("app", "app", True),
    "a number": (5, 5, False),
}


@pytest.mark.parametrize("case", SOURCES)
def test_a_bare_source_is_read_as_the_kind_that_it_is(case: str) -> None:
    """Text of no kind is left to the guard."""
    given, read, is_deployed = SOURCES[case]

    sources: list[Any] = [each.network.allow_from for each in as_read(configuration(output(given)))]
    known, deployed = (value(each["app"].output) for each in sources)

    assert known == (read, True)
    assert deployed[1] == is_deployed


def test_a_whole_number_is_read_as_one() -> None:
    """Pulumi passes numbers between programs as floats, and a message would say that 42.0 is no text."""
    known, deployed = as_read(configuration(tags={"Team": output(42.0), "Half": output(0.5)}))

    assert [str(value(each)[0]) for each in known.tags.values()] == ["42", "0.5"]
    assert not any(value(each)[1] for each in deployed.tags.values())


def test_what_is_missing_is_told_with_all_other_problems() -> None:
    """At once, by the paths of the settings."""
    config = configuration(encryption={"kms_key_arn": output(None)}, alarms={"topic_arns": [output("alerts")]})

    found = asyncio.get_event_loop().run_until_complete(known_problems(config, UNKNOWN_PROVIDER))

    assert [(problem.path, problem.refusal, problem.given) for problem in found] == [
        (("encryption", "kms_key_arn"), "output-null", Hidden.MISSING),
        (("alarms", "topic_arns", 0), "topic-arn", "alerts"),
    ]


def test_what_a_preview_does_not_know_yet_is_not_checked() -> None:
    """The ID of a resource that it would create is an empty text, which is no ARN."""

    async def found() -> list[Problem]:
        to_be_made = pulumi.Output[Any](set(), asyncio.sleep(0, ""), asyncio.sleep(0, result=False))
        return await known_problems(configuration(encryption={"kms_key_arn": to_be_made}), UNKNOWN_PROVIDER)

    assert asyncio.get_event_loop().run_until_complete(found()) == []


def test_no_other_value_is_proposed_for_a_secret() -> None:
    """It would be made of the secret."""
    problem = Problem(("tags", "Owner"), "hush", "tag-value", "why", "fix", "source", instead="hus")

    hidden = without_secrets(problem, {"tags.Owner"})

    assert (hidden.given, hidden.instead) == (Hidden.ENCRYPTED, None)
    assert without_secrets(problem, {"tags.Other"}) == problem

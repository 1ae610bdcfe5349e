"""Generated physical names."""

import pytest

from orion_rds.testing import UNKNOWN
from orion_sandbox.providers.calls import Refused
from orion_sandbox.providers.naming import physical_name
from orion_sandbox.providers.table import AutoName

RULE = AutoName("name", "namePrefix", 63)
SEED = b"one update"


def test_a_name_that_the_program_gives_is_kept() -> None:
    """The user's name is never overwritten."""
    assert physical_name(RULE, "orion", {}, {"name": "mine"}, SEED) == {}


def test_without_name_or_prefix_the_logical_name_begins_it() -> None:
    """Pulumi's own form: the logical name and seven characters."""
    (name,) = physical_name(RULE, "orion-role", {}, {}, SEED).values()

    assert name.startswith("orion-role-")
    assert len(name) == len("orion-role-") + 7


def test_a_prefix_gets_terraforms_twenty_six_characters() -> None:
    """The length matters: a prefix that leaves no room for them fails on AWS too."""
    (name,) = physical_name(RULE, "orion", {}, {"namePrefix": "orion-pg17-"}, SEED).values()

    assert name.startswith("orion-pg17-")
    assert len(name) == len("orion-pg17-") + 26


def test_beneath_pulumi_a_name_begins_as_terraforms_do() -> None:
    """Names of clusters and instances do not have Pulumi's form."""
    rule = AutoName("identifier", "identifierPrefix", 63, by_pulumi=False)
    (name,) = physical_name(rule, "orion", {}, {}, SEED).values()

    assert name.startswith("tf-")
    assert len(name) == len("tf-") + 26
    assert physical_name(rule, "orion", {"identifier": name}, {}, b"another seed") == {"identifier": name}


def test_a_prefix_that_leaves_no_room_is_refused() -> None:
    """The preview finds it, not AWS in the middle of an update."""
    with pytest.raises(Refused, match=r"64 characters long, AWS allows 63: shorten the prefix"):
        physical_name(RULE, "orion", {}, {"namePrefix": "p" * 38}, SEED)


def test_an_update_keeps_the_name() -> None:
    """A new name on every update would replace the resource every time."""
    old = {"name": "orion-first", "namePrefix": "orion-"}

    assert physical_name(RULE, "x", old, {"namePrefix": "orion-"}, b"another seed") == {"name": "orion-first"}


def test_another_prefix_makes_another_name() -> None:
    """The provider replaces a resource whose prefix changes."""
    old = {"name": "orion-first", "namePrefix": "orion-"}
    (name,) = physical_name(RULE, "x", old, {"namePrefix": "vega-"}, SEED).values()

    assert name.startswith("vega-")


def test_a_new_resource_gets_a_new_name() -> None:
    """Create-first needs two names at once: the seed, not the logical name, decides."""
    first = physical_name(RULE, "orion", {}, {}, b"first")

    assert first != physical_name(RULE, "orion", {}, {}, b"second")
    assert first == physical_name(RULE, "orion", {}, {}, b"first")


def test_an_unknown_prefix_makes_an_unknown_name() -> None:
    """A preview cannot know it."""
    assert physical_name(RULE, "orion", {}, {"namePrefix": UNKNOWN}, SEED) == {"name": UNKNOWN}


def test_an_exact_name_is_the_logical_one() -> None:
    """As the key of an object in a bucket."""
    rule = AutoName("key", "", 1024, exact=True)

    assert physical_name(rule, "index.html", {}, {}, b"seed") == {"key": "index.html"}

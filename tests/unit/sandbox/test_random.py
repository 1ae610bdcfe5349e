"""The stand-in `random` provider: every type of the package."""

import base64
import re
import uuid
from typing import Any

import pulumi_random
import pytest

from orion_rds.testing import UNKNOWN
from orion_sandbox.providers.calls import Refused
from orion_sandbox.providers.provider import ResourceState
from orion_sandbox.providers.random_provider import Random
from orion_sandbox.providers.random_values import KINDS
from orion_sandbox.providers.schema import input_names, output_names

INPUTS: dict[str, dict[str, Any]] = {
    "RandomBytes": {"length": 8},
    "RandomId": {"byteLength": 4, "prefix": "db-"},
    "RandomInteger": {"min": 1, "max": 3},
    "RandomPassword": {"length": 20},
    "RandomPet": {},
    "RandomShuffle": {"inputs": ["a", "b", "c"]},
    "RandomString": {"length": 20},
    "RandomUuid": {},
    "RandomUuid4": {},
    "RandomUuid7": {},
}


def token(name: str) -> str:
    """Return the token of a type."""
    return f"random:index/{name[0].lower()}{name[1:]}:{name}"


def made(name: str, **inputs: Any) -> ResourceState:
    """Check and create a resource."""
    provider = Random()
    checked = provider.check(token(name), "it", {}, inputs, b"")
    assert checked.failures == ()
    return provider.create(token(name), checked.inputs, preview=False)


def test_the_types_are_those_of_the_sdk() -> None:
    """A new version's type must not be forgotten."""
    assert set(KINDS) == {token(name) for name in vars(pulumi_random) if re.fullmatch(r"Random(?!.*Args)\w+", name)}


@pytest.mark.parametrize("name", INPUTS)
def test_every_output_has_a_value_and_a_preview_knows_none(name: str) -> None:
    """What the SDK declares, a program may read."""
    state = made(name, keepers={"a": "b"}, **INPUTS[name])
    planned = Random().create(token(name), INPUTS[name], preview=True)
    outputs = output_names(token(name)) - input_names(token(name))

    assert state.id
    assert outputs <= state.properties.keys()
    assert all(planned.properties[output] is UNKNOWN for output in outputs)
    assert planned.secrets == state.secrets <= outputs


@pytest.mark.parametrize("name", INPUTS)
def test_another_keeper_makes_a_new_value(name: str) -> None:
    """Nothing of the package changes in place."""
    old = {**INPUTS[name], "keepers": {"a": "1"}}

    difference = Random().diff(token(name), old, {}, {**old, "keepers": {"a": "2"}})

    assert difference.changes == {"keepers": "UPDATE_REPLACE"}
    assert Random().diff(token(name), old, {}, old).changes == {}


def test_values_have_the_form_of_the_real_ones() -> None:
    """They end up in names and policies that AWS checks."""
    assert re.fullmatch(r"[a-z]+-[a-z]+", made("RandomPet").id)
    assert re.fullmatch(r"db_[a-z]+_[a-z]+_[a-z]+", made("RandomPet", length=3, prefix="db", separator="_").id)
    assert uuid.UUID(made("RandomUuid").properties["result"]).version == 4
    assert made("RandomInteger", min=5, max=5).properties["result"] == 5
    seventh = uuid.UUID(made("RandomUuid7").properties["result"])
    assert (seventh.int >> 76 & 0xF, seventh.variant) == (7, uuid.RFC_4122)
    text = made("RandomBytes", length=6).properties
    assert base64.b64decode(text["base64"]).hex() == text["hex"]
    assert re.fullmatch("db-[0-9a-f]{8}", made("RandomId", byteLength=4, prefix="db-").properties["hex"])
    assert re.fullmatch(r"\$2a\$10\$[./A-Za-z0-9]{53}", made("RandomPassword", length=9).properties["bcryptHash"])


def test_a_text_has_the_characters_that_are_asked_for() -> None:
    """A password without the digit that a policy demands would fail on AWS."""
    text = made("RandomString", length=9, special=False, upper=False, minNumeric=8).properties["result"]
    assert re.fullmatch("[a-z0-9]{9}", text)
    assert sum(map(str.isdigit, text)) >= 8
    assert re.fullmatch("[0-9]{4}", made("RandomString", length=4, lower=False, upper=False, special=False).id)
    assert re.fullmatch("[_]{5}", made("RandomString", length=5, overrideSpecial="_", minSpecial=5).id)
    assert re.fullmatch(r"[a-z]{30}", made("RandomString", length=30, number=False, special=False, upper=False).id)


def test_a_list_is_mixed_and_cut_or_repeated() -> None:
    """As many results as are asked for."""
    results = made("RandomShuffle", inputs=["a", "b", "c"]).properties["results"]
    assert sorted(results) == ["a", "b", "c"]
    assert len(made("RandomShuffle", inputs=["a", "b", "c"], resultCount=2).properties["results"]) == 2
    assert len(made("RandomShuffle", inputs=["a", "b"], resultCount=5).properties["results"]) == 5


def test_a_seed_gives_the_same_again() -> None:
    """Only an integer and a list take one."""
    numbers = {made("RandomInteger", min=0, max=10**9, seed="s").properties["result"] for _ in range(3)}
    orders = {tuple(made("RandomShuffle", inputs=list("abcdefgh"), seed="s").properties["results"]) for _ in range(3)}

    assert (len(numbers), len(orders)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "inputs", "reason"),
    [
        ("RandomInteger", {"min": 2, "max": 1}, "smaller than or equal to maximum"),
        ("RandomString", {"length": 3, "minUpper": 2, "minLower": 2}, "at least the sum of the minimums, 4, got: 3"),
        (
            "RandomPassword",
            {"length": 3, "lower": False, "upper": False, "numeric": False, "special": False},
            "the character set is empty",
        ),
        ("RandomPet", {"size": 2}, "has no property 'size'"),
    ],
)
def test_what_cannot_be_met_is_refused(name: str, inputs: dict[str, Any], reason: str) -> None:
    """Before anything is made."""
    ((_, message),) = Random().check(token(name), "it", {}, inputs, b"").failures

    assert reason in message


def test_values_that_are_unknown_yet_are_not_judged() -> None:
    """They may be right."""
    assert Random().check(token("RandomInteger"), "it", {}, {"min": 2, "max": UNKNOWN}, b"").failures == ()


@pytest.mark.parametrize(
    ("name", "identity", "inputs", "outputs"),
    [
        ("RandomPassword", "hunter2-hunter2", {"length": 15, "special": True}, {"result": "hunter2-hunter2"}),
        ("RandomInteger", "7,1,9,s", {"min": 1, "max": 9, "seed": "s"}, {"result": 7}),
        ("RandomInteger", "7,1,9", {"min": 1, "max": 9}, {"result": 7}),
        ("RandomId", "db-,_w", {"byteLength": 1, "prefix": "db-"}, {"hex": "db-ff", "dec": "db-255"}),
        ("RandomBytes", "/w==", {"length": 1}, {"hex": "ff", "base64": "/w=="}),
        (
            "RandomUuid",
            "aabbccdd-eeff-0011-2233-445566778899",
            {},
            {"result": "aabbccdd-eeff-0011-2233-445566778899"},
        ),
    ],
)
def test_an_import_has_the_value_in_its_id(
    name: str, identity: str, inputs: dict[str, Any], outputs: dict[str, Any]
) -> None:
    """In the form that the provider documents."""
    state = Random().read(token(name), identity, {}, {})

    assert state is not None
    assert inputs.items() <= state.inputs.items()
    assert {**inputs, **outputs}.items() <= state.properties.items()
    assert "result" not in state.inputs
    assert state.secrets == KINDS[token(name)].secrets


def test_what_cannot_be_imported_says_so_without_the_value() -> None:
    """The id of a password is the password."""
    with pytest.raises(Refused, match="cannot be imported"):
        Random().read(token("RandomPet"), "calm-otter", {}, {})
    with pytest.raises(Refused, match="does not have the form") as refused:
        Random().read(token("RandomBytes"), "not base64!", {}, {})
    assert "not base64!" not in str(refused.value)


def test_a_refresh_returns_the_state() -> None:
    """The value exists nowhere else."""
    state = Random().read(token("RandomPet"), "calm-otter", {"length": 2}, {"length": 2, "separator": "-"})

    assert state == ResourceState("calm-otter", {"length": 2, "separator": "-"}, {"length": 2})

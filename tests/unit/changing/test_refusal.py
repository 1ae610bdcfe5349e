"""A refusal has to be in words that name a setting."""

import pytest

from orion_rds.config import ConfigError, Problem
from tests.changing.change import Change, Edit
from tests.changing.refusal import Refusal


def refusal(*paths: tuple[str | int, ...]) -> Refusal:
    """What a user reads of problems at these paths."""
    problems = [Problem(path, 1, "a-rule", why="It is.", fix="Write: so.", source="https://a.page") for path in paths]
    return Refusal(f"{ConfigError(problems)}\n\nupdate failed")


def change(*path: str) -> Change:
    """A change of one setting."""
    return Change(path, "raised", (Edit(path, 2),))


def test_a_refusal_in_words_names_the_settings() -> None:
    """Those that it names, above or below, and no others."""
    said = refusal(("redis", "network", "port"), ("network", "allow_from", "app x"), ("environment",))

    assert [*said.problems()] == []
    assert said.names(change("redis", "network", "port"))
    assert said.names(change("redis"))
    assert said.names(change("environment"))
    assert said.names(change("network", "allow_from"))
    assert not said.names(change("redis", "nodes"))
    assert not said.names(change("why"))


@pytest.mark.parametrize(
    "raw",
    [
        'resource "urn:pulumi:prod::orion" cannot be deleted\nbecause it is protected.',
        "unable to replace resource",
        "Traceback (most recent call last):",
        "InvalidParameterCombination: no (rds:ModifyDBCluster, us-east-1)",
        "KeyError: 'settings'",
    ],
)
def test_what_is_raw_is_noticed(raw: str) -> None:
    """Of Pulumi, of AWS and of Python, beside words too."""
    (problem,) = Refusal(f"{refusal(('redis',)).message}\n{raw}").problems()

    assert problem.startswith("the refusal shows ")


def test_a_refusal_that_names_no_setting_is_noticed() -> None:
    """A user would not know where to look."""
    assert [*Refusal("update failed").problems()] == ["the refusal names no setting: update failed"]

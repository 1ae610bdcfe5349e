"""Another provider of a deployed database."""

import pytest

from orion_rds.plan.changes import Settings, provider_problems

DEFAULT = ""
WEST, EAST = (f"urn:pulumi:prod::orion::pulumi:providers:aws::{name}" for name in ("west", "east"))
WEST_BELOW, EAST_BELOW = (f"urn:pulumi:prod::orion::shop:Shop$pulumi:providers:aws::{name}" for name in ("w", "e"))
UNKNOWN = object()


@pytest.mark.parametrize(
    ("before", "after", "former"),
    [
        ({}, {"provider": WEST}, set[str]()),
        ({"provider": WEST}, {"provider": WEST}, set[str]()),
        ({"provider": DEFAULT}, {"provider": DEFAULT}, set[str]()),
        ({"provider": WEST}, {"provider": UNKNOWN}, set[str]()),
        ({"provider": WEST}, {"provider": EAST}, {WEST}),
        ({"provider": WEST_BELOW}, {"provider": EAST_BELOW}, set[str]()),
    ],
    ids=["imported", "same", "default", "unknown", "renamed", "of a component"],
)
def test_no_other_provider(before: Settings, after: Settings, former: set[str]) -> None:
    """Nothing is recorded, or it is the same, or Pulumi may know it by another name."""
    assert list(provider_problems(before, after, former)) == []


@pytest.mark.parametrize(
    ("was", "given", "names"),
    [
        (WEST, EAST, ('aws.Provider("west")', 'aws.Provider("east")')),
        (WEST, DEFAULT, ('aws.Provider("west")', "Pulumi's default provider")),
        (DEFAULT, WEST, ("Pulumi's default provider", 'aws.Provider("west")')),
        (WEST_BELOW, EAST, ('aws.Provider("w")', 'aws.Provider("east")')),
        (WEST, EAST_BELOW, ('aws.Provider("west")', 'aws.Provider("e")')),
    ],
)
def test_another_provider_is_refused_with_both_names(was: str, given: str, names: tuple[str, str]) -> None:
    """Where only one of them is of a component, it is another one whatever the component's aliases are."""
    (problem,) = provider_problems({"provider": was}, {"provider": given}, {"urn:of:another"})

    assert (problem.refusal, problem.path) == ("provider-another", ("opts", "provider"))
    assert problem.why.startswith(f"It was {names[0]}. ")
    assert problem.given == names[1]

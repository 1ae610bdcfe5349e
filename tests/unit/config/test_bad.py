"""Every refusal: by a file with its whole message, or in Python where YAML has no such value.

A file is named after its refusal. What is refused in several places has a file for each, with the place behind a dot.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from orion_rds.cli import stack_file
from orion_rds.components import options, same_names
from orion_rds.config import ConfigError, RedisNetworkConfig, known_values, of_stack, parse
from orion_rds.config.refusal import REFUSALS, Refusal
from orion_rds.plan import changes, given_again, leaving, names_taken, networks, redis_transitions, renamed

BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.yaml"))
SEVERAL = {"everything-at-once"}
OUTPUT = pulumi.Output.from_input("a value of another resource")

Smallest = dict[str, Any]


def text_of(output: pulumi.Output[str]) -> str:
    """What an f-string of an output has. The tests let the SDK raise an error with the same text."""
    try:
        return f"{output}"
    except Exception as error:  # its class is private
        return str(error)


IN_PYTHON: dict[str, Callable[[Smallest], Any]] = {
    "configuration-none": lambda _: None,
    "bytes": lambda smallest: smallest | {"project": b"orion"},
    "half-character": lambda smallest: smallest | {"parameters": {"cluster": {"search_path": "\ud800"}}},
    "long-number": lambda smallest: smallest | {"tags": {"Count": 10**5000}},
    "nested": lambda smallest: smallest | {"tags": itself()},
    "other-kind": lambda smallest: smallest | {"network": smallest["network"] | {"subnet_ids": breaks_off()}},
    "output-as-text": lambda smallest: smallest | {"network": smallest["network"] | {"vpc_id": text_of(OUTPUT)}},
    "output-given": lambda smallest: smallest | {"instances": {"count": OUTPUT}},
    "policy-value": lambda smallest: smallest | {"master": {"secret_policy": {"Statement": [object()]}}},
    "section-class": lambda smallest: smallest | {"network": RedisNetworkConfig()},
    "resource-given": lambda smallest: (
        smallest | {"encryption": {"kms_key_arn": pulumi.ComponentResource.__new__(Key)}}
    ),
}
CHANGES = {
    refusal.name
    for module in (
        changes,
        given_again,
        known_values,
        leaving,
        names_taken,
        networks,
        options,
        redis_transitions,
        renamed,
        same_names,
    )
    for refusal in vars(module).values()
    if isinstance(refusal, Refusal)
}
"""Refusals of changes and of programs, which tests in `component/` provoke."""

ELSEWHERE = {
    "configuration-misspelt",
    "configuration-other-project",
    "no-configuration",
    stack_file.REPEATED_KEY.name,
    "secret-configuration",
}
"""Tested with loading and with the command, and of the component in `component/test_options.py`."""


def itself() -> Smallest:
    """A mapping that contains itself."""
    mapping: Smallest = {}
    mapping["tags"] = mapping
    return mapping


def breaks_off() -> Iterator[str]:
    """A generator that raises an error."""
    yield "subnet-0a1b2c3d4e5f60718"
    raise ValueError


class Key(pulumi.ComponentResource):
    """Stands for a whole resource."""


def refusal_of(path: Path) -> str:
    """Return the name of the refusal that a file is about."""
    return path.stem.partition(".")[0]


def refused(path: Path) -> ConfigError:
    """Check a file as the configuration of a stack."""
    with pytest.raises(ConfigError) as caught:
        of_stack(yaml.safe_load(path.read_text(encoding="utf-8")), "orion-rds:database")
    return caught.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_file_gives_its_whole_message(path: Path, expect: Callable[[str, Path], None]) -> None:
    """The message is what the user works with: path, value, reason and fix, to the letter."""
    expect(f"{refused(path)}\n", path.with_suffix(".txt"))


@pytest.mark.parametrize("path", [path for path in FILES if path.stem not in SEVERAL], ids=lambda path: path.stem)
def test_a_bad_file_has_the_one_problem_it_is_named_after(path: Path) -> None:
    """One mistake must not show as several."""
    assert [problem.refusal for problem in refused(path).problems] == [refusal_of(path)]


@pytest.mark.parametrize("refusal", IN_PYTHON)
def test_what_only_python_can_get_wrong_is_refused(
    refusal: str, smallest: Smallest, expect: Callable[[str, Path], None]
) -> None:
    """Outputs and resources never come out of YAML."""
    with pytest.raises(ConfigError) as caught:
        parse(IN_PYTHON[refusal](smallest))
    assert [problem.refusal for problem in caught.value.problems] == [refusal]
    expect(f"{caught.value}\n", BAD / f"{refusal}.txt")


def test_every_refusal_is_provoked() -> None:
    """A refusal that nothing provokes is a claim without proof."""
    assert {refusal_of(path) for path in FILES} - SEVERAL | set(IN_PYTHON) | CHANGES | ELSEWHERE == set(REFUSALS)


def test_a_password_that_was_written_is_not_printed() -> None:
    """It is what people try first, there and under unknown keys, and messages end up in the logs of a pipeline."""
    path = BAD / "everything-at-once.yaml"
    assert "do-not-print-me" in path.read_text(encoding="utf-8")
    assert "do-not-print-me" not in str(refused(path))


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=lambda refusal: refusal.name)
def test_a_refusal_has_a_reason_a_fix_and_a_source(refusal: Any) -> None:
    """The user needs all three."""
    assert refusal.why.endswith((".", "}"))
    assert refusal.fix
    assert refusal.source.startswith("https://")

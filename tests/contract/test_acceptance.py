"""`docs/acceptance.md`: what it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from orion_rds import AuroraDatabase
from orion_rds.config import parse
from orion_rds.testing import record
from tests.component.stacks import REPOSITORY, whole_config

PAGE = (REPOSITORY / "docs" / "acceptance.md").read_text(encoding="utf-8")
NAMED_TESTS = sorted(set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE)))
NAMED_TYPES = sorted(set(re.findall(r"`(aws:\w+/\w+:\w+)`", PAGE)))
PLACES = 32
"""Where the Terraform module fails on AWS, does nothing or drifts."""


@cache
def names_of(path: Path) -> frozenset[str]:
    """Names of the tests that a file has."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize(("file", "name"), NAMED_TESTS)
def test_a_named_test_is_there(file: str, name: str) -> None:
    """A proof that was renamed away is no proof."""
    assert name in names_of(REPOSITORY / "tests" / file)


def test_production_has_every_resource_that_is_named() -> None:
    """What meets a criterion is deployed by the stack that the criteria are about."""
    made = {each.type for each in record(lambda: AuroraDatabase("orion", parse(whole_config("prod")))).resources}

    assert NAMED_TYPES
    assert [kind for kind in NAMED_TYPES if kind not in made] == []


def test_every_failure_of_the_module_has_a_test() -> None:
    """By number, as they were found; a row without a test would be a claim."""
    rows = re.findall(r"^\| (\d+) \|.*\|([^|]*)\|$", PAGE, re.MULTILINE)

    assert [int(number) for number, _ in rows] == list(range(1, PLACES + 1))
    assert [number for number, proof in rows if "::test_" not in proof] == []


def test_every_mark_of_the_readme_has_a_test() -> None:
    """A table of features is read as a promise."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    marked = re.findall(r"^\| ([^|]+) \|.*\| ● \|$", readme, re.MULTILINE)
    shown = dict(re.findall(r"^\| ([^|]+) \| (`[^|]*::test_[^|]*`) \|$", PAGE.split("## Features")[1], re.MULTILINE))

    assert marked
    assert marked == list(shown)

"""What the real provider does when one property changes or is taken out."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.conformance.probes import REGION, bases, probes
from tests.conformance.programs import every_resource
from tests.conformance.replacing import ask, recorded_answers, write
from tests.conformance.terraform import Terraform


def test_the_recorded_answers_are_those_of_the_provider(
    terraform: Callable[[], Terraform], api: Callable[[Mapping[str, Any]], str], request: pytest.FixtureRequest
) -> None:
    """The stand-in is held to them by tests that need no terraform; `--update` writes them again."""
    found = [*bases(every_resource())]
    answers = ask(terraform(), api({"aws:region": REGION}), found, probes(found))
    if request.config.getoption("--update"):
        write(answers)

    assert answers == recorded_answers()

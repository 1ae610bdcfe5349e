"""Fixtures of the tests of the configuration."""

from collections.abc import Callable, Iterator
from typing import Any

import pulumi
import pytest
from pydantic_core import ErrorDetails

from orion_rds.config import error_translation
from orion_rds.config.errors import Problem
from orion_rds.config.refusal import ERROR_TYPE
from orion_rds.config.section import Section

SetConfig = Callable[[dict[str, str], list[str]], pulumi.Config]


@pytest.fixture
def smallest() -> dict[str, Any]:
    """The smallest configuration that can be deployed."""
    return {
        "project": "orion",
        "environment": "test",
        "network": {
            "vpc_id": "vpc-0a1b2c3d4e5f60718",
            "subnet_ids": ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"],
            "allow_from": {"app": "sg-0a1b2c3d4e5f60718"},
        },
    }


@pytest.fixture
def set_config() -> Iterator[SetConfig]:
    """Put values into the stack's configuration, as the engine does."""

    def put(values: dict[str, str], secret_keys: list[str]) -> pulumi.Config:
        pulumi.runtime.set_all_config(values, secret_keys)
        return pulumi.Config("orion-rds")

    yield put
    pulumi.runtime.set_all_config({}, [])


@pytest.fixture(autouse=True)
def refusals_have_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test in which a validator gives its refusal no value. Most texts do not show it, so nothing else would.

    What is refused may have been converted before: another type than is written, or one item of a list.
    """
    translate = error_translation._problem

    def compared(error: ErrorDetails, root: type[Section], key: str) -> Problem:
        if error["type"] == ERROR_TYPE:
            assert error["input"] is None or error.get("ctx", {})["given"] is not None
        return translate(error, root, key)

    monkeypatch.setattr(error_translation, "_problem", compared)

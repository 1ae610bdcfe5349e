"""Fixtures of the tests of the configuration."""

from collections.abc import Callable, Iterator
from typing import Any

import pulumi
import pytest

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

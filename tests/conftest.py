"""What every test is kept from: the AWS accounts and Pulumi stacks of whoever runs it."""

import os
import signal
from pathlib import Path

import pytest

from orion_sandbox.pulumi_command import without_accounts

REPOSITORY = Path(__file__).parents[1]


def pytest_configure() -> None:
    """Clear the environment before anything of ours is imported with it."""
    for name in set(os.environ) - set(without_accounts(os.environ)):
        del os.environ[name]
    # An f-string of an Output is a mistake; with this it raises instead of deploying an explanation.
    os.environ["PULUMI_ERROR_OUTPUT_STRING"] = "true"
    # A shell starts what runs in the background with interrupts ignored, and every child would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout under test."""
    return REPOSITORY

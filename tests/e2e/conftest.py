"""The engine, and sandboxes that end with the test that asked for them."""

from collections.abc import Generator
from pathlib import Path

import pytest

from orion_sandbox.engine import Engine, find_or_build
from orion_sandbox.project import read_project
from orion_sandbox.stack import SandboxStack
from tests.e2e.sandboxes import Sandbox


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine, found or built once; two workers wait for one build."""
    return find_or_build(print)


@pytest.fixture
def sandbox(repository: Path, tmp_path: Path, engine: Engine) -> Generator[Sandbox]:
    """A maker of isolated stacks."""
    with Sandbox(read_project(repository / "Pulumi.yaml"), tmp_path / "sandbox", engine) as made:
        yield made


@pytest.fixture(scope="session")
def shared(repository: Path, tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Generator[Sandbox]:
    """A sandbox for the tests that only look at production."""
    with Sandbox(read_project(repository / "Pulumi.yaml"), tmp_path_factory.mktemp("production"), engine) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def production(shared: Sandbox) -> SandboxStack:
    """The production stack, deployed once; the tests that use it change nothing."""
    stack = shared.stack("prod")
    stack.up()
    return stack

"""The engine, and sandboxes that end with the test that asked for them."""

import gc
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest

from orion_sandbox.engine import Engine, find_or_build
from orion_sandbox.environment import aws_variables
from orion_sandbox.project import read_project
from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import Bases
from tests.e2e.deployed import Deployed
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import changed
from tests.warm import forked_apis


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine, found or built once; two workers wait for one build."""
    return find_or_build(print)


@pytest.fixture(autouse=True)
def warm() -> Generator[None]:
    """Fork each API from a warm one, and spare programs in this process what no test sees."""
    # Each program that runs in this process begins with a collection, which then leaves out what earlier tests loaded.
    gc.collect()
    gc.freeze()
    with forked_apis(), pytest.MonkeyPatch.context() as patch:
        # The SDK sends each message to the engine, which shows them with `--debug`.
        patch.setattr(pulumi.log, "debug", _drop)
        yield


def _drop(*_: object, **__: object) -> None:
    pass


@pytest.fixture
def sandbox(repository: Path, tmp_path: Path, engine: Engine) -> Generator[Sandbox]:
    """A maker of isolated stacks."""
    with Sandbox(read_project(repository / "Pulumi.yaml"), tmp_path / "sandbox", engine) as made:
        yield made


@pytest.fixture(scope="session")
def bases(repository: Path, engine: Engine) -> Bases:
    """Deployed stacks, which tests clone."""
    return Bases(read_project(repository / "Pulumi.yaml"), engine)


@pytest.fixture(scope="session")
def production(bases: Bases) -> SandboxStack:
    """The production stack, for tests that call only AWS; a test that runs Pulumi clones it."""
    return bases.deployed("prod", None)


@pytest.fixture
def deploy(sandbox: Sandbox, bases: Bases, repository: Path) -> Callable[..., Deployed]:
    """Clone the test stack, with some sections of its file written anew, to change it."""

    def make(always: dict[str, Any] | None = None, **sections: Any) -> Deployed:
        always = always or {}
        base = bases.deployed("test", changed(repository, **{**always, **sections}))
        return Deployed(sandbox, base, repository, **always)

    return make


@pytest.fixture
def variables(stack: SandboxStack) -> Iterator[Mapping[str, str]]:
    """Those that `orion-sandbox env` prints of the stack of a test, which has servers, set here too."""
    found = {**aws_variables(stack.api().endpoint, stack.region), **stack.endpoints().variables}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in found.items():
            patch.setenv(name, value)
        yield found

"""What holds for every test: no AWS account or Pulumi stack of the user is in reach, and nothing is left behind."""

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from orion_sandbox.pulumi_command import without_accounts
from tests.hidden_state import HiddenState
from tests.measured import import_measured, is_measured, unmeasured
from tests.run_folder import create_folder, discard_all

REPOSITORY = Path(__file__).parents[1]
OWNS_BASES = pytest.StashKey[bool]()
"""Whether this process created the folder of deployed stacks, and removes it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the project's own options."""
    parser.addoption("--update", action="store_true", help="write golden files again, to be reviewed in git's diff")
    parser.addoption("--every-change", action="store_true", help="try every change of every setting, not some of them")
    parser.addoption("--conformance", action="store_true", help="let the real terraform-provider-aws judge the sandbox")


def pytest_configure(config: pytest.Config) -> None:
    """Clear the environment before the project's packages are imported with it."""
    for name in set(os.environ) - set(without_accounts(os.environ)):
        del os.environ[name]
    # An f-string of an Output is a mistake; with this it raises instead of deploying an explanation.
    os.environ["PULUMI_ERROR_OUTPUT_STRING"] = "true"
    # A test of what nothing judges would prove nothing.
    os.environ["ORION_SANDBOX_STRICT"] = "1"
    # A shell starts background jobs with interrupts ignored, and every child would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # How long an example takes depends on what else the machine does.
    settings.register_profile("untimed", deadline=None)
    settings.load_profile("untimed")
    # Before the workers start, which then have the same folder.
    config.stash[OWNS_BASES] = create_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Discard the deployed stacks that tests cloned, when the last worker has ended."""
    if config.stash.get(OWNS_BASES, False):
        discard_all()


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Import the test modules without measuring that, and keep what they import out of each later collection."""
    # An Output needs an event loop; from Python 3.14 on there is none by default.
    asyncio.set_event_loop(asyncio.new_event_loop())
    import_measured(session.config)
    with unmeasured(session.config):
        found = yield
    # It lives as long as this process. Each program that runs in it begins with a collection.
    gc.collect()
    gc.freeze()
    return found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure the coverage of tests that are about it."""
    if is_measured(item):
        return (yield)
    with unmeasured(item.config):
        return (yield)


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fail the test that changes hidden state, instead of a later test that depends on it."""
    before = HiddenState.now()
    yield
    assert [*before.differences(HiddenState.now())] == [], "a test must restore what it changes"


@pytest.fixture(autouse=True)
def own_event_loop() -> Iterator[None]:
    """Give each test an event loop, in which Outputs and hooks can be made outside of a program.

    Otherwise it depends on earlier tests: the main thread has a loop until the first `asyncio.run` in it.
    """
    with asyncio.Runner() as runner:
        asyncio.set_event_loop(runner.get_loop())
        yield
    asyncio.set_event_loop(None)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout under test."""
    return REPOSITORY


@pytest.fixture(scope="session")
def expect(request: pytest.FixtureRequest) -> Callable[[str, Path], None]:
    """Compare a text with a golden file, or write the file where `--update` is given."""
    update = request.config.getoption("--update")

    def compare(text: str, golden: Path) -> None:
        if update:
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8")

    return compare

"""Runs a program with nothing behind it."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from types import MappingProxyType
from typing import Any

import pulumi.runtime
from pulumi.runtime.mocks import MockEngine
from pulumi.runtime.settings import ROOT

from orion_rds.testing.monitor import RecordingMonitor
from orion_rds.testing.recording import Recording
from orion_rds.testing.refused import RegistrationError

NO_ANSWERS: Mapping[str, Mapping[str, Any]] = MappingProxyType({})


def record(
    program: Callable[[], object],
    *,
    project: str = "project",
    stack: str = "stack",
    preview: bool = False,
    answers: Mapping[str, Mapping[str, Any]] = NO_ANSWERS,
) -> Recording:
    """Run a program as Pulumi does, and keep what it registers. No engine, provider or cloud is asked.

    In a preview, outputs are unknown unless they are inputs too. Settings made with `pulumi.runtime.set_all_config`
    are seen by the program; nothing that it changes in Pulumi's state of this process stays.

    Args:
        program: What is to be run.
        project: Name of the project.
        stack: Name of the stack.
        preview: Whether it runs as for `pulumi preview`.
        answers: What look-ups in the cloud find, by the function's token such as `aws:rds/getCluster:getCluster`, under
            Pulumi's names.

    Raises:
        RegistrationError: for what the engine or a provider would refuse: two resources of one URN, properties or
            types of values that the SDK does not know; and for a look-up that has no answer.
        Exception: whatever the program raises.
    """
    monitor = RecordingMonitor(preview=preview, answers=answers)

    def run() -> None:
        # Both set variables of the context, which is a copy: the caller's own settings stay as they are.
        ROOT.set(None)
        pulumi.runtime.Settings(project, stack, monitor, MockEngine(None), dry_run=preview)
        asyncio.run(_run_in_stack(program))

    # A thread of its own, as the caller may be inside an event loop.
    with ThreadPoolExecutor(max_workers=1) as executor:
        failure = executor.submit(copy_context().run, run).exception()
    if monitor.mistakes:
        raise RegistrationError(monitor.mistakes) from failure
    if failure is not None:
        raise failure
    stack_urn = f"urn:pulumi:{stack}::{project}::pulumi:pulumi:Stack::{project}-{stack}"
    exports = monitor.outputs.pop(stack_urn, {})
    return Recording(tuple(monitor.recorded), monitor.outputs, exports)


async def _run_in_stack(program: Callable[[], object]) -> None:
    # An error comes out of the run. Pulumi also leaves it in the futures of all that waited for it, and asyncio would
    # log each of them whenever it is collected, in the middle of later tests.
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    await pulumi.runtime.run_in_stack(lambda: _only_run(program))


def _only_run(program: Callable[[], object]) -> None:
    """What a program returns, such as the database that it made, is nothing to wait for."""
    program()

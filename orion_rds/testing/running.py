"""Runs a program without engine, provider and cloud."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from types import MappingProxyType
from typing import Any, cast

import pulumi.runtime
from pulumi.runtime._callbacks import _CallbackServicer  # pyright: ignore[reportPrivateUsage]
from pulumi.runtime.mocks import MockEngine
from pulumi.runtime.settings import ROOT

from orion_rds.testing.monitor import RecordingMonitor
from orion_rds.testing.recording import Recording, RegistrationError

NO_ANSWERS: Mapping[str, Mapping[str, Any]] = MappingProxyType({})


def record(
    program: Callable[[], object],
    *,
    project: str = "project",
    stack: str = "stack",
    preview: bool = False,
    answers: Mapping[str, Mapping[str, Any]] = NO_ANSWERS,
) -> Recording:
    """Run a program as Pulumi does, and record what it registers. No engine, provider or cloud is called.

    In a preview, outputs are unknown unless they are inputs too. The program sees settings from
    `pulumi.runtime.set_all_config`; its changes to Pulumi's state in this process are undone.

    Args:
        program: The program.
        project: Name of the project.
        stack: Name of the stack.
        preview: Whether to run as `pulumi preview` does.
        answers: Results of look-ups by the token of the function, such as `aws:rds/getCluster:getCluster`, with
            Pulumi's names.

    Raises:
        RegistrationError: for requests that the engine or a provider would refuse: two resources with one URN, unknown
            properties, values of a wrong type; and for a look-up without an answer.
        Exception: an exception of the program.
    """
    monitor = RecordingMonitor(preview=preview, answers=answers)

    def run() -> None:
        # Both set variables of the context, which is a copy: the caller's own settings stay as they are.
        ROOT.set(None)
        settings: Any = pulumi.runtime.Settings(project, stack, monitor, MockEngine(None), dry_run=preview)
        settings.callbacks = _Callbacks(monitor)
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


class _Callbacks(_CallbackServicer):
    """Registers hooks without the server that an engine would call them through.

    Nothing calls it here, and a program that ends while that server starts would end this process too.
    """

    def __init__(self, monitor: RecordingMonitor) -> None:  # pyright: ignore[reportMissingSuperCall] # it starts one
        self._callbacks, self._transforms, self._state_migrations = {}, {}, {}
        self._monitor = cast("Any", monitor)
        self._target = ""


async def _run_in_stack(program: Callable[[], object]) -> None:
    # The run raises the error. Pulumi also leaves it in every future that waited for it, and asyncio would log each of
    # them when it is collected, in the middle of later tests.
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    await pulumi.runtime.run_in_stack(lambda: _only_run(program))


def _only_run(program: Callable[[], object]) -> None:
    """Run a program and drop its result, which Pulumi would wait for."""
    program()

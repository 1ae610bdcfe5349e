"""Function that runs a program without engine, provider and cloud."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from inspect import isawaitable
from types import MappingProxyType
from typing import Any

import pulumi.runtime
from pulumi.runtime.mocks import MockEngine
from pulumi.runtime.settings import ROOT, SETTINGS

from orion_rds.testing.hooks import Hooks
from orion_rds.testing.inputs import Inputs
from orion_rds.testing.lookups import Answer, Lookups
from orion_rds.testing.monitor import RecordingMonitor
from orion_rds.testing.recording import Recording, RegistrationError, ordered

NOTHING: Mapping[str, Any] = MappingProxyType({})
SECONDS_OF_SILENCE = 60


def record(  # noqa: PLR0913 # options of one run, by keyword
    program: Callable[[], object],
    *,
    project: str = "project",
    stack: str = "stack",
    preview: bool = False,
    config: Mapping[str, str] | None = None,
    answers: Mapping[str, Answer] = NOTHING,
    stacks: Mapping[str, Mapping[str, Any]] = NOTHING,
    after: Recording | None = None,
    silence_seconds: float = SECONDS_OF_SILENCE,
) -> Recording:
    """Run a program as Pulumi does, and record what it registers. No engine, provider or cloud is called.

    In a preview, outputs are unknown unless they are inputs too. Without `config` the program sees that of
    `pulumi.runtime.set_all_config`; its changes to Pulumi's state in this process are undone. Hooks of resources run
    before a resource is created or updated, so that a component that refuses a change in a hook refuses it here too.

    Args:
        program: The program.
        project: Name of the project.
        stack: Name of the stack.
        preview: Whether to run as `pulumi preview` does.
        config: Configuration of the stack, such as `{"aws:region": "eu-west-1"}`, for this run.
        answers: Results of look-ups by the token of the function, such as `aws:rds/getCluster:getCluster`, with
            Pulumi's names; or functions of the arguments. A text is an error of the provider, such as a denied access.
            In a hook, what has no answer does not exist; a network, as a program names it, does.
        stacks: Outputs of other stacks by their names, for `StackReference`.
        after: What is deployed: the program is run as an update of it, and look-ups in hooks find its resources.
        silence_seconds: How long to wait for an output that does not resolve.

    Raises:
        RegistrationError: for requests that the engine or a provider would refuse: two resources with one URN, unknown
            properties, values of a wrong type; for a look-up without an answer, or with the default provider where the
            resources have another.
        TimeoutError: for inputs that never resolve, by name.
        Exception: an exception of the program, with a note that names the input in which it was raised.
    """
    running = after.resources if after else ()
    mistakes: list[str] = []
    inputs = Inputs()
    monitor = RecordingMonitor(Lookups(mistakes, answers, stacks, running), mistakes, preview=preview)

    async def run() -> None:
        monitor.hooks = Hooks(running, after.outputs if after else {}, preview=preview)
        # Both set context variables in a copy of the context, so the caller's settings do not change.
        ROOT.set(None)
        if config is not None:
            pulumi.runtime.set_all_config(dict(config))
        settings: Any = pulumi.runtime.Settings(project, stack, monitor, MockEngine(None), dry_run=preview)
        settings.callbacks = monitor.hooks
        await _run_in_stack(program, inputs, monitor, silence_seconds)

    # In a separate thread, as the caller may be inside an event loop.
    with ThreadPoolExecutor(max_workers=1) as executor:
        failure = executor.submit(copy_context().run, asyncio.run, run()).exception()
    mistakes += monitor.escaped()
    if mistakes:
        raise RegistrationError(mistakes) from failure
    if failure is not None:
        raise _explained(failure, monitor.hooks, inputs)
    stack_urn = f"urn:pulumi:{stack}::{project}::pulumi:pulumi:Stack::{project}-{stack}"
    exports = monitor.outputs.pop(stack_urn, {})

    def again(before: Recording) -> Recording:
        return record(
            program,
            project=project,
            stack=stack,
            preview=preview,
            config=config,
            answers=answers,
            stacks=stacks,
            after=before,
        )

    return Recording(ordered(monitor.recorded), monitor.outputs, exports, again)


def _explained(failure: BaseException, hooks: Hooks, inputs: Inputs) -> BaseException:
    """Return the original error of the program, without Pulumi's wrappers, with a note that names the failed input."""
    if hooks.refusal:
        return hooks.refusal
    while "has risen: " in str(failure) and failure.__cause__:
        failure = failure.__cause__
    if where := inputs.failed():
        failure.add_note(f"{where} failed")
    return failure


async def _run_in_stack(
    program: Callable[[], object], inputs: Inputs, monitor: RecordingMonitor, silence_seconds: float
) -> None:
    # The run raises the error. Pulumi also leaves it in every future that waited for it, and asyncio would log each of
    # them when it is collected, in the middle of later tests.
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    has_run = False

    async def only_run() -> None:
        """Run the program, also an asynchronous one, and discard its result."""
        nonlocal has_run
        inputs.watch()
        rest = program()
        if isawaitable(rest):
            await rest
        has_run = True
        await settled()

    run = asyncio.ensure_future(pulumi.runtime.run_in_stack(only_run))
    registered = -1
    while not (await asyncio.wait({run}, timeout=silence_seconds))[0]:
        if has_run and registered == len(monitor.recorded):
            run.cancel()
            waiting = ", ".join(inputs.waiting()) or "an output that is no input"
            raise TimeoutError(f"nothing was registered for {silence_seconds} s. Not resolved: {waiting}")
        registered = len(monitor.recorded)
    await run


async def settled() -> None:
    """Wait until every output has its value, or one fails. Pulumi itself would wait for all of them again after each
    one.
    """
    settings: Any = SETTINGS
    while pending := set[asyncio.Task[Any]](settings.outputs):
        done, _ = await asyncio.wait(pending, return_when=asyncio.FIRST_EXCEPTION)
        if any(task.cancelled() or task.exception() for task in done):
            return

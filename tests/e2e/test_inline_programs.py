"""Programs that are functions, one after the other in one process."""

import asyncio
import gc
from collections.abc import Callable

import pulumi
import pulumi_random
import pytest
from pulumi.runtime.settings import _shutdown_callbacks

from tests.e2e.sandboxes import Sandbox

asked: list[str] = []


async def left_behind() -> None:
    """End as the SDK's own coroutine of a program does, whose loop was stopped when the engine failed."""
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        await _shutdown_callbacks()


def fail() -> None:
    """Leave what only the garbage collector finds."""
    loop = asyncio.new_event_loop()
    loop.create_task(left_behind()).add_done_callback(lambda _: loop)
    loop.run_until_complete(asyncio.sleep(0))


def program() -> None:
    """The second resource has a hook; before it is made, Python collects its garbage."""
    hook = pulumi.ResourceHook("hook", lambda arguments: asked.append(arguments.name))
    first = pulumi_random.RandomId("first", byte_length=1)
    collected = first.hex.apply(lambda digits: f"{digits}{gc.collect() * 0}")
    pulumi_random.RandomId(
        "second",
        byte_length=1,
        keepers={"first": collected},
        opts=pulumi.ResourceOptions(hooks=pulumi.ResourceHookBinding(before_create=[hook])),
    )


def test_a_program_that_failed_stops_no_hooks_of_the_next_one(sandbox: Sandbox) -> None:
    """Whoever tries again in one process, as a script or a test does, must not meet what is left of the first try."""
    gc.disable()
    try:
        fail()
        sandbox.stack("inline", program=program, config={"aws:region": "us-east-1"}).up()
    finally:
        gc.enable()

    assert asked == ["second"]


class Part(pulumi.ComponentResource):
    """What a function of users makes and returns."""

    def __init__(self) -> None:
        super().__init__("shop:index:Part", "part")
        pulumi_random.RandomId("id", byte_length=1, opts=pulumi.ResourceOptions(parent=self))


async def later() -> Part:
    """Make it in a program that is asynchronous."""
    await asyncio.sleep(0)
    return Part()


@pytest.mark.parametrize("program", [Part, later], ids=["function", "coroutine"])
def test_what_a_program_returns_is_dropped(program: Callable[[], object], sandbox: Sandbox) -> None:
    """A function that returns its component is deployed as it is tested with `record`."""
    stack = sandbox.stack("returning", program=program, config={"aws:region": "us-east-1"})

    assert stack.up().summary.resource_changes == {"create": 3}

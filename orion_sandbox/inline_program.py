"""A program that is a function, and runs in the process of the command."""

import gc
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from pathlib import Path
from typing import Any

from pulumi.automation import PulumiFn
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS  # pyright: ignore[reportPrivateUsage]

from orion_sandbox import stack_references
from orion_sandbox.own_connection import OWN_CONNECTION
from orion_sandbox.unprotected import protection_off

# The SDK's channels to the engine.
_GRPC_CHANNEL_OPTIONS.append(OWN_CONNECTION)


def alone(program: Callable[[], object], folder: Path, *, unprotected: bool) -> PulumiFn:
    """Return a program that first clears up after a failed one in the same process, and whose references are answered.

    What the program returns is dropped, as in `record`: a function that makes a component returns it to its caller. The
    SDK leaves a coroutine of a failed program. When that is collected, it stops the callbacks of the program that
    runs then, and with them the hooks.
    """

    def run() -> Awaitable[None] | None:
        gc.collect()
        with stack_references.answered(folder), protection_off(unprotected):
            rest = program()
        return _finished(rest) if isawaitable(rest) else None

    async def _finished(rest: Awaitable[Any]) -> None:
        with stack_references.answered(folder), protection_off(unprotected):
            await rest

    return run

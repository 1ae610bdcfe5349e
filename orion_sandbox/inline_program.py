"""Inline programs: functions that run in the process of the command."""

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
    """Return a program that cleans up after an earlier failed one, and whose stack references are answered.

    The result of the program is dropped, as in `record`: a function that creates a component may return it. The SDK
    leaves a coroutine of a failed program behind. Its garbage collection would stop the callbacks, and the hooks, of
    the program that runs then.
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

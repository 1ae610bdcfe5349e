"""`python -m orion_sandbox.data`: serve the API at the other end of the standard input, until it ends.

The first line is `Start`, each further line a `topology.Request`. Each is answered with one line.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from http.client import HTTPException

from pydantic import BaseModel

from orion_sandbox.data.installation import new_folder
from orion_sandbox.data.plane import Plane
from orion_sandbox.data.start import Start, Started
from orion_sandbox.data.topology import Request
from orion_sandbox.own_requests import request as own_request

LIMIT_BYTES = 2**24
AGAIN_SECONDS = 0.5
"""Pause before another attempt to report to a busy API."""


async def main() -> None:
    """Serve until the API ends, or SIGTERM."""
    # Processes inherit that the API ignores it.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # The servers' user must be able to read the copied programs.
    os.umask(0o022)
    reader, writer = await asyncio.open_connection(sock=socket.socket(fileno=sys.stdin.fileno()), limit=LIMIT_BYTES)
    start = Start.model_validate_json(await reader.readline())
    dead = asyncio.Queue[str]()
    plane = Plane(new_folder(), start.lag_seconds, dead.put_nowait)
    serving = asyncio.ensure_future(_serve(plane, reader, writer))
    reporting = asyncio.ensure_future(_report(start, dead))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    try:
        _write(writer, Started(authority=str(plane.authority.path)))
        await serving
    except asyncio.CancelledError:
        pass
    finally:
        reporting.cancel()
        await plane.close()


async def _serve(plane: Plane, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        _write(writer, await plane.apply(Request.model_validate_json(line)))


async def _report(start: Start, dead: "asyncio.Queue[str]") -> None:
    """Report crashed servers to the API, which may be waiting for an answer of this process."""
    while True:
        send = partial(own_request, start.api, start.token, "POST", "/_sandbox/died", {"instance": await dead.get()})
        while not await asyncio.to_thread(_succeeds, send):
            await asyncio.sleep(AGAIN_SECONDS)


def _succeeds(send: Callable[[], object]) -> bool:
    try:
        send()
    except (OSError, HTTPException):
        return False
    return True


def _write(writer: asyncio.StreamWriter, answer: BaseModel) -> None:
    writer.write(answer.model_dump_json().encode() + b"\n")


if __name__ == "__main__":
    asyncio.run(main())

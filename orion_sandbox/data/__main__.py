"""`python -m orion_sandbox.data`: serve the API that holds the other end of the standard input, until it ends.

The first line is `Start`, each further one a `topology.Request`, which is answered with one line.
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
"""After an API that is busy has not answered."""


async def main() -> None:
    """Serve until the API ends, or SIGTERM."""
    # The API ignores it, which processes inherit.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # The servers' user reads the copied programs, which a user's own umask may keep from it.
    os.umask(0o022)
    reader, writer = await asyncio.open_connection(sock=socket.socket(fileno=sys.stdin.fileno()), limit=LIMIT_BYTES)
    start = Start.model_validate_json(await reader.readline())
    dead = asyncio.Queue[str]()
    plane = Plane(new_folder(), start.lag_seconds, dead.put_nowait)
    serving = asyncio.ensure_future(_serve(plane, reader, writer))
    telling = asyncio.ensure_future(_tell(start, dead))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    try:
        _write(writer, Started(authority=str(plane.authority.path)))
        await serving
    except asyncio.CancelledError:
        pass
    finally:
        telling.cancel()
        await plane.close()


async def _serve(plane: Plane, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        _write(writer, await plane.apply(Request.model_validate_json(line)))


async def _tell(start: Start, dead: "asyncio.Queue[str]") -> None:
    """Tell the API of servers that died by themselves. It may be waiting for an answer of ours meanwhile."""
    while True:
        tell = partial(own_request, start.api, start.token, "POST", "/_sandbox/died", {"instance": await dead.get()})
        while not await asyncio.to_thread(_told, tell):
            await asyncio.sleep(AGAIN_SECONDS)


def _told(tell: Callable[[], object]) -> bool:
    try:
        tell()
    except (OSError, HTTPException):
        return False
    return True


def _write(writer: asyncio.StreamWriter, answer: BaseModel) -> None:
    writer.write(answer.model_dump_json().encode() + b"\n")


if __name__ == "__main__":
    asyncio.run(main())

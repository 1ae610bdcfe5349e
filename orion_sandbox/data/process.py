"""The process of a server. It ends with the data plane."""

import asyncio
import ctypes
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from orion_sandbox.data.installation import run_as
from orion_sandbox.folders import private

START_SECONDS = 30.0
STOP_SECONDS = 30.0
POLL_SECONDS = 0.02
LOG_LINES = 5
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


class ServerError(Exception):
    """An operation on a server failed. The message includes the server's last output."""


async def all_of(tasks: Iterable[Awaitable[None]]) -> None:
    """Run tasks concurrently, and raise the first error after all have ended."""
    for error in await asyncio.gather(*tasks, return_exceptions=True):
        if error:
            raise error


@dataclass
class Process:
    """A process that does not run as root, with a log."""

    log: Path
    died: Callable[[], None]
    """Called when the process crashes."""
    crash: signal.Signals
    """The signal that ends the process as in a crash."""
    _running: asyncio.subprocess.Process | None = None

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        return self._running is not None and self._running.returncode is None

    async def start(self, command: Sequence[str], ready: Callable[[], Awaitable[bool]], given: str = "") -> None:
        """Start the process with a text as standard input, and wait until the server is ready.

        Raises:
            ServerError: The process ends instead.
        """
        with open(self.log, "ab", opener=private) as log:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=PIPE if given else DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=lambda: _end_with_parent(self.crash),
                **run_as(),
            )
        if process.stdin:
            process.stdin.write(given.encode())
            process.stdin.close()
        while not await ready():
            if process.returncode is not None:
                raise ServerError(f"{Path(command[0]).name} did not start: {self.last_lines}")
            await asyncio.sleep(POLL_SECONDS)
        self._running = process
        self._watch = asyncio.create_task(self._report_death(process))

    async def stop(self, first: signal.Signals) -> None:
        """End it, if it runs."""
        process, self._running = self._running, None
        if process is None or process.returncode is not None:
            return
        for each in (first, self.crash, signal.SIGKILL):
            with suppress(ProcessLookupError):
                # `Process.send_signal` may wait for the process in place of asyncio, which then misses its end.
                os.kill(process.pid, each)
                # A stopped process ends only after it is continued.
                os.kill(process.pid, signal.SIGCONT)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
                return

    def send(self, number: signal.Signals) -> None:
        """Send a signal, if it runs."""
        if self._running and self._running.returncode is None:
            os.kill(self._running.pid, number)

    @property
    def last_lines(self) -> str:
        """The last lines of the log."""
        return " ".join(self.log.read_text(errors="replace").splitlines()[-LOG_LINES:])

    async def _report_death(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        # `stop` forgets the process first.
        if self._running is process:
            self.died()


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def _end_with_parent(crash: signal.Signals) -> None:
    """Ask the kernel to end this process as in a crash when the data plane ends for any reason."""
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, crash)

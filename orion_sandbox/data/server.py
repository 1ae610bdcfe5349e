"""One PostgreSQL server: a folder with data, and a process."""

import asyncio
import ctypes
import os
import shutil
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from orion_sandbox.data.installation import Installation, give, new_private_folder, run_as
from orion_sandbox.data.settings import SUPERUSER
from orion_sandbox.data.topology import Stop
from orion_sandbox.folders import private

START_SECONDS = 30.0
STOP_SECONDS = 30.0
POLL_SECONDS = 0.02
LOG_LINES = 5
WAL_SEGMENT_MEGABYTES = "1"
"""Small, because each failover and each restore completes one."""
READY = frozenset({"ready", "standby"})
"""The state in the last line of `postmaster.pid` of a server that accepts connections."""
STILL_IN_USE = "pre-existing shared memory block"
_SIGNALS: Mapping[Stop, signal.Signals] = {Stop.FAST: signal.SIGINT, Stop.IMMEDIATE: signal.SIGQUIT}
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


class ServerError(Exception):
    """A server did not do what it was told. The message has what it printed last."""


class Server:
    """A PostgreSQL server on this machine."""

    def __init__(self, installation: Installation, folder: Path, died: Callable[[], None]) -> None:
        self.folder = folder
        self.port = _free_port()
        self.follows = False
        """Whether it is a follower of another server."""
        self._installation = installation
        self._died = died
        self._process: Process | None = None
        self._log = folder.with_suffix(".log")

    # Its data

    async def create(self) -> None:
        """Make an empty database system."""
        new_private_folder(self.folder)
        await self._run(
            "initdb",
            *("--pgdata", str(self.folder)),
            *("--username", SUPERUSER),
            *("--encoding", "UTF8"),
            *("--locale", "C.UTF-8"),
            *("--wal-segsize", WAL_SEGMENT_MEGABYTES),
            "--no-instructions",
            "--no-sync",
        )

    async def copy_of(self, primary: "Server") -> None:
        """Become a follower: take a copy of the data of a running server, in place of what is there."""
        self.remove_data()
        await primary.back_up(self.folder)
        self.follow()

    def follow(self) -> None:
        """Be a follower from the next start on."""
        self._signal_file("standby.signal")
        self.follows = True

    async def back_up(self, folder: Path) -> None:
        """Write a base backup of this running server into a new folder."""
        new_private_folder(folder)
        await self._run(
            "pg_basebackup",
            *("--pgdata", str(folder)),
            *("--dbname", self.connection),
            *("--wal-method", "stream"),
            *("--checkpoint", "fast"),
            "--no-sync",
        )

    async def take(self, base: Path) -> None:
        """Take the data of a base backup; the next start recovers as far as the settings say."""
        copying = await asyncio.create_subprocess_exec("cp", "-a", str(base), str(self.folder))
        if await copying.wait():
            raise ServerError(f"{base} cannot be copied")
        self._signal_file("recovery.signal")

    def remove_data(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    # Its process

    @property
    def runs(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start, and wait until it accepts connections.

        Raises:
            ServerError: It ends instead, or takes too long.
        """
        try:
            async with asyncio.timeout(START_SECONDS):
                while not await self._starts():
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            raise ServerError(f"PostgreSQL did not start in {START_SECONDS:g} s: {self._last_lines()}") from None

    async def _starts(self) -> bool:
        """Return False where processes of a server that was killed still have its memory."""
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        with open(self._log, "ab", opener=private) as log:
            process = await asyncio.create_subprocess_exec(
                self._installation.tool("postgres"),
                *("-D", str(self.folder)),
                stdin=DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=_end_with_parent,
                **run_as(),
            )
        while self._state() not in READY:
            if process.returncode is not None:
                if STILL_IN_USE in (lines := self._last_lines()):
                    return False
                raise ServerError(f"PostgreSQL did not start: {lines}")
            await asyncio.sleep(POLL_SECONDS)
        self._process = process
        self._watch = asyncio.create_task(self._report_death(process))
        return True

    async def stop(self, how: Stop) -> None:
        """End the process, if it runs."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        for each in (_SIGNALS[how], signal.SIGQUIT, signal.SIGKILL):
            with suppress(ProcessLookupError):
                # `Process.send_signal` may wait for the process in place of asyncio, which then misses its end.
                os.kill(process.pid, each)
                # A stopped process would end only when it is continued.
                os.kill(process.pid, signal.SIGCONT)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
                return

    def reload(self) -> None:
        """Let it read its configuration files again."""
        if self._process and self._process.returncode is None:
            os.kill(self._process.pid, signal.SIGHUP)

    async def promote(self) -> None:
        """Stop to follow, and accept writes."""
        await self.sql("SELECT pg_promote(wait_seconds => 30)")
        self.follows = False

    async def until_recovered(self) -> None:
        """Wait until a restored server accepts writes.

        Raises:
            ServerError: It ended before.
        """
        while self.runs:
            with suppress(ServerError):
                if await self.sql("SELECT pg_is_in_recovery();") == "f":
                    return
            await asyncio.sleep(POLL_SECONDS)
        raise ServerError(f"PostgreSQL did not recover: {self._last_lines()}")

    async def sql(self, statements: str, database: str = "postgres") -> str:
        """Run statements as the owner of the server, and return what they print, without headings.

        Raises:
            ServerError: One of them fails.
        """
        return await self._run(
            "psql",
            *("--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"),
            f"{self.connection} dbname={database}",
            # Not as an argument: other users of the machine see those, and there are passwords in it.
            given=statements,
        )

    @property
    def connection(self) -> str:
        """What a client of this machine connects with as the owner of the server."""
        return f"host={self.folder} port={self.port} user={SUPERUSER}"

    async def _report_death(self, process: Process) -> None:
        await process.wait()
        # `stop` forgets the process first.
        if self._process is process:
            self._died()

    def _state(self) -> str:
        with suppress(OSError, IndexError):
            return (self.folder / "postmaster.pid").read_text().splitlines()[7].strip()
        return ""

    def _signal_file(self, name: str) -> None:
        (self.folder / name).touch()
        give(self.folder / name)

    async def _run(self, tool: str, *arguments: str, given: str = "") -> str:
        process = await asyncio.create_subprocess_exec(
            self._installation.tool(tool),
            *arguments,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            **run_as(),
        )
        output, errors = await process.communicate(given.encode())
        if process.returncode:
            raise ServerError(f"{tool}: {errors.decode(errors='replace').strip()}")
        return output.decode().strip()

    def _last_lines(self) -> str:
        return " ".join(self._log.read_text(errors="replace").splitlines()[-LOG_LINES:])


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def _end_with_parent() -> None:
    """Ask the kernel to end this process as in a crash when the data plane ends, however that does."""
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)

"""One PostgreSQL server: a folder with data, and a process."""

import asyncio
import shutil
import signal
from asyncio.subprocess import PIPE
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from orion_sandbox.data.installation import Installation, give, new_private_folder, run_as
from orion_sandbox.data.process import POLL_SECONDS, START_SECONDS, Process, ServerError, free_port
from orion_sandbox.data.settings import SUPERUSER
from orion_sandbox.data.topology import Stop

WAL_SEGMENT_MEGABYTES = "1"
"""Small, because each failover and each restore completes one."""
READY = frozenset({"ready", "standby"})
"""The state in the last line of `postmaster.pid` of a server that accepts connections."""
STILL_IN_USE = "pre-existing shared memory block"
_SIGNALS: Mapping[Stop, signal.Signals] = {Stop.FAST: signal.SIGINT, Stop.IMMEDIATE: signal.SIGQUIT}


class Server:
    """A PostgreSQL server on this machine."""

    def __init__(self, installation: Installation, folder: Path, died: Callable[[], None]) -> None:
        self.folder = folder
        self.port = free_port()
        self.follows = False
        """Whether it is a standby of another server."""
        self._installation = installation
        self._process = Process(folder.with_suffix(".log"), died, crash=signal.SIGQUIT)

    # Its data

    async def create(self) -> None:
        """Create an empty database cluster."""
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
        """Become a standby: replace the data with a copy of a running server's."""
        self.remove_data()
        await primary.back_up(self.folder)
        self.follow()

    def follow(self) -> None:
        """Be a standby from the next start on."""
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
        """Copy the data of a base backup; the next start recovers to the target in the settings."""
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
        return self._process.runs

    async def start(self) -> None:
        """Start the server, and wait until it accepts connections.

        Raises:
            ServerError: The server ends instead, or takes too long.
        """
        try:
            async with asyncio.timeout(START_SECONDS):
                while not await self._starts():
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            raise ServerError(f"postgres did not start in {START_SECONDS:g} s: {self._process.last_lines}") from None

    async def _starts(self) -> bool:
        """Start the server; return False if processes of a killed server still use its memory."""
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        try:
            await self._process.start([self._installation.tool("postgres"), "-D", str(self.folder)], self._is_ready)
        except ServerError as error:
            if STILL_IN_USE not in str(error):
                raise
            return False
        return True

    async def stop(self, how: Stop) -> None:
        """End the process, if it runs."""
        await self._process.stop(_SIGNALS[how])

    def reload(self) -> None:
        """Reload the configuration files."""
        self._process.send(signal.SIGHUP)

    async def promote(self) -> None:
        """Stop replication, and accept writes."""
        await self.sql("SELECT pg_promote(wait_seconds => 30)")
        self.follows = False

    async def until_alone(self) -> None:
        """Wait until replication has stopped."""
        while self.runs and await self.sql("SELECT count(*) FROM pg_stat_wal_receiver;") != "0":
            await asyncio.sleep(POLL_SECONDS)

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
        raise ServerError(f"PostgreSQL did not recover: {self._process.last_lines}")

    async def sql(self, statements: str) -> str:
        """Run statements as the owner of the server, and return what they print, without headings.

        Raises:
            ServerError: One of them fails.
        """
        return await self._run(
            "psql",
            *("--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"),
            f"{self.connection} dbname=postgres",
            # Not as an argument: statements contain passwords, and other users can see arguments.
            given=statements,
        )

    @property
    def connection(self) -> str:
        """Connection parameters for the owner of the server."""
        return f"host={self.folder} port={self.port} user={SUPERUSER}"

    async def _is_ready(self) -> bool:
        return self._state() in READY

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

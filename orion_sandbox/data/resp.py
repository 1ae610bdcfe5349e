"""The client protocol of Valkey, RESP 2: commands, and their answers."""

from asyncio import StreamReader, StreamWriter
from collections.abc import Sequence
from typing import TypeAlias

Answer: TypeAlias = "str | int | list[Answer] | Failure | None"


class Failure(str):
    """An error returned by the server."""

    __slots__ = ()


async def ask(reader: StreamReader, writer: StreamWriter, words: Sequence[str]) -> Answer:
    """Send a command, and return the answer.

    Raises:
        OSError: The connection has ended.
    """
    encoded = [word.encode(errors="surrogateescape") for word in words]
    parts = (b"$%d\r\n%s\r\n" % (len(each), each) for each in encoded)
    writer.write(b"*%d\r\n%s" % (len(encoded), b"".join(parts)))
    await writer.drain()
    return await answer(reader)


async def answer(reader: StreamReader) -> Answer:
    """Read one answer.

    Raises:
        OSError: The connection has ended.
    """
    line = await reader.readline()
    if not line.endswith(b"\r\n"):
        raise ConnectionResetError("the server has closed the connection")
    kind, text = chr(line[0]), _text(line[1:-2])
    match kind:
        case "-":
            return Failure(text)
        case ":":
            return int(text)
        case "$" if (length := int(text)) >= 0:
            return _text((await reader.readexactly(length + 2))[:-2])
        case "*" if (length := int(text)) >= 0:
            return [await answer(reader) for _ in range(length)]
        case "$" | "*":
            return None
        case _:
            return text


def _text(given: bytes) -> str:
    """Decode bytes. Bytes that are not UTF-8 survive a round trip through `encode`."""
    return given.decode(errors="surrogateescape")

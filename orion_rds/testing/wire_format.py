"""The format of values that a program and the engine exchange.

Source: https://pulumi-developer-docs.readthedocs.io/latest/docs/architecture/types.html
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, cast

from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import rpc

_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 # marks a value as secret


class Unknown(Enum):
    """A value that is known only once another resource exists."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return self.name


UNKNOWN: Final = Unknown.UNKNOWN


def decode(message: Struct) -> tuple[dict[str, Any], frozenset[str]]:
    """Return the plain values, and the names of those that are or contain a secret."""
    sent = MessageToDict(message)
    return {name: _plain(value) for name, value in sent.items()}, frozenset(
        name for name, value in sent.items() if _holds_secret(value)
    )


def encode(values: Mapping[str, Any], secrets: frozenset[str]) -> Struct:
    """Return the message with plain values, some of them as secrets."""
    message = Struct()
    for name, value in values.items():
        sent = _on_the_wire(value)
        message.update({name: {_SIGNATURE: _SECRET, "value": sent} if name in secrets else sent})
    return message


def _plain(value: Any) -> Any:
    if value == rpc.UNKNOWN:
        return UNKNOWN
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        if members.get(_SIGNATURE) == _SECRET:
            return _plain(members["value"])
        return {name: _plain(item) for name, item in members.items()}
    # All numbers in the message are floats.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _on_the_wire(value: Any) -> Any:
    if value is UNKNOWN:
        return rpc.UNKNOWN
    if isinstance(value, list):
        return [_on_the_wire(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {name: _on_the_wire(item) for name, item in cast("dict[str, Any]", value).items()}
    return value


def _holds_secret(value: Any) -> bool:
    return any(
        isinstance(part, dict) and cast("dict[str, Any]", part).get(_SIGNATURE) == _SECRET for part in _parts(value)
    )


def _parts(value: Any) -> list[Any]:
    """Return the value and every value in it."""
    if isinstance(value, dict):
        inside = list(cast("dict[str, Any]", value).values())
    elif isinstance(value, list):
        inside = cast("list[Any]", value)
    else:
        inside = []
    return [value, *(part for item in inside for part in _parts(item))]

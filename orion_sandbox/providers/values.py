"""Property values inside a provider."""

from collections.abc import Iterable, Mapping
from typing import Any

from google.protobuf import struct_pb2

from orion_rds.testing.wire_format import UNKNOWN, decode, encode

Values = Mapping[str, Any]
"""Properties by Pulumi's name: secrets unwrapped, `UNKNOWN` for values that a preview does not know."""

DEFAULTS = "__defaults"
"""The input key under which bridged providers list the properties that they filled in."""


def from_wire(struct: struct_pb2.Struct) -> dict[str, Any]:
    """Return the plain values."""
    values, _secrets = decode(struct)
    return values


def to_wire(values: Values, secrets: Iterable[str] = ()) -> struct_pb2.Struct:
    """Return the wire form; `secrets` names the keys whose values are marked secret."""
    return encode(values, frozenset(secrets))


def secret_keys(*structs: struct_pb2.Struct) -> frozenset[str]:
    """Return the top-level keys whose value is, or contains, a secret."""
    return frozenset(key for struct in structs for key in decode(struct)[1])


def has_unknown(value: Any) -> bool:
    """Whether `value` is or contains `UNKNOWN`."""
    if isinstance(value, Mapping):
        return any(map(has_unknown, value.values()))
    if isinstance(value, list):
        return any(map(has_unknown, value))
    return value is UNKNOWN


def added_and_removed(old: Values, new: Values, name: str) -> tuple[list[str], list[str]]:
    """Return the items that were added to and removed from a list of strings."""
    before, after = (set(values.get(name) or ()) for values in (old, new))
    return sorted(after - before), sorted(before - after)

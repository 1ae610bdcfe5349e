"""Property values between Pulumi's wire form (protobuf `Struct`) and plain Python.

Sources: pulumi/sdk/go/common/resource/properties.go (signatures) and `pulumi.runtime.rpc` (the strings).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from google.protobuf import struct_pb2
from pulumi.runtime import rpc

_SECRET = {rpc._special_sig_key: rpc._special_secret_sig}


Values = Mapping[str, Any]
"""Properties by Pulumi's name, plain."""


DEFAULTS = "__defaults"
"""Input key under which bridged providers list the properties that they filled in themselves."""


class Unknown:
    """A value that only a real `up` can tell; there is one, `UNKNOWN`."""

    def __repr__(self) -> str:
        return "<unknown>"


UNKNOWN = Unknown()


def from_wire(struct: struct_pb2.Struct) -> dict[str, Any]:
    """Plain values: secrets unwrapped, whole numbers as int, unknowns as `UNKNOWN`."""
    return {key: _plain(value) for key, value in struct.fields.items()}


def to_wire(values: Mapping[str, Any], secrets: Iterable[str] = ()) -> struct_pb2.Struct:
    """The wire form; `secrets` names the keys whose values are marked secret."""
    secret = frozenset(secrets)
    fields = {key: _wired(value) for key, value in values.items()}
    for key in secret & fields.keys():
        fields[key] = {**_SECRET, "value": fields[key]}
    struct = struct_pb2.Struct()
    struct.update(fields)
    return struct


def secret_keys(*structs: struct_pb2.Struct) -> set[str]:
    """The top-level keys whose value is, or contains, a secret."""
    return {key for struct in structs for key, value in struct.fields.items() if _has_secret(value)}


def has_unknown(value: Any) -> bool:
    """Whether `value` is or contains `UNKNOWN`."""
    if isinstance(value, Mapping):
        return any(map(has_unknown, value.values()))
    if isinstance(value, list):
        return any(map(has_unknown, value))
    return value is UNKNOWN


def _plain(value: struct_pb2.Value) -> Any:
    if _is_secret(value):
        return _plain(value.struct_value.fields["value"])
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return {key: _plain(item) for key, item in value.struct_value.fields.items()}
    if kind == "list_value":
        return [_plain(item) for item in value.list_value.values]
    if kind is None or kind == "null_value":
        return None
    return _scalar(getattr(value, kind))


def _scalar(value: str | float | bool) -> Any:
    if value == rpc.UNKNOWN:
        return UNKNOWN
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _wired(value: Any) -> Any:
    if value is UNKNOWN:
        return rpc.UNKNOWN
    if isinstance(value, Mapping):
        return {key: _wired(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_wired(item) for item in value]
    return value


def _is_secret(value: struct_pb2.Value) -> bool:
    signature = value.struct_value.fields.get(rpc._special_sig_key)
    return signature is not None and signature.string_value == rpc._special_secret_sig


def _has_secret(value: struct_pb2.Value) -> bool:
    match value.WhichOneof("kind"):
        case "struct_value":
            return _is_secret(value) or any(map(_has_secret, value.struct_value.fields.values()))
        case "list_value":
            return any(map(_has_secret, value.list_value.values))
        case _:
            return False

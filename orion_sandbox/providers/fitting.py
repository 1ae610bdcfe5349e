"""Values of derived rows: conversion to AWS's shapes by similar names, and comparison with AWS's values."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


def member_of(members: Iterable[str], name: str, noun: str = "") -> str:
    """Return the member with the name, in any case and number, with or without the noun; empty if there is none."""
    known = {_plain(member): member for member in members}
    forms = [name, f"{noun}{name}"]
    return next((known[_plain(form)] for form in forms if _plain(form) in known), "")


def fit(shape: Any, value: Any) -> Any:
    """Return `value` in the form of AWS's `shape`, without members that the shape lacks.

    Terraform's schemas have a single block for some lists, and lists of one for some structures.
    """
    match shape.type_name:
        case "structure":
            inside = value[0] if isinstance(value, list) and value else value
            given = inside if isinstance(inside, Mapping) else {}
            named = {member_of(shape.members, key): item for key, item in given.items() if item is not None}
            return {name: fit(shape.members[name], item) for name, item in named.items() if name}
        case "list":
            return [fit(shape.member, item) for item in (value if isinstance(value, list) else [value])]
        case "string" if isinstance(value, bool):
            return str(value).lower()
        case scalar:
            return SCALARS.get(scalar, _same)(value)


def _same(value: Any) -> Any:
    return value


SCALARS: Mapping[str, Callable[[Any], Any]] = {
    "boolean": lambda value: value in (True, "true"),
    "double": float,
    "float": float,
    "integer": int,
    "long": int,
    "string": str,
}
"""Shapes to the conversions of their values; values of other shapes are not converted."""


def asset_bytes(asset: Any) -> bytes:
    """Return the content of a Pulumi asset; for an archive, which the sandbox never runs, a placeholder."""
    if isinstance(asset, Mapping) and isinstance(asset.get("text"), str):
        return asset["text"].encode()
    path = Path(asset["path"]) if isinstance(asset, Mapping) and asset.get("path") else None
    return path.read_bytes() if path and path.is_file() else b"the content of an archive"


def contains(actual: Any, wanted: Any) -> bool:
    """Whether AWS's value contains the wanted value; AWS adds defaults and orders lists differently."""
    if wanted in (None, "", [], {}, False) and not actual:
        return True
    if isinstance(wanted, Mapping):
        found = {_plain(key): item for key, item in actual.items()} if isinstance(actual, Mapping) else {}
        return all(contains(found.get(_plain(key)), item) for key, item in wanted.items())
    if isinstance(wanted, list):
        alike = isinstance(actual, list) and len(actual) == len(wanted)
        return alike and all(any(contains(each, item) for each in actual) for item in wanted)
    return wanted == actual or str(wanted).lower() == str(actual).lower() or _same_document(wanted, actual)


def _same_document(wanted: Any, actual: Any) -> bool:
    if isinstance(wanted, str) and isinstance(actual, str):
        with suppress(ValueError):
            return bool(json.loads(wanted) == json.loads(actual))
    return False


def _plain(name: str) -> str:
    """Return a normal form: `SubnetIds` is `subnetId`, `CapacityProviderStrategy` is `capacityProviderStrategies`."""
    return re.sub("ies$", "y", name.lower()).removesuffix("s")

"""Inputs judged by the SDK's own `*Args` annotations: unknown properties, misspelt nested keys, wrong value types."""

import enum
import functools
import importlib
import types
import typing
from collections.abc import Awaitable, Collection, Iterator, Mapping, Sequence
from typing import Any

import pulumi
from pulumi._types import input_type_types, is_input_type, resource_types

from orion_sandbox.providers.values import DEFAULTS, UNKNOWN, Values

_SCALARS: Mapping[type, tuple[type, ...]] = {str: (str,), bool: (bool,), int: (int,), float: (int, float)}


def problems(sdk: str, inputs: Values, imitated: Collection[str]) -> Iterator[tuple[str, str]]:
    """Property and reason for each input that the SDK does not know or the sandbox does not imitate.

    `sdk` is `module:Class`, such as `pulumi_aws.rds:Cluster`.
    """
    known = input_types(sdk)
    for name, value in inputs.items():
        if name == DEFAULTS:
            continue
        if name not in known:
            yield name, f"{sdk.replace(':', '.')} has no property {name!r}"
        elif name not in imitated:
            yield name, f"the sandbox does not imitate the property {name!r} of {sdk.replace(':', '.')}"
        else:
            yield from ((name, reason) for reason in _mismatches(known[name], value, name))


@functools.cache
def input_types(sdk: str) -> Mapping[str, Any]:
    """Pulumi's property names and their annotated types."""
    module, name = sdk.split(":")
    return input_type_types(getattr(importlib.import_module(module), f"{name}Args"))


@functools.cache
def output_names(sdk: str) -> frozenset[str]:
    """Pulumi's names of all that the resource class offers."""
    module, name = sdk.split(":")
    return frozenset(resource_types(getattr(importlib.import_module(module), name)))


def _mismatches(annotation: Any, value: Any, where: str) -> Iterator[str]:
    """What is wrong by every reading of the annotation; by the first one where all are wrong."""
    if value is None or value is UNKNOWN:
        return
    readings = [list(_mismatches_with(expected, value, where)) for expected in _concrete(annotation)]
    if all(readings):
        yield from readings[0]


def _mismatches_with(expected: Any, value: Any, where: str) -> Iterator[str]:
    origin = typing.get_origin(expected)
    if isinstance(expected, type) and is_input_type(expected):
        yield from _nested_mismatches(expected, value, where)
    elif origin in (list, Sequence):
        yield from _list_mismatches(typing.get_args(expected)[0], value, where)
    elif origin in (dict, Mapping):
        yield from _mapping_mismatches(typing.get_args(expected)[1], value, where)
    elif expected in _SCALARS and not _fits(expected, value):
        yield f"{where}: expected {expected.__name__}, got {type(value).__name__} {value!r}"


def _nested_mismatches(expected: type, value: Any, where: str) -> Iterator[str]:
    known = input_type_types(expected)
    if not isinstance(value, Mapping):
        yield f"{where}: expected the properties of {expected.__name__}, got {value!r}"
        return
    for key, item in value.items():
        if key not in known:
            yield f"{where}.{key}: {expected.__name__} has no such property"
        else:
            yield from _mismatches(known[key], item, f"{where}.{key}")


def _list_mismatches(element: Any, value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where}: expected a list, got {value!r}"
        return
    for index, item in enumerate(value):
        yield from _mismatches(element, item, f"{where}[{index}]")


def _mapping_mismatches(element: Any, value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{where}: expected a mapping, got {value!r}"
        return
    for key, item in value.items():
        yield from _mismatches(element, item, f"{where}[{key!r}]")


def _concrete(annotation: Any) -> list[Any]:
    """The types behind `Input[...]` and `Optional[...]`; str for an enum, whose values Pulumi sends as text."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        members = [_concrete(member) for member in typing.get_args(annotation) if not _is_wrapper(member)]
        return [concrete for member in members for concrete in member]
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return [str]
    return [annotation]


def _is_wrapper(annotation: Any) -> bool:
    return (typing.get_origin(annotation) or annotation) in (type(None), pulumi.Output, Awaitable)


def _fits(expected: type, value: Any) -> bool:
    return isinstance(value, _SCALARS[expected]) and (expected is bool or not isinstance(value, bool))

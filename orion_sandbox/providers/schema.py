"""The installed SDK's types, in place of the provider's schema, which no wheel contains."""

import functools
import inspect
import re
import typing
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pulumi._types import resource_types

from orion_rds.testing.annotations import arguments_of, mistakes, properties_of, sdk_class
from orion_sandbox.providers.values import DEFAULTS, Values


def problems(kind: str, inputs: Values, imitated: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield property and reason for each input that the SDK does not know or the sandbox does not imitate."""
    known = properties_of(kind)
    for name, value in inputs.items():
        if name == DEFAULTS:
            continue
        if name in known and name not in imitated:
            yield name, f"the sandbox does not imitate the property {name!r} of {kind}"
        else:
            yield from ((name, mistake) for mistake in mistakes(kind, {name: value}))


@functools.cache
def input_names(kind: str) -> frozenset[str]:
    """Return Pulumi's names of all inputs of a resource type."""
    return frozenset(properties_of(kind))


@functools.cache
def is_optional(kind: str, name: str) -> bool:
    """Whether an input is optional."""
    return inspect.signature(arguments_of(kind)).parameters[snake_case(name)].default is None


@functools.cache
def is_computed(kind: str, name: str) -> bool:
    """Whether AWS fills in an input that a program omits: the SDK's output is then never missing."""
    annotation = typing.get_type_hints(getattr(sdk_class(kind), snake_case(name)).fget)["return"]
    (value,) = typing.get_args(annotation)
    return type(None) not in typing.get_args(value)


def snake_case(name: str) -> str:
    """Return the SDK's name in Python: `cidr_ipv4` for `cidrIpv4`."""
    return re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


@functools.cache
def output_names(kind: str) -> frozenset[str]:
    """Return Pulumi's names of all outputs of the resource class."""
    return frozenset(resource_types(sdk_class(kind)))


@functools.cache
def output_types(kind: str) -> Mapping[str, Any]:
    """Return the annotations of all outputs."""
    return resource_types(sdk_class(kind))

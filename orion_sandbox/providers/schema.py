"""The installed SDK's types in place of the provider's schema, which no wheel contains."""

import functools
import importlib
import inspect
import re
from collections.abc import Collection, Iterator, Mapping
from keyword import iskeyword
from typing import Any

from pulumi._types import resource_types

from orion_rds.testing.annotations import mistakes, properties_of
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
    """Whether a program may leave out an input."""
    try:
        arguments = sdk_class(f"{kind}InitArgs")
    except LookupError:
        arguments = sdk_class(f"{kind}Args")
    snake_case = re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name)
    return inspect.signature(arguments).parameters[snake_case].default is None


@functools.cache
def output_names(kind: str) -> frozenset[str]:
    """Return Pulumi's names of all outputs of the resource class."""
    return frozenset(resource_types(sdk_class(kind)))


@functools.cache
def output_types(kind: str) -> Mapping[str, Any]:
    """Return the annotations of all outputs."""
    return resource_types(sdk_class(kind))


def sdk_class(token: str) -> type:
    """Return a class of the SDK, `pulumi_aws.rds.Cluster` for `aws:rds/cluster:Cluster`.

    Raises:
        LookupError: The SDK has no such class.
    """
    package, module, name = token.split(":")
    folder = module.split("/")[0]
    path = [f"pulumi_{package}", *([] if folder == "index" else [f"{folder}_" if iskeyword(folder) else folder])]
    try:
        return getattr(importlib.import_module(".".join(path)), name)
    except (ImportError, AttributeError):
        raise LookupError(f"the installed SDK has no {'.'.join(path)}.{name}") from None

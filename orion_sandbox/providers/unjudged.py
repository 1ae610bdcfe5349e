"""Types, properties and functions without a row: Pulumi's state keeps their values, and no calls are made for them."""

import functools
import json
from collections.abc import Iterator
from dataclasses import replace

from orion_rds.testing.annotations import properties_of, sdk_class
from orion_sandbox.providers import made_up
from orion_sandbox.providers.calls import Refused
from orion_sandbox.providers.resources import ROWS
from orion_sandbox.providers.schema import is_optional
from orion_sandbox.providers.table import IMPLICIT_INPUTS, AutoName, Property, Row, Tagging, local
from orion_sandbox.providers.values import DEFAULTS, Values

NAME_LIMIT = 255
"""The maximum length that AWS allows for any type."""


def _no_arguments(*_given: object) -> Values:
    return {}


_KEPT_TAGS = Tagging(
    at_creation=_no_arguments, add="", add_arguments=_no_arguments, remove="", remove_arguments=_no_arguments
)


@functools.cache
def row_of(kind: str) -> Row:
    """Return the type's row extended with the SDK's other inputs, or a row of the SDK's inputs without calls.

    Raises:
        Refused: The SDK has no such type.
    """
    try:
        inputs = properties_of(kind)
    except LookupError as error:
        raise Refused(str(error)) from None
    row = ROWS.get(kind) or Row(
        type=kind,
        service="",
        key="",
        properties=(),
        tagging=_KEPT_TAGS if "tags" in inputs else None,
        regional="region" in inputs,
    )
    present = {prop.name for prop in row.properties} | IMPLICIT_INPUTS
    further = tuple(_kept(kind, name) for name in inputs if name not in present)
    return replace(row, properties=(*row.properties, *further))


def warnings(kind: str, inputs: Values) -> Iterator[str]:
    """Yield warnings about a resource whose type has no row, or about properties that its row lacks."""
    if kind not in ROWS:
        yield f"the sandbox does not imitate {kind}: it is kept in the state, and its id, ARN and outputs are made up"
        return
    judged = {prop.name for prop in ROWS[kind].properties} | IMPLICIT_INPUTS | {DEFAULTS}
    for name in sorted(inputs.keys() - judged):
        yield f"the sandbox does not imitate the property {name!r} of {kind}: it is kept in the state only"


def made(kind: str, seed: str, region: str, account: str, inputs: Values) -> tuple[str, Values]:
    """Return made-up id and outputs of a resource for which no calls are made."""
    subject = made_up.Subject(kind, seed, region, account, inputs)
    return subject.id, made_up.outputs(subject, sdk_class(kind), properties_of(kind))


def answer(function: str, region: str, account: str, arguments: Values) -> Values:
    """Return a function's arguments, and made-up values for its other results.

    Raises:
        Refused: The SDK has no such function.
    """
    package, module, name = function.split(":")
    try:
        results = sdk_class(f"{package}:{module}:{name[:1].upper()}{name[1:]}Result")
    except LookupError as error:
        raise Refused(str(error)) from None
    subject = made_up.Subject(function, json.dumps(arguments, sort_keys=True), region, account, arguments)
    return made_up.outputs(subject, results)


def _kept(kind: str, name: str) -> Property:
    if name == "name" and kind not in ROWS and is_optional(kind, name):
        prefix = "namePrefix" if "namePrefix" in properties_of(kind) else ""
        return local(name, auto_name=AutoName(name, prefix, NAME_LIMIT))
    return local(name)

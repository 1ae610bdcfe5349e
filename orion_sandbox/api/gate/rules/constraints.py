"""The constraints in AWS's models: required members, lengths, ranges, forms and lists of values.

botocore carries the models. Its clients check few of these constraints, and other SDKs none.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from orion_sandbox.api.gate.rule import Check, Request, Rule, operation_model
from orion_sandbox.api.gate.state import State

CODES = {
    "backup": "InvalidParameterValueException",
    "cloudwatch": "ValidationError",
    "ec2": "InvalidParameterValue",
    "elasticache": "InvalidParameterValue",
    "events": "ValidationException",
    "iam": "ValidationError",
    "kms": "ValidationException",
    "logs": "InvalidParameterException",
    "rds": "InvalidParameterValue",
    "secretsmanager": "ValidationException",
    "sns": "InvalidParameter",
    "ssm": "ValidationException",
}
"""Each service's code for a broken constraint. Calls of other services are not checked at all."""

SOURCE = "https://docs.aws.amazon.com/{}/"

Shape = Any
"""A shape of botocore, which has no types."""


def broken(shape: Shape, value: Any, path: str = "") -> Iterator[str]:
    """Return AWS's text for every constraint that a value breaks."""
    match shape.type_name, value:
        case "structure", Mapping():
            yield from _of_structure(shape, value, path)
        case "list", list():
            yield from _of_length(shape, value, path, f"of {len(value)} members")
            for number, each in enumerate(value, 1):
                yield from broken(shape.member, each, f"{path}.{number}.member")
        case "map", Mapping():
            yield from _of_length(shape, value, path, f"of {len(value)} members")
            for key, each in value.items():
                yield from broken(shape.key, key, f"{path}.key")
                yield from broken(shape.value, each, f"{path}.{key}.member")
        case "string", str():
            yield from _of_text(shape, value, path)
        case "integer" | "long" | "double" | "float", int() | float():
            yield from _of_number(shape, value, path)
        case _:
            pass


def _sentence(place: str, value: str) -> Callable[[str], str]:
    return lambda constraint: f"Value {value} at '{place}' failed to satisfy constraint: Member must {constraint}"


def _of_structure(shape: Shape, value: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, member in shape.members.items():
        place = f"{path}.{name}".removeprefix(".")
        if value.get(name) is not None:
            yield from broken(member, value[name], place)
        elif name in shape.required_members:
            yield _sentence(place, "null")("not be null")


def _of_text(shape: Shape, value: str, path: str) -> Iterator[str]:
    shown = "(hidden)" if shape.metadata.get("sensitive") else f"'{value}'"
    say = _sentence(path, shown)
    yield from _of_length(shape, value, path, shown)
    pattern = _compiled(shape.metadata.get("pattern"))
    if pattern and not pattern.fullmatch(value):
        yield say(f"satisfy regular expression pattern: {shape.metadata['pattern']}")
    if shape.enum and value not in shape.enum:
        yield say(f"satisfy enum value set: [{', '.join(shape.enum)}]")


def _of_length(shape: Shape, value: Any, path: str, shown: str) -> Iterator[str]:
    say = _sentence(path, shown)
    if len(value) > _bound(shape, "max", len(value)):
        yield say(f"have length less than or equal to {shape.metadata['max']}")
    if len(value) < _bound(shape, "min", len(value)):
        yield say(f"have length greater than or equal to {shape.metadata['min']}")


def _of_number(shape: Shape, value: float, path: str) -> Iterator[str]:
    say = _sentence(path, f"'{value}'")
    if value > _bound(shape, "max", value):
        yield say(f"have value less than or equal to {shape.metadata['max']}")
    if value < _bound(shape, "min", value):
        yield say(f"have value greater than or equal to {shape.metadata['min']}")


def _bound(shape: Shape, name: str, default: float) -> float:
    return float(shape.metadata.get(name, default))


@cache
def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    """AWS writes patterns for Java. Properties and surrogates of Unicode, which Python cannot read, are not checked."""
    if pattern is None or "\\p{" in pattern or "\\uD8" in pattern:
        return None
    try:
        return re.compile(pattern)
    except re.error:
        return None


def _constraints(service: str) -> Check:
    def check(request: Request, state: State) -> str | None:
        model = operation_model(service, state.operation)
        texts = list(broken(model.input_shape, request)) if model and model.input_shape else []
        if not texts:
            return None
        return f"{len(texts)} validation error{'s'[: len(texts) > 1]} detected: {'; '.join(texts)}"

    return check


RULES = tuple(
    Rule(
        f"{service}-constraint",
        "a parameter that is missing, too long, too short, too small or too great, or that does not have the form or a "
        "value that the API reference lists",
        service,
        (),
        code,
        SOURCE.format(service),
        _constraints(service),
    )
    for service, code in CODES.items()
)

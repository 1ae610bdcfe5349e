"""The constraints that AWS's own models state of a call's parameters: required, length, range, form, list of values.

botocore carries the models; its clients check little of them, and other SDKs nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

Shape = Any
"""botocore's, of whose attributes type checkers cannot make sense."""

Broken = tuple[str, str]
"""Where, and what AWS says of it."""


def broken(shape: Shape, value: Any, path: str = "") -> Iterator[Broken]:
    """Tell every constraint that a value breaks."""
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


def sentence(place: str, value: str) -> Callable[[str], str]:
    """Put a constraint into AWS's words."""
    return lambda constraint: f"Value {value} at '{place}' failed to satisfy constraint: Member must {constraint}"


def _of_structure(shape: Shape, value: Mapping[str, Any], path: str) -> Iterator[Broken]:
    for name, member in shape.members.items():
        place = f"{path}.{name}".removeprefix(".")
        if value.get(name) is not None:
            yield from broken(member, value[name], place)
        elif name in shape.required_members:
            yield place, sentence(place, "null")("not be null")


def _of_text(shape: Shape, value: str, path: str) -> Iterator[Broken]:
    shown = "(hidden)" if shape.metadata.get("sensitive") else f"'{value}'"
    say = sentence(path, shown)
    yield from _of_length(shape, value, path, shown)
    pattern = _compiled(shape.metadata.get("pattern"))
    if pattern and not pattern.fullmatch(value):
        yield path, say(f"satisfy regular expression pattern: {shape.metadata['pattern']}")
    if shape.enum and value not in shape.enum:
        yield path, say(f"satisfy enum value set: [{', '.join(shape.enum)}]")


def _of_length(shape: Shape, value: Any, path: str, shown: str) -> Iterator[Broken]:
    say = sentence(path, shown)
    if len(value) > _bound(shape, "max", len(value)):
        yield path, say(f"have length less than or equal to {shape.metadata['max']}")
    if len(value) < _bound(shape, "min", len(value)):
        yield path, say(f"have length greater than or equal to {shape.metadata['min']}")


def _of_number(shape: Shape, value: float, path: str) -> Iterator[Broken]:
    say = sentence(path, f"'{value}'")
    if value > _bound(shape, "max", value):
        yield path, say(f"have value less than or equal to {shape.metadata['max']}")
    if value < _bound(shape, "min", value):
        yield path, say(f"have value greater than or equal to {shape.metadata['min']}")


def _bound(shape: Shape, name: str, default: float) -> float:
    return float(shape.metadata.get(name, default))


@cache
def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    """AWS writes patterns for Java; what Python cannot read (properties and surrogates of Unicode) is not checked."""
    if pattern is None or "\\p{" in pattern or "\\uD8" in pattern:
        return None
    try:
        return re.compile(pattern)
    except re.error:
        return None


def message(places: Iterable[Broken]) -> str | None:
    """AWS's one message for all of them; None where there are none."""
    texts = [text for _, text in places]
    if not texts:
        return None
    return f"{len(texts)} validation error{'s'[: len(texts) > 1]} detected: {'; '.join(texts)}"

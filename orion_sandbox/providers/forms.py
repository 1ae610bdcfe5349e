"""Forms of values: of the SDK's annotations and of AWS's shapes, and which are compatible."""

import enum
import typing
from collections.abc import Mapping, Sequence
from typing import Any

SCALAR = "scalar"


def _options(annotation: Any) -> tuple[Any, ...]:
    return typing.get_args(annotation) if typing.get_origin(annotation) is typing.Union else (annotation,)


def is_text(annotation: Any) -> bool:
    """Whether the SDK accepts a string."""
    return str in _options(annotation)


TYPES = {bool: ("boolean",), int: ("integer", "long"), float: ("double", "float", "integer", "long")}
"""The SDK's types to AWS's; all other types of AWS are strings."""


def _first(annotation: Any) -> Any:
    return _options(annotation)[0]


def form_of_annotation(annotation: Any) -> str:
    """Return `list`, `map`, `structure` or `scalar` for a type of the SDK."""
    first = _first(annotation)
    origin = typing.get_origin(first) or first
    if origin in (Sequence, list):
        return "list"
    if origin in (Mapping, dict):
        return "map"
    is_scalar = not isinstance(first, type) or first in (str, *TYPES) or issubclass(first, enum.Enum)
    return SCALAR if is_scalar else "structure"


def is_readable(annotation: Any, shape: Any, *, as_text: bool = False) -> bool:
    """Whether AWS's value can be read as the SDK's; a structure only in an input, `as_text`."""
    form = form_of_annotation(annotation)
    if form in ("list", "map"):
        inside = getattr(shape, "member" if form == "list" else "value", None)
        return form == form_of_shape(shape) and is_readable(
            typing.get_args(_first(annotation))[-1], inside, as_text=as_text
        )
    if form == "structure":
        return as_text and form_of_shape(shape) in ("list", "structure")
    return (as_text and is_text(annotation) and form_of_shape(shape) == SCALAR) or shape.type_name in TYPES.get(
        _first(annotation), ("string", "timestamp")
    )


def has_structures(annotation: Any) -> bool:
    """Whether an annotation contains classes of the SDK, at any depth."""
    form = form_of_annotation(annotation)
    if form in ("list", "map"):
        return has_structures(typing.get_args(_first(annotation))[-1])
    return form == "structure"


def fits(form: str, of_shape: str) -> bool:
    """Whether a value can be converted: a list of one is a structure, and a structure a list of one."""
    return form == of_shape or {form, of_shape} == {"list", "structure"}


def form_of_shape(shape: Any) -> str:
    """Return `list`, `map`, `structure` or `scalar` for a botocore shape; `scalar` for anything else."""
    known = getattr(shape, "type_name", SCALAR)
    return known if known in ("list", "map", "structure") else SCALAR

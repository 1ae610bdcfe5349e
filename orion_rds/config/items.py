"""The items of a value of the configuration, one level below it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from pydantic import BaseModel


def items_in(value: object) -> Iterator[tuple[Any, object]]:
    """Yield the explicit settings of a section by name, the items of a mapping by key, and those of a list by position.
    Other values have no items.
    """
    if isinstance(value, BaseModel):
        yield from ((name, getattr(value, name)) for name in value.model_fields_set)
    elif isinstance(value, Mapping):
        yield from cast("Mapping[object, object]", value).items()
    elif isinstance(value, list | tuple | set | frozenset):
        yield from enumerate(cast("Iterable[object]", value))

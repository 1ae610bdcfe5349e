"""Read-only tables of frozen rows."""

from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")


def table(key: Callable[[Row], Key], *rows: Row) -> Mapping[Key, Row]:
    """Index rows by their key.

    Raises:
        ValueError: when two rows have the same key: a duplicate fails at import.
    """
    indexed = {key(row): row for row in rows}
    if len(indexed) != len(rows):
        raise ValueError("two rows with the same key")
    return MappingProxyType(indexed)

"""Values that no setting accepts and that pydantic or a message cannot handle. They are refused before all other
checks.
"""

import re
from collections.abc import Iterator

from orion_rds.config.errors import ConfigError, Hidden, Path, Problem
from orion_rds.config.items import items_in
from orion_rds.config.refusal import Refusal
from orion_rds.facts import references

DEEPEST = 32
"""Levels below the root. A policy of a secret, the deepest that AWS accepts, has fewer than ten."""

LARGEST = 2**64

OF_AN_OUTPUT = "Calling __str__ on an Output[T] is not supported"
"""Part of the text that Pulumi's SDK returns for `str()` of an output."""

OF_A_DATE = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [+-]\d{4} ([+-]\d{2,4}|UTC)"
"""The form in which Pulumi passes a date of a stack file: Go's text of a time.

Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/config/object.go (`unmarshalObject`)
"""

BYTES = Refusal(
    "bytes",
    why="It is bytes, and the setting is text.",
    fix="Pass text, such as `value.decode()`.",
    source=references.PULUMI_INPUTS,
)
HALF_CHARACTER = Refusal(
    "half-character",
    why="The text has half of a surrogate pair, which is no character: it cannot be written as UTF-8.",
    fix="Write the text without it; `\\ud83d\\ude00` is a whole pair.",
    source=references.PULUMI_CONFIG,
)
OUTPUT_AS_TEXT = Refusal(
    "output-as-text",
    why="An output has no value yet, so that an f-string or `str()` of it is a text about that.",
    fix="Pass the output itself, or `pulumi.Output.format` of it.",
    source=references.PULUMI_INPUTS,
)
LONG_NUMBER = Refusal(
    "long-number",
    why="The number has more than 64 bits.",
    fix="Write a smaller number, or put it in quotes where it is text.",
    source=references.YAML_TAGS,
)
DATE = Refusal(
    "date",
    why="YAML reads a date without quotes as a point in time, of which Pulumi makes this text.",
    fix="Put the date in quotes.",
    source=references.YAML_TAGS,
)
NESTED = Refusal(
    "nested",
    why=f"The value contains itself, or has more than {DEEPEST} levels.",
    fix="Write it with fewer levels.",
    source=references.PULUMI_CONFIG,
)


def refuse_odd_values(value: object, *, of: str) -> None:
    """Check a section for odd values, before its settings are checked.

    Raises:
        ConfigError: with each of these values.
    """
    if found := odd_values(value):
        raise ConfigError(found, of=of)


def odd_values(value: object) -> list[Problem]:
    """Return the problem of each odd value in a configuration."""
    return list(_odd_values(value, (), ()))


def _odd_values(value: object, path: Path, above: tuple[int, ...]) -> Iterator[Problem]:
    """Yield the problems of a value and of all values below it. `above` has the identities of the enclosing values."""
    if refusal := _refusal(value):
        # The setting may not exist, and the text may be a password.
        yield refusal.problem(path, Hidden.PASSWORD if isinstance(value, str) and refusal is not DATE else value)
        return
    items = list(items_in(value))
    if items and (id(value) in above or len(above) > DEEPEST):
        yield NESTED.problem(path, value)
        return
    for key, item in items:
        if refusal := _refusal(key):
            yield refusal.problem(path, key)
        else:
            step = key if isinstance(key, int) else str(key)
            yield from _odd_values(item, (*path, step), (*above, id(value)))


def _refusal(value: object) -> Refusal[[]] | None:
    if isinstance(value, bytes | bytearray | memoryview):
        return BYTES
    if isinstance(value, str) and re.search("[\ud800-\udfff]", value):
        return HALF_CHARACTER
    if isinstance(value, str) and OF_AN_OUTPUT in value:
        return OUTPUT_AS_TEXT
    if isinstance(value, str) and re.fullmatch(OF_A_DATE, value):
        return DATE
    return LONG_NUMBER if isinstance(value, int) and abs(value) >= LARGEST else None

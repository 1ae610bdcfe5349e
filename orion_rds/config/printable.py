"""Values as text can show them."""

from collections.abc import Mapping, Sequence
from typing import cast

import pulumi


def printable(value: object) -> object:
    """Give the value with `<output>` in the place of outputs, whose own text is a warning."""
    if isinstance(value, pulumi.Output):
        return "<output>"
    if isinstance(value, list | tuple):
        return [printable(item) for item in cast("Sequence[object]", value)]
    if isinstance(value, Mapping):
        return {key: printable(item) for key, item in cast("Mapping[object, object]", value).items()}
    return value

"""Long lists in several calls."""

from collections.abc import Iterable
from itertools import islice

PARAMETERS_A_CALL = 20
"""Most parameters that ModifyDBParameterGroup and ModifyCacheParameterGroup take at once (their API references)."""


def batches(entries: Iterable[dict[str, str]]) -> list[list[dict[str, str]]]:
    """Split a list into as many as there are calls to make."""
    rest = iter(entries)
    return list(iter(lambda: list(islice(rest, PARAMETERS_A_CALL)), []))

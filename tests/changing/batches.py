"""Changes that can be deployed together."""

from collections.abc import Iterable

from tests.changing.change import Change, Configuration, changed, overlap, together
from tests.changing.every import refusals

LARGEST = 12
"""So many changes that a failure among them is found in a few runs."""


def batches(config: Configuration, region: str, changes: Iterable[Change]) -> list[list[Change]]:
    """Put each change into the first batch that has room, is valid with it, and does not change the same setting."""
    found: list[list[Change]] = []
    for change in changes:
        fitting = (batch for batch in found if _fits(config, region, batch, change))
        batch = next(fitting, None)
        if batch is None:
            found.append([change])
        else:
            batch.append(change)
    return found


def _fits(config: Configuration, region: str, batch: list[Change], change: Change) -> bool:
    if len(batch) == LARGEST:
        return False
    taken = [edit.path for edit in together(batch)]
    if any(overlap(path, edit.path) for path in taken for edit in change.edits):
        return False
    return not refusals(changed(config, together([*batch, change])), region)

"""Near misses of known names."""

from collections.abc import Collection

LONG_NAME = 8
"""The length from which a name may have two mistakes; a shorter name with two mistakes is another word."""


def meant(name: str, known: Collection[str]) -> str | None:
    """Return the known name that a misspelt name stands for; None for a known name, and for one that resembles none."""
    if name in known:
        return None
    most = 2 if len(name) >= LONG_NAME else 1
    near = [(mistakes, each) for each in known if (mistakes := _mistakes(name, each, most)) <= most]
    return min(near)[1] if near else None


def _mistakes(given: str, wanted: str, most: int) -> int:
    """Return the number of wrong, missing, added or transposed letters. The count may stop above `most`."""
    if abs(len(given) - len(wanted)) > most:
        return most + 1
    before, row = list[int](), list(range(len(wanted) + 1))
    for i, letter in enumerate(given):
        following = [i + 1]
        for j, other in enumerate(wanted):
            least = min(row[j + 1] + 1, following[j] + 1, row[j] + (letter != other))
            if i and j and letter == wanted[j - 1] and other == given[i - 1]:
                least = min(least, before[j - 1] + 1)
            following.append(least)
        before, row = row, following
    return row[-1]

"""Names of machines: the families and sizes of instance classes and node types.

Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from orion_rds.facts import misspelling

FAMILY = r"(?P<family>(?P<series>[a-z]+)(?P<generation>\d+)(?P<letters>[a-z]*))"
SIZE = r"(?P<size>(?P<times>\d+x|x)?(?P<unit>large|medium|small|micro))"
FORM = rf"{FAMILY}\.{SIZE}"

BURSTABLE = "t"
SMALL = ("micro", "small", "medium")
MULTIPLES = (2, 3, 4, 6, 8, 9, 10, 12, 16, 18, 24, 32, 48, 96)
SIZES = frozenset({*SMALL, "large", "xlarge", *(f"{multiple}xlarge" for multiple in MULTIPLES)})
"""Every size of AWS's machines, except bare metal."""

OLD_GENERATIONS = 2
"""AWS adds families to the newest generation of a series and to the one before it."""

Families = Mapping[str, frozenset[str]]
"""Families to their sizes; an empty set where the sizes are unknown."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The parts of a name, such as `r`, 7, `g` and `2xlarge` of `r7g.2xlarge`."""

    family: str
    series: str
    generation: int
    letters: str
    size: str
    unit: str

    times: int | None
    """Multiple of `xlarge`; none for a smaller size."""


@cache
def machine(name: str, prefix: str = "") -> Machine | None:
    """Return the parts of a name with the prefix of its service; None if it has another form."""
    match = re.fullmatch(re.escape(prefix) + FORM, name, re.ASCII)
    if match is None:
        return None
    return Machine(
        family=match["family"],
        series=match["series"],
        generation=int(match["generation"]),
        letters=match["letters"],
        size=match["size"],
        unit=match["unit"],
        times=int(match["times"][:-1] or 1) if match["times"] else None,
    )


def sizes(*names: str) -> frozenset[str]:
    """Return sizes by their multiples of `xlarge`, or by their names."""
    return frozenset(name if name in SIZES else f"{name}xlarge" for name in names)


def has(families: Families, name: str) -> bool:
    """Whether the families contain a machine."""
    found = machine(name)
    return found is not None and found.family in families and found.size in (families[found.family] or SIZES)


def never(families: Families, name: str) -> str | None:
    """Return the reason why AWS cannot offer an unlisted machine; None if it can."""
    found = machine(name)
    if found is None or found.size not in SIZES:
        return "no machine of AWS has that size"
    if len(set(found.letters)) < len(found.letters):
        return f"`{found.family}` has a letter twice, and no family has"
    if found.series != BURSTABLE and found.size in SMALL:
        return f"machines smaller than `large` are burstable, `{BURSTABLE}`"
    if found.family in families:
        return f"`{found.family}` has {', '.join(sorted(families[found.family], key=_rank))}"
    newest = max((each.generation for each in map(_family, families) if each.series == found.series), default=0)
    if found.generation <= newest - OLD_GENERATIONS:
        return f"it has none of `{found.family}`, and AWS adds no family to a generation that is this old"
    return None


def _family(family: str) -> Machine:
    found = machine(f"{family}.large")
    if found is None:
        raise ValueError(f"no family: {family!r}")
    return found


def _rank(size: str) -> tuple[int, int]:
    digits = "".join(filter(str.isdigit, size))
    return ([*SMALL, "large", "xlarge"].index(size) if not digits else len(SIZES), int(digits or 0))


def meant(prefix: str, families: Families, text: str) -> str | None:
    """Return the known machine, with the prefix of its service, that a malformed text stands for."""
    known = [f"{prefix}{family}.{size}" for family, sizes_of in families.items() for size in sizes_of]
    return misspelling.meant(text if text.startswith(prefix) else f"{prefix}{text}", known) or (
        f"{prefix}{text}" if f"{prefix}{text}" in known else None
    )

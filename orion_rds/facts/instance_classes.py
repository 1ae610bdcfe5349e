"""Classes of Aurora PostgreSQL instances."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from orion_rds.facts import machine_types, references
from orion_rds.facts.listed import Listed
from orion_rds.facts.machine_types import BURSTABLE, machine, sizes

SOURCE = references.AURORA_CLASSES

SERVERLESS = "db.serverless"
"""The class of every Serverless v2 instance."""

DEFAULT = "db.r7g.large"

PREFIX = "db."

SERIES = frozenset({"r", BURSTABLE, "x"})
"""Memory optimised (`r`, `x`) and burstable (`t`): Aurora has no general purpose classes (`m`)."""


def series(instance_class: str) -> str | None:
    """Return the letters of the family, such as `r` of `db.r7g.large`; None if the text has another form."""
    found = machine(instance_class, PREFIX)
    return found and found.series


_UNITS = {"micro": 0.125, "small": 0.25, "medium": 0.5, "large": 1.0}


def size(instance_class: str) -> float | None:
    """Return the size as a multiple of `large`, such as 2 for `xlarge` and 8 for `4xlarge`; None for other forms."""
    found = machine(instance_class, PREFIX)
    return found and _UNITS[found.unit] * (1 if found.times is None else 2 * found.times)


GIB_PER_LARGE: Mapping[str, float] = MappingProxyType({"r": 16, "x": 32, BURSTABLE: 8})
"""GiB of memory of the size `large`, by series; other sizes have a multiple of it.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.Summary.html
"""

_UP_TO_16 = sizes("large", "xlarge", "2", "4", "8", "12", "16")
_UP_TO_32 = _UP_TO_16 | sizes("24", "32")
_UP_TO_48 = _UP_TO_16 | sizes("24", "48")

FAMILIES: machine_types.Families = MappingProxyType({
    "r5": _UP_TO_16 | sizes("24"),
    "r6g": _UP_TO_16,
    "r6gd": _UP_TO_16,
    "r6i": _UP_TO_32,
    "r6id": _UP_TO_32,
    "r7g": _UP_TO_16,
    "r7i": _UP_TO_48,
    "r8a": frozenset(),
    "r8g": _UP_TO_48,
    "r8gd": _UP_TO_48,
    "r8i": frozenset(),
    "r9g": frozenset(),
    "t3": sizes("medium", "large"),
    "t4g": sizes("medium", "large"),
    "x2g": _UP_TO_16,
})  # fmt: skip
"""Families of Aurora PostgreSQL and their sizes. Their memory follows the rule of their series."""


CLASSES = Listed(
    name="instance-classes",
    what="instance classes of Aurora PostgreSQL",
    as_of=date(2026, 11, 12),
    source=SOURCE,
    ask="aws rds describe-orderable-db-instance-options --engine aurora-postgresql --db-instance-class CLASS",
    has=lambda name: name == SERVERLESS or machine_types.has(FAMILIES, name.removeprefix(PREFIX)),
    never=lambda name: machine_types.never(FAMILIES, name.removeprefix(PREFIX)),
)


def meant(text: str) -> str | None:
    """Return the class that a misspelt text, or a text without the prefix, stands for."""
    return machine_types.meant(PREFIX, FAMILIES, text)


VCPUS_PER_LARGE = 2
GIB_PER_ACU = 2


def family(instance_class: str) -> str | None:
    """Return the series and generation, such as `r7g` of `db.r7g.large`; None if the text has another form."""
    found = machine(instance_class, PREFIX)
    return found and found.family


def memory_gib(instance_class: str) -> float | None:
    """Return the memory of a provisioned class. An unknown family has the memory of its series."""
    per_large, times = GIB_PER_LARGE.get(series(instance_class) or ""), size(instance_class)
    return None if per_large is None or times is None else per_large * times


def vcpus(instance_class: str) -> int | None:
    """Return the vCPUs of a provisioned class: two for each multiple of `large`, and at least two."""
    times = size(instance_class)
    return None if times is None else max(VCPUS_PER_LARGE, round(VCPUS_PER_LARGE * times))

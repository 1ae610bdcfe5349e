"""Classes of Aurora PostgreSQL instances."""

import re

from orion_rds.facts import sources

SOURCE = sources.AURORA_CLASSES

SERVERLESS = "db.serverless"
"""The class of every Serverless v2 instance."""

DEFAULT = "db.r7g.large"

FORM = r"db\.(?P<series>[a-z]+)\d+[a-z]*\.(?P<times>\d+x|x)?(?P<unit>large|medium|small|micro)"

BURSTABLE = "t"

SERIES = frozenset({"r", BURSTABLE, "x"})
"""Memory optimised (`r`, `x`) and burstable (`t`): Aurora has no general purpose classes (`m`)."""


def series(instance_class: str) -> str | None:
    """Give the letters of the family, such as `r` of `db.r7g.large`; nothing when the form is wrong."""
    match = re.fullmatch(FORM, instance_class, re.ASCII)
    return None if match is None else match["series"]


_UNITS = {"micro": 0.125, "small": 0.25, "medium": 0.5, "large": 1.0}


def size(instance_class: str) -> float | None:
    """Give the size as a multiple of `large`, such as 2 for `xlarge` and 8 for `4xlarge`; nothing for other forms."""
    match = re.fullmatch(FORM, instance_class, re.ASCII)
    if match is None:
        return None
    times = match["times"]
    return _UNITS[match["unit"]] * (2 * int(times[:-1] or 1) if times else 1)

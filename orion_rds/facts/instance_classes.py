"""Classes of Aurora PostgreSQL instances."""

import re

from orion_rds.facts import sources

SOURCE = sources.AURORA_CLASSES

SERVERLESS = "db.serverless"
"""The class of every Serverless v2 instance."""

DEFAULT = "db.r7g.large"

FORM = r"db\.(?P<series>[a-z]+)(?P<rest>\d+[a-z]*\.(?:\d+x|x)?(?:large|medium|small|micro))"

SERIES = frozenset({"r", "t", "x"})
"""Memory optimised (`r`, `x`) and burstable (`t`): Aurora has no general purpose classes (`m`)."""


def series(instance_class: str) -> str | None:
    """Give the letters of the family, such as `r` of `db.r7g.large`; nothing when the form is wrong."""
    match = re.fullmatch(FORM, instance_class, re.ASCII)
    return None if match is None else match["series"]

"""Types of ElastiCache's nodes."""

import re

from orion_rds.facts import references

SOURCE = references.ELASTICACHE_NODE_TYPES

DEFAULT = "cache.r7g.large"
"""The newest and smallest memory optimised type that every region has."""

_FAMILY = r"(?P<family>(?P<series>[a-z]+)\d+(?P<features>[a-z]*))"
FORM = rf"cache\.{_FAMILY}\.(?P<times>\d+x|x)?(?P<unit>large|medium|small|micro)"

BURSTABLE = "t"

SERIES = frozenset({"c", "m", "r", BURSTABLE})
"""Network optimised, general purpose, memory optimised and burstable."""

PREVIOUS = frozenset({"c1", "m1", "m2", "m3", "r3", "t1"})
"""Families of which AWS creates no more nodes; it keeps existing ones.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
"""

_LEAST_VCPUS = 2
_XLARGE_VCPUS = 4


def series(node_type: str) -> str | None:
    """Return the letters of the family, such as `r` of `cache.r7g.large`; none for another form."""
    match = re.fullmatch(FORM, node_type, re.ASCII)
    return None if match is None else match["series"]


def is_previous(node_type: str) -> bool:
    """Whether AWS creates no more nodes of its family."""
    match = re.fullmatch(FORM, node_type, re.ASCII)
    return match is not None and match["family"] in PREVIOUS


def has_data_tiering(node_type: str) -> bool:
    """Whether the nodes keep a part of the data on disks: then data tiering must be enabled.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/data-tiering.html
    """
    match = re.fullmatch(FORM, node_type, re.ASCII)
    return match is not None and "d" in match["features"]


def vcpus(node_type: str) -> int:
    """Return the vCPUs of a node, such as 8 for `cache.r7g.2xlarge`; 2 for every size below `xlarge`.

    Raises:
        ValueError: when the text is no node type.
    """
    match = re.fullmatch(FORM, node_type, re.ASCII)
    if match is None:
        raise ValueError(f"no node type: {node_type!r}")
    times = match["times"]
    return _XLARGE_VCPUS * int(times[:-1] or 1) if times else _LEAST_VCPUS

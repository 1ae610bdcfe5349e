"""Types of ElastiCache's nodes."""

import re

from orion_rds.facts import references

SOURCE = references.ELASTICACHE_NODE_TYPES

DEFAULT = "cache.r7g.large"
"""Of the memory optimised types that every region has, the newest and smallest."""

_FAMILY = r"(?P<family>(?P<series>[a-z]+)\d+(?P<features>[a-z]*))"
FORM = rf"cache\.{_FAMILY}\.(?P<times>\d+x|x)?(?P<unit>large|medium|small|micro)"

BURSTABLE = "t"

SERIES = frozenset({"c", "m", "r", BURSTABLE})
"""Network optimised, general purpose, memory optimised and burstable."""

PREVIOUS = frozenset({"c1", "m1", "m2", "m3", "r3", "t1"})
"""Families of which AWS makes no new nodes; those that run are kept.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
"""

_LEAST_VCPUS = 2
_XLARGE_VCPUS = 4


def series(node_type: str) -> str | None:
    """Give the letters of the family, such as `r` of `cache.r7g.large`; nothing when the form is wrong."""
    match = re.fullmatch(FORM, node_type, re.ASCII)
    return None if match is None else match["series"]


def is_previous(node_type: str) -> bool:
    """Whether it is of a family of which AWS makes no new nodes."""
    match = re.fullmatch(FORM, node_type, re.ASCII)
    return match is not None and match["family"] in PREVIOUS


def has_data_tiering(node_type: str) -> bool:
    """Whether the nodes keep a part of the data on disks, which must then be asked for.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/data-tiering.html
    """
    match = re.fullmatch(FORM, node_type, re.ASCII)
    return match is not None and "d" in match["features"]


def vcpus(node_type: str) -> int:
    """Give the virtual processors of a node, such as 8 of `cache.r7g.2xlarge`; 2 of all that are smaller than `xlarge`.

    Raises:
        ValueError: when the text is no node type.
    """
    match = re.fullmatch(FORM, node_type, re.ASCII)
    if match is None:
        raise ValueError(f"no node type: {node_type!r}")
    times = match["times"]
    return _XLARGE_VCPUS * int(times[:-1] or 1) if times else _LEAST_VCPUS

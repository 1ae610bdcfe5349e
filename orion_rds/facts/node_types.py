"""ElastiCache node types."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from orion_rds.facts import machine_types, references
from orion_rds.facts.listed import Listed
from orion_rds.facts.machine_types import BURSTABLE, machine, sizes

SOURCE = references.ELASTICACHE_NODE_TYPES

DEFAULT = "cache.r7g.large"
"""The smallest memory optimised type of its generation."""

PREFIX = "cache."

SERIES = frozenset({"c", "m", "r", BURSTABLE})
"""Network optimised, general purpose, memory optimised and burstable."""

PREVIOUS = frozenset({"c1", "m1", "m2", "m3", "r3", "t1"})
"""Families of which AWS creates no new nodes. Existing nodes keep running.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
"""

_UP_TO_16 = sizes("large", "xlarge", "2", "4", "8", "12", "16")
_UP_TO_24 = sizes("large", "xlarge", "2", "4", "12", "24")
_BURSTABLE = sizes("micro", "small", "medium")

FAMILIES: machine_types.Families = MappingProxyType({
    "c7gn": _UP_TO_16,
    "c8gn": _UP_TO_16,
    "m4": sizes("large", "xlarge", "2", "4", "10"),
    "m5": _UP_TO_24,
    "m6g": _UP_TO_16,
    "m7g": _UP_TO_16,
    "m8g": _UP_TO_16,
    "r4": sizes("large", "xlarge", "2", "4", "8", "16"),
    "r5": _UP_TO_24,
    "r6g": _UP_TO_16,
    "r6gd": _UP_TO_16 - {"large"},
    "r7g": _UP_TO_16,
    "r8g": _UP_TO_16,
    "t2": _BURSTABLE,
    "t3": _BURSTABLE,
    "t4g": _BURSTABLE,
})  # fmt: skip
"""Families of which AWS creates nodes, and their sizes."""

NODE_TYPES = Listed(
    name="node-types",
    what="node types of ElastiCache",
    as_of=date(2026, 11, 28),
    source=SOURCE,
    ask="aws elasticache list-allowed-node-type-modifications --replication-group-id GROUP",
    has=lambda name: machine_types.has(FAMILIES, name.removeprefix(PREFIX)),
    never=lambda name: machine_types.never(FAMILIES, name.removeprefix(PREFIX)),
)

_MAXCLIENTS: Mapping[str, int] = MappingProxyType({
    "cache.t2.micro": 20_000,
    "cache.t2.small": 20_000,
    "cache.t2.medium": 20_000,
    "cache.t3.micro": 20_000,
    "cache.t3.small": 46_000,
    "cache.t3.medium": 46_000,
    "cache.t4g.micro": 20_000,
})  # fmt: skip
"""Node types that accept fewer connections than the others. `cache.t4g.small` and `cache.t4g.medium` are not among
them.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
"""

_MOST_CLIENTS = 65_000

_ONE_VCPU = frozenset({"cache.t2.micro", "cache.t2.small"})
_LEAST_VCPUS = 2
_XLARGE_VCPUS = 4


def series(node_type: str) -> str | None:
    """Return the letters of the family, such as `r` of `cache.r7g.large`; None if the text has another form."""
    found = machine(node_type, PREFIX)
    return found and found.series


def is_previous(node_type: str) -> bool:
    """Whether AWS creates no new nodes of this family."""
    found = machine(node_type, PREFIX)
    return found is not None and found.family in PREVIOUS


def has_data_tiering(node_type: str) -> bool:
    """Whether the nodes keep part of the data on disks, which requires data tiering.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/data-tiering.html
    """
    found = machine(node_type, PREFIX)
    return found is not None and "d" in found.letters


DATA_TIERING_POLICIES = frozenset({"volatile-lru", "allkeys-lru", "noeviction"})
"""Values of `maxmemory-policy` that data tiering supports according to AWS's guide.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/data-tiering.html
"""


def vcpus(node_type: str) -> int:
    """Return the vCPUs of a node, such as 8 for `cache.r7g.2xlarge`; 2 for nearly every size below `xlarge`.

    Raises:
        ValueError: when the text is no node type.
    """
    found = machine(node_type, PREFIX)
    if found is None:
        raise ValueError(f"no node type: {node_type!r}")
    if node_type in _ONE_VCPU:
        return 1
    return _LEAST_VCPUS if found.times is None else _XLARGE_VCPUS * found.times


def maxclients(node_type: str) -> int:
    """Return the number of connections that a node accepts: the value of `maxclients`, which is fixed."""
    return _MAXCLIENTS.get(node_type, _MOST_CLIENTS)


def meant(text: str) -> str | None:
    """Return the node type that a misspelt text, or a text without the prefix, stands for."""
    return machine_types.meant(PREFIX, FAMILIES, text)

"""Types of ElastiCache's nodes."""

import pytest

from orion_rds.facts import node_types


@pytest.mark.parametrize(
    ("node_type", "series", "vcpus", "tiered"),
    [
        ("cache.t2.small", "t", 1, False),
        ("cache.t2.medium", "t", 2, False),
        ("cache.t4g.micro", "t", 2, False),
        ("cache.m7g.large", "m", 2, False),
        ("cache.r7g.xlarge", "r", 4, False),
        ("cache.r6gd.2xlarge", "r", 8, True),
        ("cache.c7gn.16xlarge", "c", 64, False),
    ],
)
def test_a_node_type_is_read(node_type: str, series: str, vcpus: int, tiered: bool) -> None:
    """The vCPUs decide on the alarm; AWS refuses nodes with disks without data tiering."""
    assert node_types.series(node_type) == series
    assert node_types.vcpus(node_type) == vcpus
    assert node_types.has_data_tiering(node_type) == tiered


@pytest.mark.parametrize(
    ("accepted", "types"),
    [
        (20_000, ("t2.micro", "t2.small", "t2.medium", "t3.micro", "t4g.micro")),
        (46_000, ("t3.small", "t3.medium")),
        (65_000, ("t4g.small", "t4g.medium", "m5.large", "r7g.large")),
    ],
)
def test_small_nodes_accept_fewer_connections(accepted: int, types: tuple[str, ...]) -> None:
    """As AWS's table of `maxclients` lists them; it has no other row of a `t4g` type."""
    assert {node_types.maxclients(f"cache.{each}") for each in types} == {accepted}


@pytest.mark.parametrize("text", ["r7g.large", "db.r7g.large", "cache.r7g", "cache.r7g.huge"])
def test_what_is_no_node_type_is_told(text: str) -> None:
    """A class of RDS among them, which people copy."""
    assert node_types.series(text) is None
    assert not node_types.has_data_tiering(text)
    with pytest.raises(ValueError, match="no node type"):
        node_types.vcpus(text)


@pytest.mark.parametrize(
    ("node_type", "previous"),
    [
        ("cache.t1.micro", True),
        ("cache.m1.small", True),
        ("cache.m2.4xlarge", True),
        ("cache.m3.medium", True),
        ("cache.c1.xlarge", True),
        ("cache.r3.8xlarge", True),
        ("cache.t2.micro", False),
        ("cache.m4.10xlarge", False),
        ("cache.r4.large", False),
        ("cache.m7g.large", False),
        ("m3.medium", False),
    ],
)
def test_a_previous_generation_is_told_from_an_old_one(node_type: str, previous: bool) -> None:
    """AWS still creates `t2`, `m4` and `r4` nodes."""
    assert node_types.is_previous(node_type) == previous


def test_the_default_is_a_type_that_is_accepted() -> None:
    """And no burstable one."""
    assert node_types.series(node_types.DEFAULT) in node_types.SERIES - {node_types.BURSTABLE}

"""Classes of instances."""

import pytest

from orion_rds.facts import instance_classes


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("db.r7g.large", "r"),
        ("db.m7g.2xlarge", "m"),
        ("db.t4g.medium", "t"),
        ("db.x2g.xlarge", "x"),
        ("r7g.large", None),
    ],
)
def test_the_series_is_read(name: str, series: str | None) -> None:
    """It decides whether Aurora has the class."""
    assert instance_classes.series(name) == series


def test_the_default_class_is_one_of_aurora() -> None:
    """And the serverless one has no series."""
    assert instance_classes.series(instance_classes.DEFAULT) in instance_classes.SERIES
    assert instance_classes.series(instance_classes.SERVERLESS) is None


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("db.t4g.medium", 0.5),
        ("db.r7g.large", 1),
        ("db.r7g.xlarge", 2),
        ("db.r7g.2xlarge", 4),
        ("db.r6gd.16xlarge", 32),
        ("db.serverless", None),
        ("r7g.large", None),
    ],
)
def test_the_size_is_read_as_a_multiple_of_large(name: str, size: float | None) -> None:
    """It tells whether a reader can carry the load of the writer."""
    assert instance_classes.size(name) == size


@pytest.mark.parametrize(
    ("name", "gib", "vcpus"),
    [
        ("db.t4g.medium", 4, 2),
        ("db.t3.large", 8, 2),
        ("db.r6g.large", 16, 2),
        ("db.r7g.16xlarge", 512, 64),
        ("db.x2g.xlarge", 64, 4),
        ("db.serverless", None, None),
    ],
)
def test_memory_and_vcpus_follow_series_and_size(name: str, gib: float | None, vcpus: int | None) -> None:
    """Thresholds of alarms are parts of them."""
    assert instance_classes.memory_gib(name) == gib
    assert instance_classes.vcpus(name) == vcpus


def test_every_known_family_is_of_a_series_with_a_rule() -> None:
    """Or its memory would not be known after all."""
    for family in instance_classes.FAMILIES:
        assert instance_classes.memory_gib(f"db.{family}.large"), family

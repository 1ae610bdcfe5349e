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

"""Numbers that are written with a unit."""

import pytest

from orion_rds.facts.units import in_unit


@pytest.mark.parametrize(
    ("written", "unit", "number"),
    [
        ("64MB", "kB", 65536),
        ("64 mb", "kB", 65536),
        ("512MB", "bytes", 536870912),
        ("1.5 GiB", "bytes", 1610612736),
        ("2k", "bytes", 2048),
        ("1000 bytes", "bytes", 1000),
        ("1m", "seconds", 60),
        ("1m", "bytes", 1048576),
        ("5 minutes", "seconds", 300),
        ("1s", "ms", 1000),
        ("2 sec", "milliseconds", 2000),
        ("1 year", "days", 365),
        ("4 weeks", "days", 28),
        ("48h", "days", 2),
        (0.8, "percent", 80),
        (0.29, "percent", 29),
        ("80 %", "percent", 80),
    ],
)
def test_a_number_with_a_unit_is_one_of_another_unit(written: object, unit: str, number: int) -> None:
    """Sizes count in 1024, as PostgreSQL's do."""
    assert in_unit(written, unit) == number


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("64", "kB"),
        ("100 bytes", "kB"),
        ("1m", ""),
        ("5 apples", "bytes"),
        ("5s", "bytes"),
        ("-1s", "ms"),
        ("36h", "days"),
        ("x" * 100, "days"),
        (1.5, "percent"),
        (True, "percent"),
        (None, "days"),
        (3600, "seconds"),
    ],
)
def test_other_values_stand_for_no_number(written: object, unit: str) -> None:
    """Without a unit, with one of something else, or with a fraction left."""
    assert in_unit(written, unit) is None

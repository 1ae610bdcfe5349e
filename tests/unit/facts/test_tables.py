"""Tables of facts."""

import pytest

from orion_rds.facts.tables import table


def test_a_row_is_found_by_its_key() -> None:
    """Rows are found by their key."""
    assert table(len, "a", "bb")[2] == "bb"


def test_two_rows_with_one_key_fail_at_import() -> None:
    """One of them would silently win."""
    with pytest.raises(ValueError, match="same key"):
        table(len, "a", "b")


def test_a_table_cannot_be_changed() -> None:
    """Facts are shared by everything."""
    with pytest.raises(TypeError):
        table(len, "a")[1] = "b"  # pyright: ignore[reportIndexIssue]

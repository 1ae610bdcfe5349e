"""Values of parameters."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orion_rds.facts import redis_parameters
from orion_rds.facts.parameter_values import AUDIT_CLASSES, SWITCH, Numbers, Words, text
from orion_rds.facts.parameters import PARAMETERS
from orion_rds.plan.parameters import CLUSTER, INSTANCE


@given(number=st.integers())
def test_a_number_is_taken_within_its_range_only(number: int) -> None:
    """Both ends included."""
    assert Numbers(-1, 2147483647).accepts(str(number)) == (-1 <= number <= 2147483647)


@pytest.mark.parametrize("given_text", ["", "-", "--1", "1.5", "1s", " 1", "\u0661", "\u00b2", "9" * 5000])
def test_what_is_no_whole_number_is_not_taken(given_text: str) -> None:
    """Nor does it end in a traceback."""
    assert not Numbers(-1, 2147483647).accepts(given_text)


def test_one_word_is_taken_where_one_is_asked_for() -> None:
    """And several where several are."""
    assert Words(("none", "all")).accepts("All")
    assert not Words(("none", "all")).accepts("none,all")
    assert AUDIT_CLASSES.accepts("ALL, -misc")
    assert not AUDIT_CLASSES.accepts("")
    assert not SWITCH.accepts("on")


@pytest.mark.parametrize("ours", [*CLUSTER.values(), *INSTANCE.values()], ids=lambda ours: ours.name)
def test_our_own_settings_are_values_that_aurora_takes(ours: Any) -> None:
    """The parameters of this component are checked like those of users."""
    values = PARAMETERS[ours.name].values
    assert values is None or values.accepts(ours.value)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (Words(("none", "all")), "`none`, `all`"),
        (Words(("ddl", "role"), several=True), "`ddl`, `role`, several with commas"),
        (Numbers(6, 262143), "a whole number from 6 to 262143"),
    ],
)
def test_values_are_said_as_a_message_needs_them(values: Words | Numbers, said: str) -> None:
    """The refusal shows them."""
    assert str(values) == said


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, "1"), (False, "0"), (1000, "1000"), (1000.0, "1000"), (0.5, "0.5"), ("on", "on")],
)
def test_values_are_written_as_rds_reads_them(value: str | float | bool, expected: str) -> None:
    """YAML knows switches and fractions; parameter groups hold texts."""
    assert text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, "yes"), (False, "no"), (16777217, "16777217"), (16777217.0, "16777217"), (0.5, "0.5")],
)
def test_values_are_written_as_elasticache_reads_them(value: float | bool, expected: str) -> None:
    """Every digit of a number: 1.67772e+07 is another one."""
    assert redis_parameters.text(value) == expected

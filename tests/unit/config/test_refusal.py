"""What a refusal holds is checked where it is defined."""

from collections.abc import Callable

import pytest

from orion_rds.config.refusal import REFUSALS, Refusal, below, beside


def _minutes(*, minutes: int) -> None: ...


PAGE = "https://docs.aws.amazon.com"


def _nothing() -> None: ...


@pytest.mark.parametrize(("why", "fields"), [("It lasts {minutes} minutes.", _nothing), ("It is short.", _minutes)])
def test_a_text_has_the_fields_that_are_declared(why: str, fields: Callable[..., None]) -> None:
    """Else a message would have a hole, or leave out what the check has found."""
    with pytest.raises(ValueError, match="other fields"):
        Refusal("window-of-a-test", why=why, fix="Write more.", source=PAGE, fields=fields)
    assert "window-of-a-test" not in REFUSALS


def test_two_refusals_do_not_share_a_name() -> None:
    """Tests and documents refer to it."""
    with pytest.raises(ValueError, match="another refusal"):
        Refusal("port", why="It is no port.", fix="Write one.", source=PAGE)


def test_a_call_fills_both_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The value and the fields, also where the error is moved to another setting."""
    monkeypatch.setattr("orion_rds.config.refusal._defined", {})
    short = Refusal("short", why="{given} has {minutes}.", fix="Not {minutes}.", source=PAGE, fields=_minutes)
    error = short("03:00", "04:00", minutes=5)
    assert str(error) == "03:00 has 5. Not 5."
    assert error.context is not None
    for moved, place in (
        (below("x", error), {"below": "x"}),
        (beside("x", error), {"beside": "x"}),
    ):
        assert moved.context == error.context | place
    problem = short.problem("backup.window", "03:00", minutes=5)
    assert (problem.path, problem.why, problem.fix) == (("backup", "window"), "03:00 has 5.", "Not 5.")

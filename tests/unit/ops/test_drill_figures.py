"""The figures of a drill, by the attempts of its clients."""

from collections.abc import Sequence

import pytest

from orion_ops.drill.clients import Outcome
from orion_ops.drill.measured import Gap, Interruption, Timeline, interruption, timeline

CALLED = 10.0


def attempts(text: str) -> Sequence[Outcome]:
    """Read attempts such as `9+ 11- 12+`: a time, and whether it succeeded."""
    return [Outcome(float(each[:-1]), each.endswith("+")) for each in text.split()]


FIGURES: dict[str, tuple[list[str], Interruption]] = {
    "one client": (["9+ 10.5- 11- 13+ 14+"], Interruption(0.5, 4.0, 3.0)),
    "the last client counts": (["9+ 11- 12+", "9+ 10.25- 11- 15+"], Interruption(0.25, 3.0, 5.0)),
    "one that works all the time": (["9+ 10+ 11+ 12+", "9+ 11- 14+"], Interruption(1.0, 2.0, 4.0)),
    "a failure before the call": (["8- 9+ 10.5+ 11+"], Interruption(None, 1.5, 0.0)),
    "no failure": (["9+ 10+ 11+"], Interruption(None, 1.0, 0.0)),
    "one that is not back": (["9+ 11- 12+", "9+ 11- 12-"], Interruption(1.0, 3.0, None)),
    "it fails again": (["9+ 11- 12+ 13- 16+"], Interruption(1.0, 4.0, 6.0)),
}


@pytest.mark.parametrize("case", FIGURES)
def test_figures(case: str) -> None:
    """From the call on; a gap that began before it counts whole."""
    clients, expected = FIGURES[case]

    assert interruption([attempts(each) for each in clients], CALLED) == expected


GAPS: dict[str, tuple[str, list[Gap]]] = {
    "none": ("9+ 10+ 11+", []),
    "one failure": ("9+ 10.5+ 11- 13+", [Gap(0.5, 3.0)]),
    "several failures in a row": ("9+ 11- 12- 13+ 14+", [Gap(-1.0, 3.0)]),
    "twice": ("10+ 11- 12+ 13- 14+", [Gap(0.0, 2.0), Gap(2.0, 4.0)]),
    "not back": ("9+ 11- 12-", [Gap(-1.0, None)]),
    "from the beginning": ("9- 10+ 12+", [Gap(-1.0, 0.0)]),
}


@pytest.mark.parametrize("case", GAPS)
def test_what_a_client_noticed(case: str) -> None:
    """Between its last success and its next one."""
    text, gaps = GAPS[case]
    tried = attempts(text)

    assert timeline("writer 1", tried, CALLED) == Timeline(
        "writer 1", tried[0].at - CALLED, tried[-1].at - CALLED, gaps
    )

"""The report of a drill as text."""

import statistics
from collections.abc import Sequence

from orion_ops.drill.failover import Result
from orion_ops.drill.measured import Interruption


def recoveries(results: Sequence[Result]) -> list[float]:
    """Return the seconds from each call until all writing clients had recovered, without runs in which one did not."""
    return [each.writes.all_back_after_seconds for each in results if each.writes.all_back_after_seconds is not None]


def met(results: Sequence[Result], objective_seconds: int | None) -> bool:
    """Return whether no write is lost and all writing clients recovered in time."""
    back = recoveries(results)
    in_time = objective_seconds is None or (len(back) == len(results) and max(back) <= objective_seconds)
    return in_time and not any(each.lost for each in results)


def verdict(results: Sequence[Result], objective_seconds: int | None) -> str:
    """Return the outcome in a sentence or two."""
    back, lost = recoveries(results), sum(each.lost for each in results)
    said = f"Of {sum(each.acknowledged for each in results)} acknowledged writes {lost or 'none'} are lost."
    if len(results) > 1 and back:
        said += f" Writes recovered in {statistics.median(back):.1f} s (median), {max(back):.1f} s at worst."
    if objective_seconds is None:
        return said
    outcome = "met" if met(results, objective_seconds) else "NOT met"
    return f"{said} The objective of {objective_seconds} s without a lost write is {outcome}."


def lines(results: Sequence[Result], objective_seconds: int | None) -> list[str]:
    """Return the lines of the report."""
    runs = [line for number, result in enumerate(results, 1) for line in _of_run(number, result)]
    return [*runs, verdict(results, objective_seconds)]


def seconds(value: float | None) -> str:
    """Format a duration; None is a dash."""
    return "-" if value is None else f"{value:.1f} s"


def _of_run(number: int, result: Result) -> list[str]:
    return [
        f"failover {number}: {result.old_writer} -> {result.new_writer}",
        f"  writes: {_figures(result.writes)}",
        f"  reads:  {_figures(result.reads)}",
        f"  acknowledged writes: {result.acknowledged}, lost: {result.lost}",
    ]


def _figures(of: Interruption) -> str:
    return (
        f"first failure after {seconds(of.detected_after_seconds)}, unavailable for {seconds(of.unavailable_seconds)}, "
        f"all clients back after {seconds(of.all_back_after_seconds)}"
    )

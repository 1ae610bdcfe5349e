"""Figures of a failover, from the attempts of the clients."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from orion_ops.drill.clients import Outcome


@dataclass(frozen=True, slots=True)
class Interruption:
    """The interruption of the clients of one kind."""

    detected_after_seconds: float | None
    """From the call of the failover to the first failed attempt; None if none failed."""

    unavailable_seconds: float
    """The longest time in which no client succeeded."""

    all_back_after_seconds: float | None
    """From the call until the last failed client succeeded again; None if one did not."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A period in which a client failed, in seconds from the call of the failover."""

    from_seconds: float
    """Its last success before."""

    to_seconds: float | None
    """Its first success after; None if there was none."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The failures of one client, in seconds from the call of the failover."""

    client: str
    from_seconds: float
    """Its first attempt."""

    to_seconds: float
    """Its last attempt."""

    gaps: Sequence[Gap]


def interruption(clients: Iterable[Sequence[Outcome]], called: float) -> Interruption:
    """Return the interruption of clients, from their attempts in order of time."""
    attempts = [list(each) for each in clients]
    failures = [each.at for client in attempts for each in client if each.at >= called and not each.succeeded]
    successes = sorted(each.at for client in attempts for each in client if each.succeeded)
    gaps = [after - before for before, after in pairwise(successes) if after >= called]
    back = [_back(client, called) for client in attempts]
    return Interruption(
        detected_after_seconds=min(failures) - called if failures else None,
        unavailable_seconds=max(gaps, default=0.0),
        all_back_after_seconds=None if None in back else max((each for each in back if each), default=0.0),
    )


def _back(client: Sequence[Outcome], called: float) -> float | None:
    """Return the seconds from the call until a client succeeded after its last failure; 0 without a failure."""
    failed = [each.at for each in client if each.at >= called and not each.succeeded]
    if not failed:
        return 0.0
    worked = [each.at for each in client if each.succeeded and each.at > failed[-1]]
    return worked[0] - called if worked else None


def timeline(client: str, attempts: Sequence[Outcome], called: float) -> Timeline:
    """Return the timeline of a client, from its attempts in order of time."""
    first, last = attempts[0].at - called, attempts[-1].at - called
    gaps, succeeded, failing = list[Gap](), first, False
    for each in attempts:
        if each.succeeded:
            if failing:
                gaps.append(Gap(succeeded, each.at - called))
            succeeded = each.at - called
        failing = not each.succeeded
    return Timeline(client, first, last, [*gaps, Gap(succeeded, None)] if failing else gaps)

"""SIGTERM and SIGHUP interrupt a command as Ctrl-C does: the engine winds down and saves its state."""

import signal
import types

SIGNALS = (signal.SIGTERM, signal.SIGHUP)
"""A job that is cancelled, and a terminal that is closed."""


class Terminated(KeyboardInterrupt):
    """One of these signals."""


def interrupt_on_signals() -> None:
    """Raise `Terminated` in the main thread on each of these signals, unless it is ignored, as SIGHUP under `nohup`."""
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _raise)


def _raise(_signal: int, _frame: types.FrameType | None) -> None:
    raise Terminated

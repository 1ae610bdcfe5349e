"""SIGTERM and SIGHUP interrupt a command as Ctrl-C does: the engine winds down and saves its state."""

import signal
import types

SIGNALS = (signal.SIGTERM, signal.SIGHUP)
"""A job that is cancelled, and a terminal that is closed."""


class Terminated(KeyboardInterrupt):
    """One of these signals."""


def interrupt_on_signals() -> None:
    """Raise `Terminated` in the main thread on the first of these signals. One that is ignored, as SIGHUP is under
    `nohup`, stays so.

    A cancelled job gets several of them. What a thread took while the main one waited for the engine arrives when the
    engine has ended: a second exception would end the command in the middle of its last words.
    """
    raised = False

    def raise_once(_signal: int, _frame: types.FrameType | None) -> None:
        nonlocal raised
        if not raised:
            raised = True
            raise Terminated

    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, raise_once)

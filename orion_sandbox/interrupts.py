"""SIGTERM and SIGHUP interrupt a command like Ctrl-C: the engine stops and saves its state."""

import signal
import types

SIGNALS = (signal.SIGTERM, signal.SIGHUP)
"""The signals of a cancelled job and of a closed terminal."""


class Terminated(KeyboardInterrupt):
    """One of these signals."""


def interrupt_on_signals() -> None:
    """Raise `Terminated` in the main thread on the first of these signals. An ignored signal, such as SIGHUP under
    `nohup`, remains ignored.

    A cancelled job gets several signals. One that arrives while the main thread waits for the engine may be handled
    after the engine has ended: a second exception would interrupt the command's last output.
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

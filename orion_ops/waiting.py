"""Polling of AWS and of a database."""

import time
from collections.abc import Callable

from orion_ops.errors import OpsError

ASK_SECONDS = 1.0
"""Between two calls of AWS, which throttles more frequent ones."""


class OutOfTime(OpsError):
    """A timeout that has passed."""


def until(condition: Callable[[], bool], seconds: float, failed: str, poll_seconds: float = ASK_SECONDS) -> None:
    """Wait until a condition holds.

    Args:
        condition: The condition.
        seconds: The timeout.
        failed: The beginning of the error message, such as "The cluster is not available".
        poll_seconds: The interval between two checks.

    Raises:
        OutOfTime: The timeout has passed.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise OutOfTime(f"{failed} after {seconds:g} s. `orion-rds status` shows the state of the database.")
        time.sleep(poll_seconds)

"""Waiting for AWS, and for a database."""

import time
from collections.abc import Callable

from orion_ops.errors import OpsError

ASK_SECONDS = 1.0
"""Between two questions to AWS, which throttles who asks more often."""


def until(condition: Callable[[], bool], seconds: float, failed: str, poll_seconds: float = ASK_SECONDS) -> None:
    """Wait until a condition holds.

    Args:
        condition: What is asked.
        seconds: How long it may take.
        failed: The beginning of the error, such as "The cluster is not available".
        poll_seconds: How long to wait before each further question.

    Raises:
        OpsError: It does not hold in time.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise OpsError(f"{failed} after {seconds:g} s. `orion-rds status` shows the state of the database.")
        time.sleep(poll_seconds)

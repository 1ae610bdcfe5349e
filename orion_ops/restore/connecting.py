"""The first connection to a database that has just been created or renamed."""

from collections.abc import Callable
from typing import Any

import psycopg

from orion_ops.errors import OpsError
from orion_ops.postgres import Access
from orion_ops.waiting import OutOfTime, until

CONNECT_SECONDS = 900.0
"""A new name of a cluster is in DNS within minutes."""


def connected(access: Callable[[], Access]) -> "psycopg.Connection[Any]":
    """Connect to a writer as soon as it can be reached.

    Args:
        access: Returns the settings for each attempt: the address of a host may become known meanwhile.

    Raises:
        OpsError: The writer cannot be reached in time, or the secret cannot be read.
    """
    found, errors = list["psycopg.Connection[Any]"](), list[str]()

    def connects() -> bool:
        try:
            found.append(access().writer())
        except psycopg.Error as error:
            errors.append(" ".join(str(error).split()))
            return False
        return True

    try:
        until(connects, CONNECT_SECONDS, "")
    except OutOfTime:
        raise OpsError(
            f"No connection to {access().server.writer} for {CONNECT_SECONDS:g} s: {errors[-1]}. If its hosts have "
            "private addresses, pass reachable ones with --connect-to, also in a file to which you add a line "
            "meanwhile."
        ) from None
    return found[0]

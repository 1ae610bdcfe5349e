"""Clients that write numbered rows while a command works, and what the database has of them afterwards."""

import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from orion_ops.drill.clients import CREATE, STATEMENT_TIMEOUT, WRITTEN, Client, DatabaseClient
from orion_ops.postgres import Access
from orion_sandbox.processes import until

SECONDS = 120.0
MANY = 20
"""Writes of each client."""


def create_table(access: Access) -> None:
    """Make what they write to."""
    with access.writer() as connection:
        for each in CREATE:
            connection.execute(each.encode())


@contextmanager
def writing(access: Access, *numbers: int) -> Generator[Sequence[Client]]:
    """Let clients write, and wait for their end."""
    stopped = threading.Event()
    clients = [DatabaseClient(access, number, stopped, writes=True) for number in numbers]
    threads = [each.start() for each in clients]
    try:
        write_more(clients)
        yield clients
    finally:
        stopped.set()
        for each in threads:
            each.join()


def write_more(clients: Sequence[Client]) -> None:
    """Wait until each client has written more."""
    before = [len(each.acknowledged) for each in clients]
    assert until(
        lambda: all(len(each.acknowledged) >= n + MANY for each, n in zip(clients, before, strict=True)), SECONDS
    )


def acknowledged(clients: Sequence[Client]) -> set[tuple[int, int]]:
    """Return what the database has confirmed."""
    return {(each.number, number) for each in clients for number in each.acknowledged}


def written(access: Access, *, reader: bool = False) -> set[tuple[int, int]]:
    """Return what the database has."""
    with (access.reader if reader else access.writer)(STATEMENT_TIMEOUT) as connection:
        return {(client, number) for client, number in connection.execute(WRITTEN.encode())}

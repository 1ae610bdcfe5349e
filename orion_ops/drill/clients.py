"""Clients that write and read until they are stopped, and connect again whenever they fail."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg

from orion_ops.errors import OpsError
from orion_ops.postgres import Access

SCHEMA = "orion_rds_drill"
PAUSE_SECONDS = 0.02
"""Between two statements of a client."""
AGAIN_SECONDS = 0.1
"""After a failure."""
STATEMENT_TIMEOUT = "-c statement_timeout=5s"
"""A statement that gets no answer counts as failed."""

REMOVE = f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"
CREATE = (
    f"CREATE SCHEMA {SCHEMA}",
    f"CREATE TABLE {SCHEMA}.writes (client int, number int, PRIMARY KEY (client, number))",
)
WRITE = f"INSERT INTO {SCHEMA}.writes VALUES (%s, %s)"  # noqa: S608 - a constant
READ = f"SELECT count(*) FROM {SCHEMA}.writes"  # noqa: S608 - a constant
WRITTEN = f"SELECT client, number FROM {SCHEMA}.writes"  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attempt of a client."""

    at: float
    """By `time.monotonic`, in seconds."""
    succeeded: bool


@dataclass
class Client:
    """A client in a thread of its own."""

    access: Access
    number: int
    writes: bool
    stopped: threading.Event
    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    acknowledged: list[int] = field(default_factory=list[int])
    """The numbers of its writes that the server has confirmed."""

    @property
    def name(self) -> str:
        """What reports call it."""
        return f"{'writer' if self.writes else 'reader'} {self.number + 1}"

    def start(self) -> threading.Thread:
        """Begin, and return the thread."""
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        return thread

    def succeeded_since(self, moment: float) -> bool:
        """Return whether its last attempt was after a moment, and succeeded."""
        return bool(self.outcomes) and self.outcomes[-1].succeeded and self.outcomes[-1].at > moment

    def _run(self) -> None:
        connection, attempt = None, 0
        while not self.stopped.is_set():
            attempt += 1
            try:
                connection = connection or (
                    self.access.writer(STATEMENT_TIMEOUT) if self.writes else self.access.reader(STATEMENT_TIMEOUT)
                )
                if self.writes:
                    connection.execute(WRITE, (self.number, attempt))
                    self.acknowledged.append(attempt)
                else:
                    connection.execute(READ)
            except (psycopg.Error, OpsError):
                self.outcomes.append(Outcome(time.monotonic(), succeeded=False))
                _close(connection)
                connection = None
                self.stopped.wait(AGAIN_SECONDS)
            else:
                self.outcomes.append(Outcome(time.monotonic(), succeeded=True))
                self.stopped.wait(PAUSE_SECONDS)
        _close(connection)


def _close(connection: "psycopg.Connection[Any] | None") -> None:
    """Close a connection, which may be broken."""
    if connection:
        with suppress(psycopg.Error):
            connection.close()

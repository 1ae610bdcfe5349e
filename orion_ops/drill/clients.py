"""Clients that write and read until they are stopped, and reconnect after each failure."""

import threading
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar

import psycopg

from orion_ops.errors import OpsError
from orion_ops.postgres import Access

SCHEMA = "orion_rds_drill"
PAUSE_SECONDS = 0.02
"""Between two statements of a client."""
AGAIN_SECONDS = 0.1
"""After a failure."""
STATEMENT_TIMEOUT = "-c statement_timeout=5s"
"""A statement without a response counts as failed."""

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
class Client(ABC):
    """A client in a thread of its own."""

    failures: ClassVar[tuple[type[Exception], ...]]
    """The exceptions of a failed attempt."""
    number: int
    writes: bool
    stopped: threading.Event
    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    acknowledged: list[int] = field(default_factory=list[int])
    """Numbers of the acknowledged writes."""

    @property
    def name(self) -> str:
        """The name in reports."""
        return f"{'writer' if self.writes else 'reader'} {self.number + 1}"

    def start(self) -> threading.Thread:
        """Start the thread and return it."""
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        return thread

    def succeeded_since(self, moment: float) -> bool:
        """Return whether the last attempt succeeded and was after a time."""
        return bool(self.outcomes) and self.outcomes[-1].succeeded and self.outcomes[-1].at > moment

    @abstractmethod
    def work(self, attempt: int) -> None:
        """Write this number, or read; connect first if necessary. Raises `failures`."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection, if there is one; it may be broken."""

    def _run(self) -> None:
        attempt = 0
        while not self.stopped.is_set():
            attempt += 1
            try:
                self.work(attempt)
            except self.failures:
                self.outcomes.append(Outcome(time.monotonic(), succeeded=False))
                self.close()
                self.stopped.wait(AGAIN_SECONDS)
            else:
                if self.writes:
                    self.acknowledged.append(attempt)
                self.outcomes.append(Outcome(time.monotonic(), succeeded=True))
                self.stopped.wait(PAUSE_SECONDS)
        self.close()


class DatabaseClient(Client):
    """A client of PostgreSQL."""

    failures = (psycopg.Error, OpsError)

    def __init__(self, access: Access, number: int, stopped: threading.Event, *, writes: bool) -> None:
        super().__init__(number, writes, stopped)
        self._access = access
        self._connection: psycopg.Connection[Any] | None = None

    def work(self, attempt: int) -> None:
        """Insert a row, or count the rows."""
        if self._connection is None:
            connect = self._access.writer if self.writes else self._access.reader
            self._connection = connect(STATEMENT_TIMEOUT)
        if self.writes:
            self._connection.execute(WRITE, (self.number, attempt))
        else:
            self._connection.execute(READ)

    def close(self) -> None:
        """Close the connection."""
        if self._connection:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None

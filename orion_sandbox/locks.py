"""Locks between processes: no two commands may build the same engine or change the same stack at once."""

import fcntl
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from orion_sandbox import processes


@dataclass(frozen=True, slots=True)
class Lock:
    """A held lock."""

    file: IO[str]
    left: str
    """The note of the previous holder if it was killed; otherwise empty."""

    def note(self, text: str) -> None:
        """Write a note about the holder, which another process can read while the lock is held."""
        self.file.truncate(0)
        with suppress(OSError):
            # A full disk must not prevent `down` from freeing space.
            self.file.write(text)
            self.file.flush()

    def note_process(self, process_id: int) -> None:
        """Write a note about a process of the holder, which may outlive it."""
        self.note(f"{os.getpid()} {process_id} {processes.started(process_id)}")


@contextmanager
def held(path: Path, on_wait: Callable[[], None]) -> Generator[Lock]:
    """Hold the lock file `path`; `on_wait` is called once if another process holds it. A lock ends with its process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        lock = Lock(file, file.read())
        try:
            yield lock
        finally:
            lock.note("")


@contextmanager
def shared(path: Path) -> Generator[bool]:
    """Share the lock file `path`, so that no process can hold it, and yield True; yield False if it is held."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True

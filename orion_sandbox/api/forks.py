"""Forks of the API's process: a clone with the same memory, and the stand-in providers.

gRPC does not survive a fork, so the API's own process does not serve the providers. A fork of it starts at once, since
the API has imported their modules already.
"""

import contextlib
import gc
import json
import os
import signal
import stat
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

LOG = "api.log"
STOP_SECONDS = 5.0
POLL_SECONDS = 0.01


class Cloned(Exception):
    """Raised in a clone, to leave the main loop that it inherits from the original."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


class MainThread:
    """Runs functions on the main thread for the threads that answer requests.

    A fork has only the thread that forked. The main thread forks, so that the fork handles signals and exits as the
    original does.
    """

    def __init__(self) -> None:
        self._tasks: SimpleQueue[Callable[[], Any]] = SimpleQueue()
        self._results: SimpleQueue[tuple[Any, Exception | None]] = SimpleQueue()

    def run(self, task: Callable[[], Any]) -> Any:
        """Run `task` on the main thread and return its result. The caller holds the application's lock.

        Raises:
            OSError: The task failed, for example because the operating system refused a new process.
        """
        self._tasks.put(task)
        result, error = self._results.get()
        if error:
            raise OSError(f"{type(error).__name__}: {error}") from error
        return result

    def serve(self) -> None:
        """Run tasks for ever; raise `Cloned` in a clone."""
        while True:
            task = self._tasks.get()
            try:
                self._results.put((task(), None))
            except Cloned:
                raise
            except Exception as error:  # any type: the API must continue
                self._results.put((None, error))


def clone(folder: Path) -> int:
    """Fork a clone that will serve `folder`, and return its process id."""
    if process_id := _fork():
        return process_id
    with _exit_on_error():
        os.chdir(folder)
        log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)
    raise Cloned(folder)


@dataclass(frozen=True)
class Providers:
    """A running process of providers."""

    process_id: int
    ports: Mapping[str, int]
    """Ports by Pulumi's name of the package."""

    @classmethod
    def start(cls, endpoint: str, token: str) -> "Providers":
        """Fork the providers of the AWS API at `endpoint`, and wait until they answer."""
        # The providers of each clone inherit the modules and files that are read here.
        from orion_sandbox.providers import serving  # noqa: PLC0415 - most of the API's processes need no providers

        serving.load()
        reading, writing = os.pipe()
        if process_id := _fork():
            os.close(writing)
            with open(reading) as answer:
                return cls(process_id, json.loads(answer.read()))
        with _exit_on_error():
            os.close(reading)
            with open(writing, "w") as answer:
                serving.start(endpoint, token, lambda ports: answer.write(json.dumps(ports)))
            serving.wait()
        sys.exit(0)

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        # The kernel reaps children (see `_fork`), so the id of an ended one does not exist.
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process_id, 0)
            return True
        return False

    def stop(self) -> None:
        """End the process, and wait until it has ended."""
        deadline = time.monotonic() + STOP_SECONDS
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process_id, signal.SIGTERM)
            while time.monotonic() < deadline:
                os.kill(self.process_id, 0)
                time.sleep(POLL_SECONDS)
            os.kill(self.process_id, signal.SIGKILL)


def _fork() -> int:
    """Fork, and return the process id; 0 in the fork, which is detached from the original's session and connections."""
    # The kernel then reaps ended forks, so that none remains as a zombie.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # The garbage collector writes to every object that it visits, which would copy all shared memory.
    gc.freeze()
    with warnings.catch_warnings():
        # Python 3.12 warns about locks of other threads. The caller holds the application's lock, so no other thread
        # changes the state that the fork inherits.
        warnings.simplefilter("ignore", DeprecationWarning)
        process_id = os.fork()
    if process_id == 0:
        os.setsid()
        _leave_connections()
    return process_id


@contextlib.contextmanager
def _exit_on_error() -> Generator[None]:
    """End a fork that fails: it must not continue as a second original."""
    try:
        yield
    except Exception:  # any type: the log shows it
        traceback.print_exc()
        sys.exit(1)


def _leave_connections() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in _sockets():
        # Not closed: the number would be reused, and then closed by the object that had it before.
        os.dup2(null, descriptor)
    os.close(null)


def _sockets() -> list[int]:
    found: list[int] = []
    for name in os.listdir("/dev/fd"):
        # The descriptor of the listing itself is closed by now.
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                found.append(int(name))
    return found

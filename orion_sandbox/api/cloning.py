"""Clones of the API's process: a fork has everything in its memory, and serves a folder and a port of its own."""

import gc
import os
import signal
import stat
import warnings
from pathlib import Path
from queue import SimpleQueue

LOG = "api.log"


class CloneRequests:
    """Requests for a clone, on their way from the thread that answers a request to the main thread, which forks.

    Only the thread that forks lives on in the clone. The main thread does it, so that the clone handles signals and
    exits as the original does.
    """

    def __init__(self) -> None:
        self._folders: SimpleQueue[Path] = SimpleQueue()
        self._answers: SimpleQueue[int | OSError] = SimpleQueue()

    def make(self, folder: Path) -> int:
        """Return the process id of a new clone that will serve `folder`. Call this with the application's lock held.

        Raises:
            OSError: The operating system makes no further process.
        """
        self._folders.put(folder)
        answer = self._answers.get()
        if isinstance(answer, OSError):
            raise answer
        return answer

    def next(self) -> Path:
        """Wait for the next request and return its folder."""
        return self._folders.get()

    def answer(self, answer: int | OSError) -> None:
        """Answer the request that `next` returned."""
        self._answers.put(answer)


def wait_for_clone(requests: CloneRequests) -> Path:
    """Fork at each request. Return only in the clone: the folder that it serves from then on."""
    # The kernel clears ended clones away, so that none stays as a zombie.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        folder = requests.next()
        try:
            process_id = _fork()
        except OSError as error:
            requests.answer(error)
            continue
        if process_id == 0:
            _detach(folder)
            return folder
        requests.answer(process_id)


def _fork() -> int:
    # The collector writes into every object that it visits, and so would copy all shared memory.
    gc.freeze()
    with warnings.catch_warnings():
        # Python 3.12 warns of locks that other threads hold. The caller holds the application's lock, so no other
        # thread is at work on what the clone takes over.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _detach(folder: Path) -> None:
    """Leave the original's session, connections, working folder and log."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in _sockets():
        # Not closed: the number would be used again, and then closed by the object that had it before.
        os.dup2(null, descriptor)
    os.close(null)
    os.chdir(folder)
    log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


def _sockets() -> list[int]:
    found: list[int] = []
    for name in os.listdir("/dev/fd"):
        try:
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                found.append(int(name))
        except OSError:
            pass  # the descriptor of the listing itself
    return found

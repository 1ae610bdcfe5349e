"""Processes of earlier commands, identified by id and start time, because process ids are reused."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

POLL_SECONDS = 0.05
_PROC = Path("/proc")
_STATE, _STARTED = 0, 19
"""Positions after the name in `/proc/PID/stat` (proc(5), fields 3 and 22)."""


def started(process_id: int) -> str | None:
    """Return the start time of a process, in the system's format; None if it has ended."""
    if not (_PROC / "self").exists():
        return _listed("-o", "lstart=", "-p", str(process_id)).strip() or None
    try:
        fields = (_PROC / str(process_id) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    # An ended process keeps its id until its parent has waited for it.
    return None if fields[_STATE] == "Z" else fields[_STARTED]


def runs(process_id: int, start: str | None) -> bool:
    """Whether the process with this id and start time still runs."""
    return start is not None and started(process_id) == start


def name(process_id: int) -> str:
    """Return the program name of a process; empty if it has ended."""
    return "" if started(process_id) is None else _listed("-o", "comm=", "-p", str(process_id)).strip()


def end_session(leader: int) -> None:
    """Kill every process of a session, whether its leader still runs or not."""
    for process_id in session(leader):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(process_id, signal.SIGKILL)


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until a condition holds; return whether it does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def session(leader: int) -> Iterator[int]:
    """Yield the ids of the running processes of a session."""
    for process_id in _all():
        # The process may have ended since, or be hidden because it belongs to another user.
        with suppress(ProcessLookupError, PermissionError):
            if os.getsid(process_id) == leader and started(process_id) is not None:
                yield process_id


def _all() -> list[int]:
    if (_PROC / "self").exists():
        return [int(path.name) for path in _PROC.iterdir() if path.name.isdigit()]
    return [int(line) for line in _listed("-A", "-o", "pid=").splitlines()]


def _listed(*options: str) -> str:
    return subprocess.run(["ps", *options], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607

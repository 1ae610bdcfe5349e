"""The lock of a stack: one command at a time changes it, and cleans up after a killed command."""

import json
import os
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from orion_sandbox import locks, processes
from orion_sandbox.errors import SandboxError, of_system

WIND_DOWN_SECONDS = 30.0
"""How long an engine whose command was killed may take to end, before it is killed too."""


@contextmanager
def held_stack(folder: Path, name: str, report: Callable[[str], None]) -> Generator[locks.Lock]:
    """Hold the lock of the stack in a folder; `report` is called with a line about each wait or removal.

    Raises:
        SandboxError: Plain `pulumi` is changing the stack, or the operating system refuses something meanwhile.
    """
    path = _lock(folder)

    def say_whom_to_wait_for() -> None:
        process_id = path.read_text().partition(" ")[0]
        report(f"waiting for another command on the stack {name} to end, process {process_id}")

    try:
        with locks.held(path, say_whom_to_wait_for) as lock:
            _end_engine(lock.left)
            for pulumi_lock, process_id in _pulumi_locks(folder):
                if process_id:
                    raise SandboxError(f"pulumi, process {process_id}, is changing the stack {name}: wait for its end")
                pulumi_lock.unlink()
                report(f"a command on the stack {name} was killed: its lock is removed, and this command continues")
            lock.note(str(os.getpid()))
            yield lock
    except BrokenPipeError:
        raise  # by `report`, whose output was closed
    except OSError as error:
        raise of_system(error, folder) from error


@contextmanager
def unchanging_stack(folder: Path, name: str) -> Generator[None]:
    """Keep commands from changing the stack in a folder.

    Raises:
        SandboxError: One is changing it.
    """
    with locks.shared(_lock(folder)) as shared:
        if not shared or any(process_id for _, process_id in _pulumi_locks(folder)):
            raise SandboxError(f"another command is changing the stack {name}; clone it when that has ended")
        yield


def _lock(folder: Path) -> Path:
    # Beside the folder: `down` removes the folder while it holds the lock.
    return folder.with_name(f"{folder.name}.lock")


def _end_engine(left: str) -> None:
    """Interrupt the engine of a killed command, which the note names, and end the processes that it leaves."""
    _, _, engine = left.partition(" ")
    number, _, start = engine.partition(" ")
    if not number.isdigit():
        return
    process_id = int(number)
    if processes.runs(process_id, start):
        with suppress(ProcessLookupError):
            os.kill(process_id, signal.SIGINT)
        processes.until(lambda: not processes.runs(process_id, start), WIND_DOWN_SECONDS)
    if processes.started(process_id) in (None, start):
        # Otherwise the id is another process's by now, which was not possible as long as one of ours had it as session.
        processes.end_session(process_id)


def _pulumi_locks(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield Pulumi's own lock files, each with the process that created it; 0 if it has ended.

    The engine removes its lock when it ends, but not when it is killed.
    """
    # A full disk leaves incomplete files under other names, which the engine also reads.
    for path in [each for each in (folder / "state" / ".pulumi" / "locks").rglob("*") if each.is_file()]:
        try:
            process_id = int(json.loads(path.read_text())["pid"])
        except (ValueError, KeyError, TypeError):
            process_id = 0
        yield path, process_id if "pulumi" in processes.name(process_id) else 0

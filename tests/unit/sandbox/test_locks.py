"""Locks between processes."""

import os
import subprocess
import sys
from pathlib import Path

from orion_sandbox.locks import held, shared

OTHER = """
import sys
from pathlib import Path
from orion_sandbox.locks import held
with held(Path(sys.argv[1]), lambda: print("waiting", flush=True)):
    print("held", flush=True)
    sys.exit(9)
"""


def test_a_second_process_waits_and_says_so(tmp_path: Path) -> None:
    """The lock is made with its folder, which may not exist yet."""
    lock = tmp_path / "new" / "lock"
    with held(lock, lambda: None):
        other = subprocess.Popen([sys.executable, "-c", OTHER, str(lock)], stdout=subprocess.PIPE, text=True)
        assert other.stdout
        assert other.stdout.readline() == "waiting\n"
        assert other.poll() is None
    assert other.communicate()[0] == "held\n"


def test_the_lock_of_a_process_that_ended_is_free(tmp_path: Path) -> None:
    """A killed command must not block those after it."""
    lock = tmp_path / "lock"
    subprocess.run([sys.executable, "-c", OTHER, str(lock)], stdout=subprocess.DEVNULL, check=False)
    waited: list[bool] = []

    with held(lock, lambda: waited.append(True)):
        assert waited == []


def test_the_note_of_a_killed_holder_is_left_and_that_of_another_is_not(tmp_path: Path) -> None:
    """It names the process that the holder could not end."""
    lock = tmp_path / "lock"
    note = (
        "with held(Path(sys.argv[1]), lambda: None) as lock:\n    lock.note('of the killed'); os.kill(os.getpid(), 9)"
    )
    program = f"import os, sys\nfrom pathlib import Path\nfrom orion_sandbox.locks import held\n{note}"
    subprocess.run([sys.executable, "-c", program, str(lock)], check=False)

    with held(lock, lambda: None) as second:
        assert second.left == "of the killed"
        second.note_process(os.getpid())
        assert lock.read_text().startswith(f"{os.getpid()} {os.getpid()} ")
    with held(lock, lambda: None) as third:
        assert third.left == ""


def test_many_share_a_lock_and_none_that_is_held(tmp_path: Path) -> None:
    """Clones are made side by side, but not of a stack that a command changes."""
    lock = tmp_path / "lock"
    with shared(lock) as one, shared(lock) as other:
        assert (one, other) == (True, True)
    with held(lock, lambda: None), shared(lock) as late:
        assert not late

"""Locks between processes."""

import subprocess
import sys
from pathlib import Path

from orion_sandbox.locks import held

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

"""Build the engine while `make` installs the Python packages, where it will have to be built: needs Python alone."""

import shutil
import signal
import sys
import types
import urllib.request

from orion_sandbox.errors import SandboxError
from orion_sandbox.interrupts import SIGNALS
from orion_sandbox.locks import held
from orion_sandbox.toolchain.build import build, engine_version
from orion_sandbox.toolchain.cache import is_empty, lock, make
from orion_sandbox.toolchain.go import find_go

INSTALLER = "https://get.pulumi.com/install.sh"
"""The first file that the SDK's installer downloads."""

ANSWER_SECONDS = 5


def has_to_be_built() -> bool:
    """Whether no engine is on PATH or in the cache, and none can be downloaded."""
    return shutil.which("pulumi") is None and is_empty() and not _installer_answers()


def _installer_answers() -> bool:
    try:
        with urllib.request.urlopen(INSTALLER, timeout=ANSWER_SECONDS):
            return True
    except OSError:
        return False


def main() -> None:
    """Build the engine if necessary; the command that needs the engine reports a failure."""
    for number in SIGNALS:
        signal.signal(number, _exit)
    if find_go() and has_to_be_built():
        with held(lock(), lambda: None):
            try:
                make(engine_version(), build, report)
            except SandboxError as failure:
                report(f"the Pulumi engine is not built yet: {failure}")


def _exit(_signal: int, _frame: types.FrameType | None) -> None:
    """End Go too: `make` ends its commands by a signal that would leave it behind."""
    sys.exit(1)


def report(line: str) -> None:
    """Print a line without buffering, even to a file."""
    print(line, flush=True)


if __name__ == "__main__":
    main()

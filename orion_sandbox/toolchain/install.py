"""The Pulumi SDK's own installer, with the time limit it lacks."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from orion_sandbox.errors import SandboxError
from orion_sandbox.toolchain.build import LANGUAGE_HOST

TIME_LIMIT_SECONDS = 60
_PROGRAM = "import sys; from pulumi.automation import PulumiCommand; PulumiCommand.install(root=sys.argv[1])"


def install(root: Path, report: Callable[[str], None]) -> None:
    """Install the command line of the SDK's version into `root/bin`.

    `PulumiCommand.install` opens an address without a time limit, so it runs in a process group that can be ended.

    Raises:
        SandboxError: It failed; the message has the reason.
    """
    report(f"trying the Pulumi SDK's installer, at most {TIME_LIMIT_SECONDS} seconds")
    process = subprocess.Popen(  # noqa: S603 - this Python, without a shell
        # -u: what it says stays in order, so that its last line is the reason of a failure.
        [sys.executable, "-u", "-c", _PROGRAM, str(root)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=TIME_LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        raise SandboxError(f"it did not finish within {TIME_LIMIT_SECONDS} seconds") from None
    finally:
        _end(process)
    if process.returncode != 0:
        raise SandboxError(next(reversed(output.strip().splitlines()), f"exit code {process.returncode}"))
    if not (root / "bin" / LANGUAGE_HOST).exists():
        raise SandboxError(f"it installed no {LANGUAGE_HOST}")


def _end(process: subprocess.Popen[str]) -> None:
    """End the installer and the shell and downloader it may have started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

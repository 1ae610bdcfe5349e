"""The Pulumi command line, isolated from the user's accounts and always interruptible."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

from pulumi.automation import CommandResult, PulumiCommand
from pulumi.automation.errors import create_command_error
from semver import VersionInfo

from orion_sandbox import processes
from orion_sandbox.errors import SandboxError
from orion_sandbox.interrupts import Terminated

ACCOUNT_PREFIXES = ("AWS_", "PULUMI_")
"""Variables that give access to the user's AWS accounts, Pulumi login, stacks and plugins."""

_MISSING_PLUGIN = re.compile(r"no resource plugin 'pulumi-resource-([\w-]+)' found .*")
_NO_STAND_IN = (
    r"the sandbox has no stand-in for the package \1, only for aws and random: leave its resources out of this stack, "
    r"or put its own plugin, pulumi-resource-\1, on PATH if that works without an account"
)
_RESTORE_INTERRUPTS = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
)


def without_accounts(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without the variables that give access to the user's accounts."""
    return {name: value for name, value in environment.items() if not name.startswith(ACCOUNT_PREFIXES)}


def in_our_words(line: str) -> str:
    """Return a line of the engine, with advice that does not help in the sandbox replaced."""
    return _MISSING_PLUGIN.sub(_NO_STAND_IN, line)


class SandboxPulumi(PulumiCommand):
    """Runs `pulumi` without the user's accounts; the SDK's class passes the whole environment to every call."""

    def __init__(self, executable: Path, version: str, on_start: Callable[[int], object] | None = None) -> None:
        """Use this executable; `on_start` is called with the process id of each command."""
        # The SDK's constructor runs `pulumi version`, which the engine's finder has done.
        self.command = str(executable)
        self.version = VersionInfo.parse(version)
        self._on_start = on_start

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: Callable[[str], Any] | None = None,
        on_error: Callable[[str], Any] | None = None,
    ) -> CommandResult:
        """Run one command to its end.

        Raises:
            CommandError: It fails; the error contains the command's reasons.
            SandboxError: It was killed.
        """
        command = [*_interruptible(), self.command, "--non-interactive", *args]
        environment = {**without_accounts(os.environ), **additional_env, "PULUMI_AUTOMATION_API": "true"}
        pipe = subprocess.PIPE
        # In its own session: a terminal's Ctrl-C, and a signal to the process group of the command, then reach the
        # engine once, as an interrupt from here. Engines of other threads are not interrupted here.
        alone = threading.current_thread() is threading.main_thread()
        with (
            subprocess.Popen(  # noqa: S603 - the engine, without a shell
                command, stdout=pipe, stderr=pipe, cwd=cwd, env=environment, encoding="utf-8", start_new_session=alone
            ) as process,
            ThreadPoolExecutor(2) as readers,
        ):
            stdout = readers.submit(_relay, process.stdout, on_output)
            stderr = readers.submit(_relay, process.stderr, on_error)
            if self._on_start:
                self._on_start(process.pid)
            # Leaving the pool waits for the engine's last line. With its output closed the engine would die while it
            # stops, and leave the state locked.
            code = _wait(process)
        if code < 0:
            raise SandboxError(
                f"the Pulumi engine was killed ({signal.Signals(-code).name}). What it had finished is in the state:"
                " run the same command again, and it continues from there."
            )
        if code != 0:
            raise create_command_error(CommandResult(_reasons(stdout.result()), stderr.result(), code))
        return CommandResult(stdout.result(), stderr.result(), code)


def _wait(process: subprocess.Popen[str]) -> int:
    """Wait until an engine ends, and interrupt it when this process is interrupted.

    On a second interrupt the engine ends without saving its state. A cancelled job may get several signals, so only a
    second Ctrl-C is forwarded.
    """
    interrupt: KeyboardInterrupt | None = None
    while True:
        try:
            code = process.wait()
            break
        except KeyboardInterrupt as error:
            if interrupt is None or not isinstance(error, Terminated):
                process.send_signal(signal.SIGINT)
            interrupt = interrupt or error
    if code < 0:
        # Otherwise its language host and the program would continue.
        processes.end_session(process.pid)
    if interrupt:
        raise interrupt
    return code


def _interruptible() -> list[str]:
    """Return a prefix for a command if this process ignores SIGINT, as under `nohup` or in a background job.

    An engine that ignores SIGINT stops its plugins with a signal that they also ignore: each command then takes 5 to
    10 seconds longer and may leave providers behind.
    """
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        return []
    return [sys.executable, "-I", "-S", "-c", _RESTORE_INTERRUPTS]


def _reasons(stdout: str) -> str:
    """Return the reasons of the command if it prints any, without the hundreds of lines about successful resources."""
    _, title, reasons = stdout.partition("Diagnostics:\n")
    return title + reasons or stdout


def _relay(stream: IO[str] | None, callback: Callable[[str], Any] | None) -> str:
    lines: list[str] = []
    for line in stream or ():
        lines.append(in_our_words(line.rstrip()))
        if callback:
            try:
                callback(lines[-1])
            except OSError:
                # The terminal or pipe was closed. The output of the engine must still be read to its end.
                callback = None
    return "\n".join(lines)

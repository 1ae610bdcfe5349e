"""The Pulumi command line as the sandbox runs it: apart from the user's accounts, and always interruptible."""

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
"""Variables that lead to the user's AWS accounts, Pulumi login, stacks and plugins."""

_MISSING_PLUGIN = re.compile(r"no resource plugin 'pulumi-resource-([\w-]+)' found .*")
_NO_STAND_IN = (
    r"the sandbox has no stand-in for the package \1, only for aws and random: leave its resources out of this stack, "
    r"or put its own plugin, pulumi-resource-\1, on PATH if that works without an account"
)
_RESTORE_INTERRUPTS = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
)


def without_accounts(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without the variables that lead to the user's accounts."""
    return {name: value for name, value in environment.items() if not name.startswith(ACCOUNT_PREFIXES)}


def in_our_words(line: str) -> str:
    """Return a line of the engine's, which may advise what does not help in the sandbox."""
    return _MISSING_PLUGIN.sub(_NO_STAND_IN, line)


class SandboxPulumi(PulumiCommand):
    """Runs `pulumi` with nothing of the user's accounts: the SDK's own merges the whole environment into every call."""

    def __init__(self, executable: Path, version: str, on_start: Callable[[int], object] | None = None) -> None:
        """Take the engine; `on_start` is called with the process id of each command."""
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
            CommandError: It fails; with the reasons that the command gave.
            SandboxError: It was killed.
        """
        command = [*_interruptible(), self.command, "--non-interactive", *args]
        environment = {**without_accounts(os.environ), **additional_env, "PULUMI_AUTOMATION_API": "true"}
        pipe = subprocess.PIPE
        # A session of its own: a terminal's Ctrl-C, and a signal to the process group of the command, then reach the
        # engine once and as an interrupt, from here. Those of other threads are not interrupted here.
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
            # Leaving the pool waits for the engine's last line. With its output closed it would die in the middle of
            # winding down, and leave the state locked.
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
    """Wait for the end of an engine, and interrupt it when this process is interrupted.

    At a second interrupt the engine ends without saving its state. A cancelled job may get several signals, so only a
    second Ctrl-C is passed on.
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
        # Its language host and the program would run on.
        processes.end_session(process.pid)
    if interrupt:
        raise interrupt
    return code


def _interruptible() -> list[str]:
    """Return what to put before a command where this process ignores SIGINT, as under `nohup` or in a background job.

    An engine that inherits it ends its plugins by a signal that they ignore too: each command then takes 5 to 10
    seconds longer and may leave providers behind.
    """
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        return []
    return [sys.executable, "-I", "-S", "-c", _RESTORE_INTERRUPTS]


def _reasons(stdout: str) -> str:
    """Leave out the resources that went well, which may be hundreds of lines, where the command names its reasons."""
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
                # The terminal or the pipe that it is shown on was closed. The engine must be read to its end.
                callback = None
    return "\n".join(lines)

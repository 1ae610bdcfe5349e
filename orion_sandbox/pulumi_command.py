"""The Pulumi command line as the sandbox runs it: apart from the user's accounts, and always interruptible."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

from pulumi.automation import CommandResult, PulumiCommand
from pulumi.automation.errors import create_command_error
from semver import VersionInfo

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

    def __init__(self, executable: Path, version: str) -> None:
        # The SDK's constructor runs `pulumi version`, which the engine's finder has done.
        self.command = str(executable)
        self.version = VersionInfo.parse(version)

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: Callable[[str], Any] | None = None,
        on_error: Callable[[str], Any] | None = None,
    ) -> CommandResult:
        """Run one command to its end. Raises `CommandError` when it fails, with the reasons that the command gave."""
        command = [*_interruptible(), self.command, "--non-interactive", *args]
        environment = {**without_accounts(os.environ), **additional_env, "PULUMI_AUTOMATION_API": "true"}
        pipe = subprocess.PIPE
        with (
            subprocess.Popen(  # noqa: S603 - the engine, without a shell
                command, stdout=pipe, stderr=pipe, cwd=cwd, env=environment, encoding="utf-8"
            ) as process,
            ThreadPoolExecutor(2) as readers,
        ):
            stdout = readers.submit(_relay, process.stdout, on_output)
            stderr = readers.submit(_relay, process.stderr, on_error)
            # Ctrl-C reaches the engine too, and ends this wait; leaving the pool then waits until the engine has wound
            # down. With its output closed it would die in the middle of that and leave the state locked.
            code = process.wait()
        if code != 0:
            raise create_command_error(CommandResult(_reasons(stdout.result()), stderr.result(), code))
        return CommandResult(stdout.result(), stderr.result(), code)


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
            callback(lines[-1])
    return "\n".join(lines)

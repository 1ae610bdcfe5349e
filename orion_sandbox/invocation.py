"""The sandbox's command as the user types it, for messages that name the next one."""

import os
import shlex
import shutil
import sys
from pathlib import Path

NAME = "orion-sandbox"
MAKE_VARIABLE = "ORION_SANDBOX_MAKE"
"""Set by the Makefile of this repository, for the commands that it has as targets."""
TARGETS = ("up", "destroy", "down")


def command_line(command: str, stack: str) -> str:
    """Return the line of a shell that runs a command on a stack."""
    if command in TARGETS and os.environ.get(MAKE_VARIABLE):
        return f"make {command} STACK={stack}"
    return f"{program()} {command} --stack {stack}"


def in_shell(command: str, stack: str) -> str:
    """Return the line of a shell that runs a command of `pulumi` or `aws` in the sandbox of a stack."""
    return f'(eval "$({command_line("env", stack)})" && {command})'


def program() -> str:
    """Return what runs the sandbox from the current folder: its name on PATH, a path, or the module of a Python.

    In a script or a test that uses the sandbox in Python, it is the name.
    """
    called = Path(sys.argv[0])
    if called.parts[-2:] == ("orion_sandbox", "__main__.py"):
        return f"{_typed(Path(sys.executable))} -m orion_sandbox"
    return _typed(called) if called.name == NAME else NAME


def _typed(executable: Path) -> str:
    if shutil.which(executable.name) == str(executable):
        return executable.name
    here = Path.cwd()
    return shlex.quote(str(executable.relative_to(here) if executable.is_relative_to(here) else executable))

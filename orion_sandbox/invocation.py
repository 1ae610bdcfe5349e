"""The sandbox's command line, for messages that name the next command."""

import os
import shlex
import shutil
import sys
from pathlib import Path

NAME = "orion-sandbox"
MAKE_VARIABLE = "ORION_SANDBOX_MAKE"
"""Set by this repository's Makefile, for the commands that are its targets."""
TARGETS = ("up", "destroy", "down")


def command_line(command: str, stack: str) -> str:
    """Return the shell command line that runs a command on a stack."""
    if command in TARGETS and os.environ.get(MAKE_VARIABLE):
        return f"make {command} STACK={stack}"
    return f"{program()} {command} --stack {stack}"


def in_shell(command: str, stack: str) -> str:
    """Return the shell command line that runs `pulumi` or `aws` in the sandbox of a stack."""
    return f'(eval "$({command_line("env", stack)})" && {command})'


def program() -> str:
    """Return the program to run the sandbox in the current folder: its name on PATH, a path, or a Python module.

    In a script or test that uses the sandbox in Python, return the name.
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

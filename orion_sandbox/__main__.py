"""The sandbox's command line: `python -m orion_sandbox COMMAND --stack STACK`, in the folder of a Pulumi project."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from pulumi.automation.errors import CommandError

from orion_sandbox.commands import COMMANDS, EngineFailure, clone
from orion_sandbox.errors import SandboxError
from orion_sandbox.project import find_project
from orion_sandbox.stack import SandboxStack

INTERRUPTED = 130
"""128 and the number of SIGINT: what a shell reports for an interrupted command."""


def main() -> int:
    """Run one command and return its exit code; errors that a user can fix have no traceback."""
    parser = argparse.ArgumentParser(prog="python -m orion_sandbox", description="Try a Pulumi stack without AWS.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        _add_command(commands, name, command)
    _add_command(commands, "clone", clone).add_argument("--as", dest="copy", metavar="NAME", required=True)
    chosen = parser.parse_args()
    try:
        stack = SandboxStack(chosen.stack, find_project(Path.cwd()), report=_report, strict=chosen.strict or None)
        if chosen.command == "clone":
            clone(stack, chosen.copy)
        else:
            COMMANDS[chosen.command](stack)
    except EngineFailure:
        return 1
    except (SandboxError, CommandError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _add_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, command: Callable[..., None]
) -> argparse.ArgumentParser:
    description = (command.__doc__ or "").splitlines()[0]
    parser = commands.add_parser(name, help=description, description=description)
    parser.add_argument("--stack", default="test")
    parser.add_argument("--strict", action="store_true", help="refuse what nothing judges, instead of a warning")
    return parser


def _report(line: str) -> None:
    # Not on standard output: `env` is for a shell to read.
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""The command `orion-sandbox`, which works on the Pulumi project around the current folder."""

import argparse
import os
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path

from pulumi.automation.errors import CommandError

from orion_sandbox.commands import COMMANDS, Command, EngineFailure
from orion_sandbox.errors import SandboxError, of_system
from orion_sandbox.interrupts import interrupt_on_signals
from orion_sandbox.invocation import NAME
from orion_sandbox.project import find_project
from orion_sandbox.stack import SandboxStack

HELP = partial(argparse.RawDescriptionHelpFormatter, max_help_position=28)
INTERRUPTED = 130
"""128 and the number of SIGINT: what a shell reports for an interrupted command."""
UNREAD = 141
"""128 and the number of SIGPIPE: what a shell reports for a command whose output pipe is closed."""
PAGE = "https://github.com/orion-rds/orion-rds/blob/main/docs/sandbox.md"
EPILOG = f"""\
`{NAME} COMMAND --help` shows the options of a command, their defaults and an example.

A stack has a folder under ${{XDG_STATE_HOME:-~/.local/state}}/orion-rds, or under ORION_SANDBOX_HOME where that is set.
The project is never written to, and no account of AWS or Pulumi is used. {PAGE}"""


def main() -> int:
    """Run one command and return its exit code; errors that a user can fix have no traceback."""
    try:
        try:
            return _main()
        finally:
            print(end="", flush=True)
    except BrokenPipeError:
        # The reader, such as `head`, has ended. Python would write the rest again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD


def _main() -> int:
    parser = _parser()
    given, rest = parser.parse_known_args()
    options = vars(given)
    command = COMMANDS[options.pop("command")]
    if rest:
        named = "" if command.of_project or len(rest) > 1 or rest[0].startswith("-") else f"; write --stack {rest[0]}"
        parser.error(f"unrecognized arguments: {' '.join(rest)}{named}")
    interrupt_on_signals()
    try:
        _run(command, **options)
    except EngineFailure:
        return 1
    except (SandboxError, CommandError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"error: {of_system(error, Path.cwd())}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _run(command: Command, *, stack: str | None = None, strict: bool = False, **options: object) -> None:
    project = find_project(Path.cwd())
    target = project if stack is None else SandboxStack(stack, project, report=_report, strict=strict or None)
    command.run(target, **options)


class _Version(argparse.Action):
    """Looks up the version only to print it: a checkout that is not installed has none."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"{NAME} {version(NAME)}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=NAME,
        description="Try the stacks of a Pulumi project without AWS.",
        epilog=EPILOG,
        formatter_class=HELP,
    )
    parser.add_argument(
        "--version", action=_Version, nargs=0, default=argparse.SUPPRESS, help="show program's version number and exit"
    )
    commands = parser.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        _add_command(commands, name, command)
    return parser


def _add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, command: Command) -> None:
    description = (command.run.__doc__ or "").splitlines()[0]
    parser = commands.add_parser(
        name,
        help=description[0].lower() + description[1:].rstrip("."),
        description=description,
        epilog=f"{command.notes}Example:\n  {command.example}",
        formatter_class=HELP,
    )
    if command.of_project:
        return
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "-s", "--stack", metavar="NAME", default="test", help="the stack of Pulumi.NAME.yaml (default: %(default)s)"
    )
    for flag, settings in command.options.items():
        (which if flag == "--all" else parser).add_argument(flag, **settings)


def _report(line: str) -> None:
    # Not to standard output: a shell evaluates the output of `env`.
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""The command line."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from orion_rds.cli.audit_sql import audit_sql
from orion_rds.cli.check import check
from orion_rds.cli.commands import Command, found_commands
from orion_rds.cli.import_map import import_map
from orion_rds.cli.kms_policy import kms_policy
from orion_rds.cli.schema import schema
from orion_rds.cli.stack_file import StackFileError, key_beside, read, read_file
from orion_rds.config import ConfigError, DatabaseConfig
from orion_rds.config.provider_settings import in_configuration
from orion_rds.migration.state import StateError

COMMANDS: Mapping[str, Callable[[DatabaseConfig], str]] = MappingProxyType(
    {"audit-sql": audit_sql, "kms-policy": kms_policy}
)
"""Commands that read a stack file. The docstring of each is its help."""


UNREAD = 141
"""128 plus the number of SIGPIPE: the exit code that a shell reports if the reader of the output has ended."""

INTERRUPTED = 130
"""128 plus the number of SIGINT."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Errors that the user can fix have no traceback."""
    try:
        try:
            return _main(arguments)
        finally:
            print(end="", flush=True)
    except BrokenPipeError:
        # The reader, such as `head`, has ended. Python would try again to write the rest when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    except KeyboardInterrupt:
        return INTERRUPTED


def _main(arguments: Sequence[str] | None) -> int:
    parser = argparse.ArgumentParser(
        prog="orion-rds",
        description="Check stack files, print files and statements for use outside Pulumi, and look at AWS.",
        epilog="To deploy a program without AWS, install the package orion-sandbox and run `orion-sandbox up`.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('orion-rds')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    chosen = _add(commands, "check", check)
    chosen.add_argument(
        "--stack-file", type=Path, nargs="+", action="extend", default=[], help="default: each Pulumi.*.yaml"
    )
    chosen.add_argument("--json", action="store_true", help="print JSON, with accepted warnings")
    _add(commands, "schema", schema)
    for name, command in COMMANDS.items():
        _add_stack_file(_add(commands, name, command))
    found = found_commands()
    for name, command in found.items():
        chosen = _add(commands, name, command.help)
        _add_stack_file(chosen)
        command.add_arguments(chosen)
    chosen = _add(commands, "import-map", import_map)
    source = chosen.add_mutually_exclusive_group(required=True)
    source.add_argument("--state", type=Path, help="output of `terraform state pull`")
    source.add_argument("--described", type=Path, nargs="+", default=[], help="output of the AWS CLI for the database")
    chosen.add_argument("--cluster", help="identifier of the cluster; required where there are several")
    chosen.add_argument("--configuration", action="store_true", help="print the settings instead")
    given, rest = parser.parse_known_args(arguments)
    if rest:
        named = "; name stack files with --stack-file" if "stack_file" in given and not rest[0].startswith("-") else ""
        parser.error(f"unrecognized arguments: {' '.join(rest)}{named}")
    if given.command == "check":
        return check(given.stack_file, given.key, as_json=given.json)
    given.key = given.key or key_beside(getattr(given, "stack_file", Path("Pulumi.yaml")))
    try:
        if command := found.get(given.command):
            return _run(command, given)
        print(_answer(given), end="")
    except (ConfigError, StackFileError, StateError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _run(command: Command, given: argparse.Namespace) -> int:
    config = read(given.stack_file, given.key)
    return command.run(given, config, in_configuration(read_file(given.stack_file).values))


def _add(commands: Any, name: str, command: Callable[..., object] | str) -> argparse.ArgumentParser:
    """Add a command. `command` is its help, or a function whose docstring is the help."""
    text = command if isinstance(command, str) else (command.__doc__ or "").partition("\n\n")[0]
    description = " ".join(text.split())
    chosen: argparse.ArgumentParser = commands.add_parser(name, help=description, description=description)
    chosen.add_argument("--key", help="key of the database's configuration; default: `database` of the project")
    return chosen


def _add_stack_file(chosen: argparse.ArgumentParser) -> None:
    chosen.add_argument("--stack-file", type=Path, default=Path("Pulumi.prod.yaml"), help="default: %(default)s")


def _answer(given: argparse.Namespace) -> str:
    if given.command == "schema":
        return schema(given.key)
    if given.command == "import-map":
        return import_map(
            given.state, given.described, cluster=given.cluster, key=given.key, configuration=given.configuration
        )
    return COMMANDS[given.command](read(given.stack_file, given.key))


if __name__ == "__main__":
    sys.exit(main())

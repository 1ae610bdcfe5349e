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
from orion_rds.cli.import_map import import_map
from orion_rds.cli.kms_policy import kms_policy
from orion_rds.cli.schema import schema
from orion_rds.cli.stack_file import StackFileError, key_beside, read
from orion_rds.config import ConfigError, DatabaseConfig
from orion_rds.migration.state import StateError

COMMANDS: Mapping[str, Callable[[DatabaseConfig], str]] = MappingProxyType(
    {"audit-sql": audit_sql, "kms-policy": kms_policy}
)
"""Commands that read a stack file. The docstring of each is its help."""


UNREAD = 141
"""128 and the number of SIGPIPE: what a shell reports for a command whose output nobody reads any more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Errors that the user can fix have no traceback."""
    try:
        try:
            return _main(arguments)
        finally:
            print(end="", flush=True)
    except BrokenPipeError:
        # Of `| head`, which has ended. Python writes the rest once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD


def _main(arguments: Sequence[str] | None) -> int:
    parser = argparse.ArgumentParser(
        prog="orion-rds",
        description="Check stack files, and print files and statements for use outside Pulumi.",
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
        chosen = _add(commands, name, command)
        chosen.add_argument("--stack-file", type=Path, default=Path("Pulumi.prod.yaml"), help="default: %(default)s")
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
        print(_answer(given), end="")
    except (ConfigError, StackFileError, StateError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _add(commands: Any, name: str, command: Callable[..., object]) -> argparse.ArgumentParser:
    description = " ".join((command.__doc__ or "").partition("\n\n")[0].split())
    chosen: argparse.ArgumentParser = commands.add_parser(name, help=description, description=description)
    chosen.add_argument("--key", help="key of the database's configuration; default: `database` of the project")
    return chosen


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

"""The command line."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from orion_rds.cli.audit_sql import audit_sql
from orion_rds.cli.kms_policy import kms_policy
from orion_rds.cli.stack_file import KEY, StackFileError, read
from orion_rds.config import ConfigError, DatabaseConfig

COMMANDS: Mapping[str, Callable[[DatabaseConfig], str]] = MappingProxyType(
    {"audit-sql": audit_sql, "kms-policy": kms_policy}
)
"""Each says in its docstring what it prints."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. What the user can mend is told without a traceback."""
    parser = argparse.ArgumentParser(prog="orion-rds", description="Print what a stack file asks for outside Pulumi.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        description = " ".join((command.__doc__ or "").split())
        chosen = commands.add_parser(name, help=description, description=description)
        chosen.add_argument("--stack-file", type=Path, default=Path("Pulumi.prod.yaml"), help="default: %(default)s")
        chosen.add_argument("--key", default=KEY, help="key of the database's configuration; default: %(default)s")
    given = parser.parse_args(arguments)
    try:
        print(COMMANDS[given.command](read(given.stack_file, given.key)), end="")
    except (ConfigError, StackFileError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

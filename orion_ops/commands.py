"""The commands, as `orion-rds` finds them. Their modules are imported when they run: they need the extra `ops`."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from orion_ops import agreeing, reaching
from orion_ops.errors import ERROR, OpsError
from orion_ops.restore import moment
from orion_rds.config import DatabaseConfig
from orion_rds.config.provider_settings import ProviderSettings

EXTRA = frozenset({"boto3", "botocore", "psycopg", "redis", "rich"})
"""Packages of the extra `ops`."""

Run = Callable[[argparse.Namespace, DatabaseConfig, ProviderSettings], int]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its help, its arguments, and the module with its function `run`."""

    name: str
    help: str
    module: str
    arguments: Callable[[argparse.ArgumentParser], object]

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the arguments of this command."""
        self.arguments(parser)

    def run(self, given: argparse.Namespace, config: DatabaseConfig, provider: ProviderSettings) -> int:
        """Run the command and return its exit code."""
        try:
            run = cast("Run", import_module(self.module).run)
        except ModuleNotFoundError as error:
            package = (error.name or "").partition(".")[0]
            if package not in EXTRA:
                raise
            print(
                f"error: `orion-rds {self.name}` needs the package {package}, which is not installed. Install the "
                "extra `ops`: `pip install 'orion-rds[ops]'`.",
                file=sys.stderr,
            )
            return ERROR
        try:
            return run(given, config, provider)
        except OpsError as error:
            print(f"error: {error}", file=sys.stderr)
            return ERROR


def _of_preflight(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _of_status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--watch", action="store_true", help="ask again every 15 seconds, until Ctrl-C")


def _of_dr(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["failover", "status", "switchover"], help="what is done")
    parser.add_argument("--to", metavar="REGION", help="the region that is to write (default: that of the standby)")
    agreeing.add_argument(parser)
    parser.add_argument("--json", action="store_true", help="print the status as JSON")


def _of_drill(parser: argparse.ArgumentParser) -> None:
    reaching.add_arguments(parser)
    parser.add_argument("what", choices=["failover", "restore"], help="what is exercised")
    agreeing.add_argument(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    failover = parser.add_argument_group("of `drill failover`")
    failover.add_argument("--redis", action="store_true", help="fail Redis over (default: the database)")
    failover.add_argument("--protected", action="store_true", help="also a cluster with deletion protection")
    failover.add_argument("--runs", type=_count, default=1, metavar="N", help="how many failovers, one after the other")
    failover.add_argument("--html", type=Path, metavar="FILE", help="also write a report with a timeline to this file")
    restore = parser.add_argument_group("of `drill restore`")
    moment.add_arguments(restore, "default: one between two markers")
    restore.add_argument("--from-copy", action="store_true", help="restore the newest copy, in the second region")
    restore.add_argument("--subnet-group", metavar="NAME", help="where the copy is restored (default: as the standby)")
    restore.add_argument("--security-group", metavar="ID", action="append", help="of the copy; may be repeated")


def _count(text: str) -> int:
    if not text.isdecimal() or not (count := int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return count


def _of_connect(parser: argparse.ArgumentParser) -> None:
    reaching.add_arguments(parser)
    parser.add_argument("--reader", action="store_true", help="connect to a reader (default: the writer)")
    parser.add_argument("--iam-user", metavar="NAME", help="a user with a token of IAM (default: the master user)")


def _of_restore(parser: argparse.ArgumentParser) -> None:
    reaching.add_arguments(parser)
    moment.add_arguments(parser, "needed to begin, not to go on")
    agreeing.add_argument(parser)


def _of_sql(parser: argparse.ArgumentParser) -> None:
    reaching.add_arguments(parser)
    agreeing.add_argument(parser)


CONNECT = Command(
    "connect",
    "Print the line with which a shell connects by psql. It asks AWS for the password when it runs, and contains none.",
    "orion_ops.connect",
    _of_connect,
)
DR = Command(
    "dr",
    "Let the other region write: by `switchover` without loss, by `failover` when the region that writes is lost. "
    "`status` shows which one writes, how far the other one is behind, and what a switch would be refused for.",
    "orion_ops.dr.command",
    _of_dr,
)
DRILL = Command(
    "drill",
    "Fail the writer over while clients write and read, and measure how long they cannot; or restore into a temporary "
    "cluster, check what is in it, and measure how long that takes. The exit code is 0 if nothing is lost and the "
    "objective is met, 3 if not. For Redis nothing is promised, and the exit code is 0.",
    "orion_ops.drill.command",
    _of_drill,
)
PREFLIGHT = Command(
    "preflight",
    "List what would stop a first deployment to this account: names, networks, classes, keys, quotas and permissions. "
    "The exit code is 0 if nothing is found, 3 if something is, 4 if a part could not be checked.",
    "orion_ops.preflight.command",
    _of_preflight,
)
RESTORE = Command(
    "restore",
    "Put a restored database in place of a damaged one: restore beside it, check, exchange the names. The endpoints, "
    "the secret and the stack stay. Run again, it goes on where it was interrupted.",
    "orion_ops.restore.command",
    _of_restore,
)
ROLL = Command(
    "roll",
    "Apply what waits for a restart, instance by instance: readers first, then one failover, then the former writer.",
    "orion_ops.roll.command",
    agreeing.add_argument,
)
SQL = Command(
    "sql",
    "Make the roles of the configuration, their privileges and the extensions in the database, in one transaction. The "
    "exit code is 0 if the database is as the configuration says, 3 if something is left, which is printed.",
    "orion_ops.sql.command",
    _of_sql,
)
STATUS = Command(
    "status",
    "Show the state of a deployed database: topology, lag, alarms, backups and what waits. The exit code is 0 if it is "
    "healthy, 3 if not, 4 if a part of it is not known.",
    "orion_ops.status.command",
    _of_status,
)

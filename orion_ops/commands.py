"""Commands for `orion-rds`. Their modules require the extra `ops`, and are imported when a command runs."""

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
    parser.add_argument("what", choices=["failover", "status", "switchover"], help="the operation")
    parser.add_argument("--to", metavar="REGION", help="the new writer region (default: that of the standby)")
    agreeing.add_argument(parser)
    parser.add_argument("--json", action="store_true", help="print the status as JSON")


def _of_drill(parser: argparse.ArgumentParser) -> None:
    reaching.add_arguments(parser)
    parser.add_argument("what", choices=["failover", "restore"], help="the kind of drill")
    agreeing.add_argument(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    failover = parser.add_argument_group("options of `drill failover`")
    failover.add_argument("--redis", action="store_true", help="fail over Redis (default: the database)")
    failover.add_argument("--protected", action="store_true", help="allow a cluster with deletion protection")
    failover.add_argument("--runs", type=_count, default=1, metavar="N", help="number of failovers (default: 1)")
    failover.add_argument("--html", type=Path, metavar="FILE", help="write a report with timelines to this file")
    restore = parser.add_argument_group("options of `drill restore`")
    moment.add_arguments(restore, "default: between two markers")
    restore.add_argument("--from-copy", action="store_true", help="restore the latest copy, in the second region")
    restore.add_argument(
        "--subnet-group", metavar="NAME", help="DB subnet group for the restored copy (default: the standby's)"
    )
    restore.add_argument(
        "--security-group",
        metavar="ID",
        action="append",
        help="security group for the restored copy (default: the standby's); may be repeated",
    )


def _count(text: str) -> int:
    if not text.isdecimal() or not (count := int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number")
    return count


def _of_connect(parser: argparse.ArgumentParser) -> None:
    reaching.add_arguments(parser)
    parser.add_argument("--reader", action="store_true", help="connect to a reader (default: the writer)")
    parser.add_argument(
        "--iam-user", metavar="NAME", help="connect as this user with an IAM token (default: as the master user)"
    )


def _of_restore(parser: argparse.ArgumentParser) -> None:
    reaching.add_arguments(parser)
    moment.add_arguments(parser, "required to start, not to resume")
    agreeing.add_argument(parser)


def _of_sql(parser: argparse.ArgumentParser) -> None:
    reaching.add_arguments(parser)
    agreeing.add_argument(parser)


CONNECT = Command(
    "connect",
    "Print a shell command that connects with psql. It contains no password: it reads it from AWS when it runs.",
    "orion_ops.connect",
    _of_connect,
)
DR = Command(
    "dr",
    "Move the writer to the other region: `switchover` without data loss, `failover` when the writer region is lost. "
    "`status` shows the writer region, the replication lag, and what would prevent a switch.",
    "orion_ops.dr.command",
    _of_dr,
)
DRILL = Command(
    "drill",
    "Fail over the writer while clients write and read, and measure the interruption; or restore into a temporary "
    "cluster, check its data, and measure the time. The exit code is 0 if nothing is lost and the objective is met, 3 "
    "if not. Redis has no objective: the exit code is 0.",
    "orion_ops.drill.command",
    _of_drill,
)
PREFLIGHT = Command(
    "preflight",
    "List what would prevent a first deployment to this account: names, networks, classes, keys, quotas and "
    "permissions. The exit code is 0 without findings, 3 with findings, 4 if a check could not run.",
    "orion_ops.preflight.command",
    _of_preflight,
)
RESTORE = Command(
    "restore",
    "Replace a damaged database with a restored one: restore a second cluster, check it, swap the names. The "
    "endpoints, the secret and the stack stay. After an interruption, run the command again to resume.",
    "orion_ops.restore.command",
    _of_restore,
)
ROLL = Command(
    "roll",
    "Apply changes that wait for a restart, one instance at a time: the readers, one failover, the former writer.",
    "orion_ops.roll.command",
    agreeing.add_argument,
)
SQL = Command(
    "sql",
    "Create the configured roles, their privileges and the extensions in the database, in one transaction. The exit "
    "code is 0 if the database matches the configuration, 3 if manual steps remain, which are printed.",
    "orion_ops.sql.command",
    _of_sql,
)
STATUS = Command(
    "status",
    "Show the state of a deployed database: topology, lag, alarms, backups and pending changes. The exit code is 0 if "
    "it is healthy, 3 if not, 4 if a part of it could not be read.",
    "orion_ops.status.command",
    _of_status,
)

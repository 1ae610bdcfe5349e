"""`orion-rds sql`."""

import argparse
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg

from orion_ops.agreeing import agree
from orion_ops.aws import Aws
from orion_ops.deployed import Deployed
from orion_ops.errors import PROBLEM, OpsError
from orion_ops.postgres import access
from orion_ops.sql.passwords import HIDDEN, set_password, unset
from orion_ops.sql.state import read
from orion_ops.sql.statements import left, statements
from orion_rds.config import DatabaseConfig
from orion_rds.config.provider_settings import ProviderSettings

OPTIONS = "-c lock_timeout=5s"
"""A statement that waits for a lock blocks all later requests for it."""

ENDED = ("08", "57P")
"""Prefixes of the SQLSTATE of errors that end a connection.

Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
"""


def run(given: argparse.Namespace, config: DatabaseConfig, provider: ProviderSettings) -> int:
    """Apply the configuration to the database, and return the exit code."""
    deployed = Deployed(Aws(provider.region), config, datetime.now(UTC))
    site = deployed.writing_first()[0]
    to_database = access(deployed, site, given)
    with _explaining("The database cannot be read"), closing(to_database.writer(OPTIONS)) as connection:
        state = read(connection)
        todo, passwords = statements(config, state), unset(deployed, site, to_database, state)
        where = f"{site.cluster_identifier} in {deployed.region(site)}, database {state.database}, as {state.master}"
        print(f"{where}:")
        if shown := [*todo, *map(HIDDEN.format, passwords)]:
            print("\n".join(f"  {each}" for each in shown), flush=True)
            agree(given)
            _execute(connection, config, todo, passwords)
            print(f"Statements executed: {len(shown)}.")
        else:
            print("  The database is up to date.")
        remaining = [*left(config, read(connection))]
        print("".join(f"{each}\n" for each in remaining), end="")
    return PROBLEM if remaining else 0


def _execute(
    connection: "psycopg.Connection[Any]", config: DatabaseConfig, todo: list[str], passwords: Mapping[str, str]
) -> None:
    """Run the statements, all or none.

    Raises:
        OpsError: A statement fails or has no effect, or the database has changed since they were printed.
    """
    with _explaining("Nothing was changed because a statement failed"), connection.transaction():
        if statements(config, read(connection)) != todo:
            raise OpsError("The database has changed since the statements were printed. Run the command again.")
        for each in todo:
            with _explaining(f"Nothing was changed because `{each}` failed"):
                connection.execute(each.encode())
        for name, password in passwords.items():
            with _explaining(f"Nothing was changed because `{HIDDEN.format(name)}` failed"):
                set_password(connection, name, password)
        if without := statements(config, read(connection)):
            raise OpsError(
                f"Nothing was changed because these statements had no effect: {' '.join(without)} Run them as a user "
                "with the privileges, such as the owner; then run the command again."
            )


@contextmanager
def _explaining(what: str) -> Generator[None]:
    try:
        yield
    except psycopg.errors.LockNotAvailable as error:
        raise OpsError(f"{what}: {_text(error)}. Run the command again when nothing else holds the lock.") from None
    except psycopg.Error as error:
        if not _is_of_connection(error):
            raise OpsError(f"{what}: {_text(error)}. docs/sql.md lists what each statement needs.") from None
        # Including a commit whose response was lost.
        raise OpsError(
            f"The connection to the database failed: {_text(error)}. Run the command again to apply the rest. "
            "If the hosts have private addresses, pass reachable ones with --connect-to."
        ) from None


def _is_of_connection(error: psycopg.Error) -> bool:
    """Return whether the connection failed or was lost.

    psycopg has the same class for some refused statements, such as those that are cancelled, or that need a library
    that is not loaded.
    """
    ends = error.sqlstate is None or error.sqlstate.startswith(ENDED)
    return isinstance(error, psycopg.OperationalError) and ends


def _text(error: psycopg.Error) -> str:
    return " ".join(str(error).split()).rstrip(".")

"""Two markers in a database, and a time between them."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from orion_ops.errors import OpsError
from orion_ops.postgres import Access
from orion_ops.waiting import until

SCHEMA = "orion_rds_restore_drill"
REMOVE = f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"
CREATE = (f"CREATE SCHEMA {SCHEMA}", f"CREATE TABLE {SCHEMA}.markers (name text PRIMARY KEY)")
BEFORE, AFTER = "before", "after"
MARK = f"INSERT INTO {SCHEMA}.markers VALUES (%s)"  # noqa: S608 - a constant
MARKERS = f"SELECT name FROM {SCHEMA}.markers"  # noqa: S608 - a constant
APART = timedelta(seconds=1)
"""Between each marker and the time, which is a whole second."""
APART_SECONDS = 60.0


def marked(database: Access) -> datetime:
    """Write two markers, and return a time between them by the server's clock.

    Raises:
        OpsError: They cannot be written.
    """
    try:
        with closing(database.writer()) as connection:
            try:
                for statement in (REMOVE, *CREATE):
                    connection.execute(statement.encode())
                connection.execute(MARK.encode(), (BEFORE,))
                moment = (_now(connection) + APART).replace(microsecond=0) + APART
                until(lambda: _now(connection) > moment + APART, APART_SECONDS, "The clock of the server stands still")
                connection.execute(MARK.encode(), (AFTER,))
            finally:
                connection.execute(REMOVE.encode())
    except psycopg.Error as error:
        raise OpsError(
            f"The markers cannot be written: {str(error).strip()}. If the hosts have private addresses, pass reachable "
            "ones with --connect-to. With --to the drill writes nothing."
        ) from None
    return moment


def _now(connection: "psycopg.Connection[Any]") -> datetime:
    [(now,)] = connection.execute("SELECT clock_timestamp()").fetchall()
    return now.astimezone(UTC)


def marker_failures(connection: "psycopg.Connection[Any]") -> list[str]:
    """Return the errors of the markers in a database that was restored to the time between them."""
    try:
        found = {name for (name,) in connection.execute(MARKERS.encode())}
    except psycopg.Error as error:
        return [f"the markers cannot be read: {str(error).strip()}"]
    return [
        *(["the marker before the restored time is missing"] if BEFORE not in found else []),
        *(["the marker after the restored time exists"] if AFTER in found else []),
    ]

"""psycopg with a pool: clients write again seconds after a failover.

server = {"host": "WRITER,INSTANCE,INSTANCE", "port": 5432, "dbname": "orion", "user": "app", "sslrootcert": BUNDLE}
with open_pool(server, read_password) as pool:
    run(pool, lambda connection: connection.execute("INSERT INTO ... ON CONFLICT DO NOTHING"))
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import psycopg
from psycopg_pool import ConnectionPool

Result = TypeVar("Result")

SETTINGS: Mapping[str, str | int] = {
    "target_session_attrs": "read-write",
    "connect_timeout": 3,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 3000,
    "sslmode": "verify-full",
}
"""Settings of libpq."""

AGAIN_SECONDS = 0.2


def open_pool(server: Mapping[str, str | int], read_password: Callable[[], str]) -> ConnectionPool:
    """Open a pool. `read_password` is called for each new connection: the password may be another one by then."""
    return ConnectionPool(
        kwargs=lambda: {**SETTINGS, **server, "password": read_password()},
        min_size=1,
        max_size=10,
        # A connection that broke while it was in the pool is replaced before it is used.
        check=ConnectionPool.check_connection,
        # The pool doubles its pause after each failure. By default it does so for five minutes.
        reconnect_timeout=5,
        timeout=5,
        open=True,
    )


def run(pool: ConnectionPool, work: Callable[[psycopg.Connection[Any]], Result], seconds: float = 60) -> Result:
    """Do some work in a transaction; do it again, for up to `seconds`, if the connection breaks.

    The last commit may have succeeded although its answer was lost: work must be harmless when done twice.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            with pool.connection() as connection:
                return work(connection)
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(AGAIN_SECONDS)

"""SQLAlchemy with psycopg: clients write again seconds after a failover.

server = {"host": "WRITER,INSTANCE,INSTANCE", "port": 5432, "dbname": "orion", "user": "app", "sslrootcert": BUNDLE}
engine = make_engine(server, read_password)
run(engine, lambda connection: connection.execute(text("INSERT INTO ... ON CONFLICT DO NOTHING")))
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

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


def make_engine(server: Mapping[str, str | int], read_password: Callable[[], str]) -> Engine:
    """Make an engine. `read_password` is called for each new connection: the password may be another one by then."""
    engine = create_engine(
        "postgresql+psycopg://",
        connect_args={**SETTINGS, **server},
        # A connection that broke while it was in the pool is replaced before it is used.
        pool_pre_ping=True,
    )

    @event.listens_for(engine, "do_connect")
    def authenticate(_dialect: object, _record: object, _arguments: object, parameters: dict[str, Any]) -> None:  # pyright: ignore[reportUnusedFunction]
        parameters["password"] = read_password()

    return engine


def run(engine: Engine, work: Callable[[Connection], Result], seconds: float = 60) -> Result:
    """Do some work in a transaction; do it again, for up to `seconds`, if the connection breaks.

    The last commit may have succeeded although its answer was lost: work must be harmless when done twice.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            with engine.begin() as connection:
                return work(connection)
        except DBAPIError as error:
            broken = isinstance(error, OperationalError) or error.connection_invalidated
            if not broken or time.monotonic() > deadline:
                raise
            time.sleep(AGAIN_SECONDS)

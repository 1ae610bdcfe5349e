"""asyncpg with its pool: clients write again seconds after a failover.

server = {"host": ["WRITER", "INSTANCE", "INSTANCE"], "port": 5432, "database": "orion", "user": "app"}
async with await open_pool(server, read_password, BUNDLE) as pool:
    await run(pool, lambda connection: connection.execute("INSERT INTO ... ON CONFLICT DO NOTHING"))
"""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import asyncpg

Result = TypeVar("Result")

AGAIN_SECONDS = 0.2

BROKEN = (
    OSError,  # also a timeout
    asyncpg.InterfaceError,  # the connection is closed
    asyncpg.InvalidAuthorizationSpecificationError,  # the password was another one a moment ago
    asyncpg.OperatorInterventionError,  # the server stops or starts
    asyncpg.PostgresConnectionError,
    asyncpg.TargetServerAttributeNotMatched,  # no host can write yet
)
"""Errors of a connection that broke or could not be made."""


async def open_pool(server: Mapping[str, Any], read_password: Callable[[], str], root_certificate: str) -> asyncpg.Pool:
    """Open a pool. `read_password` is called for each new connection: the password may be another one by then."""
    return await asyncpg.create_pool(
        **server,
        password=read_password,
        # It verifies the name of the host, too.
        ssl=ssl.create_default_context(cafile=root_certificate),
        target_session_attrs="read-write",
        # For all hosts together.
        timeout=10,
        # A host that is gone answers nothing.
        command_timeout=5,
        min_size=1,
        max_size=10,
    )


async def run(
    pool: asyncpg.Pool, work: Callable[[asyncpg.pool.PoolConnectionProxy], Awaitable[Result]], seconds: float = 60
) -> Result:
    """Do some work in a transaction; do it again, for up to `seconds`, if the connection breaks.

    The last commit may have succeeded although its answer was lost: work must be harmless when done twice.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            async with pool.acquire() as connection, connection.transaction():
                return await work(connection)
        except BROKEN:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(AGAIN_SECONDS)

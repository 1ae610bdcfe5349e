"""redis-py, 7.2 or newer: a client writes again seconds after a failover of Redis or Valkey.

client = make_client("PRIMARY ENDPOINT", 6379, lambda: ("app", read_password()))
client.set("key", "value")
"""

from collections.abc import Callable

from redis import Redis
from redis.backoff import ExponentialWithJitterBackoff
from redis.credentials import CredentialProvider
from redis.exceptions import ConnectionError, ReadOnlyError, TimeoutError  # noqa: A004
from redis.retry import Retry

RETRIES = 60
"""With a pause of half a second on average: for about half a minute."""


class Credentials(CredentialProvider):
    """Reads user name and password for each new connection: the password may be another one by then."""

    def __init__(self, read: Callable[[], tuple[str, str]]) -> None:
        self._read = read

    def get_credentials(self) -> tuple[str, str]:
        """Return user name and password."""
        return self._read()


def make_client(
    host: str, port: int, read_credentials: Callable[[], tuple[str, str]], root_certificate: str | None = None
) -> Redis:
    """Make a client. A command that fails is sent again on a new connection, for which the name is resolved again.

    A command may have been carried out although its answer was lost: it must be harmless when it is sent twice.
    """
    return Redis(
        host=host,
        port=port,
        credential_provider=Credentials(read_credentials),
        ssl=True,
        # AWS's certificates are signed by a public authority: by default those of the system are used.
        ssl_ca_certs=root_certificate,
        ssl_check_hostname=True,
        socket_connect_timeout=3,
        socket_timeout=3,
        # A connection that was idle for ten seconds is tried before it is used.
        health_check_interval=10,
        retry=Retry(ExponentialWithJitterBackoff(base=0.1, cap=1), RETRIES),
        # For some seconds the name leads to the old primary, which has become a replica and does not write. A refused
        # password is a `ConnectionError` too.
        retry_on_error=[ConnectionError, ReadOnlyError, TimeoutError],
    )

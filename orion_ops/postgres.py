"""Connections to a database: hosts, user and libpq settings."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from orion_ops.aws import Record
from orion_ops.deployed import Deployed
from orion_ops.errors import OpsError
from orion_ops.reaching import BUNDLE, ROOT_CERTIFICATE, Address, addresses
from orion_rds.plan import names
from orion_rds.plan.site import Site

DEFAULT_DATABASE = "postgres"
SYSTEM_CERTIFICATES = "system"
"""The value of libpq's `sslrootcert` for the trusted certificates of the system.

Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-SSLROOTCERT
"""
REFUSED_PASSWORD = "password authentication failed"  # noqa: S105 - no password
"""Text of the server's error for a wrong password. A connection error has no SQLSTATE."""

NO_DATABASE = "permission denied for database"
"""Text of the server's error for a correct password without the privilege to connect to the database."""

FAST_RECONNECT: Mapping[str, str | int] = {
    # The writer endpoint resolves to the old writer for some seconds after a failover: libpq closes a read-only
    # connection, and tries the next host.
    "target_session_attrs": "read-write",
    "connect_timeout": 3,
    # A lost host does not respond: without these a client waits for minutes.
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 3000,
}
"""libpq settings with which a client finds the new writer.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.BestPractices.FastFailover.html
"""

RESUME_SECONDS = 30
"""Connection timeout where instances pause: a connection waits for the instance to resume, for 15 seconds or more.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A cluster to connect to."""

    writer: str
    reader: str
    instances: Sequence[str]
    """Hosts of the instances, the writer first."""

    port: int
    database: str
    user: str
    """The master user."""

    connect_to: Mapping[str, Address]
    root_certificate: str
    pauses: bool = False
    """Whether idle instances pause."""

    @property
    def reconnect(self) -> Mapping[str, str | int]:
        """The libpq settings with which a client finds the writer."""
        return {**FAST_RECONNECT, "connect_timeout": RESUME_SECONDS} if self.pauses else FAST_RECONNECT

    def parameters(self, hosts: Sequence[str], **settings: str | int) -> dict[str, str | int]:
        """Return libpq's parameters for these hosts, which it tries in order. TLS verifies their names."""
        reached = [self.connect_to.get(host) for host in hosts]
        # libpq looks a host up whose address is empty.
        addresses = {"hostaddr": ",".join(each.address if each else "" for each in reached)} if any(reached) else {}
        return {
            "host": ",".join(hosts),
            **addresses,
            "port": ",".join(str(each.port if each else self.port) for each in reached),
            "dbname": self.database,
            "user": self.user,
            "sslmode": "verify-full",
            "sslrootcert": self.root_certificate,
            **settings,
        }


class Access:
    """Connections to a database as its master user, with autocommit.

    Args:
        server: The cluster.
        ask_password: Reads the password from the secret. It is called again when the server refuses the password,
            which may have been rotated.
    """

    def __init__(self, server: Server, ask_password: Callable[[], str]) -> None:
        self.server = server
        self._ask_password = ask_password
        self._password = ask_password()

    def writer(self, options: str = "") -> "psycopg.Connection[Any]":
        """Connect to the writer: by the writer endpoint, or by an instance endpoint while that resolves elsewhere.

        Args:
            options: Server settings for the connection, as libpq's `options`.

        Raises:
            psycopg.Error: No host can be reached, or none accepts writes.
            OpsError: The password was refused, and the secret cannot be read.
        """
        return self._connect([self.server.writer, *self.server.instances], options)

    def reader(self, options: str = "") -> "psycopg.Connection[Any]":
        """Connect to a reader: by the reader endpoint, or to any instance if it does not respond. As `writer`."""
        hosts = [self.server.reader, *reversed(self.server.instances)]
        return self._connect(hosts, options, target_session_attrs="any")

    def accepts(self, user: str, password: str) -> bool:
        """Return whether the writer accepts the password of a user. Raises `psycopg.Error`."""
        hosts = [self.server.writer, *self.server.instances]
        parameters: Any = self.server.parameters(hosts, **{**self.server.reconnect, "user": user})
        try:
            psycopg.connect(password=password, **parameters).close()
        except psycopg.OperationalError as error:
            if REFUSED_PASSWORD in str(error):
                return False
            if NO_DATABASE not in str(error):
                raise
        return True

    def _connect(self, hosts: Sequence[str], options: str, **settings: str) -> "psycopg.Connection[Any]":
        parameters: Any = self.server.parameters(hosts, **{**self.server.reconnect, **settings}, options=options)
        used = self._password
        try:
            return psycopg.connect(autocommit=True, password=used, **parameters)
        except psycopg.OperationalError as error:
            if REFUSED_PASSWORD not in str(error):
                raise
            self._password = self._ask_password()
            if self._password == used:
                raise
            return psycopg.connect(autocommit=True, password=self._password, **parameters)


def server(deployed: Deployed, site: Site, given: argparse.Namespace) -> Server:
    """Return the connection settings of a region's cluster.

    Raises:
        OpsError: The cluster cannot be read, or a connection argument is missing or wrong.
    """
    if (cluster := deployed.cluster(site)) is None:
        raise OpsError(f"The cluster {site.cluster_identifier} does not exist in {deployed.region(site)}.")
    return server_of(cluster, deployed.instances(site), given)


def server_of(cluster: Record, instances: Sequence[Record], given: argparse.Namespace) -> Server:
    """Return the connection settings of a cluster.

    Raises:
        OpsError: A connection argument is missing or wrong.
    """
    connect_to = given_addresses(given)
    return Server(
        writer=cluster["Endpoint"],
        reader=cluster["ReaderEndpoint"],
        instances=[each["Endpoint"]["Address"] for each in instances if "Endpoint" in each],
        port=cluster["Port"],
        database=cluster.get("DatabaseName") or DEFAULT_DATABASE,
        user=cluster["MasterUsername"],
        connect_to=connect_to,
        root_certificate=given.root_certificate,
        pauses=(cluster.get("ServerlessV2ScalingConfiguration") or {}).get("MinCapacity") == 0,
    )


def given_addresses(given: argparse.Namespace) -> Mapping[str, Address]:
    """Return the addresses of `--connect-to`.

    Raises:
        OpsError: A connection argument is missing or wrong.
    """
    if not given.root_certificate:
        raise OpsError(
            f"No root certificates to verify the server with. Download {BUNDLE}, and pass the file with "
            f"--root-certificate or {ROOT_CERTIFICATE}."
        )
    try:
        return addresses(given)
    except ValueError as error:
        raise OpsError(f"--connect-to: {error}") from None


def check_connection_arguments(given: argparse.Namespace) -> None:
    """Check the connection arguments before anything is created, hours before they are used.

    Raises:
        OpsError: A connection argument is missing or wrong.
    """
    given_addresses(given)
    if given.root_certificate != SYSTEM_CERTIFICATES and not Path(given.root_certificate).is_file():
        raise OpsError(f"--root-certificate: {given.root_certificate} is not a file.")


def master_secret(deployed: Deployed, site: Site) -> str:
    """Return the ARN of the master user's secret in a region.

    Raises:
        AwsError: The cluster or the connection parameter cannot be read.
    """
    managed = (deployed.cluster(site) or {}).get("MasterUserSecret")
    if managed:
        return managed["SecretArn"]
    name = names.connection_parameter(site.config.prefix)
    parameter = deployed.aws.call("ssm", "get_parameter", site.region, Name=name)
    return json.loads(parameter["Parameter"]["Value"])["secret_arn"]


def master_password(deployed: Deployed, site: Site, secret: str | None = None) -> str:
    """Return the password of the master user, or that in another secret. Raises as `master_secret` does."""
    return deployed.login(site, secret or master_secret(deployed, site))["password"]


def access(deployed: Deployed, site: Site, given: argparse.Namespace) -> Access:
    """Return connections to a region's cluster as its master user. Raises as `server` and `master_secret`."""
    return Access(server(deployed, site, given), partial(master_password, deployed, site))

"""A failover of Redis while clients write and read."""

import argparse
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from ssl import SSLContext, create_default_context
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from orion_ops.aws import Record
from orion_ops.deployed import STEADY, Deployed
from orion_ops.drill.clients import Client
from orion_ops.drill.failover import CLIENTS, END_SECONDS, Exercise, Result, Writes, measure, poll
from orion_ops.errors import OpsError
from orion_ops.reaching import Address, addresses
from orion_ops.waiting import until
from orion_rds.plan import names
from orion_rds.plan.redis import APPLICATION

KEY = "orion_rds_drill:{}"
"""The key of a writing client: a hash with a field for each number."""
CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 5.0
"""A command without a response counts as failed."""


class _Verified(redis.SSLConnection):
    """A connection that verifies the certificate for a host name, whatever address it connects to."""

    def __init__(self, *, verified: str, context: SSLContext, **options: Any) -> None:
        super().__init__(**options)
        self._verified, self._context = verified, context

    def _wrap_socket_with_ssl(self, sock: Any) -> Any:
        return self._context.wrap_socket(sock, server_hostname=self._verified)


@dataclass(frozen=True, slots=True)
class Server:
    """A replication group to connect to."""

    primary: str
    reader: str
    nodes: Sequence[str]
    """Hosts of the nodes, the primary first."""
    port: int
    login: Mapping[str, str]
    """User name and password, if there are any."""
    connect_to: Mapping[str, Address]
    context: SSLContext | None
    """The TLS context; None without TLS."""

    def client(self, host: str) -> "redis.Redis":
        """Return a client of a host, without retries."""
        reached = self.connect_to.get(host, Address(host, self.port))
        options: dict[str, Any] = {
            "host": reached.address,
            "port": reached.port,
            "socket_connect_timeout": CONNECT_SECONDS,
            "socket_timeout": ANSWER_SECONDS,
            "decode_responses": True,
            **self.login,
        }
        if self.context:
            options |= {"connection_class": _Verified, "verified": host, "context": self.context}
        pool = redis.ConnectionPool(**options, retry=Retry(NoBackoff(), 0))
        return redis.Redis.from_pool(pool)

    def find(self, *, writes: bool) -> "redis.Redis":
        """Return a client of the primary or, without `writes`, of any node that responds.

        Try the primary or reader endpoint first, then the endpoints of the nodes.

        Raises:
            redis.RedisError: No host can be reached, or none is the primary.
        """
        error = redis.RedisError("no node is the primary")
        for host in [self.primary, *self.nodes] if writes else [self.reader, *reversed(self.nodes)]:
            client = self.client(host)
            try:
                role: Any = client.role()
                if not writes or role[0] == "master":
                    return client
            except redis.RedisError as refused:
                error = refused
            client.close()
        raise error


class RedisClient(Client):
    """A client of Redis."""

    failures = (redis.RedisError,)

    def __init__(self, server: Server, number: int, stopped: threading.Event, *, writes: bool) -> None:
        super().__init__(number, writes, stopped)
        self._server = server
        self._client: redis.Redis | None = None

    def work(self, attempt: int) -> None:
        """Write a field, or count the fields."""
        if self._client is None:
            self._client = self._server.find(writes=self.writes)
        if self.writes:
            self._client.hset(KEY.format(self.number), str(attempt), "1")
        else:
            self._client.hlen(KEY.format(self.number))

    def close(self) -> None:
        """Close the connection."""
        if self._client:
            self._client.close()
            self._client = None


def exercise(look: Callable[[], Deployed], given: argparse.Namespace) -> Exercise:
    """Return the drill of the replication group. Raises `AwsError`."""
    deployed = look()
    site = deployed.sites[0]
    return Exercise(
        kind="replication_group",
        identifier=site.redis_identifier,
        region=deployed.region(site),
        refusals=[*refusals(deployed)],
        interrupted=lambda: f"its primary {primary(look())} is interrupted for seconds",
        meanwhile="clients write to keys of their own, which are deleted afterwards",
        connect=lambda: partial(drill, look, server(deployed, given)),
        objective_seconds=None,
        loses_nothing=False,
    )


def refusals(deployed: Deployed) -> Iterator[str]:
    """Yield the reasons to refuse the drill. Raises `AwsError`."""
    site = deployed.sites[0]
    identifier, group = site.redis_identifier, deployed.replication_group()
    if deployed.config.redis is None:
        yield "The stack file has no Redis. Without --redis, the drill fails over the database."
    elif group is None:
        yield f"The replication group {identifier} does not exist in {deployed.region(site)}. Deploy the stack first."
    elif group["ClusterEnabled"]:
        yield f"The replication group {identifier} is in cluster mode, which the drill does not support."
    else:
        if group["Status"] not in STEADY:
            yield f"The replication group {identifier} is `{group['Status']}`. Wait until it is available."
        if group["AutomaticFailover"] != "enabled":
            yield f"The replication group {identifier} has no replica to take over. Add one: `redis: {{nodes: 2}}`."


def drill(look: Callable[[], Deployed], to: Server) -> Result:
    """Fail over Redis while clients write and read, and measure the interruption.

    Raises:
        OpsError: AWS does not respond or refuses, or the clients fail before the failover, or too long after it.
    """
    site = look().sites[0]
    # The old primary of the previous drill may still be in replacement.
    until(lambda: not [*refusals(look())], END_SECONDS, "The replication group is not healthy")
    with _keys(to):
        return measure(
            make=partial(RedisClient, to),
            fail_over=lambda: look().aws.call(
                "elasticache",
                "test_failover",
                site.region,
                ReplicationGroupId=site.redis_identifier,
                NodeGroupId=_shard(look())["NodeGroupId"],
            ),
            writer=lambda: primary(look()),
            written=lambda: _written(to),
        )


def primary(deployed: Deployed) -> str:
    """Return the identifier of the primary; empty if there is none. Raises `AwsError`."""
    members = _shard(deployed)["NodeGroupMembers"]
    return next((each["CacheClusterId"] for each in members if each.get("CurrentRole") == "primary"), "")


def server(deployed: Deployed, given: argparse.Namespace) -> Server:
    """Return the connection settings of the replication group.

    Raises:
        OpsError: It or its secret cannot be read, or a connection argument is wrong.
    """
    group, shard = deployed.replication_group() or {}, _shard(deployed)
    members = sorted(shard["NodeGroupMembers"], key=lambda each: each.get("CurrentRole") != "primary")
    try:
        # AWS's certificates are issued by a public authority.
        context = create_default_context()
        if given.root_certificate:
            context.load_verify_locations(given.root_certificate)
        connect_to = addresses(given)
    except OSError as error:
        raise OpsError(f"--root-certificate: {given.root_certificate}: {error.strerror}") from None
    except ValueError as error:
        raise OpsError(f"--connect-to: {error}") from None
    return Server(
        primary=shard["PrimaryEndpoint"]["Address"],
        reader=shard["ReaderEndpoint"]["Address"],
        nodes=[each["ReadEndpoint"]["Address"] for each in members],
        port=shard["PrimaryEndpoint"]["Port"],
        login=login(deployed),
        connect_to=connect_to,
        context=context if group["TransitEncryptionEnabled"] else None,
    )


def login(deployed: Deployed) -> Mapping[str, str]:
    """Return the user name and the password in the secret; nothing without authentication.

    Raises:
        OpsError: There is no secret, or it cannot be read.
    """
    site, config = deployed.sites[0], deployed.config.redis
    if config is None or config.authentication == "off":
        return {}
    client = APPLICATION if config.authentication == "users" else config.authentication
    prefix = names.redis_secret_prefix(site.prefix, client)
    named = [{"Key": "name", "Values": [prefix]}]
    found = deployed.existing("secretsmanager", "list_secrets", "SecretList", site.region, Filters=named)
    # AWS's filter matches prefixes of words.
    if not (arns := [each["ARN"] for each in found if each["Name"].startswith(prefix)]):
        raise OpsError(f"There is no secret {prefix}* in {deployed.region(site)}. Deploy the stack first.")
    return deployed.login(site, arns[0])


def _shard(deployed: Deployed) -> Record:
    return (deployed.replication_group() or {})["NodeGroups"][0]


@contextmanager
def _keys(to: Server) -> Generator[None]:
    """Delete the keys before and after the drill; one that was killed leaves them behind."""
    try:
        _remove(to)
    except redis.RedisError as error:
        raise OpsError(
            f"The drill cannot delete its keys in Redis: {error}. If its hosts have private addresses, pass reachable "
            "ones with --connect-to."
        ) from None
    try:
        yield
    finally:
        poll(lambda: _is_removed(to), END_SECONDS, f"The keys {KEY.format('*')} cannot be deleted")


def _remove(to: Server) -> None:
    client = to.find(writes=True)
    client.unlink(*map(KEY.format, range(CLIENTS)))
    client.close()


def _is_removed(to: Server) -> bool:
    try:
        _remove(to)
    except redis.RedisError:
        return False
    return True


def _written(to: Server) -> Writes:
    try:
        client = to.find(writes=True)
        kept = {number: client.hkeys(KEY.format(number)) for number in range(CLIENTS)}
        client.close()
    except redis.RedisError as error:
        raise OpsError(f"The writes cannot be counted: {error}.") from None
    return {(number, int(field)) for number, fields in kept.items() for field in fields}

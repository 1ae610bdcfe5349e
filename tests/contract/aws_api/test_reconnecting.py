"""The examples of docs/reconnecting.md during a failover, and what they read from AWS."""

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from examples.reconnecting import read_connection, with_asyncpg, with_psycopg, with_redis, with_sqlalchemy
from orion_ops.postgres import FAST_RECONNECT
from orion_sandbox import daemon
from orion_sandbox.endpoints import start
from orion_sandbox.environment import aws_variables
from orion_sandbox.processes import until
from tests.contract.aws_api.conftest import connect
from tests.contract.aws_api.test_data_plane import PASSWORD, SECONDS, Databases
from tests.contract.aws_api.test_redis_data_plane import Caches

LAG_SECONDS = 600.0
"""How long the writer's endpoint leads to the old writer: longer than a test."""
FOLLOWS_SECONDS = 1.0
"""The same for Redis, whose client knows no other host."""
TOKEN = "a-token-of-a-test"
AFTER = 20
"""Writes that each client makes after the failover."""
LATE = 1_000_000
INSERT = "INSERT INTO numbers VALUES ({}) ON CONFLICT DO NOTHING"
Write = Callable[[int], object]


@pytest.fixture(scope="module")
def databases(seeded: daemon.Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """An API with servers behind its endpoints, whose writer's name follows late."""
    folder = tmp_path_factory.mktemp("reconnecting")
    api = daemon.clone(seeded, folder)
    start(api, LAG_SECONDS)
    yield Databases(api)
    daemon.stop(folder)


class Client:
    """Writes numbers with an example, in a thread of its own."""

    def __init__(self, write: Write) -> None:
        self._write, self._stopped = write, threading.Event()
        self.acknowledged: list[int] = []
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def reaches(self, number: int) -> bool:
        """Wait until it has written so many numbers."""
        until(lambda: len(self.acknowledged) >= number or not self._thread.is_alive(), SECONDS)
        return len(self.acknowledged) >= number

    def stop(self) -> None:
        """Let it end."""
        self._stopped.set()
        self._thread.join(SECONDS)

    def _run(self) -> None:
        try:
            while not self._stopped.is_set():
                self._write(len(self.acknowledged))
                self.acknowledged.append(len(self.acknowledged))
        except BaseException as error:
            self.error = error
            raise


class Server:
    """Where a cluster is, and its password of now."""

    def __init__(self, databases: Databases, name: str) -> None:
        self.databases, self.name, self.password = databases, name, PASSWORD
        found = databases.rds.describe_db_instances()["DBInstances"]
        instances = [each["Endpoint"]["Address"] for each in found if each["DBClusterIdentifier"] == name]
        self.hosts = [databases.describe(name)["Endpoint"], *instances]
        self.ports = [int(databases.endpoints.addresses[host].rpartition(":")[2]) for host in self.hosts]
        self.bundle = str(databases.endpoints.authority)

    def change_password(self, password: str) -> None:
        """Set another password, as a rotation does."""
        self.databases.rds.modify_db_cluster(
            DBClusterIdentifier=self.name, MasterUserPassword=password, ApplyImmediately=True
        )
        self.password = password

    def read_password(self) -> str:
        """Return the password of now."""
        return self.password

    @property
    def of_libpq(self) -> dict[str, str | int]:
        """Return the parameters of libpq."""
        return {
            "host": ",".join(self.hosts),
            "hostaddr": ",".join("127.0.0.1" for _ in self.hosts),
            "port": ",".join(map(str, self.ports)),
            "dbname": "shop",
            "user": "owner",
            "sslrootcert": self.bundle,
        }


@contextmanager
def resolved(hosts: Sequence[str]) -> Generator[None]:
    """Let hosts be names of this machine, for drivers that resolve them in Python."""
    resolve = socket.getaddrinfo

    def here(host: Any, *arguments: Any, **named: Any) -> Any:
        return resolve("127.0.0.1" if host in hosts else host, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", here)
        yield


def psycopg_writes(server: Server, ending: ExitStack) -> Write:
    """Return what writes by psycopg."""
    pool = ending.enter_context(with_psycopg.open_pool(server.of_libpq, server.read_password))
    return lambda number: with_psycopg.run(pool, lambda each: each.execute(INSERT.format(number).encode()))


def sqlalchemy_writes(server: Server, ending: ExitStack) -> Write:
    """Return what writes by SQLAlchemy."""
    engine = with_sqlalchemy.make_engine(server.of_libpq, server.read_password)
    ending.callback(engine.dispose)
    return lambda number: with_sqlalchemy.run(engine, lambda each: each.execute(text(INSERT.format(number))))


def asyncpg_writes(server: Server, ending: ExitStack) -> Write:
    """Return what writes by asyncpg, for which every name is that of this machine."""
    runner = ending.enter_context(asyncio.Runner())
    ending.enter_context(resolved(server.hosts))
    given = {"host": server.hosts, "port": server.ports, "database": "shop", "user": "owner"}
    pool = runner.run(with_asyncpg.open_pool(given, server.read_password, server.bundle))
    ending.callback(lambda: runner.run(pool.close()))
    return lambda number: runner.run(with_asyncpg.run(pool, lambda each: each.execute(INSERT.format(number))))


@pytest.mark.parametrize("example", [psycopg_writes, sqlalchemy_writes, asyncpg_writes])
def test_a_client_writes_again_after_a_failover_and_loses_nothing(
    databases: Databases, example: Callable[[Server, ExitStack], Write]
) -> None:
    """Also where the password is another one since it connected. No error reaches the application."""
    name = databases.create(2)
    databases.ask(name, "CREATE TABLE numbers (number int PRIMARY KEY)")
    server = Server(databases, name)
    with ExitStack() as ending:
        client = Client(example(server, ending))
        ending.callback(client.stop)
        assert client.reaches(1), client.error

        server.change_password("another-one")
        databases.rds.failover_db_cluster(DBClusterIdentifier=name)
        assert client.reaches(len(client.acknowledged) + AFTER), client.error

        client.stop()
        assert client.error is None
        # The old writer is back, as a reader: one that begins now is led there first.
        example(server, ending)(LATE)
        # A reader may not have applied the last ones yet.
        writer = next(host for host in server.hosts if host.startswith(f"{databases.writer(name)}."))
        with closing(databases.connect(writer, password="another-one")) as connection:
            kept = {row[0] for row in connection.execute("SELECT number FROM numbers")}
        assert {*client.acknowledged, LATE} <= kept


def test_redis_is_written_again_after_a_failover(seeded: daemon.Api, tmp_path: Path) -> None:
    """By the primary endpoint, once that leads to the new primary. No error reaches the application."""
    api = daemon.clone(seeded, tmp_path / "redis")
    authority = str(start(api, FOLLOWS_SECONDS).authority)
    caches = Caches(api)
    name = caches.create(AuthToken=TOKEN)
    host, former = caches.shard(name)["PrimaryEndpoint"]["Address"], caches.primary(name)
    port = int(caches.endpoints.addresses[host].rpartition(":")[2])
    with ExitStack() as ending:
        ending.callback(daemon.stop, tmp_path / "redis")
        ending.enter_context(resolved([host]))
        redis = ending.enter_context(with_redis.make_client(host, port, lambda: ("default", TOKEN), authority))
        client = Client(lambda number: redis.set(f"number:{number}", number))
        ending.callback(client.stop)
        assert client.reaches(1), client.error

        caches.test_failover(name)
        assert client.reaches(len(client.acknowledged) + AFTER), client.error

        client.stop()
        assert client.error is None
        assert caches.primary(name) != former
        last = client.acknowledged[-1]
        assert redis.get(f"number:{last}") == str(last).encode()


def test_the_drill_has_the_settings_of_the_examples() -> None:
    """What the drill measures is what an application has that copies one."""
    settings = {**FAST_RECONNECT, "sslmode": "verify-full"}

    assert {**with_psycopg.SETTINGS} == {**with_sqlalchemy.SETTINGS} == settings


def test_where_the_database_is_and_its_password_are_read(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the connection parameter, and from the secret that it names."""
    for variable, value in aws_variables(databases.api.endpoint, "us-east-1").items():
        monkeypatch.setenv(variable, value)
    secret = json.dumps({"username": "owner", "password": PASSWORD})
    arn = connect(databases.api, "secretsmanager").create_secret(Name="orion/aurora", SecretString=secret)["ARN"]
    value = {"host": "w", "reader_host": "r", "port": 5432, "dbname": "shop", "secret_arn": arn}
    connect(databases.api, "ssm").put_parameter(Name="/orion/connection", Type="String", Value=json.dumps(value))

    server = read_connection.read_server("/orion/connection", ["i"])

    assert server[:3] == (["w", "i"], 5432, "shop")
    assert server.read_credentials() == ("owner", PASSWORD)

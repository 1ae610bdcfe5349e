"""Valkey behind the endpoints: what happens to a replication group at the API happens to its servers."""

import os
import uuid
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from io import StringIO
from pathlib import Path
from signal import SIGKILL
from ssl import SSLCertVerificationError, create_default_context
from typing import Any

import pytest
import redis
from redis.backoff import NoBackoff
from redis.exceptions import NoPermissionError
from redis.retry import Retry

from orion_ops import reaching
from orion_ops.drill.redis import Server
from orion_sandbox import daemon, redis_cli
from orion_sandbox.endpoints import Endpoints, find, start
from orion_sandbox.errors import SandboxError
from orion_sandbox.processes import until
from tests.contract.aws_api.conftest import connect

PASSWORD, OTHER_PASSWORD = "a-password-of-a-test", "another-password-of-a-test"
SECONDS = 60.0


class Reached(redis.SSLConnection):
    """A connection to an address of this machine that verifies another name."""

    def __init__(self, *, verified: str, **options: Any) -> None:
        super().__init__(**options)
        self.verified = verified

    def _wrap_socket_with_ssl(self, sock: Any) -> Any:
        return create_default_context(cafile=self.ca_certs).wrap_socket(sock, server_hostname=self.verified)


class Caches:
    """Replication groups of one API, and connections to them by their endpoints."""

    def __init__(self, api: daemon.Api) -> None:
        self.api, self.client = api, connect(api, "elasticache")

    def create(self, nodes: int = 2, **arguments: Any) -> str:
        """Create a group with so many nodes and return its identifier."""
        name = f"g-{uuid.uuid4().hex[:8]}"
        given = {"AutomaticFailoverEnabled": nodes > 1, "TransitEncryptionEnabled": True, "Engine": "valkey"}
        self.client.create_replication_group(
            ReplicationGroupId=name,
            ReplicationGroupDescription="of a test",
            CacheNodeType="cache.r7g.large",
            NumCacheClusters=nodes,
            **{**given, **arguments},
        )
        return name

    def modify(self, name: str, **arguments: Any) -> None:
        """Change a group at once."""
        self.client.modify_replication_group(ReplicationGroupId=name, ApplyImmediately=True, **arguments)

    def shard(self, name: str) -> dict[str, Any]:
        """Return the description of its nodes and endpoints."""
        (group,) = self.client.describe_replication_groups(ReplicationGroupId=name)["ReplicationGroups"]
        return group["NodeGroups"][0]

    def primary(self, name: str) -> str:
        """Return the identifier of the node that writes."""
        members = self.shard(name)["NodeGroupMembers"]
        return next(each["CacheClusterId"] for each in members if each["CurrentRole"] == "primary")

    def test_failover(self, name: str) -> None:
        """Let a replica take over."""
        self.client.test_failover(ReplicationGroupId=name, NodeGroupId="0001")

    @property
    def endpoints(self) -> Endpoints:
        """Where the endpoints are."""
        found = find(self.api)
        assert found
        return found

    def connect(self, host: str, *, tls: bool = True, **options: Any) -> "redis.Redis":
        """Return a client of a host."""
        address, _, port = self.endpoints.addresses[host].rpartition(":")
        secure: dict[str, Any] = {
            "connection_class": Reached,
            "verified": host,
            "ssl_ca_certs": str(self.endpoints.authority),
        }
        given: dict[str, Any] = {
            "host": address,
            "port": int(port),
            **(secure if tls else {}),
            "decode_responses": True,
            **options,
        }
        return redis.Redis(connection_pool=redis.ConnectionPool(**given), retry=Retry(NoBackoff(), 0))

    def ask(self, name: str, *words: str, endpoint: str = "PrimaryEndpoint", **options: Any) -> Any:
        """Carry out a command by an endpoint of a group."""
        with closing(self.connect(self.shard(name)[endpoint]["Address"], **options)) as client:
            return client.execute_command(*words)

    def write(self, name: str, key: str) -> None:
        """Set a key, and wait until all replicas have it: replication is asynchronous."""
        with closing(self.connect(self.shard(name)["PrimaryEndpoint"]["Address"])) as client:
            replicas = len(self.shard(name)["NodeGroupMembers"]) - 1
            client.set(key, "value")
            assert client.wait(replicas, 10_000) == replicas

    def role(self, name: str, endpoint: str = "PrimaryEndpoint") -> str:
        """Return `master` or `slave`."""
        return self.ask(name, "ROLE", endpoint=endpoint)[0]


@pytest.fixture(scope="module")
def caches(seeded: daemon.Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caches]:
    """An API with servers behind its endpoints."""
    folder = tmp_path_factory.mktemp("redis_data_plane")
    api = daemon.clone(seeded, folder)
    start(api, 0)
    yield Caches(api)
    daemon.stop(folder)


@pytest.fixture(scope="module")
def one(caches: Caches) -> str:
    """A group with a primary and two replicas."""
    return caches.create(3)


def test_the_primary_endpoint_writes_and_the_reader_endpoint_reads(caches: Caches, one: str) -> None:
    """By TLS, which verifies the name of the endpoint."""
    caches.ask(one, "SET", "key", "value")

    assert caches.role(one) == "master"
    for _ in range(2):
        assert caches.role(one, "ReaderEndpoint") == "slave"
        assert until(lambda: caches.ask(one, "GET", "key", endpoint="ReaderEndpoint") == "value", SECONDS)
    with pytest.raises(redis.ReadOnlyError):
        caches.ask(one, "SET", "key", "other", endpoint="ReaderEndpoint")


def test_each_node_has_an_endpoint(caches: Caches, one: str) -> None:
    """Only that of the primary writes."""
    found = dict[str, str]()
    for member in caches.shard(one)["NodeGroupMembers"]:
        with closing(caches.connect(member["ReadEndpoint"]["Address"])) as client:
            role: Any = client.execute_command("ROLE")
            found[member["CacheClusterId"]] = role[0]

    assert found == {f"{one}-00{n}": "master" if f"{one}-00{n}" == caches.primary(one) else "slave" for n in (1, 2, 3)}


def test_no_tls_and_another_name_are_refused(caches: Caches, one: str) -> None:
    """A group without encryption in transit takes no TLS."""
    host = caches.shard(one)["PrimaryEndpoint"]["Address"]
    with pytest.raises(redis.ConnectionError):
        caches.ask(one, "PING", tls=False)
    with pytest.raises(redis.ConnectionError) as error, closing(caches.connect(host, verified="example.com")) as client:
        client.ping()
    assert "example.com" in str(error.value) or isinstance(error.value.__cause__, SSLCertVerificationError)

    plain = caches.create(1, TransitEncryptionEnabled=False)

    assert caches.ask(plain, "PING", tls=False) is True


def test_a_failover_keeps_the_data(caches: Caches, one: str) -> None:
    """Twice in a row. The old primary comes back as a replica, and all follow the new one."""
    caches.write(one, "before")
    former = caches.primary(one)

    for number in range(2):
        caches.test_failover(one)
        caches.write(one, f"after{number}")

    assert caches.primary(one) != former
    assert caches.ask(one, "MGET", "before", "after0", "after1") == ["value"] * 3
    assert caches.role(one, "ReaderEndpoint") == "slave"
    assert until(lambda: caches.ask(one, "INFO", "replication")["connected_slaves"] == 2, SECONDS)


def test_a_promotion_loses_nothing(caches: Caches) -> None:
    """As an operator asks for it: the primary hands over."""
    name = caches.create(3, AutomaticFailoverEnabled=False)
    with closing(caches.connect(caches.shard(name)["PrimaryEndpoint"]["Address"])) as client:
        for number in range(100):
            client.set(f"key{number}", "1")

    caches.modify(name, PrimaryClusterId=f"{name}-003")

    assert caches.primary(name) == f"{name}-003"
    assert caches.ask(name, "DBSIZE") == 100
    assert caches.role(name) == "master"


def test_a_primary_that_is_killed_is_replaced(caches: Caches, one: str) -> None:
    """The API says so, as for a failover that nobody asked for."""
    caches.write(one, "killed")
    former = caches.primary(one)

    kill(caches, former)

    assert until(lambda: caches.primary(one) != former, SECONDS)
    assert caches.ask(one, "GET", "killed") == "value"
    assert until(lambda: caches.ask(one, "INFO", "replication")["connected_slaves"] == 2, SECONDS)


def test_a_replica_that_is_killed_comes_back_with_the_data(caches: Caches) -> None:
    """The primary stays what it is, and writes meanwhile."""
    name = caches.create(2)
    caches.write(name, "key")

    kill(caches, f"{name}-002")
    caches.ask(name, "SET", "meanwhile", "value")

    assert until(lambda: caches.ask(name, "INFO", "replication")["connected_slaves"] == 1, SECONDS)
    assert caches.primary(name) == f"{name}-001"
    assert until(lambda: answers(caches, name, "slave", "ReaderEndpoint"), SECONDS)
    read = ("MGET", "key", "meanwhile")
    assert until(lambda: caches.ask(name, *read, endpoint="ReaderEndpoint") == ["value"] * 2, SECONDS)


def test_without_automatic_failover_a_new_primary_takes_the_data_of_a_replica(caches: Caches) -> None:
    """A single node comes back without data."""
    name, single = caches.create(2, AutomaticFailoverEnabled=False), caches.create(1)
    for each in (name, single):
        caches.write(each, "key")

    for each in (name, single):
        kill(caches, f"{each}-001")

    assert until(lambda: answers(caches, single) and answers(caches, name), SECONDS)
    assert caches.primary(name) == f"{name}-001"
    assert caches.ask(name, "GET", "key") == "value"
    assert caches.ask(single, "GET", "key") is None


def test_replicas_come_with_the_data_and_go(caches: Caches) -> None:
    """A single node has a reader endpoint too."""
    name = caches.create(1)
    caches.ask(name, "SET", "key", "value")
    assert caches.role(name, "ReaderEndpoint") == "master"

    caches.client.increase_replica_count(ReplicationGroupId=name, NewReplicaCount=1, ApplyImmediately=True)

    assert caches.ask(name, "GET", "key", endpoint="ReaderEndpoint") == "value"
    assert caches.role(name, "ReaderEndpoint") == "slave"
    replica = processes_of(caches, f"{name}-002")
    caches.client.decrease_replica_count(ReplicationGroupId=name, NewReplicaCount=0, ApplyImmediately=True)
    assert not any(map(runs, replica))
    assert caches.role(name, "ReaderEndpoint") == "master"


def test_a_group_that_is_deleted_has_no_servers(caches: Caches) -> None:
    """And no endpoints. Another one of its name is empty."""
    name = caches.create(2)
    host = caches.shard(name)["PrimaryEndpoint"]["Address"]
    caches.ask(name, "SET", "key", "value")
    before = [*processes_of(caches, f"{name}-001"), *processes_of(caches, f"{name}-002")]

    caches.client.delete_replication_group(ReplicationGroupId=name)

    assert len(before) == 2
    assert not any(map(runs, before))
    assert host not in caches.endpoints.addresses


def test_a_token_is_rotated_and_set(caches: Caches) -> None:
    """Between the two steps both are accepted."""
    name = caches.create(2, AuthToken=PASSWORD)
    with pytest.raises(redis.AuthenticationError):
        caches.ask(name, "PING")
    with closing(caches.connect(caches.shard(name)["PrimaryEndpoint"]["Address"], password=PASSWORD)) as connected:
        connected.ping()

        caches.modify(name, AuthToken=OTHER_PASSWORD, AuthTokenUpdateStrategy="ROTATE")
        for each in (PASSWORD, OTHER_PASSWORD):
            assert caches.ask(name, "PING", password=each)
        caches.modify(name, AuthToken=OTHER_PASSWORD, AuthTokenUpdateStrategy="SET")

        assert caches.ask(name, "PING", password=OTHER_PASSWORD)
        with pytest.raises(redis.AuthenticationError):
            caches.ask(name, "PING", password=PASSWORD)
        assert connected.ping()


def test_a_group_gets_a_token_in_two_steps(caches: Caches) -> None:
    """After the first, clients without one are accepted. Valkey then takes the token beside the user name only."""
    name = caches.create(1)
    caches.modify(name, AuthToken=PASSWORD, AuthTokenUpdateStrategy="ROTATE")
    assert caches.ask(name, "PING")
    assert caches.ask(name, "PING", username="default", password=PASSWORD)

    caches.modify(name, AuthToken=PASSWORD, AuthTokenUpdateStrategy="SET")

    with pytest.raises(redis.AuthenticationError):
        caches.ask(name, "PING")


@pytest.fixture(scope="module")
def with_users(caches: Caches) -> str:
    """A group with a user of the same name, and a user `default` that is off."""
    name, client = f"u-{uuid.uuid4().hex[:8]}", caches.client
    client.create_user(
        UserId=name, UserName="app", Engine="valkey", AccessString="on ~app:* +@all", Passwords=[PASSWORD]
    )
    client.create_user(
        UserId=f"{name}-default", UserName="default", Engine="valkey", AccessString="off -@all", Passwords=[PASSWORD]
    )
    client.create_user_group(UserGroupId=name, Engine="valkey", UserIds=[name, f"{name}-default"])
    group = caches.create(2, UserGroupIds=[name])
    return f"{group} {name}"


def test_users_have_their_passwords_and_permissions(caches: Caches, with_users: str) -> None:
    """No others than these are let in. A changed password is in force with the call, on each node."""
    name, user = with_users.split()
    app = {"username": "app", "password": PASSWORD}
    assert caches.ask(name, "SET", "app:key", "1", **app)
    with pytest.raises(NoPermissionError):
        caches.ask(name, "SET", "key", "1", **app)
    for refused in ({}, {"password": PASSWORD}, {**app, "password": "wrong"}):
        with pytest.raises((redis.AuthenticationError, redis.ResponseError)):
            caches.ask(name, "PING", **refused)

    caches.client.modify_user(UserId=user, Passwords=[OTHER_PASSWORD, PASSWORD])
    for each in (PASSWORD, OTHER_PASSWORD):
        assert caches.ask(name, "PING", username="app", password=each)
    caches.client.modify_user(UserId=user, Passwords=[OTHER_PASSWORD], AccessString="on ~* +@all")

    for endpoint in ("PrimaryEndpoint", "ReaderEndpoint"):
        assert caches.ask(name, "GET", "key", endpoint=endpoint, username="app", password=OTHER_PASSWORD) is None
        with pytest.raises(redis.AuthenticationError):
            caches.ask(name, "PING", endpoint=endpoint, **app)


def test_nobody_has_the_commands_that_aws_restricts(caches: Caches, one: str) -> None:
    """What works here works on AWS."""
    for words in (["CONFIG", "GET", "*"], ["REPLICAOF", "NO", "ONE"], ["ACL", "SETUSER", "me"], ["FAILOVER"]):
        with pytest.raises(NoPermissionError):
            caches.ask(one, *words)


def test_parameters_are_those_of_the_group(caches: Caches) -> None:
    """In force with the call, and reset with it. What the server has not is named."""
    group = f"p-{uuid.uuid4().hex[:8]}"
    caches.client.create_cache_parameter_group(
        CacheParameterGroupName=group, CacheParameterGroupFamily="valkey8", Description="of a test"
    )
    given = [("maxmemory-policy", "allkeys-lfu"), ("reserved-memory-percent", "20")]
    caches.client.modify_cache_parameter_group(
        CacheParameterGroupName=group,
        ParameterNameValues=[{"ParameterName": name, "ParameterValue": value} for name, value in given],
    )
    name = caches.create(2, CacheParameterGroupName=group)
    assert caches.ask(name, "INFO", "memory")["maxmemory_policy"] == "allkeys-lfu"
    assert [each for each in caches.endpoints.notes if each.startswith(name)] == [
        f"{name}: reserved-memory-percent: a parameter of ElastiCache, unknown to Valkey"
    ]

    caches.client.reset_cache_parameter_group(CacheParameterGroupName=group, ResetAllParameters=True)

    assert caches.ask(name, "INFO", "memory")["maxmemory_policy"] == "noeviction"


def test_a_group_in_cluster_mode_has_no_servers(caches: Caches) -> None:
    """It says so."""
    name = f"g-{uuid.uuid4().hex[:8]}"
    caches.client.create_replication_group(
        ReplicationGroupId=name,
        ReplicationGroupDescription="of a test",
        CacheNodeType="cache.r7g.large",
        Engine="valkey",
        TransitEncryptionEnabled=True,
        ClusterMode="enabled",
        NumNodeGroups=2,
        ReplicasPerNodeGroup=0,
        AutomaticFailoverEnabled=True,
    )

    assert f"{name}: has no servers, as it is in cluster mode" in caches.endpoints.notes


def test_a_clone_gets_servers_of_its_own(caches: Caches, one: str, tmp_path: Path) -> None:
    """They are empty; what is written to one is not in the other."""
    copy = Caches(daemon.clone(caches.api, tmp_path / "copy"))
    assert find(copy.api) is None

    start(copy.api, 0)
    copy.ask(one, "SET", "of the copy", "1")

    assert caches.ask(one, "EXISTS", "of the copy") == 0
    assert not {*copy.endpoints.addresses.values()} & {*caches.endpoints.addresses.values()}
    daemon.stop(tmp_path / "copy")


def test_the_servers_end_with_the_api(seeded: daemon.Api, tmp_path: Path) -> None:
    """However that ends."""
    api = daemon.clone(seeded, tmp_path / "stack")
    start(api, 0)
    its = Caches(api)
    name = its.create(2)
    servers = [*processes_of(its, f"{name}-001"), *processes_of(its, f"{name}-002")]
    assert len(servers) == 2

    os.kill(api.pid, SIGKILL)

    assert until(lambda: not any(map(runs, servers)), SECONDS)


def test_for_some_time_the_name_of_the_primary_leads_to_the_old_one(seeded: daemon.Api, tmp_path: Path) -> None:
    """Which is read-only then. The endpoints of the nodes lead to the right ones at once."""
    api = daemon.clone(seeded, tmp_path / "stack")
    start(api, 3600)
    its = Caches(api)
    name = its.create(2)
    its.ask(name, "SET", "key", "value")

    its.test_failover(name)

    with pytest.raises(redis.ReadOnlyError):
        its.ask(name, "SET", "key", "value")
    hosts = {each["CacheClusterId"]: each["ReadEndpoint"]["Address"] for each in its.shard(name)["NodeGroupMembers"]}
    with closing(its.connect(hosts[its.primary(name)])) as client:
        assert client.set("key", "value")
    # The clients of a drill find it there.
    connect_to = reaching.addresses(Namespace(connect_to=its.endpoints.variables[reaching.CONNECT_TO].split()))
    context = create_default_context(cafile=its.endpoints.authority)
    primary, reader = (its.shard(name)[each]["Address"] for each in ("PrimaryEndpoint", "ReaderEndpoint"))
    server = Server(primary, reader, [*hosts.values()], 6379, {}, connect_to, context)
    with closing(server.find(writes=True)) as client:
        assert client.set("key", "value")
    daemon.stop(tmp_path / "stack")


def test_redis_cli_prints_answers(
    caches: Caches, with_users: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command as arguments, or lines of the input, in the form of Redis's own program on a terminal and without."""
    name, user = with_users.split()
    caches.client.modify_user(UserId=user, Passwords=[PASSWORD], AccessString="on ~app:* +@all")
    group = caches.endpoints.redis(name, reader=False)

    redis_cli.run(group, ["RPUSH", "app:list", "one", "a b"])
    monkeypatch.setattr("sys.stdin", StringIO("lrange app:list 0 -1\n\nget app:none\nget key\nset app:x 'y z'\n"))
    redis_cli.run(group, [])

    assert capsys.readouterr().out == "2\none\na b\n\nNOPERM No permissions to access a key\nOK\n"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for words in (["LRANGE", "app:list", "0", "-1"], ["GET", "app:none"], ["EXISTS", "app:x"], ["KEYS", "app:n*"]):
        redis_cli.run(group, words)
    redis_cli.run(group, ["EVAL", "return {1, {'a', 'b'}}", "0"])
    assert (
        capsys.readouterr().out
        == "1) one\n2) a b\n(nil)\n(integer) 1\n(empty array)\n1) (integer) 1\n2) 1) a\n   2) b\n"
    )
    with pytest.raises(SandboxError, match="NOPERM"):
        redis_cli.run(group, ["SHUTDOWN"])
    with pytest.raises(SandboxError, match="CERTIFICATE_VERIFY_FAILED"):
        redis_cli.run(group._replace(host="example.com"), ["PING"])


def answers(caches: Caches, name: str, role: str = "master", endpoint: str = "PrimaryEndpoint") -> bool:
    """Return whether a group answers by an endpoint, in a role."""
    try:
        return caches.role(name, endpoint) == role
    except redis.RedisError:
        return False


def kill(caches: Caches, node: str) -> None:
    """End the server of a node as a crash of the machine would."""
    (process,) = processes_of(caches, node)
    os.kill(process, SIGKILL)


def processes_of(caches: Caches, node: str) -> Sequence[int]:
    """Return the id of the server of a node: the process with a socket in its folder."""
    folder = caches.endpoints.authority.parent / f"us-east-1-{node}"
    return [int((folder / "pid").read_text())]


def runs(process: int) -> bool:
    """Return whether a process runs."""
    return Path(f"/proc/{process}").exists()

"""PostgreSQL behind the endpoints: what happens to a cluster at the API happens to its servers."""

import json
import os
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGKILL
from typing import Any

import psycopg
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from orion_ops.postgres import Access, Server
from orion_ops.reaching import Address
from orion_sandbox import daemon, folders
from orion_sandbox.data.forwarder import WriterTarget
from orion_sandbox.data.installation import new_folder
from orion_sandbox.endpoints import Endpoints, find, start
from orion_sandbox.processes import until
from tests.contract.aws_api.asking import ask
from tests.contract.aws_api.conftest import connect

PASSWORD = "it's-a-secret"
SECONDS = 60.0
THERE = "us-west-2"


class Databases:
    """Clusters of one API, and connections to them by their endpoints."""

    def __init__(self, api: daemon.Api) -> None:
        self.api, self.rds = api, connect(api, "rds")

    def create(self, instances: int = 1, region: str = "us-east-1", **arguments: Any) -> str:
        """Create a cluster with so many instances and return its identifier."""
        rds, name = connect(self.api, "rds", region), f"c-{uuid.uuid4().hex[:12]}"
        common = {"DBClusterIdentifier": name, "Engine": "aurora-postgresql"}
        own = {"MasterUsername": "owner", "MasterUserPassword": PASSWORD, "DatabaseName": "shop"}
        rds.create_db_cluster(**common, **({} if "GlobalClusterIdentifier" in arguments else own), **arguments)
        self.add(name, instances, region)
        return name

    def add(self, name: str, instances: int = 1, region: str = "us-east-1") -> None:
        """Create so many instances."""
        for number in range(instances):
            connect(self.api, "rds", region).create_db_instance(
                DBInstanceIdentifier=f"{name}-{number}",
                DBClusterIdentifier=name,
                Engine="aurora-postgresql",
                DBInstanceClass="db.r7g.large",
                PromotionTier=number,
            )

    def describe(self, name: str, region: str = "us-east-1") -> dict[str, Any]:
        """Return the description of a cluster."""
        (cluster,) = connect(self.api, "rds", region).describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
        return cluster

    def writer(self, name: str) -> str:
        """Return the identifier of the instance that writes."""
        members = self.describe(name)["DBClusterMembers"]
        return next(each["DBInstanceIdentifier"] for each in members if each["IsClusterWriter"])

    @property
    def endpoints(self) -> Endpoints:
        """Where the endpoints are."""
        found = find(self.api)
        assert found
        return found

    def connect(self, host: str, **options: Any) -> "psycopg.Connection[Any]":
        """Connect to a host by TLS, which verifies it."""
        address, _, port = self.endpoints.addresses[host].rpartition(":")
        given: dict[str, Any] = {
            "hostaddr": address,
            "port": port,
            "user": "owner",
            "password": PASSWORD,
            "dbname": "shop",
            "sslmode": "verify-full",
            "sslrootcert": str(self.endpoints.authority),
        }
        return psycopg.connect(host=host, autocommit=True, **{**given, **options})

    def ask(self, name: str, statement: str, endpoint: str = "Endpoint", region: str = "us-east-1") -> list[Any]:
        """Run a statement by an endpoint of a cluster, and return the first column."""
        with closing(self.connect(self.describe(name, region)[endpoint])) as connection:
            cursor = connection.execute(statement.encode())
            return [row[0] for row in cursor] if cursor.description else []

    def kept(self, name: str, region: str = "us-east-1") -> list[int]:
        """Return what was written."""
        return self.ask(name, "SELECT number FROM kept ORDER BY 1", region=region)

    def write(self, name: str, *numbers: int, region: str = "us-east-1") -> None:
        """Write numbers."""
        self.ask(name, "CREATE TABLE IF NOT EXISTS kept (number int)", region=region)
        for number in numbers:
            self.ask(name, f"INSERT INTO kept SELECT {number}", region=region)


@pytest.fixture(scope="module")
def databases(seeded: daemon.Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """An API with servers behind its endpoints."""
    folder = tmp_path_factory.mktemp("data_plane")
    api = daemon.clone(seeded, folder)
    start(api, 0)
    yield Databases(api)
    daemon.stop(folder)


@pytest.fixture(scope="module")
def one(databases: Databases) -> str:
    """A cluster with a writer and two readers."""
    return databases.create(3)


SYNCHRONOUS = "SELECT application_name FROM pg_stat_replication WHERE sync_state = 'sync'"


def test_the_writer_endpoint_writes_and_the_reader_endpoint_reads(databases: Databases, one: str) -> None:
    """By TLS, which verifies the name of the endpoint. What is acknowledged is on both readers."""
    databases.write(one, 1)

    assert databases.ask(one, "SELECT pg_is_in_recovery()") == [False]
    for _ in range(2):
        assert databases.ask(one, "SELECT pg_is_in_recovery()", "ReaderEndpoint") == [True]
        assert 1 in databases.ask(one, "SELECT number FROM kept", "ReaderEndpoint")
    assert len(databases.ask(one, SYNCHRONOUS)) == 2


def test_each_instance_has_an_endpoint(databases: Databases, one: str) -> None:
    """Only that of the writer writes."""
    found = dict[str, bool]()
    for instance in databases.rds.describe_db_instances()["DBInstances"]:
        if instance["DBClusterIdentifier"] == one:
            with closing(databases.connect(instance["Endpoint"]["Address"])) as connection:
                row = connection.execute("SELECT NOT pg_is_in_recovery()").fetchone()
                found[instance["DBInstanceIdentifier"]] = row is not None and row[0]

    assert found == {name: name == databases.writer(one) for name in (f"{one}-0", f"{one}-1", f"{one}-2")}


def test_a_wrong_password_and_no_tls_are_refused(databases: Databases, one: str) -> None:
    """As Aurora refuses them, whose clusters force TLS by default from PostgreSQL 15 on."""
    host = databases.describe(one)["Endpoint"]

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        databases.connect(host, password="wrong")
    with pytest.raises(psycopg.OperationalError, match="no encryption"):
        databases.connect(host, sslmode="disable")


def test_a_failover_keeps_every_acknowledged_write(databases: Databases, one: str) -> None:
    """Twice in a row. The old writer comes back as a reader, and each reader is synchronous again."""
    databases.write(one, 10)

    for number in (11, 12):
        databases.rds.failover_db_cluster(DBClusterIdentifier=one)
        databases.write(one, number)

    assert {10, 11, 12} <= set(databases.kept(one))
    databases.rds.failover_db_cluster(DBClusterIdentifier=one, TargetDBInstanceIdentifier=f"{one}-2")
    assert databases.writer(one) == f"{one}-2"
    assert {10, 11, 12} <= set(databases.kept(one))
    assert len(databases.ask(one, SYNCHRONOUS)) == 2
    assert databases.ask(one, "SELECT pg_is_in_recovery()", "ReaderEndpoint") == [True]


def test_the_best_promotion_tier_takes_over(databases: Databases, one: str) -> None:
    """The lowest number among the readers."""
    databases.rds.failover_db_cluster(DBClusterIdentifier=one, TargetDBInstanceIdentifier=f"{one}-0")

    databases.rds.failover_db_cluster(DBClusterIdentifier=one)

    assert databases.writer(one) == f"{one}-1"


def test_a_writer_that_is_killed_is_replaced(databases: Databases, one: str) -> None:
    """The API says so, as for a failover that nobody asked for."""
    databases.write(one, 20)
    former = databases.writer(one)

    kill(databases, former)

    assert until(lambda: databases.writer(one) != former, SECONDS)
    databases.write(one, 21)
    assert {20, 21} <= set(databases.kept(one))
    assert until(lambda: len(databases.ask(one, SYNCHRONOUS)) == 2, SECONDS)


def test_a_reader_that_is_killed_keeps_no_write_waiting(databases: Databases, one: str) -> None:
    """And starts again."""
    reader = next(name for name in (f"{one}-0", f"{one}-1") if name != databases.writer(one))

    kill(databases, reader)
    databases.write(one, 30)

    assert until(lambda: len(databases.ask(one, SYNCHRONOUS)) == 2, SECONDS)
    assert 30 in databases.kept(one)


def test_a_reboot_restarts_the_server_and_applies_what_waits(databases: Databases) -> None:
    """The settings of the groups that PostgreSQL has are in force; a static one waits for the reboot."""
    group = f"g-{uuid.uuid4().hex[:12]}"
    databases.rds.create_db_cluster_parameter_group(
        DBClusterParameterGroupName=group, DBParameterGroupFamily="aurora-postgresql17", Description="of a test"
    )
    name = databases.create(1, DBClusterParameterGroupName=group)
    assert databases.ask(name, "SHOW max_connections") == ["100"]

    databases.rds.modify_db_cluster_parameter_group(
        DBClusterParameterGroupName=group,
        Parameters=[
            {"ParameterName": "max_connections", "ParameterValue": "60", "ApplyMethod": "pending-reboot"},
            {"ParameterName": "work_mem", "ParameterValue": "8192", "ApplyMethod": "immediate"},
        ],
    )

    assert until(lambda: databases.ask(name, "SHOW work_mem") == ["8MB"], SECONDS)
    assert databases.ask(name, "SHOW max_connections") == ["100"]
    databases.rds.reboot_db_instance(DBInstanceIdentifier=f"{name}-0")
    assert databases.ask(name, "SHOW max_connections") == ["60"]


def test_a_new_password_is_the_only_one(databases: Databases) -> None:
    """It changes with the call."""
    name = databases.create()
    databases.rds.modify_db_cluster(DBClusterIdentifier=name, MasterUserPassword="another-one", ApplyImmediately=True)
    host = databases.describe(name)["Endpoint"]

    databases.connect(host, password="another-one").close()

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        databases.connect(host)


def test_commands_ask_for_a_password_that_was_rotated(databases: Databases) -> None:
    """Once: the same one is not tried twice, and the server's own error says so."""
    name = databases.create(2)
    secret = [PASSWORD]
    access = Access(server_of(databases, name), lambda: secret[0])
    databases.rds.modify_db_cluster(DBClusterIdentifier=name, MasterUserPassword="another-one", ApplyImmediately=True)

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        access.writer()
    secret[:] = ["another-one"]
    for connection in (access.writer(), access.reader()):
        assert connection.execute("SELECT 1").fetchone() == (1,)
        connection.close()


def server_of(databases: Databases, name: str) -> Server:
    """Return how commands connect to a cluster."""
    cluster, found = databases.describe(name), databases.endpoints
    return Server(
        writer=cluster["Endpoint"],
        reader=cluster["ReaderEndpoint"],
        instances=[],
        port=cluster["Port"],
        database="shop",
        user="owner",
        connect_to={
            host: Address(address, int(port))
            for host, (address, _, port) in ((host, at.rpartition(":")) for host, at in found.addresses.items())
        },
        root_certificate=str(found.authority),
    )


def test_what_the_server_lacks_is_named(databases: Databases) -> None:
    """A library, a parameter of Aurora's, and one that follows the memory. The statement for pgaudit works."""
    group = f"g-{uuid.uuid4().hex[:12]}"
    databases.rds.create_db_cluster_parameter_group(
        DBClusterParameterGroupName=group, DBParameterGroupFamily="aurora-postgresql17", Description="of a test"
    )
    given = {
        "shared_preload_libraries": "pg_stat_statements,pgaudit",
        "apg_ccm_enabled": "1",
        "effective_cache_size": "1000",
        "pgaudit.log": "ddl",
    }
    databases.rds.modify_db_cluster_parameter_group(
        DBClusterParameterGroupName=group,
        Parameters=[
            {"ParameterName": name, "ParameterValue": value, "ApplyMethod": "pending-reboot"}
            for name, value in given.items()
        ],
    )
    name = databases.create(1, DBClusterParameterGroupName=group)

    databases.ask(name, "CREATE EXTENSION pgaudit")
    databases.ask(name, "CREATE EXTENSION pg_stat_statements")

    assert databases.ask(name, "SHOW pgaudit.log") == ["ddl"]
    assert databases.ask(name, "SHOW shared_preload_libraries") == ["pg_stat_statements"]
    assert [note for note in databases.endpoints.notes if note.startswith(name)] == [
        f"{name}-0: apg_ccm_enabled: a parameter of Aurora, unknown to PostgreSQL",
        f"{name}-0: effective_cache_size: ignored because it depends on the memory of the instance class",
        f"{name}-0: shared_preload_libraries: the library pgaudit is not installed",
    ]


def test_a_restore_has_what_was_there_at_its_time(databases: Databases) -> None:
    """To a time, also before a failover; to the latest; a clone; from a snapshot whose cluster is gone."""
    name = databases.create(2)
    databases.write(name, 1)
    between = datetime.now(UTC)
    databases.write(name, 2)
    databases.rds.failover_db_cluster(DBClusterIdentifier=name)
    databases.write(name, 3)
    databases.rds.create_db_cluster_snapshot(DBClusterIdentifier=name, DBClusterSnapshotIdentifier=f"{name}-s")
    databases.write(name, 4)

    def restore(suffix: str, **arguments: Any) -> list[int]:
        databases.rds.restore_db_cluster_to_point_in_time(
            DBClusterIdentifier=f"{name}-{suffix}", SourceDBClusterIdentifier=name, **arguments
        )
        databases.add(f"{name}-{suffix}")
        return databases.kept(f"{name}-{suffix}")

    assert restore("past", RestoreToTime=between) == [1]
    assert restore("latest", UseLatestRestorableTime=True) == [1, 2, 3, 4]
    assert restore("clone", UseLatestRestorableTime=True, RestoreType="copy-on-write") == [1, 2, 3, 4]
    # What is written to one is not in the other.
    databases.write(f"{name}-clone", 5)
    assert databases.kept(name) == [1, 2, 3, 4]
    delete(databases, name, 2)
    databases.rds.restore_db_cluster_from_snapshot(
        DBClusterIdentifier=f"{name}-kept", SnapshotIdentifier=f"{name}-s", Engine="aurora-postgresql"
    )
    databases.add(f"{name}-kept")
    assert databases.kept(f"{name}-kept") == [1, 2, 3]


def test_a_copy_of_aws_backup_is_restored_in_its_region(databases: Databases) -> None:
    """It is a snapshot of RDS, too, with the data of the moment at which it was taken."""
    name = databases.create()
    databases.write(name, 1)
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "backup.amazonaws.com"}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    iam = connect(databases.api, "iam")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    here, there = connect(databases.api, "backup"), connect(databases.api, "backup", THERE)
    here.create_backup_vault(BackupVaultName=name)
    vault = there.create_backup_vault(BackupVaultName=name)["BackupVaultArn"]
    source = databases.describe(name)["DBClusterArn"]
    job = here.start_backup_job(BackupVaultName=name, ResourceArn=source, IamRoleArn=role)["BackupJobId"]
    point = here.describe_backup_job(BackupJobId=job)["RecoveryPointArn"]
    databases.write(name, 2)
    copy = here.start_copy_job(
        RecoveryPointArn=point, SourceBackupVaultName=name, DestinationBackupVaultArn=vault, IamRoleArn=role
    )["CopyJobId"]
    copied = here.describe_copy_job(CopyJobId=copy)["CopyJob"]["DestinationRecoveryPointArn"]

    rds, restored = connect(databases.api, "rds", THERE), f"{name}-there"
    rds.restore_db_cluster_from_snapshot(
        DBClusterIdentifier=restored, SnapshotIdentifier=copied, Engine="aurora-postgresql"
    )
    databases.add(restored, region=THERE)
    assert databases.kept(restored, THERE) == [1]

    there.delete_recovery_point(BackupVaultName=name, RecoveryPointArn=copied)
    with pytest.raises(ClientError, match="not found"):
        rds.restore_db_cluster_from_snapshot(
            DBClusterIdentifier=f"{restored}-2", SnapshotIdentifier=copied, Engine="aurora-postgresql"
        )


def test_a_restored_cluster_has_the_password_of_its_time(databases: Databases) -> None:
    """Until it gets another one."""
    name = databases.create()
    databases.write(name, 1)
    databases.rds.modify_db_cluster(DBClusterIdentifier=name, MasterUserPassword="another-one", ApplyImmediately=True)
    with closing(databases.connect(databases.describe(name)["Endpoint"], password="another-one")) as connection:
        between = connection.execute("SELECT now()").fetchone()
    restored = f"{name}-restored"
    databases.rds.modify_db_cluster(DBClusterIdentifier=name, MasterUserPassword="the-third", ApplyImmediately=True)
    assert between
    databases.rds.restore_db_cluster_to_point_in_time(
        DBClusterIdentifier=restored, SourceDBClusterIdentifier=name, RestoreToTime=between[0]
    )
    databases.add(restored)
    host = databases.describe(restored)["Endpoint"]

    databases.connect(host, password="another-one").close()

    databases.rds.modify_db_cluster(DBClusterIdentifier=restored, MasterUserPassword="the-third")
    databases.connect(host, password="the-third").close()


def test_a_renamed_cluster_has_its_data_at_other_endpoints(databases: Databases) -> None:
    """The old names lead nowhere until another cluster takes them. Clients find each name in the file."""
    name = databases.create()
    databases.write(name, 1)
    hosts = {databases.describe(name)[each] for each in ("Endpoint", "ReaderEndpoint")}
    databases.rds.modify_db_cluster(
        DBClusterIdentifier=name, NewDBClusterIdentifier=f"{name}-old", ApplyImmediately=True
    )
    databases.rds.modify_db_instance(
        DBInstanceIdentifier=f"{name}-0", NewDBInstanceIdentifier=f"{name}-old-0", ApplyImmediately=True
    )

    assert databases.kept(f"{name}-old") == [1]
    assert not hosts & {*databases.endpoints.addresses}
    (instance,) = databases.rds.describe_db_instances(DBInstanceIdentifier=f"{name}-old-0")["DBInstances"]
    databases.connect(instance["Endpoint"]["Address"]).close()
    file = databases.endpoints.variables["ORION_CONNECT_TO"].removeprefix("@")
    assert dict(line.split("=") for line in Path(file).read_text().split()) == databases.endpoints.addresses

    other = databases.create()
    databases.rds.modify_db_cluster(DBClusterIdentifier=other, NewDBClusterIdentifier=name, ApplyImmediately=True)
    databases.write(name, 2)
    assert (databases.kept(name), databases.kept(f"{name}-old")) == ([2], [1])


def test_data_outlives_the_instances(databases: Databases) -> None:
    """A cluster's storage is its own."""
    name = databases.create()
    databases.write(name, 1)

    databases.rds.delete_db_instance(DBInstanceIdentifier=f"{name}-0")
    assert databases.describe(name)["Endpoint"] not in databases.endpoints.addresses
    databases.add(name)

    assert databases.kept(name) == [1]


def test_a_switchover_of_a_global_database_there_and_back_loses_nothing(databases: Databases) -> None:
    """The other region's cluster follows, writes, and follows again; the global endpoint follows the writer."""
    name = databases.create(2)
    databases.write(name, 1)
    arn = databases.describe(name)["DBClusterArn"]
    databases.rds.create_global_cluster(GlobalClusterIdentifier=f"{name}-g", SourceDBClusterIdentifier=arn)
    other = databases.create(1, THERE, GlobalClusterIdentifier=f"{name}-g")
    other_arn = databases.describe(other, THERE)["DBClusterArn"]
    assert databases.ask(other, "SELECT pg_is_in_recovery()", region=THERE) == [True]

    def switch(target: str) -> None:
        databases.rds.switchover_global_cluster(GlobalClusterIdentifier=f"{name}-g", TargetDbClusterIdentifier=target)

    switch(other_arn)
    databases.write(other, 2, region=THERE)
    assert databases.ask(name, "SELECT pg_is_in_recovery()") == [True]
    (found,) = databases.rds.describe_global_clusters(GlobalClusterIdentifier=f"{name}-g")["GlobalClusters"]
    with closing(databases.connect(found["Endpoint"])) as connection:
        connection.execute("INSERT INTO kept VALUES (3)")
    switch(arn)
    databases.write(name, 4)

    assert databases.kept(name) == [1, 2, 3, 4]
    assert until(lambda: databases.kept(other, THERE) == [1, 2, 3, 4], SECONDS)


def test_a_failover_loses_what_a_region_wrote_while_it_was_cut_off(databases: Databases) -> None:
    """No more, and no less: its calls have no answer, and its servers go on accepting writes. Afterwards it follows."""
    name = databases.create(2)
    databases.write(name, 1)
    arn = databases.describe(name)["DBClusterArn"]
    databases.rds.create_global_cluster(GlobalClusterIdentifier=f"{name}-g", SourceDBClusterIdentifier=arn)
    other = databases.create(1, THERE, GlobalClusterIdentifier=f"{name}-g")
    there = connect(databases.api, "rds", THERE)
    other_arn = databases.describe(other, THERE)["DBClusterArn"]
    assert until(lambda: databases.kept(other, THERE) == [1], SECONDS)
    host = databases.describe(name)["Endpoint"]

    ask(databases.api, "cut-off", region="us-east-1")
    with pytest.raises(BotoCoreError):
        databases.describe(name)
    with closing(databases.connect(host)) as connection:
        connection.execute("INSERT INTO kept VALUES (2)")
    assert databases.kept(other, THERE) == [1]
    there.failover_global_cluster(
        GlobalClusterIdentifier=f"{name}-g", TargetDbClusterIdentifier=other_arn, AllowDataLoss=True
    )
    databases.write(other, 3, region=THERE)
    ask(databases.api, "cut-off", region=None)

    assert databases.kept(other, THERE) == [1, 3]
    assert until(lambda: databases.kept(name) == [1, 3], SECONDS)


def test_a_region_that_was_cut_off_receives_what_it_missed(databases: Databases) -> None:
    """Where nobody has failed over."""
    name = databases.create(1)
    databases.write(name, 1)
    arn = databases.describe(name)["DBClusterArn"]
    databases.rds.create_global_cluster(GlobalClusterIdentifier=f"{name}-g", SourceDBClusterIdentifier=arn)
    other = databases.create(1, THERE, GlobalClusterIdentifier=f"{name}-g")
    assert until(lambda: databases.kept(other, THERE) == [1], SECONDS)

    host = databases.describe(other, THERE)["ReaderEndpoint"]

    ask(databases.api, "cut-off", region=THERE)
    databases.write(name, 2)
    with closing(databases.connect(host)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(1,)]
    ask(databases.api, "cut-off", region=None)

    assert until(lambda: databases.kept(other, THERE) == [1, 2], SECONDS)


def test_the_servers_end_with_the_api(seeded: daemon.Api, tmp_path: Path) -> None:
    """However that ends, with their data."""
    api = daemon.clone(seeded, tmp_path / "stack")
    start(api, 0)
    databases = Databases(api)
    databases.create()
    folder = databases.endpoints.authority.parent
    assert processes_of(folder)

    os.kill(api.pid, SIGKILL)

    assert until(lambda: not folder.exists() and not processes_of(folder), SECONDS)


def test_a_private_umask_keeps_nothing_from_the_servers(tmp_path: Path) -> None:
    """What the user's shell has is inherited by the API, and by what it starts."""
    before = os.umask(0o077)
    try:
        api = daemon.launch(prepared(tmp_path / "stack"), "123456789012")
        start(api, 0)
        databases = Databases(api)
        name = databases.create(2)
        databases.ask(name, "CREATE EXTENSION pgaudit")
        databases.write(name, 1)
        assert databases.kept(name) == [1]
    finally:
        os.umask(before)
        daemon.stop(tmp_path / "stack")


def prepared(folder: Path) -> Path:
    """Return a stack's folder."""
    folders.prepare(folder)
    return folder


def test_a_clone_starts_without_servers(databases: Databases, one: str, tmp_path: Path) -> None:
    """And gets some of its own."""
    copy = Databases(daemon.clone(databases.api, tmp_path / "copy"))
    assert find(copy.api) is None

    start(copy.api, 0)

    assert copy.ask(one, "SELECT pg_is_in_recovery()") == [False]
    assert not {*copy.endpoints.addresses.values()} & {*databases.endpoints.addresses.values()}
    daemon.stop(tmp_path / "copy")


def test_the_servers_user_may_enter_the_folder_of_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One for temporary files that only this user may enter is passed over, where the servers have another user."""
    tmp_path.chmod(0o700)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    folder = new_folder()

    folder.rmdir()
    assert (folder.parent == tmp_path) == (os.getuid() != 0)


def test_the_writers_name_leads_to_the_old_one_for_some_time() -> None:
    """As an answer of DNS that is still cached."""
    now = 100.0
    target = WriterTarget(5.0, clock=lambda: now)
    target.lead_to(1)
    assert target() == 1

    target.lead_to(2)
    now += 4.9
    assert target() == 1
    now += 0.2
    assert target() == 2


def kill(databases: Databases, instance: str) -> None:
    """End the server of an instance as a crash of the machine would."""
    (found,) = databases.rds.describe_db_instances(DBInstanceIdentifier=instance)["DBInstances"]
    (process,) = processes_of(databases.endpoints.authority.parent / found["DbiResourceId"])
    os.kill(process, SIGKILL)


def processes_of(folder: Path) -> Sequence[int]:
    """Return the ids of the servers with data in or below a folder."""
    return [
        int(path.name)
        for path in Path("/proc").iterdir()
        if path.name.isdigit() and f"-D\0{folder}" in command_line(path)
    ]


def command_line(path: Path) -> str:
    """Return the arguments of a process, of which some may have ended since they were listed."""
    try:
        return (path / "cmdline").read_text()
    except OSError:
        return ""


def delete(databases: Databases, name: str, instances: int) -> None:
    """Delete a cluster."""
    for number in range(instances):
        databases.rds.delete_db_instance(DBInstanceIdentifier=f"{name}-{number}")
    databases.rds.delete_db_cluster(DBClusterIdentifier=name, SkipFinalSnapshot=True)

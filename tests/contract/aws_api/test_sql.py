"""`orion-rds sql` on real servers."""

import json
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from orion_rds.cli.__main__ import main
from orion_sandbox import daemon
from orion_sandbox.endpoints import start
from orion_sandbox.environment import aws_variables
from tests.contract.aws_api.conftest import connect
from tests.contract.aws_api.test_data_plane import PASSWORD, Databases

# ruff: noqa: S608 - constants
MASTER, DATABASE, CLUSTER = "orion_admin", "orion", "shop-test-aurora"
BOTH = {"app": "read_write", "report": "read_only"}
OF_TESTS = "SELECT rolname FROM pg_roles WHERE rolname IN ('app', 'report', 'other', 'rds_pgaudit')"
EMPTY = """
DROP SCHEMA public CASCADE;
DROP EXTENSION IF EXISTS pgaudit;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC
"""


@pytest.fixture(scope="module")
def databases(seeded: daemon.Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """An API with a server behind its endpoints, and where the secret of the database is."""
    folder = tmp_path_factory.mktemp("sql")
    api = daemon.clone(seeded, folder)
    start(api, 0)
    secrets = connect(api, "secretsmanager")
    value = {
        "secret_arn": secrets.create_secret(Name="m", SecretString=json.dumps({"password": PASSWORD}))["ARN"],
        "role_secret_arns": {"app": secrets.create_secret(Name="app", SecretString='{"password": "first"}')["ARN"]},
    }
    parameter = {"Name": "/shop-test/aurora/connection", "Type": "String"}
    connect(api, "ssm").put_parameter(**parameter, Value=json.dumps(value))
    databases = Databases(api)
    databases.rds.create_db_cluster(
        DBClusterIdentifier=CLUSTER,
        Engine="aurora-postgresql",
        MasterUsername=MASTER,
        MasterUserPassword=PASSWORD,
        DatabaseName=DATABASE,
    )
    databases.add(CLUSTER)
    yield databases
    daemon.stop(folder)


class Database:
    """One database, and the command on it."""

    def __init__(self, databases: Databases, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.databases, self.folder, self.capsys = databases, folder, capsys
        (folder / "Pulumi.yaml").write_text("{name: shop, runtime: python}")

    def sql(self, roles: Mapping[str, object], *, yes: bool = True, code: int = 0, **settings: Any) -> str:
        """Run the command, and return what it prints."""
        database: dict[str, Any] = {
            "project": "shop",
            "environment": "test",
            "network": {"subnet_group_name": "data", "security_group_ids": ["sg-0a1b2c3d4e5f60718"]},
            "audit": {"statements": []},
            "roles": roles,
            **settings,
        }
        file = self.folder / "Pulumi.test.yaml"
        file.write_text(json.dumps({"config": {"aws:region": "us-east-1", "shop:database": database}}))
        given = ["sql", "--stack-file", str(file), "--key", "shop:database", *(["--yes"] if yes else [])]
        found, printed = main(given), self.capsys.readouterr()
        assert found == code, printed
        return printed.out + printed.err

    def connection(self, user: str = MASTER) -> "psycopg.Connection[Any]":
        """Connect as a user. A role gets the password that it does not have, as servers here take no tokens."""
        host = self.databases.describe(CLUSTER)["Endpoint"]
        if user != MASTER:
            self.run(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(user), PASSWORD).as_string())
        return self.databases.connect(host, user=user, dbname=DATABASE)

    def run(self, statements: str, user: str = MASTER) -> list[tuple[Any, ...]]:
        """Run statements, and return the rows of the last."""
        with closing(self.connection(user)) as connection:
            cursor = connection.execute(statements.encode())
            return cursor.fetchall() if cursor.description else []

    def may(self, user: str, statement: str) -> bool:
        """Return whether a user may do something, and do it."""
        try:
            self.run(statement, user)
        except psycopg.errors.InsufficientPrivilege:
            return False
        return True


@pytest.fixture
def database(
    databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """A database without roles and tables, which the variables lead to."""
    made = Database(databases, tmp_path, capsys)
    for name, value in {**aws_variables(databases.api.endpoint, "us-east-1"), **databases.endpoints.variables}.items():
        monkeypatch.setenv(name, value)
    yield made
    made.run(EMPTY)
    if names := ", ".join(name for (name,) in made.run(OF_TESTS)):
        made.run(f"GRANT {names} TO {MASTER}; DROP OWNED BY {names}; DROP ROLE {names}")


def test_the_roles_may_do_what_the_configuration_says_and_the_second_run_changes_nothing(database: Database) -> None:
    """With what was there before, and with what the master user and the application create later."""
    database.run("CREATE TABLE old (number int PRIMARY KEY, at serial)")
    printed = database.sql(BOTH)
    database.run("CREATE TABLE newer (number int)")
    assert database.may("app", "CREATE TABLE own (number bigint GENERATED ALWAYS AS IDENTITY, at serial)")

    for table in ("old", "newer"):
        assert database.may("app", f"INSERT INTO {table} (number) VALUES (1); UPDATE {table} SET number = 2")
    assert database.may("app", "INSERT INTO own DEFAULT VALUES")
    for table in ("old", "newer", "own"):
        assert database.run(f"SELECT count(*) FROM {table}", "report") == [(1,)]
        assert not database.may("report", f"DELETE FROM {table}")
    assert not database.may("report", "CREATE TABLE other ()")
    assert not database.may("report", "SELECT nextval('old_at_seq')")
    assert not database.may("app", "DROP TABLE old")
    assert "CREATE ROLE app LOGIN;" in printed
    assert "The database is up to date." in database.sql(BOTH)


def test_the_roles_have_no_password_and_the_master_user_is_no_member(database: Database) -> None:
    """A member of a role that is a member of `rds_iam` could not log in with its password."""
    database.sql(BOTH)

    members = database.run(
        "SELECT above.rolname, below.rolname, inherit_option OR set_option FROM pg_auth_members "
        "JOIN pg_roles AS above ON above.oid = roleid JOIN pg_roles AS below ON below.oid = member "
        "WHERE above.rolname IN ('app', 'report') OR below.rolname IN ('app', 'report') ORDER BY 1, 2"
    )
    # From version 16 on, who creates a role may give it to others, and has nothing of it.
    assert members == [
        ("app", MASTER, False),
        ("rds_iam", "app", True),
        ("rds_iam", "report", True),
        ("report", MASTER, False),
    ]
    rows = database.run("SELECT rolname, rolcanlogin, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'app'")
    assert rows == [("app", True, False, False)]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        database.databases.connect(database.databases.describe(CLUSTER)["Endpoint"], user="app", dbname=DATABASE)


def test_a_role_with_a_secret_has_the_password_that_is_in_it(database: Database) -> None:
    """Also when that is another one, and when it had IAM before. Nobody sees it."""
    secrets = connect(database.databases.api, "secretsmanager")
    host, role = database.databases.describe(CLUSTER)["Endpoint"], {"access": "read_write", "authentication": "secret"}
    database.sql({"app": "read_write"})

    printed = database.sql({"app": role})
    database.databases.connect(host, user="app", password="first", dbname=DATABASE).close()
    assert "REVOKE rds_iam FROM app;" in printed
    assert "ALTER ROLE app PASSWORD '***';" in printed
    assert "first" not in printed
    assert "The database is up to date." in database.sql({"app": role})

    secrets.put_secret_value(SecretId="app", SecretString='{"password": "second"}')
    assert "Statements executed: 1." in database.sql({"app": role})
    database.databases.connect(host, user="app", password="second", dbname=DATABASE).close()
    assert "The role report has no secret yet. Deploy the stack first." in database.sql({"report": role}, code=1)


def test_a_role_that_becomes_read_only_loses_the_rest(database: Database) -> None:
    """Its tables become the master user's, as an owner can always write."""
    database.sql(BOTH)
    database.run("CREATE TABLE own (number int, at serial); CREATE VIEW seen AS SELECT 1 AS one", "app")
    database.run("CREATE TABLE theirs (number int)")

    printed = database.sql({"app": "read_only", "report": "read_write"})
    database.run("CREATE TABLE later (number int)")

    assert "ALTER TABLE public.own OWNER TO orion_admin;" in printed
    for table in ("own", "theirs", "later"):
        assert database.may("app", f"SELECT FROM {table}")
        assert not database.may("app", f"INSERT INTO {table} VALUES (1)")
        assert database.may("report", f"INSERT INTO {table} VALUES (1)")
    assert not database.may("app", "CREATE TABLE other ()")
    assert "The database is up to date." in database.sql({"app": "read_only", "report": "read_write"})


def test_a_role_that_left_the_configuration_stays_and_is_dropped_as_the_command_says(database: Database) -> None:
    """It may own something. What another role lets it use keeps it, too."""
    database.sql(BOTH)
    database.run("CREATE TABLE own (number int)", "app")

    for roles, name in (({"app": "read_write"}, "report"), ({}, "app")):
        printed = database.sql(roles, code=3)
        assert database.run(f"SELECT count(*) FROM pg_roles WHERE rolname = '{name}'") == [(1,)]
        (drop,) = re.findall(r"`(BEGIN;.*?COMMIT;)`", printed)
        database.run(drop)
        assert "The database is up to date." in database.sql(roles)
    assert database.run("SELECT tableowner FROM pg_tables WHERE tablename = 'own'") == [(MASTER,)]


def test_a_table_of_another_user_is_named(database: Database) -> None:
    """Only its owner can let others use it."""
    database.run("CREATE ROLE other LOGIN; GRANT CREATE ON SCHEMA public TO other")
    database.run('CREATE TABLE "Its own" (number int)', "other")

    assert 'public."Its own" is owned by other' in database.sql(BOTH, code=3)


def test_without_roles_everybody_keeps_what_they_have(database: Database) -> None:
    """Applications may connect as users that the configuration does not know."""
    database.run("GRANT CREATE ON SCHEMA public TO PUBLIC")

    assert "The database is up to date." in database.sql({})


def test_the_rest_is_done_too(database: Database) -> None:
    """The extension of the audit log, and what PostgreSQL 14 let everybody do."""
    database.run("GRANT CREATE ON SCHEMA public TO PUBLIC")

    printed = database.sql(BOTH, audit={"objects": True})

    assert "CREATE EXTENSION pgaudit;" in printed
    assert database.run("SELECT count(*) FROM pg_roles WHERE rolname = 'rds_pgaudit'") == [(1,)]
    assert not database.may("report", "CREATE TABLE other ()")
    assert "The database is up to date." in database.sql(BOTH, audit={"objects": True})


def add_extension(database: Database, name: str, default: str, *scripts: str) -> None:
    """Let the server have an extension, by its scripts."""
    with closing(database.connection()) as connection:
        server = Path(f"/proc/{connection.info.backend_pid}/exe").resolve()
    folder = server.parent.parent / "share" / "extension"
    (folder / f"{name}.control").write_text(f"default_version = '{default}'\nrelocatable = true\ntrusted = true\n")
    for script in scripts:
        (folder / f"{name}--{script}.sql").write_text("")


def test_an_extension_is_updated_where_there_is_a_path(database: Database) -> None:
    """That of pg_repack has none: its statement would take all others back. One may be newer on purpose."""
    add_extension(database, "older", "2", "1", "1--2")
    add_extension(database, "it-has-no-path", "2", "1", "2")
    add_extension(database, "newer", "1", "1", "1--2")
    database.run(
        "CREATE EXTENSION older VERSION '1'; CREATE EXTENSION \"it-has-no-path\" VERSION '1'; "
        "CREATE EXTENSION newer VERSION '2'"
    )

    printed = database.sql({}, code=3)

    assert re.findall(r"ALTER EXTENSION.*", printed) == ["ALTER EXTENSION older UPDATE;"]
    assert re.findall(r"The extension (\S+) has no update path", printed) == ['"it-has-no-path"']
    assert "Statements executed: 1." in printed
    database.run('DROP EXTENSION "it-has-no-path"; CREATE EXTENSION "it-has-no-path"')
    assert "The database is up to date." in database.sql({})


@contextmanager
def locked(database: Database) -> Generator[None]:
    """Hold a lock that the statements need."""
    with closing(database.connection("app")) as connection, connection.transaction():
        connection.execute("LOCK TABLE own")
        yield


def test_nothing_is_half_done(database: Database) -> None:
    """A statement that fails in the middle takes all before it back; the error has the next step."""
    database.sql({"app": "read_write"})
    database.run("CREATE TABLE own (number int)", "app")

    with locked(database):
        printed = database.sql({"app": "read_only", "report": "read_only"}, code=1)

    assert "Nothing was changed" in printed
    assert "Run the command again when nothing else holds the lock." in printed
    assert database.run("SELECT count(*) FROM pg_roles WHERE rolname = 'report'") == [(0,)]
    assert database.may("app", "INSERT INTO own VALUES (1)")


def test_without_consent_nothing_is_done(database: Database) -> None:
    """What would be done is printed all the same."""
    printed = database.sql(BOTH, yes=False, code=1)

    assert "CREATE ROLE app LOGIN;" in printed
    assert "Confirmation needs a terminal" in printed
    assert database.run("SELECT count(*) FROM pg_roles WHERE rolname = 'app'") == [(0,)]


def test_a_database_that_does_not_answer(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with the next step."""
    monkeypatch.setenv(
        "ORION_CONNECT_TO", " ".join(f"{each}=127.0.0.1:1" for each in database.databases.endpoints.addresses)
    )

    assert "pass reachable ones with --connect-to" in database.sql(BOTH, code=1)

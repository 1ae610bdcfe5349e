"""`orion-rds drill restore` of the test stack, on real servers."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from orion_ops.drill.markers import SCHEMA
from orion_rds.cli.__main__ import main
from orion_sandbox import faults
from orion_sandbox.environment import aws_variables
from orion_sandbox.faults import Fault
from orion_sandbox.processes import until
from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import Bases
from tests.e2e.passwords import ask
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_backups import ALWAYS, COPIES, Copied
from tests.e2e.test_database import changed

CLUSTER = "orion-test-aurora"
TEMPORARY = "orion-test-aurora-drill"
SECONDS = 60.0
THERE = "us-west-2"


@pytest.fixture
def stack(sandbox: Sandbox, bases: Bases) -> SandboxStack:
    """A clone of the test stack with a server behind its endpoints."""
    copy = sandbox.clone(bases.deployed("test", None), "test")
    copy.start_data_plane()
    return copy


def command(repository: Path, *options: str) -> list[str]:
    """Return the arguments of a drill."""
    return ["drill", "restore", "--yes", "--json", "--stack-file", str(repository / "Pulumi.test.yaml"), *options]


def databases(stack: SandboxStack) -> list[str]:
    """Return all clusters and instances."""
    rds = stack.client("rds")
    clusters = [each["DBClusterIdentifier"] for each in rds.describe_db_clusters()["DBClusters"]]
    return [*clusters, *(each["DBInstanceIdentifier"] for each in rds.describe_db_instances()["DBInstances"])]


def run(stack: SandboxStack, statement: str) -> list[tuple[object, ...]]:
    """Run a statement in the database, and return its rows."""
    variables = stack.endpoints().psql(CLUSTER, reader=False)
    given: dict[str, Any] = {name.lower()[2:]: value for name, value in variables.items()}
    given["dbname"] = given.pop("database")
    with psycopg.connect(**given) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def test_a_drill_finds_the_marker_before_its_moment_and_not_the_one_after_it(
    stack: SandboxStack, variables: Mapping[str, str], repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It removes what it has made, and what a drill that was killed has left."""
    before = databases(stack)
    process = subprocess.Popen(
        [sys.executable, "-m", "orion_rds.cli", *command(repository)],
        env={**os.environ, **variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert until(lambda: process.poll() is not None or TEMPORARY in databases(stack), SECONDS)
    process.send_signal(signal.SIGKILL)
    assert process.wait(SECONDS) == -signal.SIGKILL

    code = main(command(repository))

    told = json.loads(capsys.readouterr().out)
    assert (code, told["failures"], told["met"]) == (0, [], True)
    assert 0 < told["cluster_after_seconds"] <= told["instance_after_seconds"] <= told["rto_seconds"]
    assert databases(stack) == before
    assert run(stack, f"SELECT FROM pg_namespace WHERE nspname = '{SCHEMA}'") == []


@pytest.mark.usefixtures("variables")
def test_a_file_says_what_there_must_be(
    stack: SandboxStack, repository: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """At a moment that is given. Afterwards nothing is left, nor after a call that AWS refuses."""
    before = databases(stack)
    run(stack, "CREATE TABLE kept (number int)")
    moment = datetime.now(UTC)
    run(stack, "INSERT INTO kept VALUES (1)")
    file = tmp_path / "check.sql"
    file.write_text("SELECT count(*) = 0 FROM kept; CREATE TABLE mine ();\nSELECT count(*) = 1 FROM kept;")

    assert main(command(repository, "--to", moment.isoformat(), "--check", str(file))) == 3
    assert json.loads(capsys.readouterr().out)["failures"] == ["statement 3 did not return true"]
    assert databases(stack) == before
    assert main(command(repository, "--to", "2020-01-01T00:00:00Z")) == 1
    assert "cannot be restored to 2020-01-01T00:00:00Z: its backups cover" in capsys.readouterr().err

    faults.put(stack.api(), [Fault(kind="deny", action="rds:CreateDBInstance")])
    assert main(command(repository, "--to", moment.isoformat())) == 1
    assert "rds:CreateDBInstance in us-east-1 is not allowed" in capsys.readouterr().err
    assert databases(stack) == before


def test_the_newest_copy_is_restored_where_the_first_region_does_not_answer(
    sandbox: Sandbox, bases: Bases, repository: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Into a network that is named, where there is no standby. The data is that of the backup."""
    settings = changed(repository, backup=COPIES, **ALWAYS)
    copied = Copied(sandbox, bases.deployed("test", settings), repository)
    stack = copied.stack()
    stack.start_data_plane()
    file, check = tmp_path / "Pulumi.test.yaml", tmp_path / "check.sql"
    file.write_text(yaml.safe_dump({"config": settings}))
    check.write_text("SELECT array_agg(number) = '{1}' FROM kept")
    run(stack, "CREATE TABLE kept (number int); INSERT INTO kept VALUES (1)")
    copied.back_up()
    run(stack, "INSERT INTO kept VALUES (2)")
    there, rds = stack.client("ec2", THERE), stack.client("rds", THERE)
    (group, *_) = (each["GroupId"] for each in there.describe_security_groups()["SecurityGroups"])
    copy = ["drill", "restore", "--from-copy", "--yes", "--json", "--key", "orion-rds:database"]
    copy += ["--stack-file", str(file), "--check", str(check)]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**aws_variables(stack.api().endpoint, stack.region), **stack.endpoints().variables}.items():
            patch.setenv(name, value)

        assert main(copy) == 1
        assert "us-west-2 has no standby whose network the drill can use." in capsys.readouterr().err
        ask(stack, "cut-off", region="us-east-1")
        assert main([*copy, "--subnet-group", "default", "--security-group", group]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["region"], told["failures"]) == (THERE, [])
    assert rds.describe_db_clusters()["DBClusters"] == []

"""`orion-rds restore` of a protected stack with two instances, on real servers."""

import json
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from orion_ops.restore.swap import Swap
from orion_rds.cli.__main__ import main
from orion_sandbox import faults
from orion_sandbox.environment import aws_variables
from orion_sandbox.faults import Fault
from orion_sandbox.stack import SandboxStack
from tests.e2e.deployed import Deployed
from tests.e2e.passwords import connection, find_secret, told
from tests.e2e.test_database import changed
from tests.e2e.test_day_2 import BEGIN

CLUSTER = "orion-test-aurora"
BESIDE = "orion-test-aurora-restored"
MANAGED = {"master": {"password_source": "rds_managed"}}
RENAMED = "rds:ModifyDBInstance in us-east-1 is not allowed"


@pytest.fixture
def database(deploy: Callable[..., Deployed]) -> Deployed:
    """A clone with servers behind its endpoints."""
    deployed = deploy(**BEGIN)
    deployed.stack(**BEGIN).start_data_plane()
    return deployed


@pytest.fixture
def stack(database: Deployed) -> Iterator[SandboxStack]:
    """Its stack, with the variables that `orion-sandbox env` prints."""
    stack = database.stack(**BEGIN)
    with variables(stack):
        yield stack


@contextmanager
def variables(stack: SandboxStack) -> Generator[None]:
    """Set the variables of a stack."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**aws_variables(stack.api().endpoint, stack.region), **stack.endpoints().variables}.items():
            patch.setenv(name, value)
        yield


@pytest.fixture
def command(repository: Path, tmp_path: Path) -> list[str]:
    """The arguments without the moment."""
    return arguments(repository, tmp_path, BEGIN)


def arguments(repository: Path, folder: Path, sections: Mapping[str, Any]) -> list[str]:
    """Return the arguments for a configuration, without the moment."""
    file = folder / "Pulumi.test.yaml"
    file.write_text(yaml.safe_dump({"config": changed(repository, **sections)}))
    return ["restore", "--yes", "--key", "orion-rds:database", "--stack-file", str(file)]


def run(stack: SandboxStack, statement: str, cluster: str = CLUSTER, **options: Any) -> list[Any]:
    """Run a statement in a database, and return the first column."""
    variables = stack.endpoints().psql(cluster, reader=False)
    given: dict[str, Any] = {name.lower()[2:]: value for name, value in variables.items()}
    given["dbname"] = given.pop("database")
    with psycopg.connect(**{**given, **options}) as connection:
        cursor = connection.execute(statement.encode())
        return [row[0] for row in cursor] if cursor.description else []


def described(stack: SandboxStack, identifier: str = CLUSTER) -> dict[str, Any]:
    """Return a cluster."""
    (cluster,) = stack.client("rds").describe_db_clusters(DBClusterIdentifier=identifier)["DBClusters"]
    return cluster


def clusters(stack: SandboxStack) -> list[str]:
    """Return the identifiers of all clusters."""
    return [each["DBClusterIdentifier"] for each in stack.client("rds").describe_db_clusters()["DBClusters"]]


def interrupted(rename: Callable[[Swap, str, str], None], name: str) -> Callable[[Swap, str, str], None]:
    """Return what renames clusters until Ctrl-C, which comes before a cluster of this name is renamed."""

    def until_ctrl_c(swap: Swap, now: str, new: str) -> None:
        if now == name:
            raise KeyboardInterrupt
        rename(swap, now, new)

    return until_ctrl_c


def changed_by_up(stack: SandboxStack) -> set[str]:
    """Deploy as the command says, and return what was done to resources."""
    return {*(stack.up(refresh=True).summary.resource_changes or {})}


def deny(stack: SandboxStack, action: str) -> None:
    """Refuse an action; none with an empty text."""
    faults.put(stack.api(), [Fault(kind="deny", action=action)] if action else [])


def test_a_restored_cluster_takes_the_place_of_a_damaged_one(
    stack: SandboxStack, command: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Interrupted at several steps, it goes on. Then Pulumi changes nothing, and today's secret opens the database."""
    before = described(stack)
    run(stack, "CREATE TABLE kept (number int)")
    moment = datetime.now(UTC).isoformat()
    run(stack, "INSERT INTO kept VALUES (1)")
    check = tmp_path / "check.sql"
    check.write_text("SELECT count(*) = 1 FROM kept")

    deny(stack, "rds:CreateDBInstance")
    assert main([*command, "--to", moment]) == 1
    deny(stack, "")
    assert sorted(clusters(stack)) == [CLUSTER, BESIDE]
    assert main([*command, "--check", str(check)]) == 1
    assert "statement 1 did not return true. No name was changed." in capsys.readouterr().err
    assert run(stack, "SELECT number FROM kept") == [1]
    deny(stack, "rds:ModifyDBInstance")
    assert main(command) == 1
    assert RENAMED in capsys.readouterr().err
    deny(stack, "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Swap, "_rename", interrupted(Swap._rename, BESIDE))
        assert main(command) == 130
    assert CLUSTER not in clusters(stack)
    deny(stack, "rds:RemoveTagsFromResource")
    assert main(command) == 1
    deny(stack, "")
    rotated = json.dumps({**told(stack), "password": "rotated-meanwhile"})
    stack.client("secretsmanager").put_secret_value(SecretId=find_secret(stack), SecretString=rotated)
    assert main(command) == 0

    assert f"{CLUSTER} has the data of " in capsys.readouterr().out
    assert run(stack, "SELECT number FROM kept", password="rotated-meanwhile") == []
    (old,) = set(clusters(stack)) - {CLUSTER}
    assert run(stack, "SELECT number FROM kept", old) == [1]
    after = described(stack)
    assert after["DbClusterResourceId"] != before["DbClusterResourceId"]
    assert after["DeletionProtection"]
    assert {**shown(after), "DbClusterResourceId": ""} == {**shown(before), "DbClusterResourceId": ""}
    assert changed_by_up(stack) == {"same"}
    stack.preview(refresh=True, expect_no_changes=True)


OF_THE_CLUSTER = {
    "ClusterCreateTime", "EarliestRestorableTime", "HostedZoneId", "LatestRestorableTime",
}  # fmt: skip


def shown(cluster: dict[str, Any]) -> dict[str, Any]:
    """Return what two clusters of one name have in common."""
    members = sorted(each["DBInstanceIdentifier"] for each in cluster["DBClusterMembers"])
    tags = sorted((each["Key"], each["Value"]) for each in cluster["TagList"])
    kept = {name: value for name, value in cluster.items() if name not in OF_THE_CLUSTER}
    return {**kept, "DBClusterMembers": members, "TagList": tags}


def test_rds_owns_another_secret_of_the_restored_cluster(
    deploy: Callable[..., Deployed], repository: Path, tmp_path: Path
) -> None:
    """The connection parameter names it after the one `up`."""
    database = deploy(**MANAGED)
    stack = database.stack(**MANAGED)
    stack.start_data_plane()
    before = described(stack)["MasterUserSecret"]["SecretArn"]
    with variables(stack):
        assert main([*arguments(repository, tmp_path, MANAGED), "--to", datetime.now(UTC).isoformat()]) == 0

    after = described(stack)["MasterUserSecret"]["SecretArn"]
    assert after != before
    secret = stack.client("secretsmanager").get_secret_value(SecretId=after)["SecretString"]
    assert run(stack, "SELECT 1", password=json.loads(secret)["password"]) == [1]
    assert changed_by_up(stack) == {"same", "update"}
    assert connection(stack)["secret_arn"] == after
    stack.preview(refresh=True, expect_no_changes=True)


@pytest.mark.usefixtures("database")
def test_what_is_refused_changes_nothing(
    stack: SandboxStack, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a moment, with one that no backup reaches, and while the cluster is being changed."""
    before = clusters(stack)

    assert main(command) == 1
    assert "No restore is in progress. Pass the time to restore to with --to." in capsys.readouterr().err
    deny(stack, "secretsmanager:GetSecretValue")
    assert main([*command, "--to", datetime.now(UTC).isoformat()]) == 1
    assert "secretsmanager:GetSecretValue in us-east-1 is not allowed" in capsys.readouterr().err
    deny(stack, "")
    assert main([*command, "--to", "2020-01-01T00:00:00Z"]) == 1
    assert "cannot be restored to 2020-01-01T00:00:00Z" in capsys.readouterr().err
    stack.client("rds").stop_db_cluster(DBClusterIdentifier=CLUSTER)
    assert main([*command, "--to", datetime.now(UTC).isoformat()]) == 1
    assert f"{CLUSTER} is `stopped`" in capsys.readouterr().err

    assert clusters(stack) == before

"""`orion-rds status` of stacks in the sandbox, as an operator runs it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from orion_rds.cli.__main__ import main
from orion_sandbox import faults
from orion_sandbox.environment import aws_variables
from orion_sandbox.faults import Fault
from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import Bases
from tests.e2e.sandboxes import Sandbox

LAGS = ("AuroraGlobalDBReplicationLag", "AuroraGlobalDBRPOLag")
CLUSTER, STANDBY = "orion-prod-aurora", "orion-prod-dr-aurora"

Status = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def status(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], repository: Path) -> Status:
    """Run the command for a stack with the variables that `orion-sandbox env` prints; return the code and the JSON."""

    def run(stack: SandboxStack, name: str = "prod") -> tuple[int, dict[str, Any]]:
        for variable, value in aws_variables(stack.api().endpoint, stack.region).items():
            monkeypatch.setenv(variable, value)
        # A fault stays: to try again only takes longer.
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        capsys.readouterr()
        code = main(["status", "--json", "--stack-file", str(repository / f"Pulumi.{name}.yaml")])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else {"error": told.err}

    return run


@pytest.fixture
def stack(sandbox: Sandbox, production: SandboxStack) -> SandboxStack:
    """A clone of production, to be changed."""
    return sandbox.clone(production, "prod")


def rows(found: dict[str, Any], section: str, *names: str) -> list[tuple[Any, ...]]:
    """Return some values of each row of a section."""
    return [tuple(row[name] for name in names) for row in found["sections"][section]["rows"]]


def texts(found: dict[str, Any], kind: str) -> list[str]:
    """Return all problems, or all that is unknown."""
    return [text for section in found["sections"].values() for text in section[kind]]


def publish(stack: SandboxStack, region: str, cluster: str, milliseconds: float) -> None:
    """Publish the lags of a secondary cluster, which the sandbox does not measure."""
    data = [
        {
            "MetricName": name,
            "Dimensions": [{"Name": "DBClusterIdentifier", "Value": cluster}],
            "Value": milliseconds,
            "Timestamp": datetime.now(UTC) - timedelta(minutes=2),
        }
        for name in LAGS
    ]
    stack.client("cloudwatch", region).put_metric_data(Namespace="AWS/RDS", MetricData=data)


def test_the_test_stack_is_healthy(status: Status, bases: Bases) -> None:
    """One region and one instance; nothing is asked that the configuration does not have."""
    code, found = status(bases.deployed("test", None), "test")

    assert texts(found, "unknown") == []
    assert texts(found, "problems") == []
    assert code == 0
    assert [*found["sections"]] == ["clusters", "instances", "alarms", "backups", "pending", "support"]


def test_production_is_shown_in_both_regions(status: Status, production: SandboxStack) -> None:
    """All but the lag is known: the sandbox measures nothing."""
    code, found = status(production)

    assert {text.split(" of ")[0] for text in texts(found, "unknown")} == {f"CloudWatch has no {name}" for name in LAGS}
    assert texts(found, "problems") == []
    assert code == 4
    assert rows(found, "clusters", "cluster", "region", "status", "instances") == [
        (CLUSTER, "us-east-1", "available", 3),
        (STANDBY, "us-west-2", "available", 1),
    ]
    # The writer is first; identifiers are generated, so are the readers' places.
    roles = rows(found, "instances", "role", "zone")
    assert roles[0] == ("writer", "us-east-1a")
    assert sorted(roles[1:]) == [("reader", zone) for zone in ("us-east-1b", "us-east-1c", "us-west-2a")]
    assert rows(found, "redis", "role", "status") == [("primary", "available"), ("replica", "available")]
    assert rows(found, "replication", "cluster", "role") == [(CLUSTER, "writer"), (STANDBY, "secondary")]
    assert {row[0] for row in rows(found, "backups", "retention_days")} == {35}
    assert {row[0] for row in rows(found, "copies", "recovery_points")} == {0}
    assert all(ends for (ends,) in rows(found, "support", "ends"))


def test_what_happens_to_a_stack_is_seen(status: Status, stack: SandboxStack) -> None:
    """A lag, copies, a change that waits, an alarm, a failover, an alarm that is deleted, a cluster that is gone."""
    publish(stack, "us-west-2", STANDBY, 20)
    cluster = stack.client("rds").describe_db_clusters()["DBClusters"][0]
    backup, roles = stack.client("backup"), stack.client("iam").list_roles()["Roles"]
    (role,) = (each["Arn"] for each in roles if each["RoleName"].startswith("orion-prod-aurora-backup"))
    backup.start_backup_job(BackupVaultName=CLUSTER, ResourceArn=cluster["DBClusterArn"], IamRoleArn=role)
    reader = next(each for each in cluster["DBClusterMembers"] if not each["IsClusterWriter"])["DBInstanceIdentifier"]
    stack.client("rds").modify_db_instance(DBInstanceIdentifier=reader, DBInstanceClass="db.r7g.2xlarge")
    code, found = status(stack)

    assert code == 0, (texts(found, "problems"), texts(found, "unknown"))
    assert found["sections"]["replication"]["rows"][1]["lag_milliseconds"] > 0
    assert rows(found, "copies", "vault", "recovery_points")[0] == (CLUSTER, 1)
    assert rows(found, "pending", "resource", "pending", "detail") == [(reader, "DBInstanceClass", "db.r7g.2xlarge")]

    alarm = f"{CLUSTER.removesuffix('-aurora')}-aurora-writer-cpu"
    cloudwatch = stack.client("cloudwatch")
    cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="busy")
    cloudwatch.delete_alarms(AlarmNames=["orion-prod-writer-unhealthy"])
    stack.client("rds").failover_db_cluster(DBClusterIdentifier=CLUSTER, TargetDBInstanceIdentifier=reader)
    code, found = status(stack)

    assert code == 3
    assert rows(found, "alarms", "alarm", "reason") == [(alarm, "busy")]
    assert rows(found, "instances", "instance", "role")[0] == (reader, "writer")
    assert texts(found, "problems") == [
        f"The alarm {alarm} in us-east-1 is in the state ALARM. docs/alarms.md says what to do.",
        "The alarm orion-prod-writer-unhealthy does not exist in us-east-1. `pulumi up --refresh` creates it.",
    ]


def test_after_a_switch_of_regions_the_lag_of_the_former_primary_is_read(status: Status, stack: SandboxStack) -> None:
    """It is then the region that publishes it, and the other one has the writer."""
    target = stack.client("rds", "us-west-2").describe_db_clusters()["DBClusters"][0]["DBClusterArn"]
    stack.client("rds").switchover_global_cluster(
        GlobalClusterIdentifier=f"{CLUSTER}-global", TargetDbClusterIdentifier=target
    )
    publish(stack, "us-east-1", CLUSTER, 20)
    code, found = status(stack)

    assert code == 0, (texts(found, "problems"), texts(found, "unknown"))
    assert rows(found, "replication", "cluster", "role") == [(CLUSTER, "secondary"), (STANDBY, "writer")]
    assert [role for role, region in rows(found, "instances", "role", "region") if region == "us-east-1"] == [
        "reader"
    ] * 3


def test_a_stack_that_is_not_deployed_is_not_healthy(status: Status, sandbox: Sandbox) -> None:
    """Another account, or nothing yet."""
    empty = sandbox.stack("test")
    empty.start()
    code, found = status(empty, "test")

    assert code == 3
    assert texts(found, "problems") == [
        "The cluster orion-test-aurora does not exist in us-east-1. Deploy the stack, or use the credentials of its "
        "account."
    ]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(kind="throttle"), "was throttled because the account makes too many calls (Throttling"),
        (Fault(kind="error"), "failed in AWS (InternalFailure"),
        (Fault(kind="timeout", seconds=0), "did not reach AWS (Connection was closed before"),
        (Fault(kind="lose-answer"), "did not reach AWS (Connection was closed before"),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else "",
)
def test_an_aws_that_does_not_answer_is_one_line(fault: Fault, said: str, status: Status, stack: SandboxStack) -> None:
    """What happened, and what to do."""
    faults.put(stack.api(), [fault])
    code, found = status(stack)

    assert code == 1
    assert found["error"].startswith("error: sts:GetCallerIdentity in us-east-1 ")
    assert said in found["error"]
    assert found["error"].count("\n") == 1


def test_an_endpoint_that_nobody_serves_is_one_line(status: Status, stack: SandboxStack) -> None:
    """Such as a tunnel that has ended."""
    api = stack.api()
    assert stack.discard()
    stack.api = lambda: api  # pyright: ignore[reportAttributeAccessIssue] # the variables of a shell stay
    code, found = status(stack)

    assert code == 1
    assert 'did not reach AWS (Could not connect to the endpoint URL: "http://127.0.0.1:' in found["error"]


def test_without_permission_for_cloudwatch_the_rest_is_shown(status: Status, stack: SandboxStack) -> None:
    """Alarms and lag are unknown, each with the reason."""
    faults.put(stack.api(), [Fault(kind="deny", action="cloudwatch:*")])
    code, found = status(stack)

    assert code == 4
    unknown = {name for name, section in found["sections"].items() if section["unknown"]}
    assert unknown == {"replication", "alarms"}
    assert all(" is not allowed (AccessDenied" in text for text in texts(found, "unknown"))
    assert len(rows(found, "instances", "role")) == 4

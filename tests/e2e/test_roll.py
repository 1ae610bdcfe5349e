"""`orion-rds roll` of the production stack, on real servers."""

import argparse
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from orion_ops.aws import Aws
from orion_ops.deployed import Deployed
from orion_ops.postgres import access
from orion_rds.cli.__main__ import main
from orion_rds.cli.stack_file import KEY, read
from orion_sandbox import faults
from orion_sandbox.environment import aws_variables
from orion_sandbox.faults import Fault
from orion_sandbox.stack import SandboxStack
from tests.e2e.sandboxes import Sandbox
from tests.e2e.writing import acknowledged, create_table, write_more, writing, written

REGIONS = {"us-east-1": "orion-prod-aurora", "us-west-2": "orion-prod-dr-aurora"}
PARAMETER = "track_activity_query_size"


def members(stack: SandboxStack) -> list[dict[str, Any]]:
    """Return the members of the clusters of both regions, the writer first."""
    found = [
        member
        for region in REGIONS
        for (cluster,) in [stack.client("rds", region).describe_db_clusters()["DBClusters"]]
        for member in cluster["DBClusterMembers"]
    ]
    return sorted(found, key=lambda each: not each["IsClusterWriter"])


def let_wait(stack: SandboxStack, value: str) -> None:
    """Set a static parameter in both regions."""
    for region in REGIONS:
        rds = stack.client("rds", region)
        (cluster,) = rds.describe_db_clusters()["DBClusters"]
        change = {"ParameterName": PARAMETER, "ParameterValue": value, "ApplyMethod": "pending-reboot"}
        rds.modify_db_cluster_parameter_group(
            DBClusterParameterGroupName=cluster["DBClusterParameterGroup"], Parameters=[change]
        )


def test_exactly_one_failover_and_no_acknowledged_write_lost(
    sandbox: Sandbox, production: SandboxStack, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Reboots of all, and a class of the writer, while clients write. It goes on after an error."""
    stack = sandbox.clone(production, "prod")
    stack.start_data_plane(lag_seconds=0)
    roll = ["roll", "--yes", "--stack-file", str(repository / "Pulumi.prod.yaml")]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**aws_variables(stack.api().endpoint, "us-east-1"), **stack.endpoints().variables}.items():
            patch.setenv(name, value)
        # A fault stays: to try again only takes longer.
        patch.setenv("AWS_MAX_ATTEMPTS", "1")
        deployed = Deployed(Aws("us-east-1"), read(repository / "Pulumi.prod.yaml", KEY), datetime.now(UTC))
        given = argparse.Namespace(connect_to=None, root_certificate=str(stack.endpoints().authority))
        connections = access(deployed, deployed.sites[0], given)
        create_table(connections)
        let_wait(stack, "8192")
        former = members(stack)[0]["DBInstanceIdentifier"]
        stack.client("rds").modify_db_instance(DBInstanceIdentifier=former, DBInstanceClass="db.r7g.2xlarge")
        waiting = [each["DBClusterParameterGroupStatus"] for each in members(stack)]
        assert waiting == ["pending-reboot"] * 4

        with writing(connections, 1, 2) as clients:
            refused = Fault(kind="deny", action="rds:FailoverDBCluster")
            faults.put(stack.api(), [refused])
            assert main(roll) == 1
            assert "rds:FailoverDBCluster in us-east-1 is not allowed" in capsys.readouterr().err
            counted = Fault(kind="slow", action="rds:FailoverDBCluster", seconds=0)
            faults.put(stack.api(), [counted])
            assert main(roll) == 0
            write_more(clients)

        told = capsys.readouterr().out
        assert faults.in_force(stack.api()).met == (1,)
        assert f"orion-prod-aurora: one failover, {former} -> {members(stack)[0]['DBInstanceIdentifier']}." in told
        assert former in told.splitlines()[1]
        assert [each["DBClusterParameterGroupStatus"] for each in members(stack)] == ["in-sync"] * 4
        (described,) = stack.client("rds").describe_db_instances(DBInstanceIdentifier=former)["DBInstances"]
        assert described["DBInstanceClass"] == "db.r7g.2xlarge"
        with closing(connections.writer()) as connection:
            assert connection.execute(f"SHOW {PARAMETER}".encode()).fetchall() == [("8kB",)]
        assert acknowledged(clients) - written(connections) == set()
        assert main(roll) == 0
        assert capsys.readouterr().out == "No instance has pending changes.\n"

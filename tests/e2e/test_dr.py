"""`orion-rds dr` of the production stack, on real servers in two regions."""

import argparse
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path

import pytest
from pulumi.automation import OpType

from orion_ops.aws import Aws
from orion_ops.deployed import Deployed
from orion_ops.postgres import Access, Server, master_password, server
from orion_rds.cli.__main__ import main
from orion_rds.cli.stack_file import KEY, read
from orion_sandbox import faults
from orion_sandbox.environment import aws_variables
from orion_sandbox.faults import Fault
from orion_sandbox.processes import until
from orion_sandbox.stack import SandboxStack
from tests.e2e.sandboxes import Sandbox
from tests.e2e.writing import SECONDS, acknowledged, create_table, write_more, writing, written

HERE, THERE = "us-east-1", "us-west-2"
STANDBY = "orion-prod-dr-aurora"
ALWAYS = {OpType.SAME}

Run = Callable[..., int]


@pytest.fixture
def stack(sandbox: Sandbox, production: SandboxStack) -> Iterator[SandboxStack]:
    """A clone of production with servers behind its endpoints, and the variables that `orion-sandbox env` prints."""
    copy = sandbox.clone(production, "prod")
    copy.start_data_plane(lag_seconds=0)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**aws_variables(copy.api().endpoint, HERE), **copy.endpoints().variables}.items():
            patch.setenv(name, value)
        yield copy


@pytest.fixture
def dr(repository: Path) -> Run:
    """Run the command."""

    def run(*arguments: str) -> int:
        return main(["dr", *arguments, "--stack-file", str(repository / "Pulumi.prod.yaml")])

    return run


@pytest.fixture
def access(stack: SandboxStack, repository: Path) -> Access:
    """Connections to whichever instance of both regions writes; readers are those of the second region."""
    deployed = Deployed(Aws(HERE), read(repository / "Pulumi.prod.yaml", KEY), datetime.now(UTC))
    given = argparse.Namespace(connect_to=None, root_certificate=str(stack.endpoints().authority))
    first, second = (server(deployed, site, given) for site in deployed.sites)
    (database,) = stack.client("rds").describe_global_clusters()["GlobalClusters"]
    both = Server(
        writer=database["Endpoint"],
        reader=second.reader,
        instances=[*first.instances, *second.instances],
        port=first.port,
        database=first.database,
        user=first.user,
        connect_to=first.connect_to,
        root_certificate=first.root_certificate,
    )
    found = Access(both, partial(master_password, deployed, deployed.sites[0]))
    create_table(found)
    return found


def writing_regions(stack: SandboxStack) -> list[str]:
    """Return the regions whose cluster writes."""
    (database,) = stack.client("rds", THERE).describe_global_clusters()["GlobalClusters"]
    return [each["DBClusterArn"].split(":")[3] for each in database["GlobalClusterMembers"] if each["IsWriter"]]


def cut_off(stack: SandboxStack, region: str | None) -> None:
    """Cut a region off from all others, or none."""
    status, _ = stack.api().ask("/_sandbox/cut-off", {"region": region})
    assert status == HTTPStatus.OK


def test_a_switchover_there_and_back_loses_nothing(
    stack: SandboxStack, access: Access, dr: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Clients write meanwhile. Pulumi sees no change while the second region writes. Run again, it does nothing.

    A call that is refused changes nothing, and one whose answer is lost is waited for.
    """
    with writing(access, 1, 2) as clients:
        faults.put(stack.api(), [Fault(kind="deny", action="rds:SwitchoverGlobalCluster")])
        assert dr("switchover", "--yes") == 1
        assert "The switchover has not started." in capsys.readouterr().err
        assert writing_regions(stack) == [HERE]

        faults.put(stack.api(), [], once=[Fault(kind="lose-answer", action="rds:SwitchoverGlobalCluster")])
        assert dr("switchover", "--yes") == 0
        assert writing_regions(stack) == [THERE]
        assert f"{STANDBY} in {THERE} is the writer." in capsys.readouterr().out
        write_more(clients)
        assert dr("switchover") == 0
        assert writing_regions(stack) == [THERE]
        assert set(stack.preview(refresh=True).change_summary) == ALWAYS

        assert dr("switchover", "--to", HERE, "--yes") == 0
        assert writing_regions(stack) == [HERE]
        write_more(clients)

    assert acknowledged(clients) - written(access) == set()


def test_a_failover_from_a_region_that_is_cut_off_reports_its_loss(
    stack: SandboxStack, access: Access, dr: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is lost was acknowledged after the moment that it states. It asks nothing of the lost region."""
    with writing(access, 1, 2) as before:
        pass
    assert until(lambda: written(access, reader=True) >= acknowledged(before), SECONDS)
    published = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=2)
    lag = {
        "MetricName": "AuroraGlobalDBRPOLag",
        "Dimensions": [{"Name": "DBClusterIdentifier", "Value": STANDBY}],
        "Value": 400,
        "Timestamp": published,
    }
    stack.client("cloudwatch", THERE).put_metric_data(Namespace="AWS/RDS", MetricData=[lag])
    cut_off(stack, HERE)

    with writing(access, 3, 4) as meanwhile:
        lost = acknowledged(meanwhile)
        assert dr("switchover", "--yes") == 1
        assert f"If {HERE} is lost: `orion-rds dr failover --to {THERE}`." in capsys.readouterr().err
        assert dr("failover", "--yes") == 0
        write_more(meanwhile)

    told = capsys.readouterr().err
    (since,) = re.findall(rf"Accepted loss: writes that {HERE} has acknowledged since (.*) UTC may be lost\.", told)
    # moto names the beginning of a minute that is not CloudWatch's.
    stated = datetime.fromisoformat(since).replace(tzinfo=UTC)
    assert published - timedelta(minutes=1, seconds=1) <= stated <= published
    assert f"{HERE} does not respond, which does not prevent a failover" in told
    assert lost
    assert not lost & written(access)
    assert acknowledged(before) <= written(access)
    assert writing_regions(stack) == [THERE]
    assert dr("status") == 4

    cut_off(stack, None)
    assert set(stack.preview(refresh=True).change_summary) == ALWAYS

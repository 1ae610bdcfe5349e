"""A standby in a second region, from its first day to its last."""

from collections.abc import Callable
from typing import Any

import pytest
from pulumi.automation import CommandError, OpType

from orion_sandbox.stack import SandboxStack
from tests.e2e.changes.change import CLUSTER, CONNECTION, SECOND, STANDBY, STANDBY_CONNECTION
from tests.e2e.deployed import Deployed
from tests.e2e.passwords import connection, opens, rotate, told

FIRST = "us-east-1"
GLOBAL = "orion-test-aurora-global"
ON: dict[str, Any] = {"disaster_recovery": STANDBY}
UNPROTECTED: dict[str, Any] = {"disaster_recovery": {**STANDBY, "deletion_protection": False}}
ALWAYS = {OpType.SAME}
CHANGED = {
    CLUSTER,
    CONNECTION,
    "orion-instances-1",
    "orion-credentials-secret",
    # As the cluster may have readers only, once the other region writes.
    "Alerts",
}
"""What is changed in place when the standby comes: the host, replicas of the secret, and minor upgrades go off."""


@pytest.fixture
def deployed(deploy: Callable[..., Deployed]) -> Deployed:
    """The test stack in two regions."""
    return deploy(**ON)


def clusters(stack: SandboxStack) -> dict[str, dict[str, Any]]:
    """What AWS says of the cluster of each region."""
    found = {region: stack.client("rds", region).describe_db_clusters()["DBClusters"] for region in (FIRST, SECOND)}
    return {region: _lasting(cluster) for region, (cluster,) in found.items()}


def _lasting(cluster: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cluster.items() if name != "LatestRestorableTime"}


def the_global_cluster(stack: SandboxStack) -> dict[str, Any]:
    """What AWS says of the global database."""
    (found,) = stack.client("rds").describe_global_clusters(GlobalClusterIdentifier=GLOBAL)["GlobalClusters"]
    return found


def writers(stack: SandboxStack) -> list[str]:
    """Regions whose cluster writes."""
    members = the_global_cluster(stack)["GlobalClusterMembers"]
    return [member["DBClusterArn"].split(":")[3] for member in members if member["IsWriter"]]


def switch(stack: SandboxStack, region: str) -> None:
    """Let another region write, as an operator does."""
    target = clusters(stack)[region]["DBClusterArn"]
    rds = stack.client("rds", region)
    rds.switchover_global_cluster(GlobalClusterIdentifier=GLOBAL, TargetDbClusterIdentifier=target)


def test_a_standby_comes_and_goes_and_the_database_stays(deploy: Callable[..., Deployed]) -> None:
    """On: no replacement, not even of a rotated password, and one host for both regions. Off: protection first, then
    the section.
    """
    deployed = deploy()
    stack = deployed.stack()
    (before,) = stack.client("rds").describe_db_clusters()["DBClusters"]
    rotate(stack, "rotated-outside")
    secret, alone = told(stack), connection(stack)

    done = deployed.up(**ON)
    assert done["update"] == CHANGED
    assert done.keys() == {"create", "update"}
    assert done["create"] == {"Standby", "Alerts", STANDBY_CONNECTION}
    assert clusters(stack)[FIRST]["DbClusterResourceId"] == before["DbClusterResourceId"]
    assert writers(stack) == [FIRST]
    assert told(stack) == told(stack, SECOND) == secret
    here, there = connection(stack), connection(stack, SECOND)
    assert here == {**alone, "host": the_global_cluster(stack)["Endpoint"]}
    assert there["host"] == here["host"]
    assert there["reader_host"] == clusters(stack)[SECOND]["ReaderEndpoint"]
    assert opens(stack)
    assert opens(stack, SECOND)
    assert set(deployed.stack(**ON).preview(refresh=True).change_summary) == ALWAYS

    with pytest.raises(CommandError, match="protect"):
        deployed.apart().preview()

    deployed.up(**UNPROTECTED)
    assert len(clusters(stack)) == 2
    deployed.up()
    assert stack.client("rds", SECOND).describe_db_clusters()["DBClusters"] == []
    assert stack.client("rds").describe_global_clusters()["GlobalClusters"] == []
    (after,) = stack.client("rds").describe_db_clusters()["DBClusters"]
    assert after["DbClusterResourceId"] == before["DbClusterResourceId"]
    assert told(stack) == secret
    assert connection(stack) == alone
    assert stack.client("ssm", SECOND).describe_parameters()["Parameters"] == []
    assert opens(stack)


@pytest.mark.parametrize("how", ["switchover", "failover"])
def test_after_a_switch_outside_there_is_nothing_to_change(deployed: Deployed, how: str) -> None:
    """At 3 a.m. somebody switches regions; the next day's preview must not switch back, detach or promote."""
    stack = deployed.stack(**ON)
    sources = [cluster.get("ReplicationSourceIdentifier") for cluster in clusters(stack).values()]

    if how == "switchover":
        switch(stack, SECOND)
    else:
        target = clusters(stack)[SECOND]["DBClusterArn"]
        stack.client("rds", SECOND).failover_global_cluster(
            GlobalClusterIdentifier=GLOBAL, TargetDbClusterIdentifier=target, AllowDataLoss=True
        )

    assert writers(stack) == [SECOND]
    assert sources != [cluster.get("ReplicationSourceIdentifier") for cluster in clusters(stack).values()]
    assert set(stack.preview(refresh=True).change_summary) == ALWAYS
    stack.refresh()
    assert deployed.up(**ON) == {}
    assert writers(stack) == [SECOND]
    assert opens(stack)
    assert opens(stack, SECOND)


def test_a_standby_that_writes_is_not_taken_away(deployed: Deployed) -> None:
    """Off and destroy both begin with its protection, and that is refused before anything is changed."""
    stack = deployed.stack(**ON)
    switch(stack, SECOND)
    before = clusters(stack)

    with pytest.raises(CommandError, match="Switch back first") as refused:
        deployed.apart(**UNPROTECTED).up()
    assert "Traceback" not in str(refused.value)
    with pytest.raises(CommandError, match="protect"):
        stack.destroy()
    assert clusters(stack) == before

    switch(stack, FIRST)
    deployed.up(**UNPROTECTED)
    deployed.stack(**UNPROTECTED).destroy()
    assert stack.client("rds", SECOND).describe_db_clusters()["DBClusters"] == []

"""A global database over two regions: a switch made outside Pulumi, and how all of it goes again."""

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.automation import PulumiFn

from orion_sandbox.stack import SandboxStack
from tests.e2e.bases import Bases
from tests.e2e.drifting import differences
from tests.e2e.sandboxes import Sandbox

HERE, THERE = "us-east-1", "us-west-2"
REGION = {"aws:region": HERE}
IGNORED = ("globalClusterIdentifier", "replicationSourceIdentifier")
COMMON: dict[str, Any] = {
    "engine": aws.rds.EngineType.AURORA_POSTGRESQL,
    "engine_version": "17.7",
    "skip_final_snapshot": True,
    "apply_immediately": True,
}


def program(*ignored: str, backup_days: int = 7, over_two_regions: bool = True) -> PulumiFn:
    """Two clusters, and the database that they make; `ignored` are the properties that both ignore."""

    def deploy() -> None:
        options = pulumi.ResourceOptions(ignore_changes=list(ignored))
        first = aws.rds.Cluster(
            "first",
            cluster_identifier="first",
            master_username="orion_admin",
            master_password="long-enough-1",
            backup_retention_period=backup_days,
            opts=options,
            **COMMON,
        )
        writer = _instance("first", first)
        if over_two_regions:
            _second(first, writer, options)

    return deploy


def _second(first: aws.rds.Cluster, writer: aws.rds.ClusterInstance, options: pulumi.ResourceOptions) -> None:
    database = aws.rds.GlobalCluster(
        "both",
        global_cluster_identifier="both",
        source_db_cluster_identifier=first.arn,
        force_destroy=True,
        opts=pulumi.ResourceOptions(depends_on=[writer]),
    )
    second = aws.rds.Cluster(
        "second",
        region=THERE,
        cluster_identifier="second",
        global_cluster_identifier=database.id,
        source_region=HERE,
        opts=options,
        **COMMON,
    )
    _instance("second", second)
    pulumi.export("endpoint", database.endpoint)
    pulumi.export("members", database.global_cluster_members)


def _instance(name: str, cluster: aws.rds.Cluster) -> aws.rds.ClusterInstance:
    return aws.rds.ClusterInstance(
        f"{name}-1",
        region=cluster.region,
        identifier=f"{name}-1",
        cluster_identifier=cluster.id,
        instance_class="db.r7g.large",
        engine=COMMON["engine"],
    )


@pytest.fixture
def stack(sandbox: Sandbox, bases: Bases) -> SandboxStack:
    """The program, which ignores both properties, deployed and refreshed."""
    base = bases.deployed(
        "global", REGION, program=program(*IGNORED), identity=__name__, then=lambda stack: stack.refresh()
    )
    return sandbox.clone(base, "global")


def changed(sandbox: Sandbox, wanted: PulumiFn) -> SandboxStack:
    """The same stack with another program."""
    return sandbox.stack("global", program=wanted, config=REGION)


def arn(stack: SandboxStack, name: str, region: str) -> str:
    """Of a cluster."""
    (cluster,) = stack.client("rds", region).describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
    return cluster["DBClusterArn"]


def switch(stack: SandboxStack, name: str, region: str) -> None:
    """What an operator does."""
    stack.client("rds", region).switchover_global_cluster(
        GlobalClusterIdentifier="both", TargetDbClusterIdentifier=arn(stack, name, region)
    )


def writers(stack: SandboxStack) -> dict[str, bool]:
    """Which of the clusters write."""
    (database,) = stack.client("rds").describe_global_clusters(GlobalClusterIdentifier="both")["GlobalClusters"]
    return {each["DBClusterArn"].rsplit(":", 1)[1]: each["IsWriter"] for each in database["GlobalClusterMembers"]}


def identifiers(stack: SandboxStack, region: str) -> list[str]:
    """The clusters of a region."""
    return [each["DBClusterIdentifier"] for each in stack.client("rds", region).describe_db_clusters()["DBClusters"]]


def test_a_switch_shows_only_in_a_program_that_does_not_ignore_both_properties(
    sandbox: Sandbox, stack: SandboxStack
) -> None:
    """What the preview offers as a correction would detach a cluster, or promote it.

    An unrelated change detaches nobody, though the engine leaves ignored properties out of what it sends.
    """
    switch(stack, "second", THERE)
    stack.refresh()

    shown = {ignored: differences(changed(sandbox, program(*ignored))) for ignored in (IGNORED, *zip(IGNORED), ())}
    assert shown == {
        IGNORED: {},
        IGNORED[:1]: {"first": {IGNORED[1]}},
        IGNORED[1:]: {"first": {IGNORED[0]}},
        (): {"first": set(IGNORED)},
    }

    changed(sandbox, program(*IGNORED, backup_days=14)).up()
    assert writers(stack) == {"first": False, "second": True}

    changed(sandbox, program()).up()
    assert "GlobalClusterIdentifier" not in stack.client("rds").describe_db_clusters()["DBClusters"][0]


def test_a_region_is_given_up_and_all_of_it_destroyed(sandbox: Sandbox, stack: SandboxStack) -> None:
    """The clusters leave before they are deleted, the one that writes last."""
    changed(sandbox, program(*IGNORED, over_two_regions=False)).up()
    assert (identifiers(stack, HERE), identifiers(stack, THERE)) == (["first"], [])
    assert stack.client("rds").describe_global_clusters()["GlobalClusters"] == []

    changed(sandbox, program(*IGNORED)).up()
    assert writers(stack) == {"first": True, "second": False}
    stack.refresh()
    stack.destroy()
    assert identifiers(stack, HERE) + identifiers(stack, THERE) == []


@pytest.mark.usefixtures("stack")
def test_clusters_are_looked_up_in_any_region(sandbox: Sandbox) -> None:
    """A program asks so whether a second region writes before it gives it up."""

    def look_up() -> None:
        program(*IGNORED)()
        found = aws.rds.get_clusters(filters=[{"name": "db-cluster-id", "values": ["second"]}], region=THERE)
        cluster = aws.rds.get_cluster(cluster_identifier="second", region=THERE)
        pulumi.export("found", found.cluster_identifiers)
        pulumi.export("source", cluster.replication_source_identifier)
        pulumi.export("here", aws.rds.get_clusters(filters=[{"name": "engine", "values": ["neptune"]}]).cluster_arns)

    stack = changed(sandbox, look_up)
    stack.up()

    outputs = {name: output.value for name, output in stack.outputs().items()}
    assert outputs["found"] == ["second"]
    assert outputs["source"] == arn(stack, "first", HERE)
    assert outputs["here"] == []

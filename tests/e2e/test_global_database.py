"""A global database over two regions: a switch made outside Pulumi, and how all of it goes again."""

from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi.automation import PulumiFn

from orion_sandbox.stack import SandboxStack
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


PAIRS = {"both": IGNORED, "global": IGNORED[:1], "source": IGNORED[1:], "neither": ()}
"""Pairs of clusters in one program, by the properties that both clusters of the pair ignore."""


def program(*pairs: str, backup_days: int = 7, over_two_regions: bool = True) -> PulumiFn:
    """Return a program of some pairs of clusters, and the global databases that they form."""

    def deploy() -> None:
        for name in pairs:
            options = pulumi.ResourceOptions(ignore_changes=list(PAIRS[name]))
            first = aws.rds.Cluster(
                f"{name}-first",
                cluster_identifier=f"{name}-first",
                master_username="orion_admin",
                master_password="long-enough-1",
                backup_retention_period=backup_days,
                opts=options,
                **COMMON,
            )
            writer = _instance(f"{name}-first", first)
            if over_two_regions:
                _second(name, first, writer, options)

    return deploy


def _second(
    name: str, first: aws.rds.Cluster, writer: aws.rds.ClusterInstance, options: pulumi.ResourceOptions
) -> None:
    database = aws.rds.GlobalCluster(
        name,
        global_cluster_identifier=name,
        source_db_cluster_identifier=first.arn,
        force_destroy=True,
        opts=pulumi.ResourceOptions(depends_on=[writer]),
    )
    second = aws.rds.Cluster(
        f"{name}-second",
        region=THERE,
        cluster_identifier=f"{name}-second",
        global_cluster_identifier=database.id,
        source_region=HERE,
        opts=options,
        **COMMON,
    )
    _instance(f"{name}-second", second)


def _instance(name: str, cluster: aws.rds.Cluster) -> aws.rds.ClusterInstance:
    return aws.rds.ClusterInstance(
        f"{name}-1",
        region=cluster.region,
        identifier=f"{name}-1",
        cluster_identifier=cluster.id,
        instance_class="db.r7g.large",
        engine=COMMON["engine"],
    )


def changed(sandbox: Sandbox, wanted: PulumiFn) -> SandboxStack:
    """Return the same stack with another program."""
    return sandbox.stack("global", program=wanted, config=REGION)


def arn(stack: SandboxStack, name: str, region: str) -> str:
    """Return the ARN of a cluster."""
    (cluster,) = stack.client("rds", region).describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
    return cluster["DBClusterArn"]


def switch(stack: SandboxStack, name: str) -> None:
    """Let the second cluster of a pair write, as an operator does."""
    stack.client("rds", THERE).switchover_global_cluster(
        GlobalClusterIdentifier=name, TargetDbClusterIdentifier=arn(stack, f"{name}-second", THERE)
    )


def writers(stack: SandboxStack, name: str) -> dict[str, bool]:
    """Return which clusters of a pair write."""
    (database,) = stack.client("rds").describe_global_clusters(GlobalClusterIdentifier=name)["GlobalClusters"]
    return {each["DBClusterArn"].rsplit(":", 1)[1]: each["IsWriter"] for each in database["GlobalClusterMembers"]}


def identifiers(stack: SandboxStack, region: str) -> list[str]:
    """Return the clusters of a region."""
    return [each["DBClusterIdentifier"] for each in stack.client("rds", region).describe_db_clusters()["DBClusters"]]


def test_a_switch_shows_only_in_a_program_that_does_not_ignore_both_properties(sandbox: Sandbox) -> None:
    """What the preview offers as a correction would detach a cluster, or promote it.

    An unrelated change does not detach it, although the engine leaves ignored properties out of what it sends.
    """
    stack = changed(sandbox, program(*PAIRS))
    stack.up()
    for name in PAIRS:
        switch(stack, name)

    assert differences(stack) == {
        "global-first": {IGNORED[1]},
        "source-first": {IGNORED[0]},
        "neither-first": set(IGNORED),
    }

    changed(sandbox, program(*PAIRS, backup_days=14)).up(refresh=True)
    clusters = {each["DBClusterIdentifier"]: each for each in stack.client("rds").describe_db_clusters()["DBClusters"]}
    assert clusters["both-first"]["BackupRetentionPeriod"] == 14
    assert writers(stack, "both") == {"both-first": False, "both-second": True}
    assert "GlobalClusterIdentifier" not in clusters["neither-first"]


def test_a_region_is_given_up_and_all_of_it_destroyed(sandbox: Sandbox) -> None:
    """The clusters leave before they are deleted, the one that writes last.

    Before that, a program looks up the clusters of both regions, as it does to know which region writes.
    """
    found: dict[str, Any] = {}

    def look_up() -> None:
        program("both")()
        found["names"] = aws.rds.get_clusters(
            filters=[{"name": "db-cluster-id", "values": ["both-second"]}], region=THERE
        ).cluster_identifiers
        second = aws.rds.get_cluster(cluster_identifier="both-second", region=THERE)
        found["source"] = second.replication_source_identifier
        found["none"] = aws.rds.get_clusters(filters=[{"name": "engine", "values": ["neptune"]}]).cluster_arns

    stack = changed(sandbox, program("both"))
    stack.up()
    assert differences(changed(sandbox, look_up)) == {}
    assert found == {"names": ["both-second"], "source": arn(stack, "both-first", HERE), "none": []}

    changed(sandbox, program("both", over_two_regions=False)).up(refresh=True)
    assert (identifiers(stack, HERE), identifiers(stack, THERE)) == (["both-first"], [])
    assert stack.client("rds").describe_global_clusters()["GlobalClusters"] == []

    changed(sandbox, program("both")).up()
    assert writers(stack, "both") == {"both-first": True, "both-second": False}
    stack.destroy(refresh=True)
    assert identifiers(stack, HERE) + identifiers(stack, THERE) == []

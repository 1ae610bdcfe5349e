"""The calls that the stand-in makes for one change of a replication group, and their order."""

from typing import Any

import pulumi_aws as aws
import pytest
from pulumi.automation import CommandError

from orion_sandbox.stack import SandboxStack
from tests.e2e.drifting import differences
from tests.e2e.sandboxes import Sandbox

MISSING_TOPIC = "arn:aws:sns:us-east-1:123456789012:missing"


def stack(sandbox: Sandbox, nodes: int, **arguments: Any) -> SandboxStack:
    """One group; several nodes fail over."""

    def program() -> None:
        aws.elasticache.ReplicationGroup(
            "group",
            replication_group_id="changed",
            description="ours",
            node_type="cache.r7g.large",
            num_cache_clusters=nodes,
            automatic_failover_enabled=nodes > 1,
            multi_az_enabled=nodes > 1,
            apply_immediately=True,
            **arguments,
        )

    return sandbox.stack("changed", program=program, config={"aws:region": "us-east-1"})


def described(made: SandboxStack) -> tuple[int, str]:
    """How many nodes there are, and whether they fail over."""
    (group,) = made.client("elasticache").describe_replication_groups()["ReplicationGroups"]
    return len(group["MemberClusters"]), group["AutomaticFailover"]


def test_a_replica_comes_before_failover_and_goes_after_it(sandbox: Sandbox) -> None:
    """AWS refuses failover without a replica, so either way only one order works."""
    stack(sandbox, 1).up()
    stack(sandbox, 2).up()
    assert described(stack(sandbox, 2)) == (2, "enabled")

    back = stack(sandbox, 1)
    back.up()
    assert described(back) == (1, "disabled")
    assert differences(back) == {}


def test_replicas_that_came_before_a_refused_change_are_remembered(sandbox: Sandbox) -> None:
    """The next `up` must not ask for them again: AWS refuses an increase to what there is."""
    stack(sandbox, 1).up()
    with pytest.raises(CommandError, match="Invalid notification topic ARN"):
        stack(sandbox, 2, notification_topic_arn=MISSING_TOPIC).up()
    assert described(stack(sandbox, 2)) == (2, "disabled")

    mended = stack(sandbox, 2)
    mended.up()
    assert described(mended) == (2, "enabled")
    assert differences(mended) == {}

"""The calls that the stand-in makes for one change of a replication group, and their order."""

import pulumi_aws as aws
import pytest
from pulumi.automation import CommandError

from orion_sandbox.stack import SandboxStack
from tests.e2e.drifting import differences
from tests.e2e.sandboxes import Sandbox

MISSING_TOPIC = "arn:aws:sns:us-east-1:123456789012:missing"


def stack(sandbox: Sandbox, *, grown: int, shrunk: int, refused: int, topic: str | None = None) -> SandboxStack:
    """Return a stack of three groups with some nodes; several nodes fail over."""

    def program() -> None:
        for name, nodes in {"grown": grown, "shrunk": shrunk, "refused": refused}.items():
            aws.elasticache.ReplicationGroup(
                name,
                replication_group_id=name,
                description="ours",
                node_type="cache.r7g.large",
                num_cache_clusters=nodes,
                automatic_failover_enabled=nodes > 1,
                multi_az_enabled=nodes > 1,
                apply_immediately=True,
                notification_topic_arn=topic if name == "refused" else None,
            )

    return sandbox.stack("changed", program=program, config={"aws:region": "us-east-1"})


def described(made: SandboxStack) -> dict[str, tuple[int, str]]:
    """Return how many nodes each group has, and whether they fail over."""
    groups = made.client("elasticache").describe_replication_groups()["ReplicationGroups"]
    return {each["ReplicationGroupId"]: (len(each["MemberClusters"]), each["AutomaticFailover"]) for each in groups}


def test_a_replica_is_added_before_failover_and_removed_after_it(sandbox: Sandbox) -> None:
    """AWS refuses failover without a replica, so either way only one order works.

    The state has the replicas that were added before a refused change: AWS refuses an increase to the present number.
    """
    stack(sandbox, grown=1, shrunk=2, refused=1).up()
    with pytest.raises(CommandError, match="Invalid notification topic ARN"):
        stack(sandbox, grown=2, shrunk=1, refused=2, topic=MISSING_TOPIC).up(continue_on_error=True)
    wanted = stack(sandbox, grown=2, shrunk=1, refused=2)
    assert described(wanted) == {"grown": (2, "enabled"), "shrunk": (1, "disabled"), "refused": (2, "disabled")}

    wanted.up()

    assert described(wanted) == {"grown": (2, "enabled"), "shrunk": (1, "disabled"), "refused": (2, "enabled")}
    assert differences(wanted) == {}

"""A switchover or a failover: the call, and waiting until the other region writes."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from orion_ops.aws import Record
from orion_ops.aws_errors import AwsError
from orion_ops.deployed import STEADY, Deployed
from orion_ops.dr.route import Route, existing, writes
from orion_ops.errors import OpsError
from orion_ops.status.replication import member_of, switch_status
from orion_ops.waiting import until
from orion_rds.plan.site import Site

END_SECONDS = 1800.0
"""AWS says that both take minutes."""
POLL_SECONDS = 5.0
UNDER_WAY = frozenset({"pending", "switching-over", "failing-over"})
"""Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverState.html"""

Look = Callable[[], Deployed]
"""Asks AWS anew."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A way to let another region write."""

    name: str
    operation: str
    arguments: Mapping[str, bool]
    loses: bool
    """Whether the region that writes may be lost, and its last commits with it."""

    def caller(self, route: Route) -> Site:
        """Return the region in which AWS is called."""
        return route.target if self.loses else route.source


SWITCHOVER = Switch("switchover", "switchover_global_cluster", MappingProxyType({}), loses=False)
FAILOVER = Switch("failover", "failover_global_cluster", MappingProxyType({"AllowDataLoss": True}), loses=True)


def has_begun(switch: Switch, deployed: Deployed, database: Record, route: Route) -> bool:
    """Return whether the region writes already, or AWS is on its way there."""
    state = database.get("FailoverState") or {}
    if not state.get("Status"):
        return writes(deployed, database, route.target)
    # A switchover waits for both regions, so that it is no failover.
    is_such = bool(state.get("IsDataLossAllowed")) or not switch.loses
    return (
        is_such and state.get("Status") in UNDER_WAY and state.get("ToDbClusterArn") == _arn(deployed, database, route)
    )


def begin(switch: Switch, look: Look, route: Route) -> None:
    """Call AWS.

    Raises:
        OpsError: It refuses, or does not answer.
    """
    deployed = look()
    database = existing(deployed, route.target)
    try:
        deployed.aws.call(
            "rds",
            switch.operation,
            switch.caller(route).region,
            GlobalClusterIdentifier=database["GlobalClusterIdentifier"],
            TargetDbClusterIdentifier=_arn(deployed, database, route),
            **switch.arguments,
        )
    except AwsError as error:
        # boto3 calls again when an answer was lost, and AWS then refuses the second call.
        try:
            deployed = look()
            if has_begun(switch, deployed, existing(deployed, route.target), route):
                return
        except OpsError as unknown:
            raise OpsError(
                f"{error} Whether the {switch.name} has begun is not known ({unknown}): run the command again."
            ) from None
        raise OpsError(f"{error} No {switch.name} has begun.") from None


def wait(switch: Switch, look: Look, route: Route) -> None:
    """Wait until the region writes, and show on stderr what it waits for.

    Raises:
        OpsError: AWS does not answer, or it takes too long.
    """
    shown = ""

    def is_done() -> bool:
        nonlocal shown
        missing = _missing(switch, look(), route)
        if missing and missing != shown:
            print(missing, file=sys.stderr)
        shown = missing
        return not missing

    try:
        until(is_done, END_SECONDS, f"{route.target.cluster_identifier} does not write", POLL_SECONDS)
    except AwsError as error:
        raise OpsError(f"{error} The {switch.name} has begun: the command, run again, goes on waiting.") from None


def _missing(switch: Switch, deployed: Deployed, route: Route) -> str:
    """Return what is still missing; empty if the region writes."""
    database, target = existing(deployed, route.target), route.target
    has_role = writes(deployed, database, target)
    # A failover may last until the lost region is back, which need not be waited for.
    if (status := switch_status(database)) and not (switch.loses and has_role):
        return f"{database['GlobalClusterIdentifier']} is `{status}`."
    if not has_role:
        return f"{target.cluster_identifier} does not write yet."
    cluster, writer = deployed.cluster(target) or {}, deployed.writer(target)
    if (status := cluster.get("Status")) not in STEADY:
        return f"{target.cluster_identifier} is `{status}`."
    if writer is None:
        return f"No instance of {target.cluster_identifier} writes yet."
    if (status := writer["DBInstanceStatus"]) not in STEADY:
        return f"{writer['DBInstanceIdentifier']} is `{status}`."
    return ""


def _arn(deployed: Deployed, database: Record, route: Route) -> str:
    """Return the ARN by which AWS finds the cluster in its region."""
    member = member_of(deployed, route.target, database["GlobalClusterMembers"])
    return member["DBClusterArn"] if member else ""

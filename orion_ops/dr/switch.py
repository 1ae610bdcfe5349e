"""Switchover and failover: the call, and the wait for the new writer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from orion_ops.aws import Record
from orion_ops.aws_errors import AwsError
from orion_ops.deployed import STEADY, Deployed
from orion_ops.dr.route import Route, existing, writes
from orion_ops.errors import OpsError
from orion_ops.progress import say
from orion_ops.status.replication import member_of, switch_status
from orion_ops.waiting import until
from orion_rds.plan.site import Site

END_SECONDS = 1800.0
"""Both take minutes, according to AWS."""
POLL_SECONDS = 5.0
UNDER_WAY = frozenset({"pending", "switching-over", "failing-over"})
CANCELLED = "cancelling"
"""The clusters are returning to their previous states.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverState.html
"""

Look = Callable[[], Deployed]
"""Returns the current state in AWS."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A way to make another region the writer."""

    name: str
    operation: str
    arguments: Mapping[str, bool]
    loses: bool
    """Whether the writer region may be lost, with its last commits."""

    def caller(self, route: Route) -> Site:
        """Return the region in which AWS is called."""
        return route.target if self.loses else route.source


SWITCHOVER = Switch("switchover", "switchover_global_cluster", MappingProxyType({}), loses=False)
FAILOVER = Switch("failover", "failover_global_cluster", MappingProxyType({"AllowDataLoss": True}), loses=True)


def has_begun(switch: Switch, deployed: Deployed, database: Record, route: Route) -> bool:
    """Return whether the target is the writer already, or the switch to it is in progress."""
    state = database.get("FailoverState") or {}
    if not state.get("Status"):
        return writes(deployed, database, route.target)
    # A switchover in progress waits for both regions, so it does not replace a failover.
    is_such = bool(state.get("IsDataLossAllowed")) or not switch.loses
    return (
        is_such and state.get("Status") in UNDER_WAY and state.get("ToDbClusterArn") == _arn(deployed, database, route)
    )


def begin(switch: Switch, look: Look, route: Route) -> None:
    """Start the switch.

    Raises:
        OpsError: AWS refuses, or does not respond.
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
        # boto3 retries a call whose response was lost, and AWS refuses the retry.
        try:
            deployed = look()
            if has_begun(switch, deployed, existing(deployed, route.target), route):
                return
        except OpsError as unknown:
            raise OpsError(
                f"{error} It is unknown whether the {switch.name} has started ({unknown}): run the command again."
            ) from None
        raise OpsError(f"{error} The {switch.name} has not started.") from None


def wait(switch: Switch, look: Look, route: Route) -> None:
    """Wait until the target is the writer, and print each reason to wait.

    Raises:
        OpsError: AWS does not respond or cancels the switch, or the switch takes too long.
    """
    shown = ""

    def is_done() -> bool:
        nonlocal shown
        missing = _missing(switch, look(), route)
        if missing and missing != shown:
            say(missing)
        shown = missing
        return not missing

    try:
        until(is_done, END_SECONDS, f"{route.target.cluster_identifier} does not accept writes", POLL_SECONDS)
    except AwsError as error:
        raise OpsError(f"{error} The {switch.name} has started: run the command again to continue waiting.") from None


def _missing(switch: Switch, deployed: Deployed, route: Route) -> str:
    """Return why the switch is not complete; empty if it is."""
    database, target = existing(deployed, route.target), route.target
    has_role = writes(deployed, database, target)
    # A failover may stay in progress until the lost region is available again; do not wait for that.
    if (status := switch_status(database)) and not (switch.loses and has_role):
        if status == CANCELLED:
            raise OpsError(
                f"AWS has cancelled the {switch.name}, and {target.cluster_identifier} does not become the writer. "
                "`aws rds describe-events` in both regions says why; then run the command again."
            )
        return f"{database['GlobalClusterIdentifier']} is `{status}`."
    if not has_role:
        return f"{target.cluster_identifier} is not the writer yet."
    cluster, writer = deployed.cluster(target) or {}, deployed.writer(target)
    if (status := cluster.get("Status")) not in STEADY:
        return f"{target.cluster_identifier} is `{status}`."
    if writer is None:
        return f"{target.cluster_identifier} has no writer instance yet."
    if (status := writer["DBInstanceStatus"]) not in STEADY:
        return f"{writer['DBInstanceIdentifier']} is `{status}`."
    return ""


def _arn(deployed: Deployed, database: Record, route: Route) -> str:
    """Return the ARN of the target cluster in the global database."""
    member = member_of(deployed, route.target, database["GlobalClusterMembers"])
    return member["DBClusterArn"] if member else ""

"""The rolling restart: one instance at a time, and one failover before the writer."""

from collections.abc import Callable, Iterator, Sequence

from orion_ops.aws_errors import AwsError
from orion_ops.deployed import STEADY, Deployed, check_may_become_steady
from orion_ops.errors import OpsError
from orion_ops.progress import say
from orion_ops.roll.work import Work, works
from orion_ops.waiting import until
from orion_rds.plan.site import Site

INSTANCE_SECONDS = 3600.0
"""An update of the operating system takes the longest."""
FAILOVER_SECONDS = 600.0
POLL_SECONDS = 5.0
APPLIED = "no pending"
"""AWS's words for an action that is applied already: the list of actions is eventually consistent.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribePendingMaintenanceActions.html,
https://github.com/cloud-custodian/cloud-custodian/issues/1897
"""

Look = Callable[[], Deployed]
"""Returns the current state in AWS."""


def roll(look: Look, site: Site) -> Iterator[str]:
    """Apply the pending changes of a region, and yield the completed steps.

    Raises:
        OpsError: AWS refuses, does not answer, or takes too long.
    """
    failed_over = False
    while True:
        # By the current roles, the writer last.
        found = works(look(), site)
        if (work := next((each for each in found if each.is_needed), None)) is None:
            return
        if work.writes and len(found) > 1:
            if failed_over:
                raise OpsError(f"{work.instance} is the writer since the failover, and has pending changes again.")
            target = _target(found, site)
            _fail_over(look, site, target)
            failed_over = True
            yield f"{site.cluster_identifier}: one failover, {work.instance} -> {target.instance}."
        else:
            _apply_all(look, site, work.instance)
            yield f"{work.instance}: {work.text}."


def _apply_all(look: Look, site: Site, instance: str) -> None:
    while (work := _of(look(), site, instance)).is_needed:
        say(f"{instance}: {work.text}.")
        _wait(look, site, instance, _apply(look(), site, work))


def _apply(deployed: Deployed, site: Site, work: Work) -> Callable[[Work], bool]:
    """Apply the first pending change, and return a function that checks whether it is still pending."""
    if work.changes:
        # AWS applies all other pending changes with it.
        deployed.aws.call(
            "rds",
            "modify_db_instance",
            site.region,
            DBInstanceIdentifier=work.instance,
            ApplyImmediately=True,
            **work.changes,
        )
        return lambda now: bool(now.changes)
    if work.actions:
        action = work.actions[0]
        try:
            deployed.aws.call(
                "rds",
                "apply_pending_maintenance_action",
                site.region,
                ResourceIdentifier=work.arn,
                ApplyAction=action,
                OptInType="immediate",
            )
        except AwsError as error:
            if APPLIED not in str(error):
                raise
        return lambda now: action in now.actions
    deployed.aws.call("rds", "reboot_db_instance", site.region, DBInstanceIdentifier=work.instance)
    return lambda now: now.reboot


def _wait(look: Look, site: Site, instance: str, remaining: Callable[[Work], bool]) -> None:
    shown = ""

    def is_done() -> bool:
        nonlocal shown
        now = _of(look(), site, instance)
        check_may_become_steady(f"The instance {instance}", now.status)
        if not now.is_steady and now.status != shown:
            say(f"{instance} is `{now.status}`.")
        shown = now.status
        # AWS shows a change as pending before the status changes, and while it is being applied.
        return now.is_steady and not remaining(now)

    until(is_done, INSTANCE_SECONDS, f"{instance} is not available with all changes applied", POLL_SECONDS)


def _target(found: Sequence[Work], site: Site) -> Work:
    """Return the target of the failover: the reader of the best promotion tier, as none has pending changes."""
    if steady := [each for each in found if not each.writes and each.is_steady]:
        return steady[0]
    raise OpsError(f"No reader of {site.cluster_identifier} is available to take over.")


def _fail_over(look: Look, site: Site, target: Work) -> None:
    """Fail over to a named reader, so that a repeated call has no effect, and wait for all instances."""
    say(f"Failover of {site.cluster_identifier} to {target.instance}.")
    deployed = look()
    try:
        deployed.aws.call(
            "rds",
            "failover_db_cluster",
            site.region,
            DBClusterIdentifier=site.cluster_identifier,
            TargetDBInstanceIdentifier=target.instance,
        )
    except AwsError:
        # boto3 retries a call whose response was lost, and AWS may refuse the retry.
        if not _is_over(look(), site, target):
            raise
    until(
        lambda: _is_over(look(), site, target) and _is_steady(look(), site),
        FAILOVER_SECONDS,
        f"{target.instance} is not the writer, or not all instances are available",
        POLL_SECONDS,
    )


def _is_over(deployed: Deployed, site: Site, target: Work) -> bool:
    return _of(deployed, site, target.instance).writes


def _is_steady(deployed: Deployed, site: Site) -> bool:
    cluster = deployed.cluster(site) or {}
    return cluster.get("Status") in STEADY and all(each.is_steady for each in works(deployed, site))


def _of(deployed: Deployed, site: Site, instance: str) -> Work:
    found = next((each for each in works(deployed, site) if each.instance == instance), None)
    if found is None:
        raise OpsError(f"The instance {instance} of {site.cluster_identifier} no longer exists.")
    return found

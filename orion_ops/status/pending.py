"""Pending changes: reboots, maintenance actions, and changes for the maintenance window."""

from collections.abc import Iterator
from datetime import datetime

from orion_ops.aws import Record
from orion_ops.deployed import Deployed
from orion_ops.report import Row, Section
from orion_rds.plan.site import Site

PENDING_REBOOT = "pending-reboot"


def pending(deployed: Deployed, section: Section) -> None:
    """Add the pending changes."""
    for site in deployed.sites:
        with section.reading():
            section.rows += _of_database(deployed, site)
        with section.reading():
            section.rows += _maintenance(deployed, site)
    if deployed.config.redis:
        with section.reading():
            group_id = deployed.sites[0].redis_identifier
            group = deployed.replication_group() or {}
            section.rows += _modified(group_id, deployed.aws.region, group, "the maintenance window")


def _of_database(deployed: Deployed, site: Site) -> Iterator[Row]:
    if (cluster := deployed.cluster(site)) is None:
        return
    region = deployed.region(site)
    yield from _modified(site.cluster_identifier, region, cluster, cluster["PreferredMaintenanceWindow"])
    for each in deployed.instances(site):
        identifier = each["DBInstanceIdentifier"]
        yield from _modified(identifier, region, each, each["PreferredMaintenanceWindow"])
        if needs_reboot(each):
            command = f"aws rds reboot-db-instance --db-instance-identifier {identifier} --region {region}"
            yield _row(identifier, region, "reboot", "static parameters", f"by `{command}`")


def needs_reboot(instance: Record) -> bool:
    """Return whether an instance, merged with its cluster's member, has parameters that wait for a reboot."""
    statuses = {group["ParameterApplyStatus"] for group in instance.get("DBParameterGroups", ())}
    return PENDING_REBOOT in {*statuses, instance.get("DBClusterParameterGroupStatus")}


def _modified(identifier: str, region: str, resource: Record, window: str) -> Iterator[Row]:
    for setting, value in (resource.get("PendingModifiedValues") or {}).items():
        # Never a password; structures are printed whole.
        shown = "" if "Password" in setting else value
        yield _row(identifier, region, setting, str(shown), window)


def _maintenance(deployed: Deployed, site: Site) -> Iterator[Row]:
    for identifier, action in maintenance(deployed, site):
        yield _row(identifier, deployed.region(site), action["Action"], action.get("Description"), _date(action))


def maintenance(deployed: Deployed, site: Site) -> Iterator[tuple[str, Record]]:
    """Yield the pending maintenance actions of a cluster and its instances.

    They are filtered here, because AWS does not document how it combines two filters.

    Raises:
        AwsError: The call fails.
    """
    if (cluster := deployed.cluster(site)) is None:
        return
    by_arn = {each["DBInstanceArn"]: each["DBInstanceIdentifier"] for each in deployed.instances(site)}
    by_arn[cluster["DBClusterArn"]] = site.cluster_identifier
    found = deployed.existing("rds", "describe_pending_maintenance_actions", "PendingMaintenanceActions", site.region)
    for each in found:
        if identifier := by_arn.get(each["ResourceIdentifier"]):
            for action in each["PendingMaintenanceActionDetails"]:
                yield identifier, action


def _date(action: Record) -> datetime | str:
    """Return when an action is applied; AWS has no date for one that is neither scheduled nor forced."""
    dates = (action.get(name) for name in ("CurrentApplyDate", "AutoAppliedAfterDate", "ForcedApplyDate"))
    return next(filter(None, dates), "on request")


def _row(identifier: str, region: str, what: str, detail: str | None, when: datetime | str) -> Row:
    return {"resource": identifier, "region": region, "pending": what, "detail": detail, "applied": when}

"""Source and target region of a switch."""

from typing import NamedTuple

from orion_ops.aws import Record
from orion_ops.deployed import Deployed
from orion_ops.errors import OpsError
from orion_ops.status.replication import member_of
from orion_rds.plan import names
from orion_rds.plan.site import Site


class Route(NamedTuple):
    """A switch of regions."""

    source: Site
    """The writer region before the switch."""

    target: Site
    """The writer region after the switch."""


def route(deployed: Deployed, to: str | None) -> Route:
    """Return the switch to a region, by default to that of the standby.

    Raises:
        OpsError: The database has no such region.
    """
    if len(deployed.sites) == 1:
        raise OpsError("The stack file has no `disaster_recovery`: the database has one region.")
    first, standby = deployed.sites
    regions = {deployed.region(first): Route(standby, first), deployed.region(standby): Route(first, standby)}
    if (found := regions.get(to or deployed.region(standby))) is None:
        raise OpsError(f"The database is not in {to}. It is in {' and '.join(regions)}: name one of them with --to.")
    return found


def existing(deployed: Deployed, *asked: Site) -> Record:
    """Return the global database, as `Deployed.global_cluster` does.

    Raises:
        OpsError: It does not exist, or no region responds.
    """
    if (found := deployed.global_cluster(*asked)) is None:
        identifier = names.global_cluster(deployed.config.prefix)
        raise OpsError(f"The global database {identifier} does not exist. Deploy the stack, or use its credentials.")
    return found


def writes(deployed: Deployed, database: Record, site: Site) -> bool:
    """Return whether the global database lists the cluster of a region as its writer."""
    member = member_of(deployed, site, database.get("GlobalClusterMembers", ()))
    return bool(member and member["IsWriter"])

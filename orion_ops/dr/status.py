"""`orion-rds dr status`: the writer region, and what would prevent a switch."""

from orion_ops.deployed import Deployed
from orion_ops.dr.loss import accepted_loss
from orion_ops.dr.requirements import of_failover, of_switchover
from orion_ops.dr.route import Route, existing, route, writes
from orion_ops.report import Report, Section
from orion_ops.status.replication import replication
from orion_ops.status.topology import clusters
from orion_rds.facts.arns import read


def report(deployed: Deployed) -> Report:
    """Read all sections from AWS.

    Raises:
        OpsError: The database has one region, or no region describes it.
    """
    found = existing(deployed)
    there = route(deployed, None)
    if writes(deployed, found, there.target):
        there = Route(there.target, there.source)
    sections = [Section("clusters"), Section("replication"), Section("switch")]
    clusters(deployed, sections[0])
    replication(deployed, sections[1])
    _switch(deployed, there, sections[2])
    arns = (each["DBClusterArn"] for each in found.get("GlobalClusterMembers", ()))
    homes = [home for home in map(read, arns) if home]
    account = homes[0].account_id if homes else "-"
    return Report(deployed.config.prefix, account, deployed.aws.region, deployed.now, sections)


def _switch(deployed: Deployed, there: Route, section: Section) -> None:
    """Add whether a switch to the other region would be accepted."""
    found, target = existing(deployed), deployed.region(there.target)
    for name, refusals in (
        ("switchover", lambda: of_switchover(deployed, found, there)),
        ("failover", lambda: of_failover(deployed, found, there.target)),
    ):
        accepted = "not known"
        with section.reading():
            refused = list(refusals())
            accepted = "no" if refused else "yes"
            # A switchover has all requirements of a failover.
            section.problems += [each for each in refused if each not in section.problems]
        section.rows.append({"switch": name, "to": target, "accepted": accepted})
    section.notes.append(f"Failover to {target}: {accepted_loss(deployed, there)}")

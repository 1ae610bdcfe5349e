"""AWS's requirements for a switch. They are checked first, because AWS may take minutes to refuse one.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html
"""

from collections.abc import Iterator

from orion_ops.aws import Record
from orion_ops.deployed import STEADY, Deployed
from orion_ops.dr.route import Route, writes
from orion_ops.status.replication import CONNECTED, member_of, switch_status
from orion_rds.plan.site import Site

WAIT = "Wait until `orion-rds dr status` shows it as available."


def of_failover(deployed: Deployed, database: Record, target: Site) -> Iterator[str]:
    """Yield the unmet requirements of a failover. Only the target region is called. Raises `AwsError`."""
    identifier, region = database["GlobalClusterIdentifier"], deployed.region(target)
    if status := switch_status(database):
        yield f"A switch of {identifier} is `{status}`. Wait until it has ended."
    if member_of(deployed, target, database.get("GlobalClusterMembers", ())) is None:
        yield f"The cluster {target.cluster_identifier} in {region} is not part of {identifier}. Deploy the stack."
        return
    yield from _unavailable(deployed, target)
    instances = deployed.instances(target)
    if not any(each["DBInstanceStatus"] in STEADY for each in instances):
        yield (
            f"No instance of {target.cluster_identifier} in {region} is available to become the writer. "
            + (WAIT if instances else "Add one: `disaster_recovery.instances: {count: 1}`.")
        )


def of_switchover(deployed: Deployed, database: Record, route: Route) -> Iterator[str]:
    """Yield the unmet requirements of a switchover. Both regions are called. Raises `AwsError`."""
    yield from of_failover(deployed, database, route.target)
    if (status := database["Status"]) not in STEADY:
        yield f"The global database {database['GlobalClusterIdentifier']} is `{status}`. {WAIT}"
    if not writes(deployed, database, route.source):
        yield f"The cluster {route.source.cluster_identifier} in {deployed.region(route.source)} is not the writer."
    yield from _unavailable(deployed, route.source)
    yield from of_versions(deployed, route)
    member = member_of(deployed, route.target, database.get("GlobalClusterMembers", ())) or {}
    if (synchronization := member.get("SynchronizationStatus")) not in (CONNECTED, None):
        yield (
            f"The cluster {route.target.cluster_identifier} is `{synchronization}`: it does not receive all changes. "
            "Check the RDS events in both regions."
        )


def of_versions(deployed: Deployed, route: Route) -> Iterator[str]:
    """Yield an error if the minor versions of the clusters differ. Both regions are called. Raises `AwsError`."""
    source, target = (deployed.cluster(site) for site in route)
    if source and target and _minor(source["EngineVersion"]) != _minor(target["EngineVersion"]):
        yield (
            f"{route.source.cluster_identifier} runs {source['EngineVersion']}, and {route.target.cluster_identifier} "
            f"{target['EngineVersion']}. AWS switches only between clusters of the same minor version. Install it in "
            "both, as docs/disaster-recovery.md says under Limits."
        )


def _unavailable(deployed: Deployed, site: Site) -> Iterator[str]:
    identifier, region = site.cluster_identifier, deployed.region(site)
    if (cluster := deployed.cluster(site)) is None:
        yield f"The cluster {identifier} does not exist in {region}. Deploy the stack, or use its credentials."
    elif (status := cluster["Status"]) not in STEADY:
        yield f"The cluster {identifier} in {region} is `{status}`. {WAIT}"


def _minor(version: str) -> list[str]:
    """Return the major and minor version. AWS documents only that some versions need the same patch level too."""
    return version.split(".")[:2]

"""Clusters and instances."""

from orion_ops.deployed import STEADY, Deployed
from orion_ops.report import Section


def clusters(deployed: Deployed, section: Section) -> None:
    """Add the cluster of each region."""
    for site in deployed.sites:
        with section.reading():
            identifier, region = site.cluster_identifier, deployed.region(site)
            if (cluster := deployed.cluster(site)) is None:
                section.problems.append(
                    f"The cluster {identifier} does not exist in {region}. Deploy the stack, or use the credentials of "
                    "its account."
                )
                continue
            status = cluster["Status"]
            section.rows.append(
                {
                    "cluster": identifier,
                    "region": region,
                    "status": status,
                    "version": cluster["EngineVersion"],
                    "instances": len(cluster["DBClusterMembers"]),
                }
            )
            if status not in STEADY:
                section.problems.append(f"The cluster {identifier} is `{status}`. {_events('db-cluster', region)}")


def instances(deployed: Deployed, section: Section) -> None:
    """Add the instances, the writer first."""
    writers = 0
    for site in deployed.sites:
        with section.reading():
            region, found = deployed.region(site), deployed.instances(site)
            for each in found:
                identifier, status = each["DBInstanceIdentifier"], each["DBInstanceStatus"]
                section.rows.append(
                    {
                        "instance": identifier,
                        "region": region,
                        "role": "writer" if each.get("IsClusterWriter") else "reader",
                        "tier": each.get("PromotionTier"),
                        "zone": each.get("AvailabilityZone"),
                        "class": each["DBInstanceClass"],
                        "version": each.get("EngineVersion"),
                        "status": status,
                    }
                )
                writers += bool(each.get("IsClusterWriter"))
                if status not in STEADY:
                    section.problems.append(
                        f"The instance {identifier} is `{status}`. {_events('db-instance', region)}"
                    )
            if deployed.cluster(site) and len(found) < len(site.fleet):
                section.problems.append(
                    f"{site.cluster_identifier} has {len(found)} of {len(site.fleet)} instances. `pulumi up --refresh` "
                    "creates the others."
                )
            if len(found) > 1 and len({each.get("AvailabilityZone") for each in found}) == 1:
                section.notes.append(
                    f"All instances of {site.cluster_identifier} are in the zone {found[0].get('AvailabilityZone')}: "
                    "no instance can take over if it fails."
                )
    if section.rows and not writers and not section.unknown:
        section.problems.append(f"There is no writer instance. {_events('db-cluster', deployed.aws.region)}")


def _events(kind: str, region: str) -> str:
    return f"`aws rds describe-events --source-type {kind} --duration 120 --region {region}` says why."

"""End of support of the versions, and end of validity of the certificates."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from orion_ops.aws import Record
from orion_ops.deployed import Deployed
from orion_ops.report import Section
from orion_rds.facts import versions
from orion_rds.plan.site import Site

SUPPORT_NOTICE = timedelta(days=182)
"""Time to plan a major upgrade."""

CERTIFICATE_NOTICE = timedelta(days=30)
"""RDS renews the certificates of instances earlier, if that needs no restart.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html
"""

EXTENDED = "open-source-rds-extended-support"
LIFECYCLES = {"open-source-rds-standard-support": "standard support", EXTENDED: "extended support"}


def support(deployed: Deployed, section: Section) -> None:
    """Add the end of support of each version, and the end of validity of each certificate."""
    for site in deployed.sites:
        with section.reading():
            if cluster := deployed.cluster(site):
                _add_versions(deployed, site, cluster, section)
        with section.reading():
            for name, ends in _certificates(deployed, site):
                _add(deployed, site, section, name, ends)
                if ends and ends - deployed.now < CERTIFICATE_NOTICE:
                    section.problems.append(
                        f"The {name} in {deployed.region(site)} ends on {ends:%Y-%m-%d}. "
                        "Write another `engine.certificate_authority`, or restart the instance when RDS has renewed it."
                    )


def _add_versions(deployed: Deployed, site: Site, cluster: Record, section: Section) -> None:
    number = str(versions.split(cluster["EngineVersion"])[0])
    found = deployed.aws.pages(
        "rds",
        "describe_db_major_engine_versions",
        "DBMajorEngineVersions",
        site.region,
        Engine="aurora-postgresql",
        MajorEngineVersion=number,
    )
    lifecycles = [each for major in found for each in major["SupportedEngineLifecycles"]]
    has_extended = cluster.get("EngineLifecycleSupport") == EXTENDED
    for each in lifecycles:
        name = each["LifecycleSupportName"]
        if name == EXTENDED and not has_extended:
            continue
        kind, ends = LIFECYCLES.get(name, name), each["LifecycleSupportEndDate"]
        what = f"{kind} of PostgreSQL {number}"
        _add(deployed, site, section, what, ends)
        left = ends - deployed.now
        if left <= timedelta():
            text = f"The {what} in {deployed.region(site)} has ended on {ends:%Y-%m-%d}. Upgrade: docs/day-2.md."
            # Extended support costs more, and ends too.
            (section.notes if has_extended and name != EXTENDED else section.problems).append(text)
        elif left < SUPPORT_NOTICE:
            section.notes.append(f"The {what} ends on {ends:%Y-%m-%d}. Plan the upgrade: docs/day-2.md.")


def _certificates(deployed: Deployed, site: Site) -> Iterator[tuple[str, datetime | None]]:
    """Yield the certificates of the instances and of their authorities, with the end of their validity."""
    authorities = set[str]()
    for each in deployed.instances(site):
        details: Record = each.get("CertificateDetails") or {}
        yield f"certificate of {each['DBInstanceIdentifier']}", details.get("ValidTill")
        authorities |= {name for name in (each.get("CACertificateIdentifier"), details.get("CAIdentifier")) if name}
    for name in sorted(authorities):
        found = deployed.aws.pages(
            "rds", "describe_certificates", "Certificates", site.region, CertificateIdentifier=name
        )
        yield f"certificate authority {name}", next((each["ValidTill"] for each in found), None)


def _add(deployed: Deployed, site: Site, section: Section, what: str, ends: datetime | None) -> None:
    section.rows.append({"what": what, "region": deployed.region(site), "ends": ends})

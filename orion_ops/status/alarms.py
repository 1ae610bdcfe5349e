"""Alarms: those in the state `ALARM`, and those that do not exist."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from orion_ops.aws import Record
from orion_ops.deployed import Deployed
from orion_ops.report import Section
from orion_rds.plan import names
from orion_rds.plan.alarms import aurora_alarms, redis_alarms
from orion_rds.plan.backups import ABSENCE_ALARMS
from orion_rds.plan.composites import composites
from orion_rds.plan.redis import expected_nodes
from orion_rds.plan.site import Site

NAMES_OF_A_CALL = 100
"""Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html"""


def alarms(deployed: Deployed, section: Section) -> None:
    """Add the alarms in the state `ALARM`, and those that do not exist."""
    for site in deployed.sites:
        with section.reading():
            region, expected = deployed.region(site), tuple(_expected(deployed, site))
            found = _described(deployed, site, expected)
            for name, alarm in found.items():
                if alarm["StateValue"] == "ALARM":
                    since = alarm.get("StateTransitionedTimestamp") or alarm.get("StateUpdatedTimestamp")
                    section.rows.append(
                        {"alarm": name, "region": region, "since": since, "reason": alarm.get("StateReason")}
                    )
                    section.problems.append(
                        f"The alarm {name} in {region} is in the state ALARM. docs/alarms.md says what to do."
                    )
            section.problems += [
                f"The alarm {name} does not exist in {region}. `pulumi up --refresh` creates it."
                for name in expected
                if name not in found and deployed.cluster(site)
            ]
            section.notes += _notes(region, found)


def _expected(deployed: Deployed, site: Site) -> Iterator[str]:
    """Yield the names of the alarms of a region."""
    config, is_first = deployed.config, site.region is None
    identifiers = dict.fromkeys((each.name for each in site.fleet), "")
    specs = list(aurora_alarms(site, cluster_identifier=site.cluster_identifier, instance_identifiers=identifiers))
    if is_first and config.redis:
        specs += redis_alarms(site, expected_nodes(site.redis_identifier, config.redis))
    for each in (*composites(specs), *specs):
        yield names.alarm(site.prefix, each.key)
    # Each cluster has its own backup plan; the alarms have the prefix of the vaults.
    for absence in ABSENCE_ALARMS.values() if config.backup.copies else ():
        yield names.alarm(config.prefix, absence.key)


def _described(deployed: Deployed, site: Site, expected: Sequence[str]) -> Mapping[str, Record]:
    found = dict[str, Record]()
    for start in range(0, len(expected), NAMES_OF_A_CALL):
        some, types = list(expected[start : start + NAMES_OF_A_CALL]), ["CompositeAlarm", "MetricAlarm"]
        for kind in (f"{each}s" for each in types):
            described = deployed.aws.pages(
                "cloudwatch", "describe_alarms", kind, site.region, AlarmNames=some, AlarmTypes=types
            )
            found |= {alarm["AlarmName"]: alarm for alarm in described}
    return found


def _notes(region: str, found: Mapping[str, Record]) -> Iterator[str]:
    states = Counter(alarm["StateValue"] for alarm in found.values())
    if found:
        yield f"{region}: {len(found)} alarms, {states['OK']} OK, {states['INSUFFICIENT_DATA']} without data."
    for name, alarm in found.items():
        if not alarm.get("ActionsEnabled", True):
            yield f"The alarm {name} in {region} sends no notifications because its actions are disabled."

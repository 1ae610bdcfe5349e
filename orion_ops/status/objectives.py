"""Recovery objectives: whether the database meets them now, by measurements or by AWS's typical times."""

from typing import NamedTuple

from orion_ops.aws import Record
from orion_ops.deployed import STEADY, Deployed
from orion_ops.report import Section
from orion_ops.status.replication import RPO_LAG, lags
from orion_rds.facts.recovery import NEW_INSTANCE_MINUTES, PROMOTED_READER_SECONDS
from orion_rds.plan.site import Site

MINUTE_SECONDS = 60


class Outlook(NamedTuple):
    """The expected value of an objective; None if it is unknown."""

    expected_seconds: float | None
    basis: str
    is_best: bool = True
    """Whether no other topology is faster: AWS's typical time is no guarantee, so a longer one is no failure."""

    unknown: str = ""
    """Why the measurement is missing."""


def objectives(deployed: Deployed, section: Section) -> None:
    """Add each configured objective."""
    wanted = deployed.config.objectives
    with section.reading():
        writing, *others = deployed.writing_first()
        standby = next(iter(others), None)
        for name, seconds, outlook in (
            ("recovery_seconds", wanted.recovery_seconds, _recovery),
            ("rpo_seconds", wanted.rpo_seconds, _rpo),
            ("rto_minutes", wanted.rto_minutes and wanted.rto_minutes * MINUTE_SECONDS, _rto),
        ):
            if seconds is not None:
                with section.reading():
                    _add(section, name, seconds, outlook(deployed, writing, standby))


def _add(section: Section, name: str, wanted: int, found: Outlook) -> None:
    expected = found.expected_seconds
    is_met = expected is not None and expected <= wanted
    fails = expected is not None and not is_met and not found.is_best
    section.rows.append(
        {
            "objective": name.partition("_")[0],
            "wanted_seconds": wanted,
            "expected_seconds": expected,
            "met": "yes" if is_met else "no" if fails else "unknown" if found.unknown else "not measured",
            "basis": found.basis,
        }
    )
    if fails:
        section.problems.append(f"objectives.{name} is not met: {found.basis}.")
    elif found.unknown:
        section.unknown.append(f"objectives.{name}: {found.unknown}")
    elif not is_met:
        section.notes.append(f"objectives.{name} is not measured: {found.basis}.")


def _recovery(deployed: Deployed, writing: Site, _standby: Site | None) -> Outlook:
    if len(_available(deployed, writing)) > 1:
        return Outlook(
            PROMOTED_READER_SECONDS, f"a reader takes over, typically within {PROMOTED_READER_SECONDS} seconds"
        )
    basis = (
        f"no reader of {writing.cluster_identifier} is available, and AWS needs up to {NEW_INSTANCE_MINUTES} minutes "
    )
    return Outlook(NEW_INSTANCE_MINUTES * MINUTE_SECONDS, f"{basis}to create an instance", is_best=False)


def _rpo(deployed: Deployed, writing: Site, standby: Site | None) -> Outlook:
    if standby is None:
        latest = (deployed.cluster(writing) or {}).get("LatestRestorableTime")
        if latest is None:
            return Outlook(None, "a backup is restored", unknown="AWS shows no latest restorable time.")
        seconds = (deployed.now - latest).total_seconds()
        return Outlook(seconds, f"a backup of {seconds:.0f} seconds ago is restored", is_best=False)
    lag = lags(deployed, standby).get(RPO_LAG)
    if lag is None:
        missing = f"CloudWatch has no lag of {standby.cluster_identifier} in the last 10 minutes."
        return Outlook(None, f"{standby.cluster_identifier} takes over", unknown=missing)
    behind = f"{standby.cluster_identifier} takes over, {lag.milliseconds:g} ms behind"
    return Outlook(lag.milliseconds / 1000, behind, is_best=False)


def _rto(deployed: Deployed, _writing: Site, standby: Site | None) -> Outlook:
    if standby is None:
        return Outlook(None, "a backup is restored, for as long as its size takes")
    if _available(deployed, standby):
        return Outlook(None, f"{standby.cluster_identifier} takes over, within minutes")
    basis = (
        f"no instance of {standby.cluster_identifier} is available, and AWS needs up to {NEW_INSTANCE_MINUTES} minutes "
    )
    return Outlook(NEW_INSTANCE_MINUTES * MINUTE_SECONDS, f"{basis}to create one", is_best=False)


def _available(deployed: Deployed, site: Site) -> list[Record]:
    return [each for each in deployed.instances(site) if each["DBInstanceStatus"] in STEADY]

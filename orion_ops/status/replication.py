"""The global database: its writer region, and the replication lag."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from orion_ops.aws import Record
from orion_ops.deployed import Deployed
from orion_ops.report import Row, Section
from orion_rds.facts.arns import region_of
from orion_rds.plan import names
from orion_rds.plan.alarms import AlarmSpec, aurora_alarms, query
from orion_rds.plan.site import Site

RPO_LAG = "rpo_lag_milliseconds"
LAGS = {"AuroraGlobalDBReplicationLag": "lag_milliseconds", "AuroraGlobalDBRPOLag": RPO_LAG}
"""Names of values by metric. The alarms define the query and the threshold of each metric."""

PERIOD_SECONDS = 60
SPAN = timedelta(minutes=10)
"""A metric has a value for every minute, published some minutes late."""

CONNECTED = "connected"


class Lag(NamedTuple):
    """The newest lag in CloudWatch."""

    milliseconds: float
    """The largest one of the minute."""

    at: datetime
    """The beginning of the minute."""


def replication(deployed: Deployed, section: Section) -> None:
    """Add the clusters of the global database."""
    if deployed.config.disaster_recovery is None:
        return
    with section.reading():
        identifier = names.global_cluster(deployed.config.prefix)
        if (found := deployed.global_cluster()) is None:
            section.problems.append(f"The global database {identifier} does not exist. Deploy the stack.")
            return
        if (status := found["Status"]) != "available":
            section.problems.append(f"The global database {identifier} is `{status}`. Wait until it is `available`.")
        # AWS returns the state without a status if no failover is in progress.
        if switch := switch_status(found):
            section.problems.append(f"A switch of {identifier} is `{switch}`. Wait until it has ended.")
        members = found.get("GlobalClusterMembers", ())
        if not any(member["IsWriter"] for member in members):
            section.problems.append(f"No cluster of {identifier} is the writer.")
        for site in deployed.sites:
            _add_member(deployed, site, members, section)


def switch_status(database: Record) -> str:
    """Return the status of a switchover or failover of a global database; empty if none is in progress."""
    return (database.get("FailoverState") or {}).get("Status") or ""


def member_of(deployed: Deployed, site: Site, members: Sequence[Record]) -> Record | None:
    """Return the member of a global database for the cluster of a region."""
    named = (each for each in members if each["DBClusterArn"].endswith(f":{site.cluster_identifier}"))
    return next((each for each in named if region_of(each["DBClusterArn"]) == deployed.region(site)), None)


def _add_member(deployed: Deployed, site: Site, members: Sequence[Record], section: Section) -> None:
    region, identifier = deployed.region(site), site.cluster_identifier
    if (member := member_of(deployed, site, members)) is None:
        section.problems.append(f"The cluster {identifier} in {region} is not part of the global database.")
        return
    synchronization = member.get("SynchronizationStatus")
    row: Row = {
        "cluster": identifier,
        "region": region,
        "role": "writer" if member["IsWriter"] else "secondary",
        "synchronization": synchronization,
    }
    if not member["IsWriter"]:
        if synchronization not in (CONNECTED, None):
            section.problems.append(
                f"The cluster {identifier} in {region} is `{synchronization}`: it does not receive all changes. "
                "Check the RDS events in both regions."
            )
        with section.reading():
            row = {**row, **_judged(deployed, site, section)}
    section.rows.append(row)


def lags(deployed: Deployed, site: Site, span: timedelta = SPAN) -> Mapping[str, Lag]:
    """Return the newest lags of a secondary cluster in CloudWatch, by the names in `LAGS`.

    Raises:
        AwsError: The call fails.
    """
    return deployed.once(("lags", site.region, span), lambda: _ask(deployed, site, span))


def _ask(deployed: Deployed, site: Site, span: timedelta) -> Mapping[str, Lag]:
    specs = {f"q{number}": spec for number, spec in enumerate(_specs(site))}
    answers = deployed.aws.pages(
        "cloudwatch",
        "get_metric_data",
        "MetricDataResults",
        site.region,
        MetricDataQueries=[
            {
                "Id": identity,
                "Expression": query(spec, {"DBClusterIdentifier": site.cluster_identifier}),
                "Period": PERIOD_SECONDS,
            }
            for identity, spec in specs.items()
        ],
        StartTime=deployed.now - span,
        EndTime=deployed.now,
    )
    found = dict[str, Lag]()
    for answer in answers:
        if answer.get("Values"):
            at, value = max(zip(answer["Timestamps"], answer["Values"], strict=True))
            found[LAGS[specs[answer["Id"]].definition.metric.name]] = Lag(value, at)
    return found


def _judged(deployed: Deployed, site: Site, section: Section) -> Row:
    """Return the lags for a row, and add their problems."""
    values, row = lags(deployed, site), dict[str, float | None]()
    for spec in _specs(site):
        metric = spec.definition.metric.name
        lag = values.get(LAGS[metric])
        value = row[LAGS[metric]] = lag and lag.milliseconds
        if value is None:
            section.unknown.append(
                f"CloudWatch has no {metric} of {site.cluster_identifier} in the last 10 minutes. "
                f"`{spec.definition.list_metrics} --region {deployed.region(site)}` lists its metrics."
            )
        elif value > spec.threshold:
            section.problems.append(
                f"{metric} of {site.cluster_identifier} is {value:g} ms, above {spec.threshold:g} ms ({spec.setting}). "
                f"{spec.definition.runbook}"
            )
    return row


def _specs(site: Site) -> Iterator[AlarmSpec]:
    identifiers = dict.fromkeys((each.name for each in site.fleet), "")
    for spec in aurora_alarms(site, cluster_identifier=site.cluster_identifier, instance_identifiers=identifiers):
        if spec.definition.metric.name in LAGS:
            yield spec

"""`orion-rds dr`."""

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from orion_ops.agreeing import agree
from orion_ops.aws import Aws, Record
from orion_ops.aws_errors import AwsError
from orion_ops.deployed import STEADY, Deployed
from orion_ops.dr.loss import accepted_loss, known_lag
from orion_ops.dr.requirements import of_failover, of_switchover, of_versions
from orion_ops.dr.route import Route, existing, route, writes
from orion_ops.dr.status import report
from orion_ops.dr.switch import FAILOVER, SWITCHOVER, Look, Switch, begin, has_begun, wait
from orion_ops.errors import OpsError
from orion_ops.progress import say
from orion_ops.terminal import console, rendered
from orion_rds.config import DatabaseConfig
from orion_rds.config.provider_settings import ProviderSettings

SWITCHES: Mapping[str, Switch] = MappingProxyType({each.name: each for each in (SWITCHOVER, FAILOVER)})


def run(given: argparse.Namespace, config: DatabaseConfig, provider: ProviderSettings) -> int:
    """Show the state, or switch; return the exit code."""
    aws = Aws(provider.region)

    def look() -> Deployed:
        return Deployed(aws, config, datetime.now(UTC))

    if given.what in SWITCHES:
        return _run(SWITCHES[given.what], look, given)
    deployed = look()
    # Either region may be unavailable.
    deployed.aws.doubtful = frozenset(map(deployed.region, deployed.sites))
    found = report(deployed)
    if given.json:
        print(json.dumps(found.as_json(), indent=2))
    else:
        console().print(rendered(found))
    return found.health.exit_code


def _run(switch: Switch, look: Look, given: argparse.Namespace) -> int:
    deployed = look()
    there = route(deployed, given.to)
    source, target = (deployed.region(site) for site in there)
    if switch.loses:
        deployed.aws.doubtful = frozenset({source})
    database = existing(deployed, there.target)
    if has_begun(switch, deployed, database, there):
        state = (
            "is already the writer" if writes(deployed, database, there.target) else "is already becoming the writer"
        )
        say(f"The cluster {there.target.cluster_identifier} in {target} {state}.")
    else:
        for each in _plan(switch, deployed, database, there):
            say(each)
        agree(given)
        begin(switch, look, there)
        say(f"The {switch.name} has started.")
    try:
        wait(switch, look, there)
    except KeyboardInterrupt:
        say(f"Interrupted. AWS continues the {switch.name}: `orion-rds dr status` shows its state.")
        raise
    print("\n".join(_result(switch, look(), there)))
    return 0


def _plan(switch: Switch, deployed: Deployed, database: Record, there: Route) -> Iterator[str]:
    """Yield the planned steps.

    Raises:
        OpsError: AWS would refuse it.
    """
    source, target = (f"{site.cluster_identifier} in {deployed.region(site)}" for site in there)
    if switch.loses:
        refused, notes = _of_failover(deployed, database, there)
    else:
        refused, notes = _of_switchover(deployed, database, there)
    if refused:
        raise OpsError(" ".join(refused))
    yield f"The {switch.name} of {database['GlobalClusterIdentifier']} makes {target} the writer in place of {source}."
    yield from notes


def _of_switchover(deployed: Deployed, database: Record, there: Route) -> tuple[list[str], list[str]]:
    try:
        refused = list(of_switchover(deployed, database, there))
    except AwsError as error:
        source, target = (deployed.region(site) for site in there)
        raise OpsError(
            f"{error} A switchover needs both regions. If {source} is lost: `orion-rds dr failover --to {target}`."
        ) from None
    lag = known_lag(deployed, there)
    behind = f"unknown. {lag}" if isinstance(lag, str) else f"{lag.milliseconds:g} ms at {lag.at:%H:%M} UTC."
    return refused, [
        "No acknowledged write is lost. Writes are interrupted until both regions are in sync; a larger lag takes "
        "longer.",
        f"Lag: {behind}",
    ]


def _of_failover(deployed: Deployed, database: Record, there: Route) -> tuple[list[str], list[str]]:
    source, target = (deployed.region(site) for site in there)
    refused, notes = list(of_failover(deployed, database, there.target)), [accepted_loss(deployed, there)]
    try:
        cluster = deployed.cluster(there.source)
        refused += of_versions(deployed, there)
    except AwsError as error:
        notes.append(f"{source} does not respond, which does not prevent a failover: {error}")
    else:
        if cluster and cluster["Status"] in STEADY:
            notes.append(
                f"{source} responds, and its cluster is `{cluster['Status']}`. If it still accepts writes, `orion-rds "
                f"dr switchover --to {target}` loses nothing."
            )
    return refused, notes


def _result(switch: Switch, deployed: Deployed, there: Route) -> Iterator[str]:
    """Yield the result, and the next steps."""
    database, cluster = existing(deployed, there.target), deployed.cluster(there.target) or {}
    source, target = (deployed.region(site) for site in there)
    former = there.source.cluster_identifier
    yield f"{there.target.cluster_identifier} in {target} is the writer."
    yield f"Clients of {database.get('Endpoint')} follow through DNS; others must use {cluster.get('Endpoint')}."
    if switch.loses:
        yield (
            f"AWS adds {former} in {source} as the secondary cluster when that region is available again, which may "
            "take hours. Keep applications from writing there until then."
        )
        yield (
            f"Writes that {target} lacks may be in the snapshot `rds:unplanned-global-failover-{former}-...`, which "
            "AWS tries to take there first: `aws rds describe-db-cluster-snapshots --snapshot-type automated --region "
            f"{source}`."
        )
        yield "`pulumi preview --refresh` needs both regions; it then shows no change."
    else:
        yield "`pulumi preview --refresh` shows no change."
    yield f"To switch back: `orion-rds dr switchover --to {source}`."

"""`orion-rds roll`."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from orion_ops.agreeing import agree
from orion_ops.aws import Aws
from orion_ops.deployed import STEADY, Deployed
from orion_ops.errors import OpsError
from orion_ops.roll.roll import roll
from orion_ops.roll.work import Work, of_cluster, works
from orion_rds.config import DatabaseConfig
from orion_rds.config.provider_settings import ProviderSettings
from orion_rds.plan.site import Site

AGAIN = "Run the command again to apply the remaining changes."


def run(given: argparse.Namespace, config: DatabaseConfig, provider: ProviderSettings) -> int:
    """Apply the pending changes, and return the exit code."""
    aws = Aws(provider.region)

    def look() -> Deployed:
        return Deployed(aws, config, datetime.now(UTC))

    deployed = look()
    # The writer region is the last.
    sites = [site for site in reversed(deployed.writing_first()) if deployed.cluster(site)]
    if not sites:
        raise OpsError(f"No cluster of {config.prefix} exists. Deploy the stack first, or use its credentials.")
    for text in (note for site in sites for note in _notes(deployed, site)):
        print(text, file=sys.stderr)
    if not any(work.is_needed for site in sites for work in works(deployed, site)):
        print("No instance has pending changes.")
        return 0
    if refused := [text for site in sites for text in _refusals(deployed, site)]:
        raise OpsError(" ".join(refused))
    print("\n".join(line for site in sites for line in _plan(deployed, site)), file=sys.stderr)
    agree(given)
    try:
        for done in (line for site in sites for line in roll(look, site)):
            print(done, flush=True)
    except OpsError as error:
        raise OpsError(f"{error} {AGAIN}") from None
    except KeyboardInterrupt:
        print(f"Interrupted. AWS completes the change in progress. {AGAIN}", file=sys.stderr)
        raise
    return 0


def _notes(deployed: Deployed, site: Site) -> Iterator[str]:
    for what in of_cluster(deployed, site):
        yield (
            f"{what} of the whole cluster {site.cluster_identifier} is not applied: AWS restarts all its instances "
            "together, in the maintenance window."
        )


def _refusals(deployed: Deployed, site: Site) -> Iterator[str]:
    identifier, cluster = site.cluster_identifier, deployed.cluster(site) or {}
    if (status := cluster["Status"]) not in STEADY:
        yield f"The cluster {identifier} is `{status}`. Wait until `orion-rds status` shows it as available."
    for each in works(deployed, site):
        if not each.is_steady:
            yield f"The instance {each.instance} is `{each.status}`. Wait until it is available."


def _plan(deployed: Deployed, site: Site) -> Iterator[str]:
    """Yield the steps in their order."""
    found = works(deployed, site)
    where = f"in {deployed.region(site)}"
    for each in found:
        if each.is_needed:
            yield from _step(each, found, f"{each.instance} {where}: {each.text}", site)


def _step(work: Work, found: Sequence[Work], text: str, site: Site) -> Iterator[str]:
    if len(found) == 1:
        what = "reads and writes" if work.writes else "reads"
        yield f"{text}. It is the only instance of {site.cluster_identifier}: {what} are interrupted."
    elif work.writes:
        yield f"One failover of {site.cluster_identifier} to {found[0].instance}: writes are interrupted for seconds."
        yield f"{text}."
    else:
        yield f"{text}."

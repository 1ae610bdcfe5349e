"""The command."""

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from orion_ops.agreeing import agree
from orion_ops.aws import Aws
from orion_ops.deployed import Deployed
from orion_ops.drill.failover import Result, drill, refusals, writer
from orion_ops.errors import PROBLEM, OpsError
from orion_ops.postgres import access
from orion_rds.config import DatabaseConfig
from orion_rds.config.provider_settings import ProviderSettings


def run(given: argparse.Namespace, config: DatabaseConfig, provider: ProviderSettings) -> int:
    """Carry out drills, and return the exit code."""
    try:
        return _run(given, config, Aws(provider.region))
    except KeyboardInterrupt:
        print("Interrupted. The table of the drill is removed.", file=sys.stderr)
        raise


def _run(given: argparse.Namespace, config: DatabaseConfig, aws: Aws) -> int:
    def look() -> Deployed:
        return Deployed(aws, config, datetime.now(UTC))

    deployed = look()
    site = deployed.writing_first()[0]
    if refused := list(refusals(deployed, site, protected=given.protected)):
        raise OpsError(" ".join(refused))
    where = f"{site.cluster_identifier} in {deployed.region(site)}"
    print(
        f"The drill fails over {where} {given.runs} times: its writer {writer(deployed, site)} is interrupted for "
        "seconds. Meanwhile clients write to a table of their own, which is removed.",
        file=sys.stderr,
    )
    agree(given)
    to_database = access(deployed, site, given)
    results = [drill(look, site, to_database) for _ in range(given.runs)]
    met = _met(results, config.objectives.recovery_seconds)
    if given.json:
        print(json.dumps({"cluster": site.cluster_identifier, "met": met, "runs": [asdict(each) for each in results]}))
    else:
        print("\n".join(_lines(results, config.objectives.recovery_seconds)))
    return 0 if met else PROBLEM


def _recoveries(results: Sequence[Result]) -> list[float | None]:
    """Return the seconds from each call until every client that writes wrote again."""
    return [each.writes.all_back_after_seconds for each in results]


def _met(results: Sequence[Result], objective: int | None) -> bool:
    back = [seconds for seconds in _recoveries(results) if seconds is not None]
    in_time = objective is None or (len(back) == len(results) and max(back) <= objective)
    return in_time and not any(each.lost for each in results)


def _lines(results: Sequence[Result], objective: int | None) -> list[str]:
    lines = [line for number, result in enumerate(results, 1) for line in _of_run(number, result)]
    back = [seconds for seconds in _recoveries(results) if seconds is not None]
    if len(results) > 1 and back:
        lines.append(f"writes recovered: median {statistics.median(back):.1f} s, worst {max(back):.1f} s")
    if objective is not None:
        verdict = "met" if _met(results, objective) else "NOT met"
        lines.append(f"objective of {objective} s without a lost write: {verdict}")
    return lines


def _of_run(number: int, result: Result) -> list[str]:
    return [
        f"failover {number}: {result.old_writer} -> {result.new_writer}",
        f"  writes: first failure after {_seconds(result.writes.detected_after_seconds)}, "
        f"unavailable for {_seconds(result.writes.unavailable_seconds)}, "
        f"all clients back after {_seconds(result.writes.all_back_after_seconds)}",
        f"  reads:  first failure after {_seconds(result.reads.detected_after_seconds)}, "
        f"unavailable for {_seconds(result.reads.unavailable_seconds)}, "
        f"all clients back after {_seconds(result.reads.all_back_after_seconds)}",
        f"  acknowledged writes: {result.acknowledged}, lost: {result.lost}",
    ]


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} s"

"""The command."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from orion_ops.agreeing import agree
from orion_ops.aws import Aws
from orion_ops.deployed import Deployed
from orion_ops.drill.failover import drill, refusals, writer
from orion_ops.drill.lines import lines, met, verdict
from orion_ops.drill.page import page
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

    deployed, began = look(), datetime.now(UTC)
    site = deployed.writing_first()[0]
    refused = [*refusals(deployed, site, protected=given.protected), *_unwritable(given.html)]
    if refused:
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
    objective = config.objectives.recovery_seconds
    as_promised = met(results, objective)
    if given.json:
        runs = [asdict(each) for each in results]
        print(json.dumps({"cluster": site.cluster_identifier, "met": as_promised, "runs": runs}))
    else:
        print("\n".join(lines(results, objective)))
    if given.html:
        text = page(f"Failover of {where}", began, verdict(results, objective), results, met=as_promised)
        _write(given.html, text)
    return 0 if as_promised else PROBLEM


def _unwritable(path: Path | None) -> Iterator[str]:
    """Yield why a report could not be written: a drill is not repeated for that."""
    if path and (path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK)):
        yield f"The report cannot be written to {path}. Name a file in a folder that exists: `--html drill.html`."


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OpsError(f"The report cannot be written to {path}: {error.strerror}. The figures are above.") from None

"""`orion-rds drill`."""

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
from orion_ops.drill import failover, redis, restore
from orion_ops.drill.lines import lines, met, verdict
from orion_ops.drill.page import page
from orion_ops.errors import PROBLEM, OpsError
from orion_rds.config import DatabaseConfig
from orion_rds.config.provider_settings import ProviderSettings


def run(given: argparse.Namespace, config: DatabaseConfig, provider: ProviderSettings) -> int:
    """Run the drill, and return the exit code."""
    _check_options(given)
    if given.what == "restore":
        return restore.drill(given, config, Aws(provider.region))
    try:
        return _run(given, config, Aws(provider.region))
    except KeyboardInterrupt:
        print("Interrupted. What the drill wrote is removed.", file=sys.stderr)
        raise


def _check_options(given: argparse.Namespace) -> None:
    """Refuse options without effect: those of the other drill."""
    of_failover = {
        "--html": given.html,
        "--protected": given.protected,
        "--redis": given.redis,
        "--runs": given.runs > 1,
    }
    of_restore = {
        "--check": given.check,
        "--from-copy": given.from_copy,
        "--security-group": given.security_group,
        "--subnet-group": given.subnet_group,
        "--to": given.to,
    }
    others = of_failover if given.what == "restore" else of_restore
    if misplaced := [name for name, value in others.items() if value]:
        raise OpsError(f"`drill {given.what}` has no {' and no '.join(misplaced)}. Leave it out.")
    if given.from_copy and given.to:
        raise OpsError("A copy cannot be restored to a time. Leave --to or --from-copy out.")
    if not given.from_copy and (given.subnet_group or given.security_group):
        raise OpsError("--subnet-group and --security-group are for a copy. Leave them out, or add --from-copy.")


def _run(given: argparse.Namespace, config: DatabaseConfig, aws: Aws) -> int:
    def look() -> Deployed:
        return Deployed(aws, config, datetime.now(UTC))

    began = datetime.now(UTC)
    exercise = (redis if given.redis else failover).exercise(look, given)
    if refused := [*exercise.refusals, *_unwritable(given.html)]:
        raise OpsError(" ".join(refused))
    print(
        f"The drill fails over {exercise.where} {given.runs} times: {exercise.interrupted()}. "
        f"During the drill, {exercise.meanwhile}.",
        file=sys.stderr,
    )
    agree(given)
    drill, objective = exercise.connect(), exercise.objective_seconds
    results = [drill() for _ in range(given.runs)]
    as_promised = met(results, objective) if exercise.loses_nothing else True
    if given.json:
        runs = [asdict(each) for each in results]
        print(json.dumps({exercise.kind: exercise.identifier, "met": as_promised, "runs": runs}))
    else:
        print("\n".join(lines(results, objective)))
    if given.html:
        text = page(f"Failover of {exercise.where}", began, verdict(results, objective), results, met=as_promised)
        _write(given.html, text)
    return 0 if as_promised else PROBLEM


def _unwritable(path: Path | None) -> Iterator[str]:
    """Yield why the report cannot be written, before the drill interrupts anything."""
    if path and (path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK)):
        yield f"The report cannot be written to {path}. Pass a file in an existing folder: `--html drill.html`."


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OpsError(f"The report cannot be written to {path}: {error.strerror}. The figures are above.") from None

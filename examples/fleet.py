"""Deploys a fleet: a stack for each customer, a few at once. Run again, it deploys only what is left.

    .venv/bin/python examples/fleet.py examples/fleet.yaml --at-most 4 --sandbox
    .venv/bin/orion-sandbox down --stack fleet

Without `--sandbox` it deploys to AWS, with Pulumi's state where your `pulumi login` has it. Each update of a stack has
a digest of its settings and of this program as its message. A stack whose last update succeeded with that message is
not deployed again, so whoever starts the next run, on any machine, continues one that was stopped.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pulumi
import yaml
from pulumi.automation import ConfigValue, create_or_select_stack
from pulumi.automation.errors import CommandError

from orion_rds import AuroraDatabase, DatabaseConfig

REGION = "us-east-1"
SHARED: Mapping[str, Any] = {
    "project": "fleet",
    "network": {
        "vpc_id": "vpc-0a1b2c3d4e5f60718",
        "subnet_ids": ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"],
        "allow_from": {"app": "sg-0a1b2c3d4e5f60718"},
    },
    "instances": {"count": 1},
    "alarms": {"profile": "off"},
    "events": {"mode": "off"},
    "accepted_warnings": {"instance-alone": "A customer's trial may be unavailable for ten minutes."},
    "protection": {"deletion": False, "final_snapshot": False},
}


def deploy(name: str, settings: Mapping[str, Any]) -> tuple[str, str]:
    """Deploy one stack, unless that is done. Return `deployed`, `unchanged` or `failed`, and the error."""

    def program() -> None:
        database = AuroraDatabase("orion", DatabaseConfig.model_validate(settings))
        pulumi.export("endpoint", database.cluster_endpoint)

    what = Path(__file__).read_text(encoding="utf-8") + json.dumps(settings, sort_keys=True)
    message = f"fleet {hashlib.sha256(what.encode()).hexdigest()[:16]}"
    try:
        stack = create_or_select_stack(name, "fleet", program)
        last = stack.info(show_secrets=False)
        if last and (last.result, last.message) == ("succeeded", message):
            return "unchanged", ""
        stack.set_config("aws:region", ConfigValue(REGION))
        stack.up(message=message)
    except CommandError as error:
        return "failed", str(error)
    return "deployed", ""


def outcomes(fleet: Mapping[str, Mapping[str, Any]], at_most: int) -> Iterator[tuple[str, str, str]]:
    """Deploy every stack, and yield each with its outcome when it is done."""
    # A process for each stack: Pulumi runs one program at a time in a process, and a failed one ends with its own.
    with ProcessPoolExecutor(at_most, get_context("spawn"), max_tasks_per_child=1) as pool:
        runs = {
            pool.submit(deploy, name, {**SHARED, "environment": name, **settings}): name
            for name, settings in fleet.items()
        }
        for run in as_completed(runs):
            yield runs[run], *run.result()


def use_sandbox() -> None:
    """Direct Pulumi to one sandbox for the whole fleet, where the network exists. It stays until it is discarded."""
    from orion_sandbox.project import find_project  # noqa: PLC0415 - not installed where only AWS is deployed to
    from orion_sandbox.stack import SandboxStack  # noqa: PLC0415 - see above

    config = {"aws:region": REGION, "fleet:database": SHARED}
    sandbox = SandboxStack("fleet", find_project(Path(__file__).parent), config=config)
    sandbox.start()
    os.environ.update(sandbox.environment)


def main() -> int:
    """Deploy the fleet of a file. Return 1 if a stack failed."""
    parser = argparse.ArgumentParser(description="Deploy a fleet of databases, or what is left of it.")
    parser.add_argument("fleet", type=Path, help="YAML: the name of each stack, and its own settings")
    parser.add_argument("--at-most", type=int, default=4, metavar="N", help="stacks at once (default: %(default)s)")
    parser.add_argument("--sandbox", action="store_true", help="deploy to a sandbox on this machine")
    chosen = parser.parse_args()
    if chosen.sandbox:
        use_sandbox()
    failed: dict[str, str] = {}
    for name, outcome, error in outcomes(yaml.safe_load(chosen.fleet.read_text(encoding="utf-8")), chosen.at_most):
        print(f"{name}: {outcome}", flush=True)
        if error:
            failed[name] = error
    for name, error in sorted(failed.items()):
        print(f"\n{name} failed:\n{error}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""One side of a comparison in a process of its own: `python -m benchmarks.program SIDE COUNT`."""

import asyncio
import gc
import json
import logging
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import yaml
from pulumi_aws import cloudwatch, iam, rds, secretsmanager, ssm, vpc

from benchmarks.measuring import run

Make = Callable[[str, str], object]
"""Makes one database, from the prefixes of its names in Pulumi and in AWS."""


class Answers(pulumi.runtime.Mocks):
    """A minimal provider, the same for every side."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        """Return the inputs, and the outputs that the programs read."""
        arn = f"arn:aws:service:us-east-1:123456789012:{args.name}"
        return args.name, {"arn": arn, "hex": "00000000", "result": "0" * 32, **args.inputs}

    def call(self, args: pulumi.runtime.MockCallArgs) -> Any:
        """Refuse: neither program calls functions."""
        raise NotImplementedError(args.token)


class Empty(pulumi.ComponentResource):
    """A component with nothing in it."""

    def __init__(self, name: str, parent: pulumi.Resource | None = None) -> None:
        super().__init__("benchmarks:index:Empty", name, None, pulumi.ResourceOptions(parent=parent))
        self.register_outputs({})


def component() -> Make:
    """`AuroraDatabase` from plain configuration, so that its validation is measured too."""
    from orion_rds import AuroraDatabase  # noqa: PLC0415 # the others do without
    from orion_rds.config import parse  # noqa: PLC0415

    config = core()
    return lambda name, project: AuroraDatabase(name, parse({**config, "project": project}))


def flat() -> Make:
    """The same resources without components, from a recording that another process makes."""
    from benchmarks.flat import replay, steps  # noqa: PLC0415 # one side does without

    program = steps(json.loads(run("-m", "benchmarks.recorded")))
    return lambda name, _project: replay(name, program)


def empty() -> Make:
    """The flat program and seven empty components: Pulumi's own cost of the component's seven."""
    make = flat()

    def both(name: str, project: str) -> None:
        database = Empty(name)
        for number in range(6):
            Empty(f"{name}-{number}", database)
        make(name, project)

    return both


def production() -> dict[str, Any]:
    """Return the database settings of `Pulumi.prod.yaml`."""
    stack_file = Path(__file__).parents[1] / "Pulumi.prod.yaml"
    return yaml.safe_load(stack_file.read_text(encoding="utf-8"))["config"]["orion-rds:database"]


def core() -> dict[str, Any]:
    """Return the settings of the database in one region, without alarms, copies and Redis."""
    config = {key: value for key, value in production().items() if key not in {"redis", "disaster_recovery"}}
    backup = {key: value for key, value in config["backup"].items() if key != "copies"}
    return {**config, "backup": backup, "alarms": {"profile": "off"}, "events": {"mode": "off"}}


def measure(make: Make, count: int) -> dict[str, float]:
    """Create `count` databases in one program; return milliseconds of processor time, and megabytes."""
    # The SDK loads a module when it is first asked for anything: before the clock starts, for every side.
    for module in (cloudwatch, iam, rds, secretsmanager, ssm, vpc):
        getattr(module, "__all__", None)
    gc.collect()
    imported = peak_mb()

    def program() -> None:
        for number in range(count):
            make(f"database{number}", f"orion{number}")

    # The component's warnings would appear between the rows of the table.
    logging.disable(logging.WARNING)
    # Pulumi's mocks need an event loop; from Python 3.14 on there is none by default.
    asyncio.set_event_loop(asyncio.new_event_loop())
    start = time.process_time()
    pulumi.runtime.set_mocks(Answers())
    pulumi.runtime.set_config("aws:region", "us-east-1")
    pulumi.runtime.test(program)()
    end = time.process_time()
    return {"ms": (end - start) * 1e3, "whole_ms": end * 1e3, "peak": peak_mb(), "grown": peak_mb() - imported}


def peak_mb() -> float:
    """Return the peak memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e6 / 1024)


if __name__ == "__main__":
    side, count = sys.argv[1:]
    print(json.dumps(measure({"component": component, "flat": flat, "empty": empty}[side](), int(count))), flush=True)
    # Pulumi's mocks leave an event loop behind, which prints an error when the interpreter exits.
    os._exit(0)

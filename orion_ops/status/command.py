"""`orion-rds status`."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from orion_ops.aws import Aws
from orion_ops.aws_errors import AwsError
from orion_ops.deployed import Deployed
from orion_ops.errors import ERROR
from orion_ops.report import Report, Section
from orion_ops.status.alarms import alarms
from orion_ops.status.backups import backups, copies
from orion_ops.status.objectives import objectives
from orion_ops.status.pending import pending
from orion_ops.status.redis import redis
from orion_ops.status.replication import replication
from orion_ops.status.support import support
from orion_ops.status.topology import clusters, instances
from orion_ops.terminal import console, rendered
from orion_rds.config import DatabaseConfig
from orion_rds.config.provider_settings import ProviderSettings

READERS: Mapping[str, Callable[[Deployed, Section], None]] = MappingProxyType({
    "clusters": clusters,
    "instances": instances,
    "redis": redis,
    "replication": replication,
    "alarms": alarms,
    "backups": backups,
    "copies": copies,
    "objectives": objectives,
    "pending": pending,
    "support": support,
})  # fmt: skip
"""The sections, in their order."""

INTERVAL_SECONDS = 15


def run(given: argparse.Namespace, config: DatabaseConfig, provider: ProviderSettings) -> int:
    """Show the state of a database, and return the exit code that says whether it is healthy."""
    if given.watch:
        return watch(lambda: _look(given, config, provider), lambda: time.sleep(INTERVAL_SECONDS))
    return _look(given, config, provider)


def watch(look: Callable[[], int], wait: Callable[[], object]) -> int:
    """Print reports until Ctrl-C, and return the exit code of the last one."""
    code = ERROR
    try:
        while True:
            code = look()
            wait()
    except KeyboardInterrupt:
        return code


def report(aws: Aws, config: DatabaseConfig, now: datetime, account: str) -> Report:
    """Read all sections from AWS, without those that do not apply to the configuration."""
    deployed = Deployed(aws, config, now)
    sections = {name: Section(name) for name in READERS if name not in _without(config)}
    for name, section in sections.items():
        READERS[name](deployed, section)
    return Report(config.prefix, account, aws.region, now, tuple(sections.values()))


def _without(config: DatabaseConfig) -> set[str]:
    switches = {
        "redis": config.redis is not None,
        "replication": config.disaster_recovery is not None,
        "alarms": config.alarms.profile != "off",
        "copies": config.backup.copies is not None,
        "objectives": any(value is not None for _, value in config.objectives),
    }
    return {name for name, is_on in switches.items() if not is_on}


def _look(given: argparse.Namespace, config: DatabaseConfig, provider: ProviderSettings) -> int:
    try:
        aws = Aws(provider.region)
        # Needs no permission: if this fails, every call fails.
        account = str(aws.call("sts", "get_caller_identity")["Account"])
    except AwsError as error:
        print(f"error: {error}", file=sys.stderr)
        return ERROR
    found = report(aws, config, datetime.now(UTC), account)
    if given.json:
        print(json.dumps(found.as_json(), indent=None if given.watch else 2), flush=True)
    else:
        _show(found, clear=given.watch)
    return found.health.exit_code


def _show(found: Report, *, clear: bool) -> None:
    screen = console()
    if clear and screen.is_terminal:
        screen.clear()
    screen.print(rendered(found))

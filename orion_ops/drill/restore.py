"""`orion-rds drill restore`: a restore into a temporary cluster, checked and measured."""

import argparse
import json
import secrets
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from orion_ops.agreeing import agree
from orion_ops.aws import Aws
from orion_ops.deployed import Deployed
from orion_ops.drill.markers import SCHEMA, marked, marker_failures
from orion_ops.drill.origin import Origin, from_backups, from_copy
from orion_ops.errors import PROBLEM, OpsError
from orion_ops.postgres import Access, access, check_connection_arguments, server_of
from orion_ops.progress import say
from orion_ops.restore import beside, checks
from orion_ops.restore.beside import written
from orion_ops.restore.clusters import Clusters, tags_of
from orion_ops.restore.connecting import connected
from orion_ops.waiting import until
from orion_rds.config import DatabaseConfig

SUFFIX = "-drill"
TEMPORARY = "orion-rds:drill"
"""Tag of a temporary cluster, by which the next drill finds one that was left behind."""
TAGS: Mapping[str, str] = MappingProxyType({TEMPORARY: "restore"})
PASSWORD_BYTES = 21

RESTORABLE_SECONDS = 3600.0
"""The latest restorable time is usually that of five minutes ago."""
RESTORABLE_POLL_SECONDS = 5.0
MINUTE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a drill."""

    cluster: str
    region: str
    """The region of the temporary cluster."""

    restored_to: str
    restorable_after_seconds: float | None
    """Wait until the time could be restored; None for a time that was passed."""

    cluster_after_seconds: float
    """From the call to the available cluster."""

    instance_after_seconds: float
    """From the call to the available instance."""

    rto_seconds: float
    """From the call to the first answer of the restored database."""

    failures: Sequence[str]
    """The failed checks."""

    objective_seconds: int | None

    @property
    def is_met(self) -> bool:
        """Whether all checks succeeded and the objective is met."""
        return not self.failures and (self.objective_seconds is None or self.rto_seconds <= self.objective_seconds)


def drill(given: argparse.Namespace, config: DatabaseConfig, aws: Aws) -> int:
    """Run a drill, print the result, and return the exit code.

    Raises:
        OpsError: The drill fails.
    """
    statements, deployed = checks.read(given.check), Deployed(aws, config, datetime.now(UTC))
    origin = (from_copy if given.from_copy else from_backups)(given, deployed)
    name = f"{origin.identifier}{SUFFIX}"
    if (left := origin.clusters.find(name)) and TEMPORARY not in tags_of(left):
        raise OpsError(
            f"The cluster {name} was not created by a drill: it has no tag {TEMPORARY}. Rename it, or delete it if it "
            "is not needed."
        )
    check_connection_arguments(given)
    what = f"the copy of {written(origin.moment)}" if origin.snapshot else "its backups"
    marked = "" if origin.moment else f" It writes two markers to the schema {SCHEMA} of the database, and drops it."
    say(
        f"The drill restores {origin.identifier} from {what} in {origin.region} to "
        f"{written(origin.moment) if origin.moment else 'the current time'} as {name}, with one instance of "
        f"{origin.instance['DBInstanceClass']}, and deletes it afterwards. AWS charges for it.{marked}"
    )
    agree(given)
    if left:
        say(f"Deleting {name}, which another drill left behind.")
        _remove(origin.clusters, name)
    # The objective applies without a standby: only then is a lost cluster restored from a backup.
    minutes = None if config.disaster_recovery else config.objectives.rto_minutes
    result = _run(given, deployed, origin, name, statements, minutes and minutes * MINUTE_SECONDS)
    if given.json:
        print(json.dumps({**asdict(result), "met": result.is_met}))
    else:
        print("\n".join(_lines(result)))
    return 0 if result.is_met else PROBLEM


def _run(
    given: argparse.Namespace, deployed: Deployed, origin: Origin, name: str, statements: str, objective: int | None
) -> Result:
    clusters, moment, waited = origin.clusters, origin.moment, None
    if moment is None:
        moment, waited = _marked_moment(given, deployed, origin)
    with _temporary(clusters, name):
        say(f"Restoring {name} to {written(moment)}.")
        called = time.monotonic()
        origin.restore(name, moment, TAGS)
        clusters.wait(name)
        cluster_after = time.monotonic() - called
        # The restored data contain an old password, which may be unknown.
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        clusters.change(
            "modify_db_cluster", DBClusterIdentifier=name, MasterUserPassword=password, ApplyImmediately=True
        )
        say(f"Creating an instance of {name}.")
        beside.create_instance(clusters, name, f"{name}-1", origin.instance, TAGS)
        instance = clusters.wait_for_instance(f"{name}-1")
        instance_after = time.monotonic() - called
        restored = clusters.wait(name)
        with closing(connected(lambda: Access(server_of(restored, [instance], given), lambda: password))) as connection:
            connection.execute("SELECT 1")
            rto = time.monotonic() - called
            failures = [] if origin.moment else marker_failures(connection)
            failures += checks.failures(connection, statements)
    return Result(
        cluster=origin.identifier,
        region=origin.region,
        restored_to=written(moment),
        restorable_after_seconds=waited,
        cluster_after_seconds=cluster_after,
        instance_after_seconds=instance_after,
        rto_seconds=rto,
        failures=failures,
        objective_seconds=objective,
    )


@contextmanager
def _temporary(clusters: Clusters, name: str) -> Generator[None]:
    """Delete a cluster at the end, also after an error or Ctrl-C."""
    try:
        yield
    finally:
        say(f"Deleting {name}.")
        _remove(clusters, name)


def _remove(clusters: Clusters, name: str) -> None:
    try:
        beside.remove(clusters, name)
    except OpsError as error:
        raise OpsError(f"{error} {name} remains until the next drill deletes it, and AWS charges for it.") from None


def _marked_moment(given: argparse.Namespace, deployed: Deployed, origin: Origin) -> tuple[datetime, float]:
    """Write two markers, wait until a time between them can be restored, and return it with the wait."""
    moment = marked(access(deployed, deployed.writing_first()[0], given))
    began = time.monotonic()
    say(f"Waiting until {written(moment)} can be restored.")

    def can_be_restored() -> bool:
        latest = (origin.clusters.find(origin.identifier) or {}).get("LatestRestorableTime")
        return latest is not None and latest >= moment

    failed = f"{written(moment)} cannot be restored"
    until(can_be_restored, RESTORABLE_SECONDS, failed, RESTORABLE_POLL_SECONDS)
    return moment, time.monotonic() - began


def _lines(result: Result) -> list[str]:
    waited = result.restorable_after_seconds
    lines = [
        f"restored {result.cluster} in {result.region} to {result.restored_to}"
        + ("" if waited is None else f", which could be restored after {waited:.0f} s"),
        f"  cluster available after {result.cluster_after_seconds:.0f} s, instance after "
        f"{result.instance_after_seconds:.0f} s, first answer after {result.rto_seconds:.0f} s",
        *(f"  problem: {each}" for each in result.failures),
    ]
    if not result.failures:
        lines.append("  all checks succeeded")
    if result.objective_seconds is not None:
        met = "met" if result.rto_seconds <= result.objective_seconds else "NOT met"
        lines.append(f"objective of {result.objective_seconds} s: {met}")
    return lines

"""`orion-rds drill restore`: a restore into a temporary cluster, checked and measured."""

import argparse
import json
import secrets
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from orion_ops.agreeing import agree
from orion_ops.aws import Aws, Record
from orion_ops.deployed import STEADY, Deployed
from orion_ops.errors import PROBLEM, OpsError
from orion_ops.postgres import Access, access, server, server_of
from orion_ops.restore import beside, checks
from orion_ops.restore.beside import check_restorable, written
from orion_ops.restore.clusters import Clusters, tags_of
from orion_ops.restore.connecting import connected
from orion_ops.waiting import until
from orion_rds.config import DatabaseConfig

SUFFIX = "-drill"
TEMPORARY = "orion-rds:drill"
"""The tag by which the next drill knows what one has left."""
PASSWORD_BYTES = 21

SCHEMA = "orion_rds_restore_drill"
REMOVE = f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"
CREATE = (f"CREATE SCHEMA {SCHEMA}", f"CREATE TABLE {SCHEMA}.markers (name text PRIMARY KEY)")
BEFORE, AFTER = "before", "after"
MARK = f"INSERT INTO {SCHEMA}.markers VALUES (%s)"  # noqa: S608 - a constant
MARKERS = f"SELECT name FROM {SCHEMA}.markers"  # noqa: S608 - a constant
APART = timedelta(seconds=1)
"""Between the moment, which is a whole second, and each marker."""
APART_SECONDS = 60.0
RESTORABLE_SECONDS = 3600.0
"""The latest restorable time is usually that of five minutes ago."""
RESTORABLE_POLL_SECONDS = 5.0
MINUTE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Result:
    """What a drill found."""

    cluster: str
    restored_to: str
    restorable_after_seconds: float | None
    """From the moment until it could be restored; None for a moment that was given."""

    cluster_after_seconds: float
    """From the call to the available cluster."""

    instance_after_seconds: float
    """From the call to the available instance."""

    rto_seconds: float
    """From the call to the first answer of the restored database."""

    failures: Sequence[str]
    """What is not as it should be."""

    objective_seconds: int | None

    @property
    def is_met(self) -> bool:
        """Whether everything is as it should be, in time."""
        return not self.failures and (self.objective_seconds is None or self.rto_seconds <= self.objective_seconds)


@dataclass(frozen=True)
class _Drill:
    """A drill, and what it works with."""

    given: argparse.Namespace
    deployed: Deployed
    clusters: Clusters
    source: Record
    writer: Record
    statements: str

    @property
    def name(self) -> str:
        return f"{self.source['DBClusterIdentifier']}{SUFFIX}"


def drill(given: argparse.Namespace, config: DatabaseConfig, aws: Aws) -> int:
    """Carry out a drill, print the result, and return the exit code.

    Raises:
        OpsError: It cannot be carried out.
    """
    prepared = _prepare(given, config, aws)
    marked = "" if given.to else f" Two markers are written to the schema {SCHEMA} of the database, and removed."
    _say(
        f"The drill restores {prepared.source['DBClusterIdentifier']} in {prepared.deployed.aws.region} to "
        f"{written(given.to) if given.to else 'this moment'} as {prepared.name}, with one instance of "
        f"{prepared.writer['DBInstanceClass']}, and deletes that again. AWS charges it meanwhile.{marked}"
    )
    agree(given)
    # Without a standby, a backup is restored when the cluster is lost.
    minutes = None if config.disaster_recovery else config.objectives.rto_minutes
    result = _run(prepared, minutes and minutes * MINUTE_SECONDS)
    if given.json:
        print(json.dumps({**asdict(result), "met": result.is_met}))
    else:
        print("\n".join(_lines(result)))
    return 0 if result.is_met else PROBLEM


def _prepare(given: argparse.Namespace, config: DatabaseConfig, aws: Aws) -> _Drill:
    deployed = Deployed(aws, config, datetime.now(UTC))
    site = deployed.writing_first()[0]
    statements = checks.read(given.check)
    source, writer = deployed.cluster(site), deployed.writer(site)
    if source is None or writer is None or source["Status"] not in STEADY:
        status = source["Status"] if source and writer else "without a writer"
        raise OpsError(
            f"The cluster {site.cluster_identifier} is `{status}`. Wait until `orion-rds status` shows it as available."
        )
    prepared = _Drill(given, deployed, Clusters(aws, site.region), source, writer, statements)
    if given.to:
        check_restorable(source, given.to)
    if (left := prepared.clusters.find(prepared.name)) and TEMPORARY not in tags_of(left):
        raise OpsError(
            f"A cluster {prepared.name} exists that no drill has made: it has no tag {TEMPORARY}. Rename it, or delete "
            "it if it is not needed."
        )
    # What is missing to connect is said before anything is created.
    server(deployed, site, given)
    return prepared


def _run(prepared: _Drill, objective: int | None) -> Result:
    clusters, source, name = prepared.clusters, prepared.source, prepared.name
    if clusters.find(name):
        _say(f"Deleting {name}, which another drill has left.")
        _remove(clusters, name)
    moment, waited = prepared.given.to, None
    if moment is None:
        moment, waited = _marked_moment(prepared)
    with _temporary(clusters, name):
        _say(f"Restoring {name} to {written(moment)}.")
        called = time.monotonic()
        beside.restore(clusters, source, name, moment, {TEMPORARY: "restore"})
        clusters.wait(name)
        cluster_after = time.monotonic() - called
        # The password in the restored data is that of the moment, which may be known to nobody any more.
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        clusters.change(
            "modify_db_cluster", DBClusterIdentifier=name, MasterUserPassword=password, ApplyImmediately=True
        )
        _say(f"Creating an instance of {name}.")
        beside.create_instance(clusters, name, f"{name}-1", prepared.writer, {TEMPORARY: "restore"})
        instance = clusters.wait_for_instance(f"{name}-1")
        instance_after = time.monotonic() - called
        restored = clusters.wait(name)
        with closing(
            connected(lambda: Access(server_of(restored, [instance], prepared.given), lambda: password))
        ) as connection:
            connection.execute("SELECT 1")
            rto = time.monotonic() - called
            failures = [] if prepared.given.to else _marker_failures(connection)
            failures += checks.failures(connection, prepared.statements)
    return Result(
        cluster=source["DBClusterIdentifier"],
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
    """Delete a cluster in the end, also after an error or Ctrl-C."""
    try:
        yield
    finally:
        _say(f"Deleting {name}.")
        _remove(clusters, name)


def _remove(clusters: Clusters, name: str) -> None:
    try:
        beside.remove(clusters, name)
    except OpsError as error:
        raise OpsError(f"{error} {name} remains until the next drill deletes it, and AWS charges it.") from None


# Markers


def _marked_moment(prepared: _Drill) -> tuple[datetime, float]:
    """Return a moment between two markers, when it can be restored, and how long that took."""
    deployed = prepared.deployed
    moment = _marked(access(deployed, deployed.writing_first()[0], prepared.given))
    began = time.monotonic()
    _say(f"Waiting until {written(moment)} can be restored.")
    until(
        lambda: _latest(prepared) >= moment,
        RESTORABLE_SECONDS,
        f"{written(moment)} cannot be restored",
        RESTORABLE_POLL_SECONDS,
    )
    return moment, time.monotonic() - began


def _latest(prepared: _Drill) -> datetime:
    cluster = prepared.clusters.find(prepared.source["DBClusterIdentifier"]) or {}
    return cluster.get("LatestRestorableTime") or datetime.min.replace(tzinfo=UTC)


def _marked(database: Access) -> datetime:
    """Write a marker, and another one later, and return a moment between them by the clock of the server."""
    try:
        with closing(database.writer()) as connection:
            try:
                for statement in (REMOVE, *CREATE):
                    connection.execute(statement.encode())
                connection.execute(MARK.encode(), (BEFORE,))
                moment = (_now(connection) + APART).replace(microsecond=0) + APART
                until(lambda: _now(connection) > moment + APART, APART_SECONDS, "The clock of the server stands still")
                connection.execute(MARK.encode(), (AFTER,))
            finally:
                connection.execute(REMOVE.encode())
    except psycopg.Error as error:
        raise OpsError(
            f"No marker can be written: {str(error).strip()}. Where the hosts have private addresses, --connect-to "
            "names where they are reached. With --to the drill writes nothing."
        ) from None
    return moment


def _now(connection: "psycopg.Connection[Any]") -> datetime:
    [(now,)] = connection.execute("SELECT clock_timestamp()").fetchall()
    return now.astimezone(UTC)


def _marker_failures(connection: "psycopg.Connection[Any]") -> list[str]:
    try:
        found = {name for (name,) in connection.execute(MARKERS.encode())}
    except psycopg.Error as error:
        return [f"the markers cannot be read: {str(error).strip()}"]
    return [
        *(["the marker before the moment is missing"] if BEFORE not in found else []),
        *(["the marker after the moment is there"] if AFTER in found else []),
    ]


# What is printed


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _lines(result: Result) -> list[str]:
    waited = result.restorable_after_seconds
    lines = [
        f"restored {result.cluster} to {result.restored_to}"
        + ("" if waited is None else f", which could be restored after {waited:.0f} s"),
        f"  cluster available after {result.cluster_after_seconds:.0f} s, instance after "
        f"{result.instance_after_seconds:.0f} s, first answer after {result.rto_seconds:.0f} s",
        *(f"  problem: {each}" for each in result.failures),
    ]
    if not result.failures:
        lines.append("  everything is there that should be")
    if result.objective_seconds is not None:
        met = "met" if result.rto_seconds <= result.objective_seconds else "NOT met"
        lines.append(f"objective of {result.objective_seconds} s: {met}")
    return lines

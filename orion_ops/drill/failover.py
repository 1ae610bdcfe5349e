"""A failover that clients write and read through."""

import argparse
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import psycopg

from orion_ops.deployed import STEADY, Deployed
from orion_ops.drill.clients import CREATE, REMOVE, SCHEMA, STATEMENT_TIMEOUT, WRITTEN, Client, DatabaseClient
from orion_ops.drill.measured import Interruption, Timeline, interruption, timeline
from orion_ops.errors import OpsError
from orion_ops.postgres import Access, access
from orion_ops.waiting import until
from orion_rds.plan.site import Site

CLIENTS = 4
"""Of each kind: those that write, and those that read."""
BEGIN_SECONDS = 30.0
END_SECONDS = 300.0
"""A failover that takes longer is ended as not successful."""
SETTLE_SECONDS = 1.0
"""How long all clients have to work again before the drill ends."""
poll = partial(until, poll_seconds=0.1)

MakeClient = Callable[..., Client]
"""Makes a client of a number and the event that stops it; `writes` says of which kind."""
Writes = set[tuple[int, int]]
"""Clients and the numbers that they wrote."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one failover did."""

    old_writer: str
    new_writer: str
    writes: Interruption
    reads: Interruption
    acknowledged: int
    """Writes that the server confirmed."""
    lost: int
    """Of these, those that it does not have afterwards."""
    switched_after_seconds: float
    """From the call until AWS named the new writer; it is asked once a second."""
    clients: Sequence[Timeline]


@dataclass(frozen=True, slots=True)
class Exercise:
    """What a drill fails over: a cluster, or a replication group."""

    kind: str
    """Its key in the JSON object of the figures."""
    identifier: str
    region: str
    refusals: Sequence[str]
    """Why there should be no drill now."""
    interrupted: Callable[[], str]
    """Says what is interrupted, where nothing is refused."""
    meanwhile: str
    """What the clients do."""
    connect: Callable[[], Callable[[], Result]]
    """Asks for the secret, and returns what carries out one drill."""
    objective_seconds: int | None
    loses_nothing: bool
    """Whether a lost write is a failure."""

    @property
    def where(self) -> str:
        """Return what is failed over, and in which region."""
        return f"{self.identifier} in {self.region}"


def exercise(look: Callable[[], Deployed], given: argparse.Namespace) -> Exercise:
    """Return the cluster that writes. Raises `AwsError`."""
    deployed = look()
    site = deployed.writing_first()[0]
    return Exercise(
        kind="cluster",
        identifier=site.cluster_identifier,
        region=deployed.region(site),
        refusals=[*refusals(deployed, site, protected=given.protected)],
        interrupted=lambda: f"its writer {writer(deployed, site)} is interrupted for seconds",
        meanwhile="clients write to a table of their own, which is removed",
        connect=lambda: partial(drill, look, site, access(deployed, site, given)),
        objective_seconds=deployed.config.objectives.recovery_seconds,
        loses_nothing=True,
    )


def refusals(deployed: Deployed, site: Site, *, protected: bool) -> Iterator[str]:
    """Yield why there should be no drill now. Raises `AwsError`."""
    identifier, cluster = site.cluster_identifier, deployed.cluster(site)
    if cluster is None:
        yield f"The cluster {identifier} does not exist in {deployed.region(site)}. Deploy the stack first."
        return
    if cluster.get("DeletionProtection") and not protected:
        yield f"The cluster {identifier} is protected against deletion. To interrupt it all the same: --protected."
    if cluster["Status"] not in STEADY:
        yield f"The cluster {identifier} is `{cluster['Status']}`. Wait until `orion-rds status` shows it as available."
    instances = deployed.instances(site)
    for each in instances:
        if (status := each["DBInstanceStatus"]) not in STEADY:
            yield f"The instance {each['DBInstanceIdentifier']} is `{status}`. Wait until it is available."
    if len(instances) < 2:
        yield f"The cluster {identifier} has no reader to take over. Add one: `instances: {{count: 2}}`."


def drill(look: Callable[[], Deployed], site: Site, to: Access) -> Result:
    """Fail a cluster over while clients work, and measure; what it made in the database is removed.

    Args:
        look: Asks AWS anew.
        site: The region.
        to: How the clients connect.

    Raises:
        OpsError: AWS does not answer, or refuses, or the clients cannot work, or do not work again in time.
    """
    aws, region = look().aws, site.region
    # After another drill, its old writer may still be starting.
    until(lambda: not [*refusals(look(), site, protected=True)], END_SECONDS, "The cluster is not healthy")
    with _table(to):
        return measure(
            make=partial(DatabaseClient, to),
            fail_over=lambda: aws.call(
                "rds", "failover_db_cluster", region, DBClusterIdentifier=site.cluster_identifier
            ),
            writer=lambda: writer(look(), site),
            written=lambda: _written(to),
        )


def measure(
    make: MakeClient, fail_over: Callable[[], object], writer: Callable[[], str], written: Callable[[], Writes]
) -> Result:
    """Let clients work, fail over, wait until all work again, and compare what they wrote with what is there."""
    old = writer()
    with _working(make) as clients:
        poll(lambda: all(each.succeeded_since(0) for each in clients), BEGIN_SECONDS, "The clients cannot work")
        called = time.monotonic()
        fail_over()
        until(lambda: writer() != old, END_SECONDS, "No other one became the writer")
        switched = time.monotonic()
        poll(_worked_for(clients, SETTLE_SECONDS), END_SECONDS, "Not all clients work again")
    # The clients have ended: a write that is acknowledged later would count as lost.
    kept = written()
    writing, reading = ([each for each in clients if each.writes is kind] for kind in (True, False))
    acknowledged = {(each.number, number) for each in writing for number in each.acknowledged}
    return Result(
        old_writer=old,
        new_writer=writer(),
        writes=interruption([each.outcomes for each in writing], called),
        reads=interruption([each.outcomes for each in reading], called),
        acknowledged=len(acknowledged),
        lost=len(acknowledged - kept),
        switched_after_seconds=switched - called,
        clients=[timeline(each.name, each.outcomes, called) for each in clients],
    )


def writer(deployed: Deployed, site: Site) -> str:
    """Return the identifier of the instance that writes; empty if none does. Raises `AwsError`."""
    found = deployed.writer(site)
    return found["DBInstanceIdentifier"] if found else ""


@contextmanager
def _table(to: Access) -> Generator[None]:
    """Make the table, and remove it in the end; a drill that was killed has left one."""
    error = ""
    # Ctrl-C may come as soon as the table is there.
    try:
        if error := _error_of(to, [REMOVE, *CREATE]):
            raise OpsError(
                f"The database does not do what the drill needs: {error}. Where its hosts have private addresses, "
                "--connect-to names where they are reached."
            )
        yield
    finally:
        if not error:
            # An interrupted drill may end while there is no writer.
            poll(lambda: not _error_of(to, [REMOVE]), END_SECONDS, f"The schema {SCHEMA} cannot be removed")


@contextmanager
def _working(make: MakeClient) -> Generator[Sequence[Client]]:
    """Let clients work, and wait for their end."""
    stopped = threading.Event()
    clients = [make(number, stopped, writes=writes) for writes in (True, False) for number in range(CLIENTS)]
    threads = [each.start() for each in clients]
    try:
        yield clients
    finally:
        stopped.set()
        for each in threads:
            each.join()


def _error_of(to: Access, statements: Sequence[str]) -> str:
    """Run statements, and return what the first error says."""
    try:
        with to.writer(STATEMENT_TIMEOUT) as connection:
            for each in statements:
                connection.execute(each.encode())
    except psycopg.Error as error:
        return str(error).strip()
    return ""


def _written(to: Access) -> Writes:
    try:
        with to.writer(STATEMENT_TIMEOUT) as connection:
            return {(client, number) for client, number in connection.execute(WRITTEN.encode())}
    except psycopg.Error as error:
        raise OpsError(f"The writes cannot be counted: {str(error).strip()}.") from None


def _worked_for(clients: Sequence[Client], seconds: float) -> Callable[[], bool]:
    """Return a condition: for so long, no client has failed."""
    since = time.monotonic()

    def condition() -> bool:
        nonlocal since
        if not all(each.succeeded_since(since - seconds) for each in clients):
            since = time.monotonic()
        return time.monotonic() - since >= seconds

    return condition

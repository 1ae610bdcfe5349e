"""A failover while clients write and read."""

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
"""Of each kind: writers and readers."""
BEGIN_SECONDS = 30.0
END_SECONDS = 300.0
"""Timeout of a failover."""
SETTLE_SECONDS = 1.0
"""How long all clients must succeed before the drill ends."""
poll = partial(until, poll_seconds=0.1)

MakeClient = Callable[..., Client]
"""Creates a client from its number, the event that stops it, and whether it `writes`."""
Writes = set[tuple[int, int]]
"""Writes, each by its client and its number."""


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one failover."""

    old_writer: str
    new_writer: str
    writes: Interruption
    reads: Interruption
    acknowledged: int
    """Number of acknowledged writes."""
    lost: int
    """Number of acknowledged writes that are missing afterwards."""
    switched_after_seconds: float
    """From the call until AWS showed the new writer, polled once a second."""
    clients: Sequence[Timeline]


@dataclass(frozen=True, slots=True)
class Exercise:
    """The target of a drill: a cluster, or a replication group."""

    kind: str
    """The key of the identifier in the JSON output."""
    identifier: str
    region: str
    refusals: Sequence[str]
    """Reasons to refuse the drill."""
    interrupted: Callable[[], str]
    """Returns the description of the interruption, if nothing is refused."""
    meanwhile: str
    """The description of the clients' work."""
    connect: Callable[[], Callable[[], Result]]
    """Reads the secret, and returns a function that runs one drill."""
    objective_seconds: int | None
    loses_nothing: bool
    """Whether a lost write is a failure."""

    @property
    def where(self) -> str:
        """The identifier and the region."""
        return f"{self.identifier} in {self.region}"


def exercise(look: Callable[[], Deployed], given: argparse.Namespace) -> Exercise:
    """Return the drill of the cluster in the writer region. Raises `AwsError`."""
    deployed = look()
    site = deployed.writing_first()[0]
    return Exercise(
        kind="cluster",
        identifier=site.cluster_identifier,
        region=deployed.region(site),
        refusals=[*refusals(deployed, site, protected=given.protected)],
        interrupted=lambda: f"its writer {writer(deployed, site)} is interrupted for seconds",
        meanwhile="clients write to a table of their own, which is dropped afterwards",
        connect=lambda: partial(drill, look, site, access(deployed, site, given)),
        objective_seconds=deployed.config.objectives.recovery_seconds,
        loses_nothing=True,
    )


def refusals(deployed: Deployed, site: Site, *, protected: bool) -> Iterator[str]:
    """Yield the reasons to refuse the drill. Raises `AwsError`."""
    identifier, cluster = site.cluster_identifier, deployed.cluster(site)
    if cluster is None:
        yield f"The cluster {identifier} does not exist in {deployed.region(site)}. Deploy the stack first."
        return
    if cluster.get("DeletionProtection") and not protected:
        yield f"The cluster {identifier} has deletion protection. To interrupt it anyway, add --protected."
    if cluster["Status"] not in STEADY:
        yield f"The cluster {identifier} is `{cluster['Status']}`. Wait until `orion-rds status` shows it as available."
    instances = deployed.instances(site)
    for each in instances:
        if (status := each["DBInstanceStatus"]) not in STEADY:
            yield f"The instance {each['DBInstanceIdentifier']} is `{status}`. Wait until it is available."
    if len(instances) < 2:
        yield f"The cluster {identifier} has no reader to take over. Add one: `instances: {{count: 2}}`."


def drill(look: Callable[[], Deployed], site: Site, to: Access) -> Result:
    """Fail over a cluster while clients write and read, and measure the interruption.

    Args:
        look: Returns the current state in AWS.
        site: The region.
        to: The connections of the clients.

    Raises:
        OpsError: AWS does not respond or refuses, or the clients fail before the failover, or too long after it.
    """
    aws, region = look().aws, site.region
    # The old writer of the previous drill may still be starting.
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
    """Start clients, fail over, wait until all succeed again, and compare their writes with the stored ones."""
    old = writer()
    with _working(make) as clients:
        poll(
            lambda: all(each.succeeded_since(0) for each in clients), BEGIN_SECONDS, "The clients cannot write and read"
        )
        called = time.monotonic()
        fail_over()
        until(lambda: writer() != old, END_SECONDS, "There is no new writer")
        switched = time.monotonic()
        poll(_worked_for(clients, SETTLE_SECONDS), END_SECONDS, "Not all clients have recovered")
    # After the clients have ended: a write that is acknowledged later would count as lost.
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
    """Return the identifier of the writer; empty if there is none. Raises `AwsError`."""
    found = deployed.writer(site)
    return found["DBInstanceIdentifier"] if found else ""


@contextmanager
def _table(to: Access) -> Generator[None]:
    """Create the table, and drop it at the end; a drill that was killed leaves it behind."""
    error = ""
    # Ctrl-C may come as soon as the table exists.
    try:
        if error := _error_of(to, [REMOVE, *CREATE]):
            raise OpsError(
                f"The drill cannot create its table: {error}. If the hosts have private addresses, pass reachable ones "
                "with --connect-to."
            )
        yield
    finally:
        if not error:
            # An interrupted drill may end while there is no writer.
            poll(lambda: not _error_of(to, [REMOVE]), END_SECONDS, f"The schema {SCHEMA} cannot be dropped")


@contextmanager
def _working(make: MakeClient) -> Generator[Sequence[Client]]:
    """Run clients, and wait until they have ended."""
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
    """Run statements, and return the message of the first error; empty without one."""
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
    """Return a condition: no client has failed for this time."""
    since = time.monotonic()

    def condition() -> bool:
        nonlocal since
        if not all(each.succeeded_since(since - seconds) for each in clients):
            since = time.monotonic()
        return time.monotonic() - since >= seconds

    return condition

"""What is watched on Aurora, as rows: the alarms of a region are made of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from orion_rds.config.alarm import AlarmConfig
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.facts import instance_classes, metrics
from orion_rds.facts.instance_classes import SERVERLESS
from orion_rds.facts.metrics import Metric
from orion_rds.plan import capacity
from orion_rds.plan.alarms.spec import Comparison, MissingData, Statistic
from orion_rds.plan.site import Site

Classes = tuple[str, ...]
"""Classes of the instances that an alarm is about."""

CONNECTIONS_SHARE = 0.8
MEMORY_SHARE = 0.05
"""Aurora takes most of the memory for its cache when it starts, and FreeableMemory is what is left beside it."""

LOCAL_STORAGE_SHARE = 0.2
"""In relation to the memory. Most classes have local storage of twice their memory, so it is a tenth of the storage.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmDefinition:
    """One thing that is watched, on whatever dimensions."""

    key: str
    metric: Metric
    statistic: Statistic
    comparison: Comparison = "GreaterThanThreshold"
    settings: Callable[[AlarmsConfig], AlarmConfig]
    """Its section of the configuration."""

    default: Callable[[Site, Classes], float | None] = lambda _site, _classes: None
    """The threshold that follows the instances; without one, and without one of the user's, there is no alarm."""

    of: Literal["all", "provisioned", "serverless"] = "all"
    """Kind of instance that has it: there is no alarm without one."""

    missing_data: MissingData = "missing"
    unhealthy: bool = True
    why: str

    def concerns(self, classes: Classes) -> bool:
        """Whether any of the instances has what is watched."""
        kinds = {"serverless" if each == SERVERLESS else "provisioned" for each in classes}
        return bool(kinds) and (self.of == "all" or self.of in kinds)


def _connections(site: Site, classes: Classes) -> float | None:
    most = capacity.max_connections(site, classes)
    return None if most is None else int(most * CONNECTIONS_SHARE)


def _memory(share: float) -> Callable[[Site, Classes], float | None]:
    def of_the_smallest(_site: Site, classes: Classes) -> float | None:
        smallest = capacity.smallest_provisioned_bytes(classes)
        return None if smallest is None else int(smallest * share)

    return of_the_smallest


CPU = AlarmDefinition(
    key="cpu",
    metric=metrics.CPU_UTILIZATION,
    statistic="Maximum",
    settings=lambda alarms: alarms.cpu,
    why="The CPU is busy; with more load, everything waits.",
)
CONNECTIONS = AlarmDefinition(
    key="connections",
    metric=metrics.DATABASE_CONNECTIONS,
    statistic="Maximum",
    settings=lambda alarms: alarms.connections,
    default=_connections,
    why="Most connections are taken; when all are, new ones are refused.",
)
MEMORY = AlarmDefinition(
    key="memory",
    metric=metrics.FREEABLE_MEMORY,
    statistic="Minimum",
    comparison="LessThanThreshold",
    settings=lambda alarms: alarms.memory,
    default=_memory(MEMORY_SHARE),
    of="provisioned",
    why="Little memory is left; without any, PostgreSQL ends connections and may restart.",
)
CAPACITY = AlarmDefinition(
    key="capacity",
    metric=metrics.ACU_UTILIZATION,
    statistic="Maximum",
    settings=lambda alarms: alarms.capacity,
    of="serverless",
    why="Serverless capacity is close to its maximum, and cannot follow more load.",
)
BY_ROLE_OR_INSTANCE = (CPU, CONNECTIONS, MEMORY, CAPACITY)

LOAD = AlarmDefinition(
    key="load",
    metric=metrics.DB_LOAD,
    statistic="Average",
    settings=lambda alarms: alarms.load,
    default=lambda _site, classes: instance_classes.vcpus(classes[0]),
    missing_data="notBreaching",
    why="More sessions are active than there are vCPUs: they wait for each other.",
)
"""By instance: AWS publishes it so, and the vCPUs are those of each one's class."""

REPLICA_LAG = AlarmDefinition(
    key="replica-lag",
    metric=metrics.AURORA_REPLICA_LAG_MAXIMUM,
    statistic="Maximum",
    settings=lambda alarms: alarms.replica_lag,
    missing_data="notBreaching",
    why="A reader is behind the writer, and answers with old data.",
)
REPLICATION_LAG = AlarmDefinition(
    key="replication-lag",
    metric=metrics.GLOBAL_REPLICATION_LAG,
    statistic="Maximum",
    settings=lambda alarms: alarms.replication_lag,
    missing_data="notBreaching",
    why="The second region is behind the first, and answers with old data.",
)
RPO_LAG = AlarmDefinition(
    key="rpo-lag",
    metric=metrics.GLOBAL_RPO_LAG,
    statistic="Maximum",
    settings=lambda alarms: alarms.rpo_lag,
    missing_data="notBreaching",
    why="Commits reach the second region late; if the first were lost now, they would be lost with it.",
)
OF_A_GLOBAL_DATABASE = (REPLICATION_LAG, RPO_LAG)
"""In both regions: whichever does not write publishes them."""

LOCAL_STORAGE = AlarmDefinition(
    key="local-storage",
    metric=metrics.FREE_LOCAL_STORAGE,
    statistic="Minimum",
    comparison="LessThanThreshold",
    settings=lambda alarms: alarms.local_storage,
    default=_memory(LOCAL_STORAGE_SHARE),
    why="Local storage runs out; without any, queries with temporary files fail.",
)
TRANSACTION_IDS = AlarmDefinition(
    key="transaction-ids",
    metric=metrics.MAXIMUM_USED_TRANSACTION_IDS,
    statistic="Maximum",
    settings=lambda alarms: alarms.transaction_ids,
    unhealthy=False,
    why="Old transactions are not vacuumed away; at 2.1 billion PostgreSQL stops writing.",
)
DEADLOCKS = AlarmDefinition(
    key="deadlocks",
    metric=metrics.DEADLOCKS,
    statistic="Maximum",
    settings=lambda alarms: alarms.deadlocks,
    missing_data="notBreaching",
    unhealthy=False,
    why="Transactions wait for each other in circles, and PostgreSQL ends some of them.",
)
BY_CLUSTER = (REPLICA_LAG, LOCAL_STORAGE, TRANSACTION_IDS, DEADLOCKS)

"""CloudWatch's metrics of Aurora: what each one counts, and in which unit."""

from dataclasses import dataclass
from typing import Literal

from orion_rds.facts import references
from orion_rds.facts.tables import table

Unit = Literal["Bytes", "Count", "Count/Second", "Milliseconds", "Percent", "Seconds"]
"""CloudWatch's own words."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric that AWS publishes."""

    namespace: str
    name: str
    unit: Unit
    source: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others: ElastiCache too has a `CPUUtilization`."""
        return self.namespace, self.name


RDS = "AWS/RDS"

CPU_UTILIZATION = Metric(RDS, "CPUUtilization", "Percent", references.AURORA_METRICS)
DATABASE_CONNECTIONS = Metric(RDS, "DatabaseConnections", "Count", references.AURORA_METRICS)
FREEABLE_MEMORY = Metric(RDS, "FreeableMemory", "Bytes", references.AURORA_METRICS)
ACU_UTILIZATION = Metric(RDS, "ACUUtilization", "Percent", references.AURORA_METRICS)
FREE_LOCAL_STORAGE = Metric(RDS, "FreeLocalStorage", "Bytes", references.AURORA_METRICS)
AURORA_REPLICA_LAG_MAXIMUM = Metric(RDS, "AuroraReplicaLagMaximum", "Milliseconds", references.AURORA_METRICS)
GLOBAL_REPLICATION_LAG = Metric(RDS, "AuroraGlobalDBReplicationLag", "Milliseconds", references.AURORA_METRICS)
GLOBAL_RPO_LAG = Metric(RDS, "AuroraGlobalDBRPOLag", "Milliseconds", references.AURORA_METRICS)
"""Both of a secondary cluster of a global database; the cluster that writes publishes neither."""

MAXIMUM_USED_TRANSACTION_IDS = Metric(RDS, "MaximumUsedTransactionIDs", "Count", references.AURORA_METRICS)
DEADLOCKS = Metric(RDS, "Deadlocks", "Count/Second", references.AURORA_METRICS)
DB_LOAD = Metric(RDS, "DBLoad", "Count", references.INSIGHTS_METRICS)
"""Average active sessions; published only with Performance Insights."""

ELASTICACHE = "AWS/ElastiCache"

REDIS_CPU = Metric(ELASTICACHE, "CPUUtilization", "Percent", references.ELASTICACHE_METRICS)
REDIS_ENGINE_CPU = Metric(ELASTICACHE, "EngineCPUUtilization", "Percent", references.ELASTICACHE_METRICS)
"""Of the one thread that runs commands."""

REDIS_MEMORY = Metric(ELASTICACHE, "DatabaseMemoryUsagePercentage", "Percent", references.ELASTICACHE_METRICS)
REDIS_REPLICATION_LAG = Metric(ELASTICACHE, "ReplicationLag", "Seconds", references.ELASTICACHE_METRICS)
"""Of replicas."""

METRICS = table(
    lambda metric: metric.key,
    CPU_UTILIZATION,
    DATABASE_CONNECTIONS,
    FREEABLE_MEMORY,
    ACU_UTILIZATION,
    FREE_LOCAL_STORAGE,
    AURORA_REPLICA_LAG_MAXIMUM,
    GLOBAL_REPLICATION_LAG,
    GLOBAL_RPO_LAG,
    MAXIMUM_USED_TRANSACTION_IDS,
    DEADLOCKS,
    DB_LOAD,
    REDIS_CPU,
    REDIS_ENGINE_CPU,
    REDIS_MEMORY,
    REDIS_REPLICATION_LAG,
)

"""The alarms of Aurora: each class is the section of one alarm in the configuration, and holds its definition.

A threshold without a default here is computed from the instances: no constant fits every instance class.
"""

from dataclasses import replace
from typing import Annotated

from orion_rds.config.alarm import AlarmConfig, Percent, Positive, PositiveWhole
from orion_rds.config.checks import Whole, Within
from orion_rds.config.refusal import Refusal
from orion_rds.facts import limits
from orion_rds.facts.alarms import AlarmDefinition, Metric, Share
from orion_rds.facts.references import AURORA_METRICS, INSIGHTS_METRICS, POSTGRESQL_WRAPAROUND

ALARM_TRANSACTIONS = Refusal(
    "alarm-transactions",
    why="At 2,144,483,648 PostgreSQL stops accepting writes, and the age does not grow further: an alarm above that "
    "number never goes off, and one below 1 always does.",
    fix="Write a number that leaves time to vacuum, such as 1000000000.",
    source=POSTGRESQL_WRAPAROUND,
)

RDS = "AWS/RDS"


class CpuAlarm(AlarmConfig):
    """CPU of the busiest instance: of the writer, and of the readers."""

    threshold_percent: Percent = 80
    """Alarm above this percentage."""

    definition = AlarmDefinition(
        metric=Metric(RDS, "CPUUtilization", "Percent", AURORA_METRICS),
        scope="role",
        subject="of the role",
        statistic="Maximum",
        statistic_why="The busiest reader counts: an average over the readers would hide it.",
        unit="percent",
        missing_data="missing",
        why="The CPU is busy; with more load, every query slows down.",
        runbook="Look at the top statements by load in Database Insights, and for a missing index or a new release. A "
        "larger class or fewer queries end it; for reads, another reader.",
    )


class ConnectionsAlarm(AlarmConfig):
    """Connections to one instance: to the writer, and to the readers."""

    threshold_connections: PositiveWhole | None = None
    """Alarm above this number. Default: 80 % of `max_connections`: of the parameter where it is a number, else of its
    default for the class or capacity."""

    definition = AlarmDefinition(
        metric=Metric(RDS, "DatabaseConnections", "Count", AURORA_METRICS),
        scope="role",
        subject="of the role",
        statistic="Maximum",
        statistic_why="The fullest reader counts: its clients are refused while others are free.",
        unit="connections",
        default=Share(0.8, "max_connections"),
        missing_data="missing",
        why="Most connections are in use; when all are, PostgreSQL refuses new ones.",
        runbook="Look in pg_stat_activity for clients that keep idle sessions, or a pool that is too large. Close "
        "them, and lower the pools' limits; a larger class has more connections.",
    )


class MemoryAlarm(AlarmConfig):
    """Free memory of one provisioned instance: of the writer, and of the readers."""

    threshold_bytes: PositiveWhole | None = None
    """Alarm below this number of bytes. Default: 5 % of the smallest provisioned instance's memory."""

    definition = AlarmDefinition(
        metric=Metric(RDS, "FreeableMemory", "Bytes", AURORA_METRICS),
        scope="role",
        subject="of the role",
        statistic="Minimum",
        statistic_why="The reader with the least free memory counts.",
        comparison="LessThanThreshold",
        unit="bytes",
        # Aurora allocates most of the memory for its cache at start, and FreeableMemory is the rest.
        default=Share(0.05, "memory_bytes"),
        requires="provisioned",
        needs="a provisioned instance; the memory of a Serverless v2 instance is part of `capacity`",
        missing_data="missing",
        why="Little memory is free; when none is, PostgreSQL ends connections and may restart.",
        runbook="Look for many connections, a large work_mem, and sessions with large temporary results. Fewer "
        "connections or a lower work_mem end it, or a larger class.",
    )


class CapacityAlarm(AlarmConfig):
    """Capacity of a Serverless v2 instance as a percentage of `serverless.max_acu`. It includes the memory."""

    threshold_percent: Percent = 90
    """Alarm above this percentage."""

    definition = AlarmDefinition(
        metric=Metric(RDS, "ACUUtilization", "Percent", AURORA_METRICS),
        scope="role",
        subject="of the role",
        statistic="Maximum",
        statistic_why="The reader closest to its maximum counts.",
        unit="percent",
        requires="range of capacity",
        # Above it, the alarm would be on for ever, and hide the others of its role.
        needs="a Serverless v2 instance, and a `serverless.min_acu` of at most `threshold_percent` of `max_acu`",
        missing_data="missing",
        why="Serverless capacity is close to its maximum, and cannot follow more load.",
        runbook="Look at the top statements by load in Database Insights. Raise `serverless.max_acu`, which is done "
        "without a restart, or reduce the load.",
    )


class ReplicaLagAlarm(AlarmConfig):
    """Lag of the slowest reader behind the writer."""

    threshold_milliseconds: Positive = 100
    """Alarm above this number of milliseconds."""

    definition = AlarmDefinition(
        metric=Metric(RDS, "AuroraReplicaLagMaximum", "Milliseconds", AURORA_METRICS),
        scope="cluster",
        # A busy writer can keep it on for hours.
        subject=None,
        statistic="Maximum",
        statistic_why="The metric is the lag of the slowest reader already.",
        unit="milliseconds",
        requires="reader",
        needs="a reader",
        missing_data="ignore",
        why="A reader lags behind the writer, and returns old data.",
        runbook="Look for a bulk write on the writer, and for a busy or smaller reader. It ends with the bulk write; "
        "readers of the writer's class lag less.",
    )


class ReplicationLagAlarm(AlarmConfig):
    """Lag of the secondary region behind the primary region."""

    threshold_milliseconds: Positive = 10_000
    """Alarm above this number of milliseconds."""

    # In both regions: the one that does not write publishes the metric.
    definition = AlarmDefinition(
        metric=Metric(RDS, "AuroraGlobalDBReplicationLag", "Milliseconds", AURORA_METRICS),
        scope="cluster",
        # Not one with the other: old data in the second region may last as long as a bulk write, and must not hide that
        # more commits would be lost than the business allows.
        subject=None,
        statistic="Maximum",
        statistic_why="Of the series that the query finds, the largest lag counts.",
        unit="milliseconds",
        requires="standby",
        needs="a standby in a second region",
        # AWS documents the dimension SourceRegion, and not whether the cluster is one beside it.
        by_query=True,
        headless=True,
        # A region without data is shown as one without data, not as one without lag.
        missing_data="missing",
        why="The second region lags behind the first, and returns old data.",
        runbook="Look for a bulk write in the first region and for AWS events of either region. It ends with the bulk "
        "write. Do not switch regions before: the switch waits for the lag, or loses it.",
    )


class RpoLagAlarm(AlarmConfig):
    """Time span of the commits that would be lost if the primary region were lost now."""

    threshold_milliseconds: Positive = 60_000
    """Alarm above this number of milliseconds."""

    definition = replace(
        ReplicationLagAlarm.definition,
        metric=Metric(RDS, "AuroraGlobalDBRPOLag", "Milliseconds", AURORA_METRICS),
        why="Commits reach the second region late; if the first were lost now, they would be lost with it.",
        runbook="Look for a bulk write in the first region and for AWS events of either region. It ends with the bulk "
        "write. A failover with data loss now loses as much as the alarm shows.",
    )


class LocalStorageAlarm(AlarmConfig):
    """Free local storage of the instances, which holds temporary tables and logs."""

    threshold_bytes: PositiveWhole | None = None
    """Alarm below this number of bytes. Default: 20 % of the smallest provisioned instance's memory, about a tenth of
    its local storage. Without a provisioned instance there is no default."""

    # Most classes have local storage of twice their memory:
    # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html
    definition = AlarmDefinition(
        metric=Metric(RDS, "FreeLocalStorage", "Bytes", AURORA_METRICS),
        scope="cluster",
        subject=None,
        statistic="Minimum",
        statistic_why="The instance with the least free storage counts.",
        comparison="LessThanThreshold",
        unit="bytes",
        default=Share(0.2, "memory_bytes", is_limit=False),
        needs="a provisioned instance or `threshold_bytes`",
        missing_data="ignore",
        why="Local storage is almost full; when it is, queries with temporary files fail.",
        runbook="Look for statements with large temporary files (log_temp_files) and for verbose logs. Ending the "
        "statement frees the storage; a larger class has more.",
    )


class LoadAlarm(AlarmConfig):
    """Average number of active sessions of one instance."""

    threshold_sessions: Positive | None = None
    """Alarm above this number. Default: the vCPUs of the instance class: with more active sessions, sessions wait for a
    CPU. For a Serverless v2 instance there is no default."""

    definition = AlarmDefinition(
        metric=Metric(RDS, "DBLoad", "Count", INSIGHTS_METRICS),
        scope="instance",
        subject="instances",
        statistic="Average",
        statistic_why="A load is an average of sessions by definition.",
        unit="sessions",
        default=Share(1, "vcpus", is_limit=False),
        requires="insights",
        needs="`monitoring.insights`, and a provisioned instance or `threshold_sessions`",
        missing_data="notBreaching",
        why="More sessions are active than there are vCPUs: they wait for each other.",
        runbook="Look at the wait events in Database Insights: CPU asks for a larger class or better statements, locks "
        "for the session that blocks.",
    )


class TransactionIdsAlarm(AlarmConfig):
    """Age of the oldest transaction ID that is not vacuumed. At 2.1 billion PostgreSQL stops accepting writes."""

    threshold_transactions: Annotated[Whole, Within(limits.TRANSACTIONS, ALARM_TRANSACTIONS)] = 1_000_000_000
    """Alarm above this number."""

    definition = AlarmDefinition(
        metric=Metric(RDS, "MaximumUsedTransactionIDs", "Count", AURORA_METRICS),
        scope="cluster",
        subject=None,
        statistic="Maximum",
        statistic_why="The database with the oldest transaction counts.",
        unit="transactions",
        missing_data="ignore",
        why="Old transaction IDs are not vacuumed; at 2.1 billion PostgreSQL stops accepting writes.",
        runbook="Look for long transactions, abandoned replication slots and prepared transactions, which keep vacuum "
        "from freezing. End them, then vacuum the tables with the oldest relfrozenxid.",
    )


class ReplicationSlotsAlarm(AlarmConfig):
    """Write-ahead log that the slowest logical replication slot keeps in the cluster's volume."""

    threshold_bytes: PositiveWhole = 10 * 2**30
    """Alarm above this number of bytes; the default is 10 GiB."""

    definition = AlarmDefinition(
        metric=Metric(RDS, "OldestReplicationSlotLag", "Bytes", AURORA_METRICS),
        scope="cluster",
        subject=None,
        statistic="Maximum",
        statistic_why="The slot that lags most counts, on the instance that has it.",
        unit="bytes",
        requires="logical replication",
        needs="the parameter `rds.logical_replication`",
        # AWS documents the metric of an instance only.
        by_query=True,
        # Without a slot there is no data. Aurora pauses no instance with logical replication.
        missing_data="missing",
        why="A replication slot keeps log that its subscriber does not read; the volume grows, and its cost with it.",
        runbook="Look in pg_replication_slots for slots that are not active or lag. Start the subscriber again, or "
        "drop the slot with pg_drop_replication_slot: the volume shrinks afterwards.",
    )


class DeadlocksAlarm(AlarmConfig):
    """Deadlocks: transactions that PostgreSQL ends because they wait for each other."""

    threshold_per_second: Positive = 0.05
    """Alarm above this number a second, on average; 0.05 is three a minute."""

    definition = AlarmDefinition(
        metric=Metric(RDS, "Deadlocks", "Count/Second", AURORA_METRICS),
        scope="cluster",
        subject=None,
        statistic="Maximum",
        statistic_why="The instance with the most deadlocks counts; readers have none.",
        unit="per_second",
        missing_data="notBreaching",
        why="Transactions wait for each other in a deadlock, and PostgreSQL ends some of them.",
        runbook="Look in the PostgreSQL log for the two statements of each deadlock. Applications end it by locking "
        "rows in one order, and by shorter transactions.",
    )

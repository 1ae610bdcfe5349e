"""The alarms of Redis: each class is the section of one alarm in the configuration, and holds its definition."""

from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from orion_rds.config.alarm import AlarmConfig, Percent, Positive
from orion_rds.config.section import Section
from orion_rds.facts.alarms import AlarmDefinition, Metric
from orion_rds.facts.references import ELASTICACHE_METRICS

ELASTICACHE = "AWS/ElastiCache"


class RedisCpuAlarm(AlarmConfig):
    """CPU of one node: of the engine's thread, or with two vCPUs of the whole node."""

    threshold_percent: Percent | None = None
    """Alarm above this percentage. Default: 90 of the thread, or 45 of a node with two vCPUs."""

    definition = AlarmDefinition(
        metric=Metric(ELASTICACHE, "EngineCPUUtilization", "Percent", ELASTICACHE_METRICS),
        scope="node",
        subject="redis",
        statistic="Average",
        statistic_why="Commands take microseconds: the average shows whether others wait.",
        unit="percent",
        default=90,
        missing_data="missing",
        why="Redis is busy, and its clients wait.",
        runbook="Look for expensive commands (SLOWLOG GET, KEYS, large ranges) and hot keys. Reads can move to "
        "replicas; a larger node has a faster thread, and shards divide the keys.",
    )
    # AWS's advice for nodes with few vCPUs, where other work than the engine's thread counts: see the metric's source.
    small_node_definition: ClassVar[AlarmDefinition] = replace(
        definition, metric=Metric(ELASTICACHE, "CPUUtilization", "Percent", ELASTICACHE_METRICS), default=45
    )


class RedisMemoryAlarm(AlarmConfig):
    """Memory of one node in use for data, and with data tiering its SSD."""

    threshold_percent: Percent = 80
    """Alarm above this percentage."""

    definition = AlarmDefinition(
        # Of a node with data tiering this counts the SSD too; its memory is always full.
        metric=Metric(ELASTICACHE, "DatabaseCapacityUsagePercentage", "Percent", ELASTICACHE_METRICS),
        scope="node",
        subject="redis",
        statistic="Maximum",
        statistic_why="Memory does not peak for seconds; the fullest minute of the node counts.",
        unit="percent",
        missing_data="missing",
        why="Redis is almost full; once it is, it evicts keys or refuses writes.",
        runbook="Look for keys without expiry and for growth (INFO memory, redis-cli --bigkeys). Set expiries, or a "
        "larger node type; shards divide the keys.",
    )


class RedisReplicationLagAlarm(AlarmConfig):
    """Lag of one replica behind its primary node."""

    threshold_seconds: Positive = 1
    """Alarm above this number of seconds."""

    definition = AlarmDefinition(
        metric=Metric(ELASTICACHE, "ReplicationLag", "Seconds", ELASTICACHE_METRICS),
        scope="node",
        subject="redis",
        statistic="Maximum",
        statistic_why="The longest lag of the period would be lost.",
        unit="seconds",
        requires="replica",
        needs="a replica",
        # The primary node has no lag, and a failover changes which node that is.
        missing_data="notBreaching",
        why="A replica of Redis lags behind: a failover to it would lose the latest writes.",
        runbook="Look for large writes and for a network limit of the node (NetworkBandwidthOutAllowanceExceeded). It "
        "ends with the writes, or with a larger node type.",
    )


class RedisAlarmsConfig(Section):
    """Alarms of every node. They notify the topics of the database's `alarms`, by the same profile."""

    cpu: RedisCpuAlarm = Field(default_factory=RedisCpuAlarm)
    memory: RedisMemoryAlarm = Field(default_factory=RedisMemoryAlarm)
    replication_lag: RedisReplicationLagAlarm = Field(default_factory=RedisReplicationLagAlarm)

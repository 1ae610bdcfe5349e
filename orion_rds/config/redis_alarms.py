"""The alarms of Redis: each class is the section of one alarm in the configuration, and holds its definition."""

from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from orion_rds.config.alarm import AlarmConfig, Percent, Positive, PositiveWhole
from orion_rds.config.section import Section
from orion_rds.facts.alarms import AlarmDefinition, Metric, Share
from orion_rds.facts.redis_parameters import is_full_by_design
from orion_rds.facts.references import ELASTICACHE_METRICS

ELASTICACHE = "AWS/ElastiCache"
SMALL_NODE_VCPUS = 2


class RedisCpuAlarm(AlarmConfig):
    """CPU of one node: of the engine's thread, or with two vCPUs of the whole node."""

    threshold_percent: Percent | None = None
    """Alarm above this percentage. Default: 90 of the thread, 45 of a node with two vCPUs, or 90 of one with a
    single vCPU."""

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
    # With one vCPU, the engine's thread and all other work share it.
    single_definition: ClassVar[AlarmDefinition] = replace(small_node_definition, default=90)

    def of_node(self, vcpus: int) -> AlarmDefinition:
        """Return the definition for a node with this number of vCPUs."""
        if vcpus > SMALL_NODE_VCPUS:
            return self.definition
        return self.small_node_definition if vcpus == SMALL_NODE_VCPUS else self.single_definition


class RedisMemoryAlarm(AlarmConfig):
    """Memory of one node in use for data, and with data tiering its SSD."""

    threshold_percent: Percent | None = None
    """Alarm above this percentage. Default: 80, and no alarm with a `maxmemory-policy` of `allkeys-...`: such a cache
    is full by design."""

    definition = AlarmDefinition(
        # Of a node with data tiering this counts the SSD too; its memory is always full.
        metric=Metric(ELASTICACHE, "DatabaseCapacityUsagePercentage", "Percent", ELASTICACHE_METRICS),
        scope="node",
        # A cache may stay full.
        subject="redis-memory",
        statistic="Maximum",
        statistic_why="Memory does not peak for seconds; the fullest minute of the node counts.",
        unit="percent",
        default=80,
        needs="a `maxmemory-policy` other than `allkeys-...`, or `threshold_percent`",
        # The alarm of a single node notifies by itself.
        missing_data="ignore",
        why="Redis is almost full; once it is, it evicts keys or refuses writes.",
        runbook="Look for keys without expiry and for growth (INFO memory, redis-cli --bigkeys). Set expiries, or a "
        "larger node type; shards divide the keys.",
    )
    cache_definition: ClassVar[AlarmDefinition] = replace(definition, default=None)

    def of_policy(self, maxmemory_policy: str | None) -> AlarmDefinition:
        """Return the definition for a node with this `maxmemory-policy`."""
        return self.cache_definition if is_full_by_design(maxmemory_policy) else self.definition


class RedisReplicationLagAlarm(AlarmConfig):
    """Lag of one replica behind its primary node."""

    threshold_seconds: Positive = 1
    """Alarm above this number of seconds."""

    definition = AlarmDefinition(
        metric=Metric(ELASTICACHE, "ReplicationLag", "Seconds", ELASTICACHE_METRICS),
        scope="node",
        # Large writes can keep it on for hours.
        subject="redis-replication",
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


class RedisConnectionsAlarm(AlarmConfig):
    """Client connections to one node."""

    threshold_connections: PositiveWhole | None = None
    """Alarm above this number. Default: 80 % of the connections that a node of this type accepts: of 65,000, or of
    fewer for small burstable nodes."""

    definition = AlarmDefinition(
        metric=Metric(ELASTICACHE, "CurrConnections", "Count", ELASTICACHE_METRICS),
        scope="node",
        subject="redis",
        statistic="Maximum",
        statistic_why="A connection above the limit is refused, however short the peak is.",
        unit="connections",
        default=Share(0.8, "maxclients"),
        missing_data="missing",
        why="Most of the connections that Redis accepts are in use; when all are, it refuses new ones.",
        runbook="Look for clients that open a connection for each command, or never close one (CLIENT LIST). Use "
        "pools, and the parameter `timeout` against idle connections.",
    )


class RedisEvictionsAlarm(AlarmConfig):
    """Keys that one node evicts to make room, where that should not happen: a cache evicts by design."""

    threshold_keys: PositiveWhole | None = None
    """Alarm above this number of keys in a period. Default: no alarm."""

    definition = AlarmDefinition(
        metric=Metric(ELASTICACHE, "Evictions", "Count", ELASTICACHE_METRICS),
        scope="node",
        # Not the subject of full memory: this alarm must notify when keys are lost.
        subject="redis-evictions",
        statistic="Sum",
        statistic_why="Keys that are gone count together.",
        unit="keys",
        needs="`threshold_keys`",
        missing_data="notBreaching",
        why="Redis has no memory left and evicts keys.",
        runbook="Look for keys without expiry and for growth (INFO memory, redis-cli --bigkeys). Set expiries, or a "
        "larger node type; shards divide the keys.",
    )


class RedisAlarmsConfig(Section):
    """Alarms of every node. They notify the topics of the database's `alarms`, by the same profile."""

    cpu: RedisCpuAlarm = Field(default_factory=RedisCpuAlarm)
    memory: RedisMemoryAlarm = Field(default_factory=RedisMemoryAlarm)
    replication_lag: RedisReplicationLagAlarm = Field(default_factory=RedisReplicationLagAlarm)
    connections: RedisConnectionsAlarm = Field(default_factory=RedisConnectionsAlarm)
    evictions: RedisEvictionsAlarm = Field(default_factory=RedisEvictionsAlarm)

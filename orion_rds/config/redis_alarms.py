"""When each alarm of Redis goes off."""

from pydantic import Field

from orion_rds.config.alarm import AlarmConfig, Percent, Positive
from orion_rds.config.section import Section


class RedisCpuAlarm(AlarmConfig):
    """CPU of one node: of the engine's thread, or with two vCPUs of the whole node."""

    threshold_percent: Percent | None = None
    """More than so many percent. Default: 90 of the thread, or 45 of a node whose other vCPU does the rest."""


class RedisMemoryAlarm(AlarmConfig):
    """Memory of one node that data take up."""

    threshold_percent: Percent = 80
    """More than so many percent."""


class ReplicationLagAlarm(AlarmConfig):
    """How far one replica is behind; there is none without replicas."""

    threshold_seconds: Positive = 1
    """More than so many seconds."""


class RedisAlarmsConfig(Section):
    """Alarms of every node. Who is told, and whether anybody is, stands in the database's `alarms`."""

    cpu: RedisCpuAlarm = Field(default_factory=RedisCpuAlarm)
    """CPU."""

    memory: RedisMemoryAlarm = Field(default_factory=RedisMemoryAlarm)
    """Memory."""

    replication_lag: ReplicationLagAlarm = Field(default_factory=ReplicationLagAlarm)
    """Lag of the replicas."""

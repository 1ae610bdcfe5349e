"""The configuration: its sections, its rules and its errors."""

import typing

from orion_rds.config.adopt import AdoptConfig, AdoptRedisConfig
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.config.aurora_alarms import (
    CapacityAlarm,
    ConnectionsAlarm,
    CpuAlarm,
    DeadlocksAlarm,
    LoadAlarm,
    LocalStorageAlarm,
    MemoryAlarm,
    ReplicaLagAlarm,
    ReplicationLagAlarm,
    ReplicationSlotsAlarm,
    RpoLagAlarm,
    TransactionIdsAlarm,
)
from orion_rds.config.backup import BackupConfig, CopiesConfig, VaultLockConfig
from orion_rds.config.database import DatabaseConfig, ProtectionConfig
from orion_rds.config.disaster_recovery import DisasterRecoveryConfig, StandbyInstancesConfig
from orion_rds.config.encryption import EncryptionConfig, RegionalEncryptionConfig
from orion_rds.config.engine import EngineConfig
from orion_rds.config.errors import ConfigError, Hidden, Problem
from orion_rds.config.events import EventsConfig
from orion_rds.config.instances import FleetInstance, InstanceConfig, InstancesConfig, ServerlessConfig
from orion_rds.config.loading import load, of_stack, parse
from orion_rds.config.master import MasterConfig
from orion_rds.config.monitoring import AuditConfig, LogsConfig, MonitoringConfig, RedisLogsConfig
from orion_rds.config.network import NetworkConfig
from orion_rds.config.objectives import ObjectivesConfig
from orion_rds.config.parameters import ParametersConfig, ParameterValue
from orion_rds.config.redis import RedisConfig
from orion_rds.config.redis_alarms import (
    RedisAlarmsConfig,
    RedisConnectionsAlarm,
    RedisCpuAlarm,
    RedisEvictionsAlarm,
    RedisMemoryAlarm,
    RedisReplicationLagAlarm,
)
from orion_rds.config.redis_events import RedisEventsConfig
from orion_rds.config.redis_network import RedisNetworkConfig
from orion_rds.config.refusal import Refusal
from orion_rds.config.roles import RoleConfig
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.config.traffic_source import Source

if typing.TYPE_CHECKING:
    from orion_rds.config.inputs import DatabaseInput

__all__ = [
    "AdoptConfig",
    "AdoptRedisConfig",
    "AlarmsConfig",
    "AuditConfig",
    "BackupConfig",
    "CapacityAlarm",
    "ConfigError",
    "ConnectionsAlarm",
    "CopiesConfig",
    "CpuAlarm",
    "DatabaseConfig",
    "DatabaseInput",
    "DeadlocksAlarm",
    "DisasterRecoveryConfig",
    "EncryptionConfig",
    "EngineConfig",
    "EventsConfig",
    "FleetInstance",
    "Hidden",
    "InstanceConfig",
    "InstancesConfig",
    "LoadAlarm",
    "LocalStorageAlarm",
    "LogsConfig",
    "MasterConfig",
    "MemoryAlarm",
    "MonitoringConfig",
    "NetworkConfig",
    "ObjectivesConfig",
    "ParameterValue",
    "ParametersConfig",
    "Problem",
    "ProtectionConfig",
    "RedisAlarmsConfig",
    "RedisConfig",
    "RedisConnectionsAlarm",
    "RedisCpuAlarm",
    "RedisEventsConfig",
    "RedisEvictionsAlarm",
    "RedisLogsConfig",
    "RedisMemoryAlarm",
    "RedisNetworkConfig",
    "RedisReplicationLagAlarm",
    "Refusal",
    "RegionalEncryptionConfig",
    "ReplicaLagAlarm",
    "ReplicationLagAlarm",
    "ReplicationSlotsAlarm",
    "RoleConfig",
    "RpoLagAlarm",
    "Section",
    "ServerlessConfig",
    "Source",
    "StandbyInstancesConfig",
    "StrInput",
    "TransactionIdsAlarm",
    "VaultLockConfig",
    "load",
    "of_stack",
    "parse",
]


def __getattr__(name: str) -> object:
    """Import the types of mappings when they are used: no check needs them, and they need pulumi."""
    if name != "DatabaseInput":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from orion_rds.config.inputs import DatabaseInput  # noqa: PLC0415

    globals()[name] = DatabaseInput
    return DatabaseInput

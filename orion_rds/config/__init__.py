"""What people write: the configuration, its rules and its errors."""

from orion_rds.config.advice import ConfigWarning, warnings
from orion_rds.config.backup import BackupConfig
from orion_rds.config.database import DatabaseConfig
from orion_rds.config.encryption import EncryptionConfig
from orion_rds.config.engine import EngineConfig
from orion_rds.config.errors import ConfigError
from orion_rds.config.fleet import FleetInstance
from orion_rds.config.instances import InstanceConfig, InstancesConfig
from orion_rds.config.loading import load, parse
from orion_rds.config.logs import LogsConfig
from orion_rds.config.master import MasterConfig
from orion_rds.config.monitoring import MonitoringConfig
from orion_rds.config.network import NetworkConfig
from orion_rds.config.parameters import ParametersConfig, ParameterValue
from orion_rds.config.problem import Problem
from orion_rds.config.protection import ProtectionConfig
from orion_rds.config.section import Section
from orion_rds.config.serverless import ServerlessConfig
from orion_rds.config.source import Source
from orion_rds.config.wire import Wire

__all__ = [
    "BackupConfig",
    "ConfigError",
    "ConfigWarning",
    "DatabaseConfig",
    "EncryptionConfig",
    "EngineConfig",
    "FleetInstance",
    "InstanceConfig",
    "InstancesConfig",
    "LogsConfig",
    "MasterConfig",
    "MonitoringConfig",
    "NetworkConfig",
    "ParameterValue",
    "ParametersConfig",
    "Problem",
    "ProtectionConfig",
    "Section",
    "ServerlessConfig",
    "Source",
    "Wire",
    "load",
    "parse",
    "warnings",
]

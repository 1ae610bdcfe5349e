"""The whole configuration."""

from collections.abc import Mapping

from pydantic import Field

from orion_rds.config.backup import BackupConfig
from orion_rds.config.encryption import EncryptionConfig
from orion_rds.config.engine import EngineConfig
from orion_rds.config.instances import InstancesConfig
from orion_rds.config.master import MasterConfig
from orion_rds.config.monitoring import MonitoringConfig
from orion_rds.config.network import NetworkConfig
from orion_rds.config.parameters import ParametersConfig
from orion_rds.config.protection import ProtectionConfig
from orion_rds.config.section import Section
from orion_rds.config.serverless import ServerlessConfig


class DatabaseConfig(Section):
    """One Aurora PostgreSQL cluster and all around it."""

    project: str
    """What the database belongs to; first half of every name."""

    environment: str
    """The stage it serves, such as `prod`; second half of every name."""

    tags: Mapping[str, str] = Field(default_factory=dict)
    """Tags of your own on everything that takes tags."""

    encryption: EncryptionConfig = Field(default_factory=EncryptionConfig)
    """Which key encrypts."""

    network: NetworkConfig
    """Where it is, and who may reach it."""

    engine: EngineConfig = Field(default_factory=EngineConfig)
    """Which PostgreSQL runs."""

    master: MasterConfig = Field(default_factory=MasterConfig)
    """The master user."""

    database_name: str = "orion"
    """Name of the first database. It cannot be changed later."""

    instances: InstancesConfig = Field(default_factory=InstancesConfig)
    """How many instances, and their class."""

    serverless: ServerlessConfig | None = None
    """Makes the instances Serverless v2 within this range."""

    parameters: ParametersConfig = Field(default_factory=ParametersConfig)
    """Database parameters of your own."""

    backup: BackupConfig = Field(default_factory=BackupConfig)
    """Automated backups."""

    maintenance_window: str = "sun:04:30-sun:05:30"
    """Weekly window in UTC, `ddd:hh:mm-ddd:hh:mm`, 30 minutes or more, clear of the backup window."""

    monitoring: MonitoringConfig = Field(default_factory=MonitoringConfig)
    """Metrics, insights and logs."""

    protection: ProtectionConfig = Field(default_factory=ProtectionConfig)
    """Protection against deletion."""

    @property
    def prefix(self) -> str:
        """First part of every physical name, such as `orion-prod`."""
        return f"{self.project}-{self.environment}"

    @property
    def instance_class(self) -> str:
        """Class of every instance, the default resolved."""
        return self.instances.instance_class or ("db.serverless" if self.serverless else "db.r7g.large")

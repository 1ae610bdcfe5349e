"""The whole configuration."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from orion_rds.config.adopt import AdoptConfig
from orion_rds.config.adopt import conflicts as conflicts_of_adopted
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.config.audit import AuditConfig
from orion_rds.config.backup import BackupConfig
from orion_rds.config.checks import Named
from orion_rds.config.disaster_recovery import DisasterRecoveryConfig
from orion_rds.config.encryption import EncryptionConfig
from orion_rds.config.engine import EngineConfig
from orion_rds.config.events import EventsConfig
from orion_rds.config.fleet import FleetInstance, fleet
from orion_rds.config.global_database import conflicts
from orion_rds.config.instances import Form, InstanceConfig, Instances, InstancesConfig
from orion_rds.config.logs import LogsConfig
from orion_rds.config.maintenance import MaintenanceWindow, refuse_conflict
from orion_rds.config.master import MasterConfig
from orion_rds.config.monitoring import MonitoringConfig
from orion_rds.config.network import SMALLEST_NETWORK, NetworkConfig
from orion_rds.config.parameters import ParametersConfig
from orion_rds.config.protection import ProtectionConfig
from orion_rds.config.redis import RedisConfig
from orion_rds.config.redis_network import refuse_incomplete
from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.config.serverless import ServerlessConfig
from orion_rds.config.tags import Tags
from orion_rds.facts import identifiers, instance_classes, limits, versions
from orion_rds.facts.reserved_words import is_reserved_database

NamePart = Annotated[str, Named(identifiers.PREFIX_PART, "name-part")]


def _no_group_id(project: str) -> str:
    if project == "sg":
        raise refuse("project-group-id", project)
    return project


def _free(database: str) -> str:
    if is_reserved_database(database):
        raise refuse("database-name-reserved", database)
    return database


class DatabaseConfig(Section):
    """One Aurora PostgreSQL cluster and all around it."""

    project: Annotated[NamePart, AfterValidator(_no_group_id)] = Field(examples=["orion"])
    """What the database belongs to; first half of every name."""

    environment: NamePart = Field(examples=["prod"])
    """The stage it serves, such as `prod`; second half of every name."""

    tags: Tags = Field(default_factory=dict)
    """Tags of your own on everything that takes tags."""

    encryption: EncryptionConfig = Field(default_factory=EncryptionConfig)
    """Which key encrypts."""

    network: NetworkConfig = Field(examples=[SMALLEST_NETWORK])
    """Where it is, and who may reach it."""

    engine: EngineConfig = Field(default_factory=EngineConfig)
    """Which PostgreSQL runs."""

    master: MasterConfig = Field(default_factory=MasterConfig)
    """The master user."""

    # Not derived from the project: `user` or `order` are reserved words, and a project may be renamed in time.
    database_name: Annotated[str, Named(identifiers.DATABASE, "database-name"), AfterValidator(_free)] = "orion"
    """Name of the first database. It cannot be changed later."""

    instances: Instances = Field(default_factory=InstancesConfig)
    """How many instances, and their class; or a list of 1 to 16 instances, of which each has its own class, promotion
    tier and zone. The first is the first writer."""

    serverless: ServerlessConfig | None = None
    """Makes the instances Serverless v2 within this range."""

    parameters: ParametersConfig = Field(default_factory=ParametersConfig)
    """Database parameters of your own."""

    audit: AuditConfig = Field(default_factory=AuditConfig)
    """What is written down of who did what."""

    backup: BackupConfig = Field(default_factory=BackupConfig)
    """Automated backups."""

    maintenance_window: MaintenanceWindow = "sun:04:30-sun:05:30"
    """Weekly window in UTC, `ddd:hh:mm-ddd:hh:mm`, 30 minutes or more, clear of the backup window."""

    monitoring: MonitoringConfig = Field(default_factory=MonitoringConfig)
    """Metrics and insights."""

    logs: LogsConfig = Field(default_factory=LogsConfig)
    """Logs that are exported, and how long they are kept."""

    alarms: AlarmsConfig = Field(default_factory=AlarmsConfig)
    """Alarms, and who is told."""

    events: EventsConfig = Field(default_factory=EventsConfig)
    """What RDS tells of the cluster and its instances."""

    redis: RedisConfig | None = None
    """Redis beside the database; `redis: {}` is one for production."""

    apply: Literal["immediately", "maintenance_window"] = "immediately"
    """When AWS changes the cluster, its instances and Redis: during `pulumi up`, or in the next maintenance window.
    Until that window a preview shows again what waits for it: another version, class or certificate authority."""

    disaster_recovery: DisasterRecoveryConfig | None = None
    """A live standby in a second region."""

    protection: ProtectionConfig = Field(default_factory=ProtectionConfig)
    """Protection against deletion."""

    adopt: AdoptConfig | None = None
    """Names of resources that exist already and are imported, not made."""

    @property
    def prefix(self) -> str:
        """First part of every physical name, such as `orion-prod`."""
        return f"{self.project}-{self.environment}"

    @property
    def fleet(self) -> tuple[FleetInstance, ...]:
        """Every instance with its class, tier and zone, the defaults resolved; the first is the first writer."""
        default = instance_classes.SERVERLESS if self.serverless else instance_classes.DEFAULT
        return fleet(self.instances, default)

    @property
    def standby_fleet(self) -> tuple[FleetInstance, ...]:
        """Every instance of the standby; none without a second region."""
        if (standby := self.disaster_recovery) is None:
            return ()
        instance_class = standby.instances.instance_class or self.fleet[0].instance_class
        return fleet((InstanceConfig(instance_class=instance_class),) * standby.instances.count, instance_class)

    @property
    def installs_minor_versions(self) -> bool:
        """Whether AWS installs minor versions by itself; in a global database it never does."""
        return self.engine.minor_upgrades == "automatic" and self.disaster_recovery is None

    @property
    def generates_password(self) -> bool:
        """Whether the master user's password is made here. An adopted one stays until a new one is asked for."""
        asked_for = self.master.password_version > limits.PASSWORD_VERSION.minimum
        return self.master.password == "generated" and (self.adopt is None or asked_for)  # noqa: S105 # the way it is made

    @field_validator("environment")
    @classmethod
    def _leaves_room_for_names(cls, environment: str, info: ValidationInfo) -> str:
        if (project := info.data.get("project")) is not None:
            prefix, maximum = f"{project}-{environment}", identifiers.PREFIX.maximum
            if (excess := len(prefix) - maximum) > 0:
                raise refuse(
                    "prefix-long", environment, prefix=prefix, length=len(prefix), maximum=maximum, excess=excess
                )
        return environment

    @field_validator("serverless")
    @classmethod
    def _agrees_with_the_class(
        cls, serverless: ServerlessConfig | None, info: ValidationInfo
    ) -> ServerlessConfig | None:
        instances: Form | None = info.data.get("instances")
        if isinstance(instances, InstancesConfig):
            if serverless is not None and instances.instance_class is not None:
                raise refuse("serverless-and-class", instances.instance_class, path="instances.instance_class")
            chosen = {"instances.instance_class": instances.instance_class}
        else:
            chosen = {f"instances.{at}.instance_class": each.instance_class for at, each in enumerate(instances or ())}
        for path, instance_class in chosen.items():
            if serverless is None and instance_class == instance_classes.SERVERLESS:
                raise refuse("serverless-missing", instance_class, path=path)
        return serverless

    @field_validator("serverless")
    @classmethod
    def _pauses_only_where_aurora_can(
        cls, serverless: ServerlessConfig | None, info: ValidationInfo
    ) -> ServerlessConfig | None:
        engine: EngineConfig | None = info.data.get("engine")
        if serverless and serverless.min_acu == 0 and engine and not versions.can_pause(engine.version):
            major, _ = versions.split(engine.version)
            first = versions.MAJORS[major].first_pausing_minor
            path = "serverless.min_acu"
            raise refuse("min-acu-pause", 0, 0.5, path=path, version=engine.version, major=major, minor=first)
        return serverless

    @field_validator("maintenance_window")
    @classmethod
    def _is_clear_of_the_backup(cls, window: str, info: ValidationInfo) -> str:
        if (backup := info.data.get("backup")) is not None:
            refuse_conflict(window, backup.window)
        return window

    @field_validator("redis")
    @classmethod
    def _lies_in_a_network(cls, redis: RedisConfig | None, info: ValidationInfo) -> RedisConfig | None:
        if redis and (network := info.data.get("network")):
            refuse_incomplete(redis.network, network)
        return redis

    @field_validator("disaster_recovery")
    @classmethod
    def _goes_with_the_rest(
        cls, standby: DisasterRecoveryConfig | None, info: ValidationInfo
    ) -> DisasterRecoveryConfig | None:
        if standby and (conflict := next(conflicts(standby, info.data), None)):
            raise conflict
        return standby

    @field_validator("disaster_recovery")
    @classmethod
    def _has_the_copies_beside_it(
        cls, standby: DisasterRecoveryConfig | None, info: ValidationInfo
    ) -> DisasterRecoveryConfig | None:
        backup: BackupConfig | None = info.data.get("backup")
        copies = backup and backup.copies
        if standby and copies and copies.region != standby.region:
            path, region = "backup.copies.region", standby.region
            raise refuse("copies-region-differs", copies.region, instead=region, path=path, region=region)
        return standby

    @field_validator("adopt")
    @classmethod
    def _is_taken_over_as_it_is(cls, adopt: AdoptConfig | None, info: ValidationInfo) -> AdoptConfig | None:
        if adopt and (conflict := next(conflicts_of_adopted(adopt, info.data), None)):
            raise conflict
        return adopt

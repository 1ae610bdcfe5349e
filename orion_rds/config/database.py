"""The whole configuration."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from orion_rds.config.adopt import AdoptConfig
from orion_rds.config.adopt import conflicts as conflicts_of_adopted
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.config.audit import AuditConfig
from orion_rds.config.backup import BackupConfig
from orion_rds.config.checks import Named, example
from orion_rds.config.disaster_recovery import DisasterRecoveryConfig
from orion_rds.config.encryption import EncryptionConfig
from orion_rds.config.engine import EngineConfig
from orion_rds.config.events import EventsConfig
from orion_rds.config.fleet import FleetInstance, fleet
from orion_rds.config.global_database import conflicts
from orion_rds.config.instances import SERVERLESS_MISSING, Form, InstanceConfig, Instances, InstancesConfig
from orion_rds.config.logs import LogsConfig
from orion_rds.config.maintenance import WINDOWS_OVERLAP, MaintenanceWindow, check_conflict
from orion_rds.config.master import MasterConfig
from orion_rds.config.monitoring import MonitoringConfig
from orion_rds.config.network import SMALLEST_NETWORK, NetworkConfig
from orion_rds.config.parameters import ParametersConfig
from orion_rds.config.protection import ProtectionConfig
from orion_rds.config.redis import RedisConfig
from orion_rds.config.redis_network import check_incomplete
from orion_rds.config.refusal import Refusal, at
from orion_rds.config.section import Section
from orion_rds.config.serverless import ServerlessConfig
from orion_rds.config.tags import Tags
from orion_rds.facts import identifiers, instance_classes, limits, references, versions
from orion_rds.facts.reserved_words import is_reserved_database


def _region(*, region: str) -> None: ...
def _major_and_minor_and_version(*, major: int, minor: object, version: str) -> None: ...
def _excess_and_length_and_maximum_and_prefix(*, excess: int, length: int, maximum: int, prefix: str) -> None: ...


COPIES_REGION_DIFFERS = Refusal(
    "copies-region-differs",
    why="The standby is in {region}. After a switch of regions it writes, and its backups need a vault beside it.",
    fix="Write {region}.",
    source=references.BACKUP_CROSS_REGION,
    fields=_region,
    reads=("disaster_recovery.region",),
)
SERVERLESS_AND_CLASS = Refusal(
    "serverless-and-class",
    why="`serverless` makes every instance `db.serverless`; a class beside it says the same twice, or something else.",
    fix="Leave out `instances.instance_class`, or leave out `serverless`.",
    source=references.SERVERLESS_V2_SCALING,
    reads=("instances.instance_class",),
)
MIN_ACU_PAUSE = Refusal(
    "min-acu-pause",
    why="At 0 ACU instances pause, which Aurora PostgreSQL {version} cannot do yet.",
    fix="Write 0.5 or more, or take {major}.{minor} or later.",
    source=references.AURORA_AUTO_PAUSE,
    fields=_major_and_minor_and_version,
    reads=("engine.version",),
)
NAME_PART = Refusal(
    "name-part",
    why="It begins the names of the cluster, its groups and its secret. RDS takes lower-case letters, digits and "
    "single hyphens there, a letter first and no hyphen last; the two halves have 33 characters together.",
    fix="Write a name like `{example}`.",
    source=references.CREATE_DB_CLUSTER,
    fields=example,
)
PROJECT_GROUP_ID = Refusal(
    "project-group-id",
    why="The name of the security group begins with the project, and EC2 takes no group name that begins with `sg-`.",
    fix="Write another name.",
    source=references.EC2_SECURITY_GROUP,
)
PREFIX_LONG = Refusal(
    "prefix-long",
    why="With the project it makes `{prefix}`, which has {length} characters. Every name begins so, and the narrowest "
    "leaves room for {maximum}: ElastiCache takes 40 for a replication group.",
    fix="Shorten the project or the environment by {excess} in all.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
    fields=_excess_and_length_and_maximum_and_prefix,
    reads=("project",),
)
DATABASE_NAME = Refusal(
    "database-name",
    why="PostgreSQL folds unquoted names to lower case and keeps 63 characters, so other names could not be typed "
    "as they were written. The name cannot be changed later.",
    fix="Write lower-case letters, digits and underscores, a letter first, such as `{example}`.",
    source=references.POSTGRESQL_NAMES,
    fields=example,
)
DATABASE_NAME_RESERVED = Refusal(
    "database-name-reserved",
    why="`{given}` is a key word of PostgreSQL or a database that every cluster has.",
    fix="Choose another name, such as `orion`.",
    source=references.POSTGRESQL_KEYWORDS,
)


NamePart = Annotated[str, Named(identifiers.PREFIX_PART, NAME_PART)]


def _no_group_id(project: str) -> str:
    if project == "sg":
        raise PROJECT_GROUP_ID(project)
    return project


def _free(database: str) -> str:
    if is_reserved_database(database):
        raise DATABASE_NAME_RESERVED(database)
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
    database_name: Annotated[str, Named(identifiers.DATABASE, DATABASE_NAME), AfterValidator(_free)] = "orion"
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
                raise PREFIX_LONG(environment, prefix=prefix, length=len(prefix), maximum=maximum, excess=excess)
        return environment

    @field_validator("serverless")
    @classmethod
    def _agrees_with_the_class(
        cls, serverless: ServerlessConfig | None, info: ValidationInfo
    ) -> ServerlessConfig | None:
        instances: Form | None = info.data.get("instances")
        if isinstance(instances, InstancesConfig):
            if serverless is not None and instances.instance_class is not None:
                raise at("instances.instance_class", SERVERLESS_AND_CLASS(instances.instance_class))
            chosen = {"instances.instance_class": instances.instance_class}
        else:
            chosen = {f"instances.{at}.instance_class": each.instance_class for at, each in enumerate(instances or ())}
        for path, instance_class in chosen.items():
            if serverless is None and instance_class == instance_classes.SERVERLESS:
                raise at(path, SERVERLESS_MISSING(instance_class))
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
            raise at(path, MIN_ACU_PAUSE(0, 0.5, version=engine.version, major=major, minor=first))
        return serverless

    @field_validator("maintenance_window")
    @classmethod
    def _is_clear_of_the_backup(cls, window: str, info: ValidationInfo) -> str:
        if (backup := info.data.get("backup")) is not None:
            check_conflict(window, backup.window, WINDOWS_OVERLAP)
        return window

    @field_validator("redis")
    @classmethod
    def _lies_in_a_network(cls, redis: RedisConfig | None, info: ValidationInfo) -> RedisConfig | None:
        if redis and (network := info.data.get("network")):
            check_incomplete(redis.network, network)
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
            raise at(path, COPIES_REGION_DIFFERS(copies.region, region, region=region))
        return standby

    @field_validator("adopt")
    @classmethod
    def _is_taken_over_as_it_is(cls, adopt: AdoptConfig | None, info: ValidationInfo) -> AdoptConfig | None:
        if adopt and (conflict := next(conflicts_of_adopted(adopt, info.data), None)):
            raise conflict
        return adopt

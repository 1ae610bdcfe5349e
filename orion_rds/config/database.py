"""The whole configuration."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, cast

from pydantic import AfterValidator, Field

from orion_rds.config.accepted_warnings import AcceptedWarnings
from orion_rds.config.adopt import AdoptConfig
from orion_rds.config.alarms import AlarmsConfig
from orion_rds.config.backup import BackupConfig
from orion_rds.config.checks import Named, example
from orion_rds.config.disaster_recovery import DisasterRecoveryConfig
from orion_rds.config.encryption import EncryptionConfig
from orion_rds.config.engine import EngineConfig
from orion_rds.config.events import EventsConfig
from orion_rds.config.instances import (
    FleetInstance,
    Instances,
    InstancesConfig,
    ServerlessConfig,
    alike,
    first_writer,
    fleet,
)
from orion_rds.config.master import MasterConfig
from orion_rds.config.monitoring import AuditConfig, LogsConfig, MonitoringConfig
from orion_rds.config.network import SMALLEST_NETWORK, NetworkConfig
from orion_rds.config.objectives import ObjectivesConfig
from orion_rds.config.parameters import ParametersConfig
from orion_rds.config.redis import RedisConfig
from orion_rds.config.refusal import Refusal
from orion_rds.config.roles import RoleConfig, Roles
from orion_rds.config.section import Section
from orion_rds.config.tags import Tags
from orion_rds.config.windows import WindowCheck, minutes
from orion_rds.facts import identifiers, instance_classes, limits, references
from orion_rds.facts.reserved_words import is_reserved_database

NAME_PART = Refusal(
    "name-part",
    why="The names of the cluster, its groups and its secret begin with it. RDS accepts lower-case letters, digits and "
    "single hyphens there, a letter first and no hyphen last; project and environment have 33 characters together.",
    fix="Write a name like `{example}`.",
    source=references.CREATE_DB_CLUSTER,
    fields=example,
)
PROJECT_GROUP_ID = Refusal(
    "project-group-id",
    why="The name of the security group begins with the project, and EC2 accepts no group name that begins with `sg-`.",
    fix="Write another name.",
    source=references.EC2_SECURITY_GROUP,
)
PROJECT_PARAMETER = Refusal(
    "project-parameter",
    why="The name of the SSM parameter that says how to connect begins with the project, and Systems Manager reserves "
    "names that begin with `aws` or `ssm`.",
    fix="Write another name.",
    source=references.SSM_PUT_PARAMETER,
)
DATABASE_NAME = Refusal(
    "database-name",
    why="PostgreSQL folds unquoted names to lower case and truncates them to 63 characters, so users could not type "
    "another name as it is written. The name cannot be changed later.",
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
MAINTENANCE_WINDOW_SHORT = Refusal(
    "maintenance-window-short",
    why="The window has {minutes} minutes, and AWS requires at least 30.",
    fix="Let it end 30 minutes after its start or later.",
    source=references.CREATE_DB_CLUSTER,
    fields=minutes,
)


def _no_group_id(project: str) -> str:
    if project == "sg":
        raise PROJECT_GROUP_ID(project)
    return project


def _no_reserved_parameter(project: str) -> str:
    if project.startswith(("aws", "ssm")):
        raise PROJECT_PARAMETER(project)
    return project


def _not_reserved(database: str) -> str:
    if is_reserved_database(database):
        raise DATABASE_NAME_RESERVED(database)
    return database


NamePart = Annotated[str, Named(identifiers.PREFIX_PART, NAME_PART)]
DatabaseName = Annotated[str, Named(identifiers.DATABASE, DATABASE_NAME), AfterValidator(_not_reserved)]
MaintenanceWindow = Annotated[
    str, AfterValidator(WindowCheck(limits.WINDOW_MINIMUM_MINUTES, MAINTENANCE_WINDOW_SHORT).weekly)
]


class ProtectionConfig(Section):
    """Protection against deletion."""

    off: ClassVar[str] = "deletion: false, final_snapshot: false"

    deletion: bool = True
    """AWS deletion protection and Pulumi's `protect`, together."""

    final_snapshot: bool = True
    """Whether a deletion keeps the data: a final snapshot of the cluster and of Redis, the automated backups, and for
    30 days the secrets and keys that this component created. If false, everything is deleted at once."""


class DatabaseConfig(Section):
    """One Aurora PostgreSQL cluster and the resources around it."""

    project: Annotated[NamePart, AfterValidator(_no_group_id), AfterValidator(_no_reserved_parameter)] = Field(
        examples=["orion"]
    )
    """Project of the database; first part of every name."""

    environment: NamePart = Field(examples=["prod"])
    """Environment of the database, such as `prod`; second part of every name."""

    tags: Tags = Field(default_factory=dict)
    """Tags for every resource that has tags. Values are text: write a number, a date or a switch in quotes."""

    encryption: EncryptionConfig = Field(default_factory=EncryptionConfig)
    """KMS keys."""

    network: NetworkConfig = Field(examples=[SMALLEST_NETWORK])
    """The subnets, and the sources that may connect."""

    engine: EngineConfig = Field(default_factory=EngineConfig)
    """The Aurora PostgreSQL engine: its version, upgrades and storage."""

    master: MasterConfig = Field(default_factory=MasterConfig)
    """The master user."""

    # Not derived from the project: `user` or `order` are reserved words, and a project may be renamed.
    database_name: DatabaseName = "orion"
    """Name of the first database. It cannot be changed later."""

    roles: Roles = Field(default_factory=dict)
    """Roles of the applications, such as `{app: read_write, report: read_only}`; with a password in place of IAM,
    `{batch: {access: read_write, authentication: secret}}`. [`orion-rds sql`](sql.md) makes them in the database."""

    instances: Instances = Field(default_factory=InstancesConfig)
    """Number and class of the instances; or 1 to 16 instances by name, each with its own class, promotion tier and
    availability zone, such as `{writer: {}, reporting: {promotion_tier: 15}}`. Among instances of the lowest tier
    `writer` is the first writer, else the first by name. A name is that of the resource: with another one, a new
    instance is created before the old one is deleted, which is a failover where the old one writes. The numbers of
    `count` are names too: `"1"` and `"2"` keep those instances."""

    serverless: ServerlessConfig | None = None
    """Makes the instances Serverless v2, within this range of capacity."""

    parameters: ParametersConfig = Field(default_factory=ParametersConfig)
    """Database parameters."""

    audit: AuditConfig = Field(default_factory=AuditConfig)
    """The audit log."""

    backup: BackupConfig = Field(default_factory=BackupConfig)
    """Automated backups."""

    maintenance_window: MaintenanceWindow = "sun:04:30-sun:05:30"
    """Weekly window in UTC, `ddd:hh:mm-ddd:hh:mm`, 30 minutes or longer. It must not overlap the backup window."""

    monitoring: MonitoringConfig = Field(default_factory=MonitoringConfig)
    """Enhanced monitoring and Database Insights."""

    logs: LogsConfig = Field(default_factory=LogsConfig)
    """Exported logs and their retention."""

    alarms: AlarmsConfig = Field(default_factory=AlarmsConfig)
    """Alarms and their notifications."""

    events: EventsConfig = Field(default_factory=EventsConfig)
    """RDS event notifications."""

    redis: RedisConfig | None = None
    """Redis beside the database; `redis: {}` is one for production."""

    apply: Literal["immediately", "maintenance_window"] = "immediately"
    """When AWS changes the cluster, its instances and Redis: during `pulumi up`, or in the next maintenance window.
    Until that window, each preview shows pending changes again: another version, class or certificate authority. A new
    password is always set at once."""

    disaster_recovery: DisasterRecoveryConfig | None = None
    """A live standby in a second region."""

    protection: ProtectionConfig = Field(default_factory=ProtectionConfig)
    """Protection against deletion."""

    objectives: ObjectivesConfig = Field(default_factory=ObjectivesConfig)
    """Objectives of a recovery."""

    adopt: AdoptConfig | None = None
    """Names of existing resources that are imported instead of created."""

    accepted_warnings: AcceptedWarnings = Field(default_factory=dict)
    """[Warnings](refusals.md#warnings) that are not shown, by name, each with the reason: `{redis-open: "Only one
    application is in the VPC."}`. An accepted warning that does not apply is a warning itself."""

    @property
    def prefix(self) -> str:
        """First part of every physical name, such as `orion-prod`."""
        return f"{self.project}-{self.environment}"

    @property
    def fleet(self) -> tuple[FleetInstance, ...]:
        """The instances with their class, tier and zone, with defaults applied, in the order of their names."""
        default = instance_classes.SERVERLESS if self.serverless else instance_classes.DEFAULT
        return fleet(self.instances, default)

    @property
    def standby_fleet(self) -> tuple[FleetInstance, ...]:
        """The instances of the standby; none without a second region."""
        if (standby := self.disaster_recovery) is None:
            return ()
        return alike(
            standby.instances.count, standby.instances.instance_class or first_writer(self.fleet).instance_class
        )

    @property
    def database_roles(self) -> Mapping[str, RoleConfig]:
        """The roles of `roles`."""
        return cast("Mapping[str, RoleConfig]", self.roles)

    @property
    def installs_minor_versions(self) -> bool:
        """Whether AWS installs minor versions automatically. It never does in a global database."""
        return self.engine.minor_upgrades == "automatic" and self.disaster_recovery is None

    @property
    def generates_password(self) -> bool:
        """Whether this component generates the password. An adopted password is kept until `password_version` is
        raised.
        """
        raised = self.master.password_version > limits.PASSWORD_VERSION.minimum
        return not self.master.is_rds_managed and (self.adopt is None or raised)

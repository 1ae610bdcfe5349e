"""Rules between sections, as one flat list.

Each runs once, if no check of a section refuses the settings that it compares.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from orion_rds.config import global_database
from orion_rds.config.database import DatabaseConfig
from orion_rds.config.errors import Hidden, Problem
from orion_rds.config.instances import InstancesConfig
from orion_rds.config.items import items_in
from orion_rds.config.refusal import Refusal
from orion_rds.config.windows import daily, moved_after, overlap, weekly
from orion_rds.facts import identifiers, recovery, redis_versions, references, versions
from orion_rds.facts.instance_classes import SERVERLESS


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that compares settings of several sections."""

    reads: tuple[str, ...]
    """Dotted paths of the compared settings. If one of them is refused, the rule is not checked."""

    check: Callable[[DatabaseConfig], Iterator[Problem]]
    """Yields the problems."""


def _prefix(*, prefix: str, length: int, maximum: int, excess: int) -> None: ...
def _minor(*, version: str, first: str) -> None: ...
def _window(*, window: str) -> None: ...
def _days(*, days: int) -> None: ...
def _region(*, region: str) -> None: ...
def _vpc(*, vpc: str) -> None: ...
def _names(*, names: str) -> None: ...
def _setting(*, setting: str) -> None: ...
def _feature(*, version: str, feature: str, first: str, fix: str) -> None: ...


PREFIX_LONG = Refusal(
    "prefix-long",
    why="With the project it makes `{prefix}`, which has {length} characters. Every name begins with it, and the "
    "shortest limit leaves {maximum}: ElastiCache allows 40 for a replication group.",
    fix="Shorten the project or the environment by {excess} in all.",
    source=references.ELASTICACHE_REPLICATION_GROUP,
    fields=_prefix,
)
SERVERLESS_AND_CLASS = Refusal(
    "serverless-and-class",
    why="`serverless` makes every instance `db.serverless`, so a class beside it repeats or contradicts it.",
    fix="Leave out `instances.instance_class`, or leave out `serverless`.",
    source=references.SERVERLESS_V2_SCALING,
)
SERVERLESS_MISSING = Refusal(
    "serverless-missing",
    why="The class `db.serverless` requires a range of capacity; without it AWS refuses the instances.",
    fix="Leave out the class and write `serverless: {{min_acu: 1, max_acu: 16}}`.",
    source=references.SERVERLESS_V2_SCALING,
)
MIN_ACU_PAUSE = Refusal(
    "min-acu-pause",
    why="At 0 ACU instances pause, which Aurora PostgreSQL {version} cannot do yet.",
    fix="Write 0.5 or more, or choose {first} or later.",
    source=references.AURORA_AUTO_PAUSE,
    fields=_minor,
)
MAX_ACU_VERSION = Refusal(
    "max-acu-version",
    why="Instances of Aurora PostgreSQL {version} have 128 ACU at most.",
    fix="Write 128 or less, or choose {first} or later.",
    source=references.AURORA_SERVERLESS_SCALING,
    fields=_minor,
)
ROLE_IS_MASTER = Refusal(
    "role-is-master",
    why="It is the master user, which has every privilege and its own password.",
    fix="Choose another name, such as `app`.",
    source=references.SQL_PAGE,
)
WINDOWS_OVERLAP = Refusal(
    "windows-overlap",
    why="It overlaps the daily backup window {window}, and AWS refuses windows that overlap.",
    fix="Let one begin when the other ends, or later.",
    source=references.CREATE_DB_CLUSTER,
    fields=_window,
)
BACKUP_OWNED = Refusal(
    "backup-owned",
    why="With `managed_by: aws_backup` the plan of AWS Backup sets it, and another owner would set it back or be "
    "refused.",
    fix="Leave it out, or write `managed_by: rds`.",
    source=references.BACKUP_CONTINUOUS,
)
REDIS_WINDOWS_OVERLAP = Refusal(
    "redis-windows-overlap",
    why="It overlaps the daily snapshot window {window}, and AWS refuses windows that overlap.",
    fix="Let one begin when the other ends, or later.",
    source=references.ELASTICACHE_SNAPSHOTS,
    fields=_window,
)
REDIS_SUBNETS_MISSING = Refusal(
    "redis-subnets-missing",
    why="Redis has no subnets: the database's `network` names a subnet group of RDS, which ElastiCache cannot use.",
    fix="List two or more subnets, or write the name of an ElastiCache subnet group as `subnet_group_name`.",
    source=references.ELASTICACHE_SUBNET_GROUPS,
)
REDIS_ACCESS_MISSING = Refusal(
    "redis-access-missing",
    why="Nothing could connect: no source is allowed. The security groups of the database's `network` are for the "
    "database's port.",
    fix="Write at least one source, such as `app: sg-0a1b2c3d4e5f60718`, or list existing security groups as "
    "`security_group_ids`.",
    source=references.ELASTICACHE_VPC,
)
REDIS_VPC_MISSING = Refusal(
    "redis-vpc-missing",
    why="The security group for `allow_from` is created in this VPC; without it AWS would use the default VPC.",
    fix="Write the ID of the VPC of the subnets.",
    source=references.EC2_SECURITY_GROUP,
)
REDIS_VPC_ANOTHER = Refusal(
    "redis-vpc-another",
    why="Redis is created in subnets of `network`, which are in `{vpc}`. AWS takes no security group of another VPC "
    "there.",
    fix="Write `subnet_ids` of this VPC beside it, or leave it out.",
    source=references.ELASTICACHE_VPC,
    fields=_vpc,
)
RECOVERY_ALONE = Refusal(
    "objective-recovery-alone",
    why="The cluster has one instance. When it fails, AWS creates another, typically in less than "
    f"{recovery.NEW_INSTANCE_MINUTES} minutes.",
    fix=f"Add a reader: it takes over, typically in less than {recovery.PROMOTED_READER_SECONDS} seconds. Or write "
    f"{recovery.NEW_INSTANCE_MINUTES * 60} or more.",
    source=references.AURORA_HIGH_AVAILABILITY,
)
RPO_WITHOUT_STANDBY = Refusal(
    "objective-rpo-without-standby",
    why="Without a standby a backup is restored, and the latest time that AWS restores is typically within "
    f"{recovery.RESTORABLE_SECONDS} seconds of the present.",
    fix=f"Add `disaster_recovery`, which typically lags by seconds, or write {recovery.RESTORABLE_SECONDS} or more.",
    source=references.AURORA_BACKUPS,
)
RTO_WITHOUT_INSTANCE = Refusal(
    "objective-rto-without-instance",
    why="The standby has no instance. One is created first, typically in less than "
    f"{recovery.NEW_INSTANCE_MINUTES} minutes.",
    fix="Write `disaster_recovery.instances.count: 1` or more, or an objective of "
    f"{recovery.NEW_INSTANCE_MINUTES} or more.",
    source=references.AURORA_HIGH_AVAILABILITY,
)
COPIES_REGION_DIFFERS = Refusal(
    "copies-region-differs",
    why="The standby is in {region}. After a switch of regions it is the writer, and its backups need a vault in its "
    "region.",
    fix="Write {region}.",
    source=references.BACKUP_CROSS_REGION,
    fields=_region,
)
VAULT_LOCK_RETENTION = Refusal(
    "vault-lock-retention",
    why="Backups are kept for {days} days (`backup.copies.retention_days`), and a vault with this lock refuses them: "
    "every job would fail.",
    fix="Let the lock allow {days} days, or change the retention.",
    source=references.PUT_BACKUP_VAULT_LOCK,
    fields=_days,
)
REDIS_VERSION_LACKS = Refusal(
    "redis-version-lacks",
    why="Redis OSS {version} is older than {feature}, which came with {first}.",
    fix="{fix}, or write a newer `redis.version`.",
    source=references.ELASTICACHE_VERSIONS,
    fields=_feature,
)
ADOPT_MANAGED_PASSWORD = Refusal(
    "adopt-managed-password",
    why="RDS would change the password at once, and disconnect every client that reads the adopted secret.",
    fix="Write `generated`: the password stays as it is until `master.password_version` is raised.",
    source=references.AURORA_SECRETS_MANAGER,
)
ADOPT_PASSWORD_UNKNOWN = Refusal(
    "adopt-password-unknown",
    why="No secret of the adopted cluster is given, and Pulumi cannot read its password: a new secret would be empty.",
    fix="Write 2: a new password is set on the cluster and written to a new secret, and clients change to it. Or write "
    "`adopt.secret`; or `password_source: rds_managed`, where RDS manages the password.",
    source=references.AURORA_SECRETS_MANAGER,
)
ADOPT_INSTANCES_UNKNOWN = Refusal(
    "adopt-instances-unknown",
    why="`instances` has no {names}; what is imported under that name would be deleted.",
    fix="Write the existing instances there. To delete one, remove it here too, after all are imported.",
    source=references.PULUMI_IMPORT,
    fields=_names,
)
ADOPT_STANDBY_NAME = Refusal(
    "adopt-standby-name",
    why="The cluster in the second region gets that identifier, and each member of a global database has its own.",
    fix="Choose another `environment`: it is part of the names of created resources.",
    source=references.AURORA_GLOBAL,
)
ADOPT_REDIS_MISSING = Refusal(
    "adopt-redis-missing",
    why="There is no section `redis`, and without it the adopted group would be deleted.",
    fix="Write `redis` with the settings of the group; `orion-rds import-map` prints it.",
    source=references.PULUMI_IMPORT,
)
ADOPT_REDIS_UNWRITTEN = Refusal(
    "adopt-redis-unwritten",
    why="The default of `{setting}` is for a new group, and may differ from the adopted one: its clients would be "
    "disconnected.",
    fix="Write the value of the group, such as `engine: redis` and `authentication: off`.",
    source=references.ELASTICACHE_ACCESS,
    fields=_setting,
)


def _prefix_leaves_room(config: DatabaseConfig) -> Iterator[Problem]:
    prefix, maximum = config.prefix, identifiers.PREFIX.maximum
    if (excess := len(prefix) - maximum) > 0:
        yield PREFIX_LONG.problem(
            "environment", config.environment, prefix=prefix, length=len(prefix), maximum=maximum, excess=excess
        )


def _serverless_has_no_other_class(config: DatabaseConfig) -> Iterator[Problem]:
    instances = config.instances
    if config.serverless and isinstance(instances, InstancesConfig) and instances.instance_class is not None:
        yield SERVERLESS_AND_CLASS.problem("instances.instance_class", instances.instance_class)


def _serverless_class_has_a_capacity(config: DatabaseConfig) -> Iterator[Problem]:
    for path, instance_class in global_database.classes(config).items():
        if config.serverless is None and instance_class == SERVERLESS:
            yield SERVERLESS_MISSING.problem(path, instance_class)


def _version_can_pause(config: DatabaseConfig) -> Iterator[Problem]:
    version = config.engine.version
    if config.serverless and config.serverless.min_acu == 0 and not versions.can_pause(version):
        major = versions.major_of(version)
        first = f"{major.number}.{major.first_pausing_minor}"
        yield MIN_ACU_PAUSE.problem("serverless.min_acu", 0, 0.5, version=version, first=first)


def _version_has_the_capacity(config: DatabaseConfig) -> Iterator[Problem]:
    version = config.engine.version
    maximum = versions.maximum_acu(version)
    if config.serverless and config.serverless.max_acu > maximum:
        major = versions.major_of(version)
        first = f"{major.number}.{major.first_256_minor}"
        given = config.serverless.max_acu
        yield MAX_ACU_VERSION.problem("serverless.max_acu", given, maximum, version=version, first=first)


def _maintenance_is_clear_of_backups(config: DatabaseConfig) -> Iterator[Problem]:
    window, maintenance = config.backup.window, config.maintenance_window
    if config.backup.is_ours and overlap(daily(window), weekly(maintenance)):
        instead = moved_after(daily(window), weekly(maintenance))
        yield WINDOWS_OVERLAP.problem("maintenance_window", maintenance, instead, window=window)


def _schedule_has_one_owner(config: DatabaseConfig) -> Iterator[Problem]:
    backup = config.backup
    for setting in ("retention_days", "window"):
        if not backup.is_ours and setting in backup.model_fields_set:
            yield BACKUP_OWNED.problem(f"backup.{setting}", getattr(backup, setting))


def _redis_maintenance_is_clear_of_snapshots(config: DatabaseConfig) -> Iterator[Problem]:
    if redis := config.redis:
        window, maintenance = redis.snapshot_window, redis.maintenance_window
        if overlap(daily(window), weekly(maintenance)):
            instead = moved_after(daily(window), weekly(maintenance))
            yield REDIS_WINDOWS_OVERLAP.problem("redis.maintenance_window", maintenance, instead, window=window)


def _redis_version_has_the_features(config: DatabaseConfig) -> Iterator[Problem]:
    if (redis := config.redis) is None or redis.engine != "redis":
        return
    exports = list(redis.logs.exports)
    used = (
        ("redis.authentication", redis.authentication, "users", redis_versions.USERS, "Write `authentication: token`"),
        ("redis.logs.exports", exports, "slow-log", redis_versions.SLOW_LOG, "Write `logs: {exports: []}`"),
        ("redis.logs.exports", exports, "engine-log", redis_versions.ENGINE_LOG, "Leave `engine-log` out"),
        ("redis.node_type", redis.node_type, "r6gd", redis_versions.DATA_TIERING, "Write a type without disks"),
    )
    for path, given, use, feature, fix in used:
        if use in given and redis_versions.lacks(redis.version, feature):
            yield REDIS_VERSION_LACKS.problem(
                path, given, version=redis.version, feature=feature.name, first=feature.first, fix=fix
            )


def _redis_has_subnets(config: DatabaseConfig) -> Iterator[Problem]:
    own = config.redis and config.redis.network
    if own and own.subnet_group_name is None and own.subnet_ids is None and config.network.subnet_ids is None:
        yield REDIS_SUBNETS_MISSING.problem("redis.network.subnet_ids", Hidden.MISSING)


def _redis_has_access(config: DatabaseConfig) -> Iterator[Problem]:
    own = config.redis and config.redis.network
    if own and own.security_group_ids is None:
        if own.allow_from is None and config.network.allow_from is None:
            yield REDIS_ACCESS_MISSING.problem("redis.network.allow_from", Hidden.MISSING)
        elif own.vpc_id is None and config.network.vpc_id is None:
            yield REDIS_VPC_MISSING.problem("redis.network.vpc_id", Hidden.MISSING)


def _redis_is_in_one_vpc(config: DatabaseConfig) -> Iterator[Problem]:
    network, own = config.network, config.redis and config.redis.network
    if own is None or own.subnet_group_name is not None or network.subnet_ids is None:
        return
    shares = own.subnet_ids is None or any(each in _texts(network.subnet_ids) for each in _texts(own.subnet_ids))
    here, there = network.vpc_id, own.vpc_id
    if shares and isinstance(here, str) and isinstance(there, str) and here != there:
        yield REDIS_VPC_ANOTHER.problem("redis.network.vpc_id", there, vpc=here)


def _texts(values: object) -> list[str]:
    return [each for _, each in items_in(values) if isinstance(each, str)]


def _copies_are_beside_the_standby(config: DatabaseConfig) -> Iterator[Problem]:
    copies, standby = config.backup.copies, config.disaster_recovery
    if copies and standby and copies.region != standby.region:
        yield COPIES_REGION_DIFFERS.problem(
            "backup.copies.region", copies.region, standby.region, region=standby.region
        )


def _vault_lock_allows_the_copies(config: DatabaseConfig) -> Iterator[Problem]:
    if copies := config.backup.copies:
        days, lock = copies.retention_days, copies.vault_lock
        if lock.min_retention_days is not None and days < lock.min_retention_days:
            path = "backup.copies.vault_lock.min_retention_days"
            yield VAULT_LOCK_RETENTION.problem(path, lock.min_retention_days, days, days=days)
        if lock.max_retention_days is not None and days > lock.max_retention_days:
            path = "backup.copies.vault_lock.max_retention_days"
            yield VAULT_LOCK_RETENTION.problem(path, lock.max_retention_days, days, days=days)


def _adopted_password_is_generated(config: DatabaseConfig) -> Iterator[Problem]:
    if config.adopt and config.adopt.secret and config.master.is_rds_managed:
        yield ADOPT_MANAGED_PASSWORD.problem("master.password_source", "rds_managed", "generated")


def _adopted_password_is_known(config: DatabaseConfig) -> Iterator[Problem]:
    if config.adopt and not config.adopt.secret and not (config.master.is_rds_managed or config.generates_password):
        yield ADOPT_PASSWORD_UNKNOWN.problem("master.password_version", config.master.password_version, 2)


def _adopted_instances_stay(config: DatabaseConfig) -> Iterator[Problem]:
    if config.adopt is None:
        return
    adopted, there = config.adopt.instances, {instance.name for instance in config.fleet}
    if unknown := [f"`{name}`" for name in adopted if name not in there]:
        yield ADOPT_INSTANCES_UNKNOWN.problem("adopt.instances", adopted, names=", ".join(unknown))


def _adopted_cluster_has_its_own_name(config: DatabaseConfig) -> Iterator[Problem]:
    if config.adopt and config.disaster_recovery and config.adopt.cluster == f"{config.prefix}-dr-aurora":
        yield ADOPT_STANDBY_NAME.problem("adopt.cluster", config.adopt.cluster)


def _adopted_redis_is_written(config: DatabaseConfig) -> Iterator[Problem]:
    if not config.adopt or not config.adopt.redis:
        return
    if config.redis is None:
        yield ADOPT_REDIS_MISSING.problem("adopt.redis", Hidden.KEY)
        return
    for setting in ("engine", "authentication"):
        if setting not in config.redis.model_fields_set:
            yield ADOPT_REDIS_UNWRITTEN.problem(f"redis.{setting}", Hidden.MISSING, setting=setting)


def _roles_are_not_the_master(config: DatabaseConfig) -> Iterator[Problem]:
    if (master := config.master.username) in config.roles:
        yield ROLE_IS_MASTER.problem(f"roles.{master}", config.database_roles[master].access)


def _recovery_has_a_reader(config: DatabaseConfig) -> Iterator[Problem]:
    seconds = config.objectives.recovery_seconds
    if seconds and seconds < recovery.NEW_INSTANCE_MINUTES * 60 and len(config.fleet) == 1:
        yield RECOVERY_ALONE.problem("objectives.recovery_seconds", seconds)


def _rpo_has_a_standby(config: DatabaseConfig) -> Iterator[Problem]:
    seconds = config.objectives.rpo_seconds
    if seconds and seconds < recovery.RESTORABLE_SECONDS and config.disaster_recovery is None:
        yield RPO_WITHOUT_STANDBY.problem("objectives.rpo_seconds", seconds)


def _rto_has_an_instance(config: DatabaseConfig) -> Iterator[Problem]:
    minutes = config.objectives.rto_minutes
    if minutes and minutes < recovery.NEW_INSTANCE_MINUTES and config.disaster_recovery and not config.standby_fleet:
        yield RTO_WITHOUT_INSTANCE.problem("objectives.rto_minutes", minutes)


RULES = (
    Rule(("project", "environment"), _prefix_leaves_room),
    Rule(("instances.instance_class", "serverless"), _serverless_has_no_other_class),
    Rule(("instances.instance_class", "serverless"), _serverless_class_has_a_capacity),
    Rule(("engine.version", "serverless.min_acu"), _version_can_pause),
    Rule(("engine.version", "serverless.max_acu"), _version_has_the_capacity),
    Rule(("backup.managed_by", "backup.window", "maintenance_window"), _maintenance_is_clear_of_backups),
    Rule(("backup.managed_by", "backup.retention_days", "backup.window"), _schedule_has_one_owner),
    Rule(("redis.snapshot_window", "redis.maintenance_window"), _redis_maintenance_is_clear_of_snapshots),
    Rule(
        ("redis.engine", "redis.version", "redis.authentication", "redis.logs", "redis.node_type"),
        _redis_version_has_the_features,
    ),
    Rule(("redis.network", "network.subnet_ids"), _redis_has_subnets),
    Rule(("redis.network", "network.allow_from", "network.vpc_id"), _redis_has_access),
    Rule(("redis.network", "network.subnet_ids", "network.vpc_id"), _redis_is_in_one_vpc),
    Rule(("disaster_recovery", "master.password_source"), global_database.password_is_generated),
    Rule(("disaster_recovery", "engine.version", "engine.minor_upgrades"), global_database.minor_upgrades_are_manual),
    Rule(("disaster_recovery", "serverless.min_acu"), global_database.instances_never_pause),
    Rule(("disaster_recovery.network.port", "network.port"), global_database.ports_are_the_same),
    Rule(("disaster_recovery.network", "network", "redis.network"), global_database.networks_share_nothing),
    Rule(("disaster_recovery", "instances.instance_class"), global_database.classes_are_not_burstable),
    Rule(("disaster_recovery", "instances.count"), global_database.instances_leave_room),
    Rule(("disaster_recovery.region", "backup.copies.region"), _copies_are_beside_the_standby),
    Rule(("backup.copies.retention_days", "backup.copies.vault_lock"), _vault_lock_allows_the_copies),
    Rule(("roles", "master.username"), _roles_are_not_the_master),
    Rule(("objectives.recovery_seconds", "instances.count"), _recovery_has_a_reader),
    Rule(("objectives.rpo_seconds", "disaster_recovery"), _rpo_has_a_standby),
    Rule(("objectives.rto_minutes", "disaster_recovery.instances.count"), _rto_has_an_instance),
    Rule(("adopt", "master.password_source"), _adopted_password_is_generated),
    Rule(("adopt.secret", "master.password_source", "master.password_version"), _adopted_password_is_known),
    Rule(("adopt.instances", "instances.count"), _adopted_instances_stay),
    Rule(("adopt.cluster", "disaster_recovery", "project", "environment"), _adopted_cluster_has_its_own_name),
    Rule(("adopt.redis", "redis"), _adopted_redis_is_written),
)

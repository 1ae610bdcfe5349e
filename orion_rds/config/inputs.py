"""Types of the configuration as a mapping, for type checkers and editors. They check nothing at run time.

Written by `python -m scripts.inputs orion_rds/config/inputs.py` from the sections. Change them there.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required, TypedDict

from pulumi import Output

from orion_rds.config.str_input import StrInput


class EncryptionInput(TypedDict, total=False):
    """Customer-managed KMS keys: one for every purpose, or one for each. Default: AWS's own keys.

    The policy of each key must allow the services that use it; `orion-rds kms-policy` prints the statements.
    """

    kms_key_arn: StrInput | None
    """ARN of the KMS key of every purpose that has no key of its own below."""

    storage_key_arn: StrInput | None
    """Key of the storage, its backups and snapshots. A running cluster keeps its key: a change is refused."""

    insights_key_arn: StrInput | None
    """Key of Database Insights."""

    secret_key_arn: StrInput | None
    """Key of the master user's secret. Users of another account can read the secret only with a customer-managed
    key."""

    logs_key_arn: StrInput | None
    """Key of the log groups. Its policy must allow `logs.REGION.amazonaws.com`."""

    topic_key_arn: StrInput | None
    """Key of the created topic for alarms and events. Its policy must allow `cloudwatch.amazonaws.com`,
    `events.amazonaws.com` and `events.rds.amazonaws.com`, or notifications are lost silently. Default: `kms_key_arn`,
    or a key that is created with that policy, because AWS's own key allows none of them."""

    redis_key_arn: StrInput | None
    """Key of the disks and snapshots of Redis. A change is refused."""

    vault_key_arn: StrInput | None
    """Key of the backup vault in the first region; `backup.copies.kms_key_arn` is that of the other vault. A change is
    refused. Default: `kms_key_arn`, or a key that is created."""


class SourceInput(TypedDict, total=False):
    """One source of traffic: exactly one of the three kinds. A plain text or a bare output is of the kind that its form
    shows.
    """

    security_group_id: StrInput | None
    """Members of this security group may connect. A group of a peered VPC of another account begins with the account:
    `123456789012/sg-0a1b2c3d4e5f60718`."""

    cidr: StrInput | None
    """Addresses in this IPv4 or IPv6 block may connect."""

    prefix_list_id: StrInput | None
    """Addresses in this managed prefix list may connect."""

    output: Output[str] | None
    """An output of one of the three kinds, which is known with its value: the same as a bare output in `allow_from`,
    with room for a `rule_name`. A `pulumi preview` that does not know the value shows the rule without its source."""

    rule_name: str | None
    """Last part of the Pulumi name of the rule. Default: the source itself, such as `10-0-0-0-16`; for an output, whose
    value is not known when the rule is named, the name of the source in `allow_from`.

    An output whose source gets another name keeps its rule with the former name here. So does a source that was an
    output and is now a plain value, or the reverse: write the last part of the name that `pulumi stack` shows."""


class NetworkInput(TypedDict, total=False):
    """The DB subnet group and the security group: each is created, or an existing one is passed in.

    Required are `subnet_ids` or `subnet_group_name`, and `vpc_id` with `allow_from` or `security_group_ids`.
    """

    vpc_id: StrInput | None
    """VPC of the security group that is created for `allow_from`."""

    subnet_ids: Sequence[StrInput] | Output[Sequence[str]] | None
    """Subnets of a DB subnet group that is created: two or more, in at least two availability zones. A list, or one
    output of a list."""

    subnet_group_name: StrInput | None
    """Name of an existing DB subnet group. A running cluster keeps its group: a change is refused."""

    allow_from: Mapping[str, SourceInput | StrInput] | None
    """Sources that may connect, by names of your choice: security groups, address blocks or prefix lists, as texts or
    outputs such as `app.id`. A security group is created for them, with one rule for each. The names are for people:
    they are in the description and the `Name` tag of the rule, and a change updates these in place. A changed source
    gets a new rule before the old one is deleted. The source of an output is known only by its name: to change the
    name, write the former one as `rule_name`."""

    security_group_ids: Sequence[StrInput] | Output[Sequence[str]] | None
    """Existing security groups, instead of a created one. A list, or one output of a list."""

    dual_stack: bool
    """Whether the database has IPv6 addresses beside IPv4 ones. All its subnets must have blocks of both."""

    port: int
    """TCP port of the database. A change also changes the password: the secret holds the port, and is never written
    with an old password."""


class EngineInput(TypedDict, total=False):
    """The Aurora PostgreSQL engine."""

    version: str
    """A major version ("17"), whose minor version AWS chooses, or an exact version ("17.7"). Another major version is
    refused for an existing cluster: this component does not perform major upgrades."""

    minor_upgrades: Literal["automatic", "manual"]
    """Whether AWS installs minor versions in the maintenance window. Default: `automatic` for a major version, `manual`
    for an exact one."""

    storage: Literal["standard", "io_optimized"]
    """Storage billing: per I/O request, or with I/O included."""

    lifecycle_support: Literal["open-source-rds-extended-support-disabled", "open-source-rds-extended-support"]
    """At the end of standard support AWS upgrades the cluster, or keeps its version and charges for Extended Support.
    AWS changes it later too (`aws rds modify-db-cluster --engine-lifecycle-support`), but the provider sends it at the
    creation only."""

    certificate_authority: Literal["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"] | None
    """Certificate authority of the instances: RSA 2048, RSA 4096 or ECC 384. Default: the default of your account."""


class MasterInput(TypedDict, total=False):
    """The master user, who owns the database."""

    username: str
    """Name of the master user. It cannot be changed later."""

    password_source: Literal["generated", "rds_managed"]
    """`generated`: this component generates the password once, and creates the secret in the format of AWS's rotation
    functions. `rds_managed`: RDS owns the secret, and rotates the password every seven days."""

    password_version: int
    """Raise it to generate a new password, set it on the cluster and write it into the secret. A password that was
    rotated outside is otherwise overwritten only when the rest of the secret changes: the port, or the host, which
    is another one with a standby."""

    secret_policy: Mapping[str, Any] | None
    """Resource policy of the generated secret, for example to let another account read it."""


class RoleInput(TypedDict, total=False):
    """A role of an application. A plain text is its access."""

    access: Required[Literal["read_write", "read_only"]]
    """What it may do in the schema `public`: `read_write` also creates tables, `read_only` reads all of them."""

    authentication: Literal["iam", "secret"]
    """`iam`: it connects with a token. `secret`: this component generates a password and creates a secret for it, whose
    ARN is in the connection parameter. [`orion-rds sql`](sql.md) sets the password that is in the secret."""


class InstancesInput(TypedDict, total=False):
    """Number and class of instances that are alike. Their names are `1`, `2` and so on."""

    count: int
    """The writer and its readers together, 1 to 16. With one instance, a failover waits until AWS creates another."""

    instance_class: str | None
    """Class of every instance. Default: `db.r7g.large`, or `db.serverless` with `serverless`
    (`DatabaseConfig.fleet` has the effective one)."""


class InstanceInput(TypedDict, total=False):
    """One instance with a name."""

    instance_class: str | None
    """Class of the instance; `db.serverless` requires `serverless`, and may stand beside provisioned classes. Default:
    `db.r7g.large`, or `db.serverless` with `serverless`."""

    promotion_tier: int
    """Order of promotion in a failover, 0 to 15, the lowest first; among equal tiers AWS promotes the largest instance.
    The instance with the lowest tier is created first and is the first writer. Serverless readers in tiers 0 and 1 keep
    the capacity of the writer: give those that only read 2 or more."""

    availability_zone: StrInput | None
    """Zone of the instance, such as `us-east-1a`. Default: AWS spreads instances over the zones of the subnets. A
    change replaces the instance."""


class ServerlessInput(TypedDict, total=False):
    """Capacity range of Serverless v2 instances, in Aurora capacity units (ACU, about 2 GiB of memory each)."""

    min_acu: Required[float]
    """Minimum capacity: 0 to 256 in steps of 0.5. At 0 an idle instance pauses, and the next connection waits for
    it."""

    max_acu: Required[float]
    """Maximum capacity: 1 to 256 in steps of 0.5."""

    pause_after_seconds: int | None
    """Seconds without a connection before an instance pauses, 300 to 86400; only with a minimum capacity of 0. Default:
    300, AWS's own."""


class ParametersInput(TypedDict, total=False):
    """Parameters in addition to those of this component, or in place of them, whichever group has them.

    Unknown names are accepted, as a newer version of PostgreSQL may have them, unless they look like a misspelt known
    one. Static parameters change at the next reboot of each instance.
    """

    cluster: Mapping[str, str | int | float | bool]
    """Parameters of the cluster parameter group."""

    instance: Mapping[str, str | int | float | bool]
    """Parameters of the DB parameter group of the instances. AWS prefers them to those of the cluster."""


class AuditInput(TypedDict, total=False):
    """The audit log of the database, which pgaudit writes into the PostgreSQL log. Run
    [`orion-rds sql`](sql.md) once after the first deployment, and the SQL of `orion-rds audit-sql` in each further
    database. An existing cluster loads pgaudit at its next reboot.
    """

    statements: Sequence[Literal["ddl", "function", "misc", "misc_set", "read", "role", "write"]]
    """Classes of statements that are logged for every user: `ddl`, `function`, `misc`, `misc_set`, `read`, `role`,
    `write`. The classes `read` and `write` of a busy application cost time and log storage. An empty list logs none."""

    objects: bool
    """Whether pgaudit also logs statements on the tables that the role `rds_pgaudit` has privileges on."""


class VaultLockInput(TypedDict, total=False):
    """AWS Backup Vault Lock of both vaults: nobody can delete a backup in them, or shorten its retention."""

    mode: Literal["governance", "compliance", "off"]
    """Users with the permission can remove a `governance` lock, and so can Pulumi. After its cooling-off time, nobody
    can remove a `compliance` lock: not AWS, and not the deletion of the stack."""

    changeable_for_days: int | None
    """Cooling-off time of `compliance`, which requires it: 3 to 36500 days from the first `pulumi up`."""

    min_retention_days: int | None
    """The vaults refuse backups with a shorter retention. Default: 7, or `retention_days` where that is less."""

    max_retention_days: int | None
    """The vaults refuse backups with a longer retention. Default: no limit."""


class CopiesInput(TypedDict, total=False):
    """A daily snapshot by AWS Backup in a vault of the first region, and its copy in a vault of a second region.

    A snapshot restores the data of its own time. Only the automated backups, which stay in the first region, restore
    any second. The account must allow AWS Backup to manage Aurora in both regions.
    """

    region: Required[str]
    """The second region; that of `disaster_recovery`, where there is one."""

    retention_days: int
    """Days that each snapshot is kept, in both vaults, 1 to 36500."""

    daily_at: str
    """Time in UTC, `hh:mm`, at which the backup window of the snapshot begins."""

    kms_key_arn: StrInput | None
    """Key of the vault in the second region, which encrypts the copies. Default: a key that is created there, not the
    key of `disaster_recovery`, because a vault keeps its first key."""

    topic_arn: StrInput | None
    """SNS topic of the second region for the events of the vault there. Its policy and that of its key must allow
    `events.amazonaws.com`. Default: the topics of the standby; without one there are no notifications in that
    region."""

    vault_lock: VaultLockInput
    """Protection of the backups in the vaults."""


class BackupInput(TypedDict, total=False):
    """Automated backups of the cluster, which restore any second of their retention."""

    managed_by: Literal["rds", "aws_backup"]
    """Owner of the retention and the window. `aws_backup`: a plan for continuous backups in AWS Backup, outside this
    component, sets both, and they are left as they are. Leave `retention_days` and `window` out then. A new cluster
    keeps its backups for 1 day until the plan has run."""

    retention_days: int
    """Days that backups are kept, 1 to 35."""

    window: str
    """Daily window in UTC, `hh:mm-hh:mm`, 30 minutes or longer."""

    copies: CopiesInput | None
    """Daily snapshots with a copy in a second region."""


class MonitoringInput(TypedDict, total=False):
    """Enhanced monitoring and Database Insights."""

    interval_seconds: int
    """Interval of enhanced monitoring: 1, 5, 10, 15, 30 or 60; 0 turns it off."""

    insights: Literal["standard", "advanced", "off"]
    """Mode of Database Insights, or off."""

    insights_retention_days: int
    """Days that insights are kept: 7, a multiple of 31 up to 713, or 731. Default: 7, or 465 with `advanced`, which
    requires 465 or more."""


class LogsInput(TypedDict, total=False):
    """Database logs that are exported to CloudWatch Logs, each to its own log group."""

    exports: Sequence[Literal["postgresql", "instance", "iam-db-auth-error"]]
    """The logs: `postgresql`, `instance`, `iam-db-auth-error`. An empty list exports none."""

    retention_days: int
    """Days that CloudWatch keeps the logs: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or more."""


class CpuAlarmInput(TypedDict, total=False):
    """CPU of the busiest instance: of the writer, and of the readers."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_percent: int
    """Alarm above this percentage."""


class ConnectionsAlarmInput(TypedDict, total=False):
    """Connections to one instance: to the writer, and to the readers."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_connections: int | None
    """Alarm above this number. Default: 80 % of `max_connections`: of the parameter where it is a number, else of its
    default for the class or capacity."""


class MemoryAlarmInput(TypedDict, total=False):
    """Free memory of one provisioned instance: of the writer, and of the readers."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_bytes: int | None
    """Alarm below this number of bytes. Default: 5 % of the smallest provisioned instance's memory."""


class CapacityAlarmInput(TypedDict, total=False):
    """Capacity of a Serverless v2 instance as a percentage of `serverless.max_acu`. It includes the memory."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_percent: int
    """Alarm above this percentage."""


class ReplicaLagAlarmInput(TypedDict, total=False):
    """Lag of the slowest reader behind the writer."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_milliseconds: float
    """Alarm above this number of milliseconds."""


class ReplicationLagAlarmInput(TypedDict, total=False):
    """Lag of the secondary region behind the primary region."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_milliseconds: float
    """Alarm above this number of milliseconds."""


class RpoLagAlarmInput(TypedDict, total=False):
    """Time span of the commits that would be lost if the primary region were lost now."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_milliseconds: float
    """Alarm above this number of milliseconds."""


class LocalStorageAlarmInput(TypedDict, total=False):
    """Free local storage of the instances, which holds temporary tables and logs."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_bytes: int | None
    """Alarm below this number of bytes. Default: 20 % of the smallest provisioned instance's memory, about a tenth of
    its local storage. Without a provisioned instance there is no default."""


class LoadAlarmInput(TypedDict, total=False):
    """Average number of active sessions of one instance."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_sessions: float | None
    """Alarm above this number. Default: the vCPUs of the instance class: with more active sessions, sessions wait for a
    CPU. For a Serverless v2 instance there is no default."""


class TransactionIdsAlarmInput(TypedDict, total=False):
    """Age of the oldest transaction ID that is not vacuumed. At 2.1 billion PostgreSQL stops accepting writes."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_transactions: int
    """Alarm above this number."""


class ReplicationSlotsAlarmInput(TypedDict, total=False):
    """Write-ahead log that the slowest logical replication slot keeps in the cluster's volume."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_bytes: int
    """Alarm above this number of bytes; the default is 10 GiB."""


class DeadlocksAlarmInput(TypedDict, total=False):
    """Deadlocks: transactions that PostgreSQL ends because they wait for each other."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_per_second: float
    """Alarm above this number a second, on average; 0.05 is three a minute."""


class AlarmsInput(TypedDict, total=False):
    """CloudWatch alarms and a dashboard of their metrics.

    The alarms of the writer notify together, by one composite alarm, and so do those of the readers, of the load of
    the instances, and of four kinds of Redis: a second problem of a subject does not notify again, one of another
    subject does. The others notify by themselves.
    """

    profile: Literal["production", "quiet", "off"]
    """`production` notifies; `quiet` creates the same alarms and dashboard without notifications; `off` creates
    neither."""

    topic_arns: Sequence[StrInput]
    """SNS topics that receive each alarm and its end, at most 5, in the region of the alarms. The policies of a topic
    and of its key must allow `cloudwatch.amazonaws.com`; they are not checked. Default: a topic is created, with a key
    for a dollar a month where no key is given."""

    emails: Sequence[str]
    """Addresses that the topics notify that are created, in each region: of alarms, and of events that have no topic of
    their own. AWS sends each address a message first, with a link to confirm, and nothing until it is followed. Not
    with `topic_arns`. An empty list says that something else subscribes."""

    per_instance: bool
    """Whether each instance has CPU, connections, memory and capacity alarms of its own. Those of the writer and of the
    readers follow a failover and readers that autoscaling adds; these name the instance."""

    cpu: CpuAlarmInput
    """CPU of the busiest instance: of the writer, and of the readers."""

    connections: ConnectionsAlarmInput
    """Connections to one instance: to the writer, and to the readers."""

    memory: MemoryAlarmInput
    """Free memory of one provisioned instance: of the writer, and of the readers."""

    capacity: CapacityAlarmInput
    """Capacity of a Serverless v2 instance as a percentage of `serverless.max_acu`. It includes the memory."""

    replica_lag: ReplicaLagAlarmInput
    """Lag of the slowest reader behind the writer."""

    replication_lag: ReplicationLagAlarmInput
    """Lag of the secondary region behind the primary region."""

    rpo_lag: RpoLagAlarmInput
    """Time span of the commits that would be lost if the primary region were lost now."""

    local_storage: LocalStorageAlarmInput
    """Free local storage of the instances, which holds temporary tables and logs."""

    load: LoadAlarmInput
    """Average number of active sessions of one instance."""

    transaction_ids: TransactionIdsAlarmInput
    """Age of the oldest transaction ID that is not vacuumed. At 2.1 billion PostgreSQL stops accepting writes."""

    replication_slots: ReplicationSlotsAlarmInput
    """Write-ahead log that the slowest logical replication slot keeps in the cluster's volume."""

    deadlocks: DeadlocksAlarmInput
    """Deadlocks: transactions that PostgreSQL ends because they wait for each other."""


class EventsInput(TypedDict, total=False):
    """RDS events such as failovers and failures: one subscription for the cluster and one for its instances."""

    mode: Literal["own", "shared", "off"]
    """`own` creates both subscriptions. `shared` creates none, because subscriptions of the account cover this
    database: RDS allows 20 in each region. `off` creates none, and no event notifies."""

    topic_arn: StrInput | None
    """SNS topic of the events. Its policy and that of its key must allow `events.rds.amazonaws.com`. Default: the first
    of `alarms.topic_arns`, or a topic that is created."""

    emails: Sequence[str]
    """Addresses that the events notify, and the alarms do not: a topic of the events is created in each region, and
    each address has to confirm. Not with `topic_arn`. Default: the addresses of `alarms.emails` get both."""


class RedisNetworkInput(TypedDict, total=False):
    """The subnet group and the security group of Redis: each is created, or an existing one is passed in.

    Default: the subnets, the VPC and `allow_from` of the database's `network`.
    """

    vpc_id: StrInput | None
    """VPC of the security group that is created for `allow_from`."""

    subnet_ids: Sequence[StrInput] | Output[Sequence[str]] | None
    """Subnets of an ElastiCache subnet group that is created: two or more. A list, or one output of a list."""

    subnet_group_name: StrInput | None
    """Name of an existing ElastiCache subnet group; those of RDS are different ones. A change is refused."""

    allow_from: Mapping[str, SourceInput | StrInput] | None
    """Sources that may connect, by names of your choice, as in the database's `network`."""

    security_group_ids: Sequence[StrInput] | Output[Sequence[str]] | None
    """Existing security groups, instead of a created one. A list, or one output of a list."""

    port: int
    """TCP port of Redis. A change is refused."""


class RedisLogsInput(TypedDict, total=False):
    """Redis logs that are exported to CloudWatch Logs, each to its own log group."""

    exports: Sequence[Literal["slow-log", "engine-log"]]
    """The logs: `slow-log`, `engine-log`. An empty list exports none."""

    retention_days: int
    """Days that CloudWatch keeps the logs: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or more."""


class RedisCpuAlarmInput(TypedDict, total=False):
    """CPU of one node: of the engine's thread, or with two vCPUs of the whole node."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_percent: int | None
    """Alarm above this percentage. Default: 90 of the thread, 45 of a node with two vCPUs, or 90 of one with a
    single vCPU."""


class RedisMemoryAlarmInput(TypedDict, total=False):
    """Memory of one node in use for data, and with data tiering its SSD."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_percent: int | None
    """Alarm above this percentage. Default: 80, and no alarm with a `maxmemory-policy` of `allkeys-...`: such a cache
    is full by design."""


class RedisReplicationLagAlarmInput(TypedDict, total=False):
    """Lag of one replica behind its primary node."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_seconds: float
    """Alarm above this number of seconds."""


class RedisConnectionsAlarmInput(TypedDict, total=False):
    """Client connections to one node."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_connections: int | None
    """Alarm above this number. Default: 80 % of the connections that a node of this type accepts: of 65,000, or of
    fewer for small burstable nodes."""


class RedisEvictionsAlarmInput(TypedDict, total=False):
    """Keys that one node evicts to make room, where that should not happen: a cache evicts by design."""

    period_seconds: int
    """Length of a period in seconds: a multiple of 60, at most a day."""

    evaluation_periods: int
    """Number of the latest periods that are evaluated; together at most a day, or a week where each is an hour or
    longer."""

    datapoints: int | None
    """Number of those periods that must be beyond the threshold. Default: four of five, rounded up."""

    threshold_keys: int | None
    """Alarm above this number of keys in a period. Default: no alarm."""


class RedisAlarmsInput(TypedDict, total=False):
    """Alarms of every node. They notify the topics of the database's `alarms`, by the same profile."""

    cpu: RedisCpuAlarmInput
    """CPU of one node: of the engine's thread, or with two vCPUs of the whole node."""

    memory: RedisMemoryAlarmInput
    """Memory of one node in use for data, and with data tiering its SSD."""

    replication_lag: RedisReplicationLagAlarmInput
    """Lag of one replica behind its primary node."""

    connections: RedisConnectionsAlarmInput
    """Client connections to one node."""

    evictions: RedisEvictionsAlarmInput
    """Keys that one node evicts to make room, where that should not happen: a cache evicts by design."""


class RedisEventsInput(TypedDict, total=False):
    """Events of Redis such as failovers, replaced nodes and failed snapshots. ElastiCache publishes them to one topic,
    which must not be encrypted. They name nodes, and hold no data.
    """

    mode: Literal["own", "off"]
    """`own` notifies the topic. With `off` no event notifies; a group that notifies a topic keeps one."""

    topic_arn: StrInput | None
    """SNS topic of the same account and region, without encryption, whose policy allows ElastiCache by the condition
    `aws:SourceOwner`; with `aws:SourceAccount` ElastiCache cannot publish. Default: a topic that is created."""

    emails: Sequence[str]
    """Addresses that are subscribed to a created topic; each has to confirm. Not with `topic_arn`. Default: those of
    `events.emails`, or else of `alarms.emails`."""


class RedisInput(TypedDict, total=False):
    """Valkey or Redis OSS on ElastiCache: a replication group with TLS and encryption at rest.

    `redis: {}` is enough for production: two nodes in two zones, users with passwords, and daily snapshots.
    """

    engine: Literal["valkey", "redis"]
    """The engine. AWS recommends Valkey, which costs less; the last version of Redis OSS is 7.1. AWS changes Redis OSS
    to Valkey in place, and never back."""

    version: str
    """Major and minor version. Default: 8.2 for Valkey, 7.1 for Redis OSS. AWS upgrades in place, and never
    downgrades."""

    minor_upgrades: Literal["automatic", "manual"]
    """Whether AWS installs the next minor version in the maintenance window. After that, raise `version` too: a preview
    would show a downgrade, which AWS refuses."""

    node_type: str
    """Type of every node."""

    nodes: int | None
    """Nodes of a group without shards, 1 to 6: one primary and its replicas. With two or more, a replica takes over
    when the primary fails. Default: 2."""

    shards: int | None
    """Number of shards; it turns cluster mode on. Clients must speak the cluster protocol. An existing group keeps its
    mode: AWS does not change it in one step, and this component does not change it at all."""

    replicas_per_shard: int | None
    """Replicas of each shard, 0 to 5. Default: 1."""

    network: RedisNetworkInput
    """The subnets, and the sources that may connect. Default: those of the database, on port 6379."""

    authentication: Literal["users", "token", "off"]
    """Authentication of clients: as the user `app` with a password, with one token for all of them (AUTH), or none. An
    existing group changes from none to users or a token, and from a token to users, each with `former_clients`. No
    other change is possible without refusing its clients."""

    former_clients: Literal["refused", "accepted", "token"]
    """Whether Redis still accepts clients from before a change: `accepted` those without authentication, or with the
    token before the last; `token` those with the token that the group had before users. Write it with the change and
    deploy; give every client the new password; then remove the setting and deploy again. With users, `accepted`
    admits every client without a password: another password of a user does not need it."""

    password_version: int
    """Raise it by one to generate a new password or token, set it and write it into the secret. The last password of
    the user `app` is accepted until the next one; for a token, write `former_clients: accepted` too."""

    snapshot_retention_days: int
    """Days that daily snapshots are kept, 0 to 35. With 0 there are none."""

    snapshot_window: str
    """Daily window in UTC, `hh:mm-hh:mm`, 60 minutes or longer."""

    maintenance_window: str
    """Weekly window in UTC, `ddd:hh:mm-ddd:hh:mm`, 60 minutes or longer. It must not overlap the snapshot window."""

    parameters: Mapping[str, str | int | float | bool]
    """Parameters in addition to those of this component (`maxmemory-policy: volatile-lru`,
    `notify-keyspace-events: Ex`), or in place of them."""

    logs: RedisLogsInput
    """Exported logs and their retention."""

    alarms: RedisAlarmsInput
    """Alarms of Redis."""

    events: RedisEventsInput
    """Events of Redis that notify."""


class RegionalEncryptionInput(TypedDict, total=False):
    """Customer-managed KMS keys of one region: one for every purpose, or one for each.

    The policy of a key must allow RDS, Secrets Manager or CloudWatch Logs to use it.
    """

    kms_key_arn: StrInput | None
    """ARN of the KMS key of every purpose that has no key of its own below."""

    storage_key_arn: StrInput | None
    """Key of the storage, its backups and snapshots. A running cluster keeps its key: a change is refused."""

    insights_key_arn: StrInput | None
    """Key of Database Insights."""

    secret_key_arn: StrInput | None
    """Key of the master user's secret. Users of another account can read the secret only with a customer-managed
    key."""

    logs_key_arn: StrInput | None
    """Key of the log groups. Its policy must allow `logs.REGION.amazonaws.com`."""

    topic_key_arn: StrInput | None
    """Key of the created topic for alarms and events. Its policy must allow `cloudwatch.amazonaws.com`,
    `events.amazonaws.com` and `events.rds.amazonaws.com`, or notifications are lost silently. Default: `kms_key_arn`,
    or a key that is created with that policy, because AWS's own key allows none of them."""


class StandbyInstancesInput(TypedDict, total=False):
    """Number and class of the instances in the second region."""

    count: int
    """Instances of the standby, 0 to 15. With 0 only the storage is replicated, which costs least, and a switch of
    regions waits until an instance is created."""

    instance_class: str | None
    """Class of every instance. Default: that of the first writer of the primary cluster, so that the standby can
    carry its load."""


class DisasterRecoveryInput(TypedDict, total=False):
    """A global database: a live secondary cluster in a second region, which can take over from the first.

    The applications' host is then that of the global database, which follows the writer to the other region.
    """

    region: Required[str]
    """The second region."""

    network: Required[NetworkInput]
    """The subnets of the standby, and the sources that may connect."""

    encryption: RegionalEncryptionInput
    """Keys of the second region; keys of the first cannot be used there. A key for the storage is required."""

    instances: StandbyInstancesInput
    """Number and class of the instances in the second region."""

    topic_arns: Sequence[StrInput]
    """SNS topics of the second region for its alarms and events; topics of the first cannot be used there. Default: a
    topic is created there too."""

    deletion_protection: bool
    """AWS deletion protection and Pulumi's `protect` of the standby and the global database. To remove the standby,
    turn it off and deploy; then remove the section and deploy again."""


class ProtectionInput(TypedDict, total=False):
    """Protection against deletion."""

    deletion: bool
    """AWS deletion protection and Pulumi's `protect`, together."""

    final_snapshot: bool
    """Whether a deletion keeps the data: a final snapshot of the cluster and of Redis, the automated backups, and for
    30 days the secrets and keys that this component created. If false, everything is deleted at once."""


class ObjectivesInput(TypedDict, total=False):
    """Objectives of a recovery. They create nothing on AWS: they are compared with the times that AWS publishes for the
    instances and the standby.
    """

    recovery_seconds: int | None
    """Seconds until applications can write again after the writer failed. Less than 600 needs a reader."""

    rpo_seconds: int | None
    """Seconds of committed writes that may be lost with the cluster, when the standby takes over or, without one, a
    backup is restored. Less than 300 needs `disaster_recovery`."""

    rto_minutes: int | None
    """Minutes until applications can write again then. Less than 10 needs an instance of the standby, if there is a
    standby."""


class AdoptRedisInput(TypedDict, total=False):
    """An existing replication group. `redis.engine` and `redis.authentication` must be written as they are."""

    replication_group: Required[str]
    """ID of the replication group."""

    parameter_group: str | None
    """Name of its parameter group. Remove it together with a change of the engine or of the major version, which
    require another group. Default: a group is created, and the nodes change to it."""


class AdoptInput(TypedDict, total=False):
    """Names of existing resources that are imported with `pulumi import`.

    `orion-rds import-map` prints this section from a Terraform state, or from AWS's own descriptions. Keep it for as
    long as the resources have these names: without it they would be replaced. While `master.password_version` is 1, the
    password of the cluster and the value of the secret stay as they are, whatever else changes; raise it to write both
    together.
    """

    cluster: Required[str]
    """Identifier of the cluster."""

    secret: str | None
    """Name of the master user's secret. Leave it out where RDS manages the password, with `master.password_source:
    rds_managed`; and where nothing holds the password, with `master.password_version: 2`, which sets a new one and
    writes it to a new secret."""

    instances: Mapping[str, str]
    """Identifiers of the instances, by their names in `instances`; with `count` these are `"1"`, `"2"` and so on. Other
    instances get generated identifiers."""

    cluster_parameter_group: str | None
    """Name of the cluster's parameter group. Default: a group is created, and the cluster changes to it."""

    instance_parameter_group: str | None
    """Name of the instances' parameter group. Default: a group is created, and the instances change to it."""

    monitoring_role: str | None
    """Name of the role for enhanced monitoring. Default: a role is created."""

    redis: AdoptRedisInput | None
    """An existing Redis."""


class DatabaseInput(TypedDict, total=False):
    """One Aurora PostgreSQL cluster and the resources around it."""

    project: Required[str]
    """Project of the database; first part of every name."""

    environment: Required[str]
    """Environment of the database, such as `prod`; second part of every name."""

    tags: Mapping[str, StrInput]
    """Tags for every resource that has tags. Values are text: write a number, a date or a switch in quotes."""

    encryption: EncryptionInput
    """KMS keys."""

    network: Required[NetworkInput]
    """The subnets, and the sources that may connect."""

    engine: EngineInput
    """The Aurora PostgreSQL engine: its version, upgrades and storage."""

    master: MasterInput
    """The master user."""

    database_name: str
    """Name of the first database. It cannot be changed later."""

    roles: Mapping[str, RoleInput | Literal["read_write", "read_only"]]
    """Roles of the applications, such as `{app: read_write, report: read_only}`; with a password in place of IAM,
    `{batch: {access: read_write, authentication: secret}}`. [`orion-rds sql`](sql.md) makes them in the database."""

    instances: InstancesInput | Mapping[str, InstanceInput]
    """Number and class of the instances; or 1 to 16 instances by name, each with its own class, promotion tier and
    availability zone, such as `{writer: {}, reporting: {promotion_tier: 15}}`. Among instances of the lowest tier
    `writer` is the first writer, else the first by name. A name is that of the resource: with another one, a new
    instance is created before the old one is deleted, which is a failover where the old one writes. The numbers of
    `count` are names too: `"1"` and `"2"` keep those instances."""

    serverless: ServerlessInput | None
    """Makes the instances Serverless v2, within this range of capacity."""

    parameters: ParametersInput
    """Database parameters."""

    audit: AuditInput
    """The audit log."""

    backup: BackupInput
    """Automated backups."""

    maintenance_window: str
    """Weekly window in UTC, `ddd:hh:mm-ddd:hh:mm`, 30 minutes or longer. It must not overlap the backup window."""

    monitoring: MonitoringInput
    """Enhanced monitoring and Database Insights."""

    logs: LogsInput
    """Exported logs and their retention."""

    alarms: AlarmsInput
    """Alarms and their notifications."""

    events: EventsInput
    """RDS event notifications."""

    redis: RedisInput | None
    """Redis beside the database; `redis: {}` is one for production."""

    apply: Literal["immediately", "maintenance_window"]
    """When AWS changes the cluster, its instances and Redis: during `pulumi up`, or in the next maintenance window.
    Until that window, each preview shows pending changes again: another version, class or certificate authority. A new
    password is always set at once."""

    disaster_recovery: DisasterRecoveryInput | None
    """A live standby in a second region."""

    protection: ProtectionInput
    """Protection against deletion."""

    objectives: ObjectivesInput
    """Objectives of a recovery."""

    adopt: AdoptInput | None
    """Names of existing resources that are imported instead of created."""

    accepted_warnings: Mapping[str, str]
    """[Warnings](refusals.md#warnings) that are not shown, by name, each with the reason: `{redis-open: "Only one
    application is in the VPC."}`. An accepted warning that does not apply is a warning itself."""

"""Effects of a change of each setting on a deployed database.

A row applies to its settings, and to those below them without a row of their own. The page docs/changes.md shows the
rows; a test compares them with the settings, and with the refusals of the guard.
"""

from dataclasses import dataclass
from enum import StrEnum

from orion_rds.config import Refusal
from orion_rds.facts import references
from orion_rds.plan import changes, redis_transitions, renamed
from orion_rds.plan.given_again import CREATED_GIVEN
from orion_rds.plan.leaving import STANDBY_LEAVES_FIRST

_PROVIDER = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service"
_CLUSTER = f"{_PROVIDER}/rds/cluster.go"
_GROUP = f"{_PROVIDER}/elasticache/replication_group.go"
_SECRET = f"{_PROVIDER}/secretsmanager/secret.go"


class Effect(StrEnum):
    """The kinds of effects, in the order of what they cost."""

    IN_PLACE = "in place"
    """Without interruption."""

    WAITS = "waits"
    """In place, and effective after a restart or in the next maintenance window."""

    INTERRUPTS = "interrupts"
    """In place, with an interruption."""

    CREATED_AND_DELETED = "creates or deletes"
    """The resources of the setting are created, or deleted with their data."""

    REFUSED = "refused"
    """Refused, before anything is changed."""


@dataclass(frozen=True, slots=True)
class Row:
    """The effect of a change of some settings."""

    settings: tuple[str, ...]
    effect: Effect
    text: str
    source: str
    property: str = ""
    """The resource type and property that the setting becomes."""

    refusals: tuple[Refusal[...], ...] = ()
    """Refusals of a change in some or all directions."""


ROWS = (
    Row(
        ("project", "environment"),
        Effect.REFUSED,
        "Every name begins with them, and AWS renames nothing.",
        _CLUSTER,
        "rds.Cluster.clusterIdentifier",
        (changes.PROJECT_ANOTHER,),
    ),
    Row(
        ("aws:region",),
        Effect.REFUSED,
        "The region of the stack: everything would be created in another one. So is another provider in the options of "
        "the component, of the same region too: Pulumi would replace everything.",
        _CLUSTER,
        "rds.Cluster.region",
        (changes.REGION_ANOTHER, changes.PROVIDER_ANOTHER),
    ),
    Row(("tags",), Effect.IN_PLACE, "Of every resource that has tags.", references.TAGGING),
    Row(
        ("encryption.kms_key_arn",),
        Effect.REFUSED,
        "It is the key of each purpose below that has none of its own: the rows below apply.",
        _CLUSTER,
        "rds.Cluster.kmsKeyId",
        (changes.STORAGE_KEY_ANOTHER,),
    ),
    Row(
        ("encryption.storage_key_arn",),
        Effect.REFUSED,
        "Set later, changed or taken out: a cluster keeps its first key.",
        _CLUSTER,
        "rds.Cluster.kmsKeyId",
        (changes.STORAGE_KEY_ANOTHER,),
    ),
    Row(
        ("encryption.insights_key_arn", "disaster_recovery.encryption.insights_key_arn"),
        Effect.REFUSED,
        "Set later, changed or taken out: insights keep their first key, also while they are off. Where they were "
        "never on, the key can be set.",
        "https://github.com/hashicorp/terraform-provider-aws/issues/42981",
        "rds.Cluster.performanceInsightsKmsKeyId",
        (changes.INSIGHTS_KEY_ANOTHER,),
    ),
    Row(
        ("encryption.secret_key_arn",),
        Effect.IN_PLACE,
        "Set later or changed. Taken out it is refused, as the provider sends nothing then; and with `master."
        "password_source: rds_managed` in all directions.",
        _SECRET,
        "secretsmanager.Secret.kmsKeyId",
        (changes.SECRET_KEY_REMOVED, changes.MANAGED_SECRET_KEY_ANOTHER),
    ),
    Row(
        ("encryption.logs_key_arn", "disaster_recovery.encryption.logs_key_arn"),
        Effect.IN_PLACE,
        "What is logged already stays encrypted with the old key.",
        f"{_PROVIDER}/logs/group.go",
        "cloudwatch.LogGroup.kmsKeyId",
    ),
    Row(
        ("encryption.topic_key_arn", "disaster_recovery.encryption.topic_key_arn"),
        Effect.IN_PLACE,
        "A key that this component created is deleted when one is given.",
        f"{_PROVIDER}/sns/topic.go",
        "sns.Topic.kmsMasterKeyId",
    ),
    Row(
        ("encryption.redis_key_arn",),
        Effect.REFUSED,
        "Set later, changed or taken out: a group keeps its first key.",
        _GROUP,
        "elasticache.ReplicationGroup.kmsKeyId",
        (changes.REDIS_ANOTHER,),
    ),
    Row(
        ("encryption.vault_key_arn", "backup.copies.kms_key_arn"),
        Effect.REFUSED,
        "Set later, changed or taken out: a vault keeps its first key.",
        f"{_PROVIDER}/backup/vault.go",
        "backup.Vault.kmsKeyArn",
        (changes.COPIES_ANOTHER,),
    ),
    Row(
        ("network.vpc_id", "disaster_recovery.network.vpc_id", "redis.network.vpc_id"),
        Effect.REFUSED,
        "AWS moves nothing to another VPC.",
        references.AURORA_VPC,
        "ec2.SecurityGroup.vpcId",
        (changes.VPC_ANOTHER,),
    ),
    Row(
        ("network.subnet_ids", "disaster_recovery.network.subnet_ids", "redis.network.subnet_ids"),
        Effect.IN_PLACE,
        "What runs stays where it is. One of another VPC is refused, and so is taking the last one of a zone in which "
        "something runs.",
        references.AURORA_VPC,
        "rds.SubnetGroup.subnetIds",
        (changes.VPC_ANOTHER, changes.SUBNET_IN_USE),
    ),
    Row(
        ("network.subnet_group_name",),
        Effect.REFUSED,
        "In place of `subnet_ids`, the other way round, or another name.",
        _CLUSTER,
        "rds.Cluster.dbSubnetGroupName",
        (changes.SUBNET_GROUP_ANOTHER, CREATED_GIVEN),
    ),
    Row(
        ("network.allow_from", "disaster_recovery.network.allow_from", "redis.network.allow_from"),
        Effect.IN_PLACE,
        "Rule by rule: a new source is let in before an old one is shut out. Another name of a source is another "
        "description; of an output it is refused, unless `rule_name` has the former one.",
        references.EC2_INGRESS,
        "vpc.SecurityGroupIngressRule",
        (renamed.SOURCE_RENAMED,),
    ),
    Row(
        (
            "network.security_group_ids",
            "disaster_recovery.network.security_group_ids",
            "redis.network.security_group_ids",
        ),
        Effect.IN_PLACE,
        "In place of `allow_from` too: the created group is deleted after the change, so that to pass that one in is "
        "refused, as is one of another VPC.",
        _CLUSTER,
        "rds.Cluster.vpcSecurityGroupIds",
        (changes.VPC_ANOTHER, CREATED_GIVEN),
    ),
    Row(
        ("network.dual_stack", "disaster_recovery.network.dual_stack"),
        Effect.IN_PLACE,
        "AWS refuses it where a subnet has no IPv6 block.",
        references.MODIFY_DB_CLUSTER,
        "rds.Cluster.networkType",
    ),
    Row(
        ("network.port", "disaster_recovery.network.port"),
        Effect.INTERRUPTS,
        "AWS restarts every instance at once, whatever `apply` is. The master password is a new one, as the secret "
        "holds the port.",
        references.AURORA_MODIFYING,
        "rds.Cluster.port",
    ),
    Row(
        ("engine.version",),
        Effect.INTERRUPTS,
        "A newer minor version restarts every instance, usually for less than a minute. Another major version, or an "
        "older one, is refused; with a standby also an exact newer one, which AWS installs in the second region first.",
        references.AURORA_MINOR_UPGRADES,
        "rds.Cluster.engineVersion",
        (changes.VERSION_ANOTHER_MAJOR, changes.VERSION_LOWER, changes.VERSION_IN_GLOBAL_DATABASE),
    ),
    Row(
        ("engine.minor_upgrades",),
        Effect.IN_PLACE,
        "From the next maintenance window on.",
        references.AURORA_MINOR_UPGRADES,
        "rds.ClusterInstance.autoMinorVersionUpgrade",
    ),
    Row(
        ("engine.storage",),
        Effect.IN_PLACE,
        "To `io_optimized` once in 30 days, back at any time.",
        references.MODIFY_DB_CLUSTER,
        "rds.Cluster.storageType",
    ),
    Row(
        ("engine.lifecycle_support",),
        Effect.REFUSED,
        "The provider never sends a change.",
        "https://github.com/hashicorp/terraform-provider-aws/issues/37619",
        "rds.Cluster.engineLifecycleSupport",
        (changes.LIFECYCLE_SUPPORT_ANOTHER,),
    ),
    Row(
        ("engine.certificate_authority",),
        Effect.IN_PLACE,
        "Clients that verify certificates must know the new authority first. Where the engine cannot exchange its "
        "certificate while it runs, the instance restarts.",
        references.AURORA_CERTIFICATES,
        "rds.ClusterInstance.caCertIdentifier",
    ),
    Row(
        ("master.username",),
        Effect.REFUSED,
        "AWS renames no master user.",
        _CLUSTER,
        "rds.Cluster.masterUsername",
        (changes.MASTER_USERNAME_ANOTHER,),
    ),
    Row(
        ("master.password_source",),
        Effect.IN_PLACE,
        "The password is another one, in another secret: connections that exist go on, new ones need it. The old "
        "secret is deleted; that of RDS at once. To `rds_managed` in the deployment that takes the standby out it is "
        "refused.",
        references.MODIFY_DB_CLUSTER,
        "rds.Cluster.manageMasterUserPassword",
        (STANDBY_LEAVES_FIRST,),
    ),
    Row(
        ("master.password_version",),
        Effect.IN_PLACE,
        "At once, whatever `apply` is. Connections that exist go on, new ones need the new password.",
        references.MODIFY_DB_CLUSTER,
        "rds.Cluster.masterPassword",
    ),
    Row(
        ("master.secret_policy",),
        Effect.IN_PLACE,
        "",
        references.SECRETS_MANAGER_CREATE,
        "secretsmanager.SecretPolicy.policy",
    ),
    Row(
        ("database_name",),
        Effect.REFUSED,
        "Set later, changed or taken out: AWS renames no database.",
        _CLUSTER,
        "rds.Cluster.databaseName",
        (changes.DATABASE_NAME_ANOTHER,),
    ),
    Row(
        ("instances", "instances.count"),
        Effect.CREATED_AND_DELETED,
        "A reader that goes ends its connections. When the writer goes, a reader takes over first, usually in less "
        "than a minute. Another name is another instance: it is created before the old one is deleted. From `count` to "
        'names, `"1"` and `"2"` keep those instances. Another zone replaces an instance likewise; another promotion '
        "tier is in place.",
        references.AURORA_HIGH_AVAILABILITY,
        "rds.ClusterInstance",
        (renamed.INSTANCES_AT_ONCE,),
    ),
    Row(
        ("instances.instance_class",),
        Effect.INTERRUPTS,
        "Each instance restarts; of the writer, a reader takes over, usually in less than a minute. A single instance "
        "is away for up to 10 minutes. The alarms' thresholds follow the new class. A burstable one in the deployment "
        "that takes the standby out is refused.",
        references.AURORA_MODIFYING,
        "rds.ClusterInstance.instanceClass",
        (STANDBY_LEAVES_FIRST,),
    ),
    Row(
        ("serverless.min_acu",),
        Effect.IN_PLACE,
        "The capacity. From 1 to 0 it is refused, as the provider does not see that change; with another value between "
        "them, the instances pause.",
        references.AURORA_SERVERLESS_CAPACITY,
        "rds.Cluster.serverlessv2ScalingConfiguration",
        (changes.MIN_ACU_FROM_ONE,),
    ),
    Row(
        ("serverless",),
        Effect.IN_PLACE,
        "The capacity; `max_connections` follows the maximum after a restart. In place of provisioned instances, or "
        "the other way round, each instance restarts.",
        references.AURORA_SERVERLESS_CAPACITY,
        "rds.Cluster.serverlessv2ScalingConfiguration",
    ),
    Row(
        ("parameters",),
        Effect.WAITS,
        "A dynamic parameter is in force at once, a static one after a restart of each instance.",
        references.AURORA_PARAMETERS,
        "rds.ClusterParameterGroup.parameters",
    ),
    Row(
        ("audit",),
        Effect.IN_PLACE,
        "",
        references.AURORA_PGAUDIT,
        "rds.ClusterParameterGroup.parameters",
    ),
    Row(
        ("backup.managed_by",),
        Effect.IN_PLACE,
        "To `aws_backup` nothing is sent: the cluster keeps its retention and window. Remove the "
        "cluster from the plan of AWS Backup before you change back to `rds`.",
        references.BACKUP_CONTINUOUS,
        "rds.Cluster.backupRetentionPeriod",
    ),
    Row(
        ("backup.retention_days",),
        Effect.IN_PLACE,
        "Fewer days delete the older backups.",
        references.MODIFY_DB_CLUSTER,
        "rds.Cluster.backupRetentionPeriod",
    ),
    Row(
        ("backup", "backup.window"),
        Effect.IN_PLACE,
        "",
        references.MODIFY_DB_CLUSTER,
        "rds.Cluster.preferredBackupWindow",
    ),
    Row(
        ("backup.copies",),
        Effect.CREATED_AND_DELETED,
        "Taken out, the vaults and their backups are deleted; while `protection.deletion` is on, that is refused, and "
        "with a lock in compliance mode always.",
        f"{_PROVIDER}/backup/vault.go",
        "backup.Vault",
        (changes.SECTION_PROTECTED, changes.VAULT_LOCK_KEPT),
    ),
    Row(
        ("backup.copies.region",),
        Effect.REFUSED,
        "The copies stay where they are.",
        f"{_PROVIDER}/backup/vault.go",
        "backup.Vault.region",
        (changes.COPIES_ANOTHER,),
    ),
    Row(
        ("backup.copies.retention_days", "backup.copies.daily_at"),
        Effect.IN_PLACE,
        "For backups from now on.",
        references.BACKUP_RULE,
        "backup.Plan.rules",
    ),
    Row(
        ("backup.copies.topic_arn",),
        Effect.IN_PLACE,
        "",
        references.BACKUP_EVENTS,
        "cloudwatch.EventTarget.arn",
        (CREATED_GIVEN,),
    ),
    Row(
        ("backup.copies.vault_lock",),
        Effect.IN_PLACE,
        "The lock is taken off and put on again. One in compliance mode stays as it is: a change is refused.",
        references.BACKUP_VAULT_LOCK,
        "backup.VaultLockConfiguration",
        (changes.VAULT_LOCK_KEPT,),
    ),
    Row(
        ("maintenance_window",),
        Effect.IN_PLACE,
        "If the new window is now, AWS does what waits for one.",
        references.MODIFY_DB_CLUSTER,
        "rds.Cluster.preferredMaintenanceWindow",
    ),
    Row(
        ("monitoring",),
        Effect.IN_PLACE,
        "",
        references.MODIFY_DB_CLUSTER,
        "rds.ClusterInstance.monitoringInterval, rds.Cluster.performanceInsightsEnabled",
    ),
    Row(
        ("logs", "logs.exports", "redis.logs"),
        Effect.CREATED_AND_DELETED,
        "The log group of an export that is taken out is deleted, with its logs.",
        references.AURORA_LOGS,
        "cloudwatch.LogGroup",
    ),
    Row(
        ("logs.retention_days", "redis.logs.retention_days"),
        Effect.IN_PLACE,
        "Fewer days delete the older logs.",
        references.LOG_RETENTION,
        "cloudwatch.LogGroup.retentionInDays",
    ),
    Row(("alarms", "redis.alarms"), Effect.IN_PLACE, "", references.METRIC_ALARM, "cloudwatch.MetricAlarm"),
    Row(
        ("alarms.emails", "events.emails"),
        Effect.IN_PLACE,
        "A new address has to be confirmed before it gets anything, and one that never was stays until AWS drops it. "
        "The first of `events.emails` creates a topic of the events; without any, it is deleted.",
        references.SNS_EMAIL,
        "sns.TopicSubscription.endpoint",
    ),
    Row(
        ("events.topic_arn",),
        Effect.IN_PLACE,
        "A created topic that is passed in would be deleted, which is refused: for events and alarms alike.",
        references.CREATE_EVENT_SUBSCRIPTION,
        "rds.EventSubscription.snsTopic",
        (CREATED_GIVEN,),
    ),
    Row(("events",), Effect.IN_PLACE, "", references.CREATE_EVENT_SUBSCRIPTION, "rds.EventSubscription"),
    Row(
        ("redis",),
        Effect.CREATED_AND_DELETED,
        "Taken out, Redis is deleted, after a final snapshot with `protection.final_snapshot`; while "
        "`protection.deletion` is on, that is refused.",
        _GROUP,
        "elasticache.ReplicationGroup",
        (changes.SECTION_PROTECTED,),
    ),
    Row(
        ("redis.engine",),
        Effect.INTERRUPTS,
        "Redis OSS to Valkey, as an upgrade: a failover of a few seconds a shard. Back it is refused, and with "
        "`apply: maintenance_window`.",
        references.ELASTICACHE_ENGINES,
        "elasticache.ReplicationGroup.engine",
        (changes.REDIS_ANOTHER, changes.REDIS_FAMILY_WAITS),
    ),
    Row(
        ("redis.version",),
        Effect.INTERRUPTS,
        "A newer version, with a failover of a few seconds a shard; without a replica, Redis is away and may lose what "
        "it holds. An older version is refused.",
        references.ELASTICACHE_VERSIONS,
        "elasticache.ReplicationGroup.engineVersion",
        (changes.REDIS_ANOTHER, changes.REDIS_FAMILY_WAITS),
    ),
    Row(
        ("redis.minor_upgrades",),
        Effect.IN_PLACE,
        "",
        _GROUP,
        "elasticache.ReplicationGroup.autoMinorVersionUpgrade",
    ),
    Row(
        ("redis.node_type",),
        Effect.INTERRUPTS,
        "While new nodes are filled Redis goes on, then there is a failover of a few seconds. Between nodes with and "
        "without disks (`r6gd`) it is refused. Change the number of nodes in another deployment: together they can "
        "fail half way (hashicorp/terraform-provider-aws#50096).",
        references.ELASTICACHE_REPLICATION_GROUP_CHANGES,
        "elasticache.ReplicationGroup.nodeType",
        (changes.REDIS_ANOTHER,),
    ),
    Row(
        ("redis.nodes", "redis.replicas_per_shard"),
        Effect.IN_PLACE,
        "AWS chooses which replica goes; its connections end.",
        _GROUP,
        "elasticache.ReplicationGroup.numCacheClusters",
    ),
    Row(
        ("redis.shards",),
        Effect.IN_PLACE,
        "More or fewer shards, while Redis goes on. To or from a group without shards it is refused.",
        references.ELASTICACHE_CLUSTER_MODE,
        "elasticache.ReplicationGroup.numNodeGroups",
        (changes.REDIS_MODE,),
    ),
    Row(
        ("redis.network.subnet_group_name", "redis.network.port"),
        Effect.REFUSED,
        "A group keeps them.",
        _GROUP,
        "elasticache.ReplicationGroup.subnetGroupName, .port",
        (changes.REDIS_ANOTHER,),
    ),
    Row(
        ("redis.authentication", "redis.former_clients"),
        Effect.IN_PLACE,
        "In two deployments: see [docs/redis.md](redis.md#changing-the-authentication). A change that would refuse the "
        "clients is refused.",
        references.ELASTICACHE_ACCESS,
        "elasticache.ReplicationGroup.userGroupIds, .authToken",
        (
            redis_transitions.REDIS_USERS_STAY,
            redis_transitions.REDIS_TOKEN_STAYS,
            redis_transitions.REDIS_CLIENTS_REFUSED,
            redis_transitions.REDIS_TOKEN_ROTATING,
            redis_transitions.REDIS_TOKEN_UNKNOWN,
        ),
    ),
    Row(
        ("redis.password_version",),
        Effect.IN_PLACE,
        "A user's last password is accepted until the next one, so that another step than one more is refused. For a "
        "token, `former_clients: accepted` is needed beside it.",
        references.ELASTICACHE_ACCESS,
        "elasticache.User.authenticationMode",
        (
            redis_transitions.REDIS_PASSWORD_STEP,
            redis_transitions.REDIS_CLIENTS_REFUSED,
            redis_transitions.REDIS_TOKEN_RENEWED,
        ),
    ),
    Row(
        ("redis.snapshot_retention_days",),
        Effect.IN_PLACE,
        "With shards, the first snapshots are refused.",
        references.ELASTICACHE_REPLICATION_GROUP_CHANGES,
        "elasticache.ReplicationGroup.snapshotRetentionLimit",
        (changes.REDIS_SNAPSHOTS_LATER,),
    ),
    Row(
        ("redis.snapshot_window", "redis.maintenance_window"),
        Effect.IN_PLACE,
        "",
        _GROUP,
        "elasticache.ReplicationGroup.snapshotWindow, .maintenanceWindow",
    ),
    Row(
        ("redis.events",),
        Effect.IN_PLACE,
        "From one topic to another too; to `mode: off` it is refused.",
        _GROUP,
        "elasticache.ReplicationGroup.notificationTopicArn",
        (changes.REDIS_EVENTS_STAY, CREATED_GIVEN),
    ),
    Row(
        ("redis.parameters",),
        Effect.IN_PLACE,
        "A few parameters are in force after a restart of each node.",
        references.ELASTICACHE_PARAMETERS,
        "elasticache.ParameterGroup.parameters",
    ),
    Row(
        ("apply",),
        Effect.IN_PLACE,
        "It decides when later changes are made. To take back one that waits for the window, write it as it was and "
        "give the old value with `aws rds modify-db-instance --apply-immediately` too: Pulumi has nothing to undo.",
        references.MODIFY_DB_CLUSTER,
        "rds.Cluster.applyImmediately",
    ),
    Row(
        ("disaster_recovery",),
        Effect.CREATED_AND_DELETED,
        "It comes and goes without interruption and without another password. Taken out, the standby is deleted; while "
        "`disaster_recovery.deletion_protection` is on, or while the standby writes, that is refused.",
        _CLUSTER,
        "rds.GlobalCluster",
        (changes.SECTION_PROTECTED, changes.STANDBY_WRITES),
    ),
    Row(
        (
            "disaster_recovery.region",
            "disaster_recovery.encryption.kms_key_arn",
            "disaster_recovery.encryption.storage_key_arn",
            "disaster_recovery.network.subnet_group_name",
        ),
        Effect.REFUSED,
        "The standby would be another one.",
        _CLUSTER,
        "rds.Cluster.region, .kmsKeyId, .dbSubnetGroupName",
        (changes.STANDBY_ANOTHER,),
    ),
    Row(
        ("disaster_recovery.encryption.secret_key_arn",),
        Effect.IN_PLACE,
        "The replica of the secret is made again: for a moment it cannot be read.",
        _SECRET,
        "secretsmanager.Secret.replicas",
    ),
    Row(
        ("disaster_recovery.instances",),
        Effect.CREATED_AND_DELETED,
        "As `instances`; the writer notices nothing.",
        references.AURORA_GLOBAL,
        "rds.ClusterInstance",
    ),
    Row(
        ("alarms.topic_arns", "disaster_recovery.topic_arns"),
        Effect.IN_PLACE,
        "With `backup.copies`, topics are added before others are removed, and there are five at once.",
        references.METRIC_ALARM,
        "cloudwatch.MetricAlarm",
        (renamed.TOPICS_AT_ONCE, CREATED_GIVEN),
    ),
    Row(
        ("disaster_recovery.deletion_protection",),
        Effect.IN_PLACE,
        "Turned off while the standby writes it is refused.",
        references.AURORA_GLOBAL_DISASTER_RECOVERY,
        "rds.Cluster.deletionProtection",
        (changes.STANDBY_WRITES,),
    ),
    Row(
        ("protection",),
        Effect.IN_PLACE,
        "At once. Nothing else has to change with it.",
        references.AURORA_DELETION,
        "rds.Cluster.deletionProtection, .skipFinalSnapshot",
    ),
    Row(
        ("adopt", "adopt.cluster", "adopt.secret", "adopt.redis", "adopt.redis.replication_group"),
        Effect.REFUSED,
        "What exists keeps its name.",
        references.PULUMI_IMPORT,
        "rds.Cluster.clusterIdentifier",
        (changes.ADOPTED_ANOTHER,),
    ),
    Row(
        ("adopt.instances",),
        Effect.CREATED_AND_DELETED,
        "As another name of `instances`: taken out, an instance is replaced. An identifier keeps its name and zone.",
        references.PULUMI_IMPORT,
        "rds.ClusterInstance.identifier",
        (renamed.ADOPTED_INSTANCE_RENAMED, renamed.ADOPTED_INSTANCE_MOVED),
    ),
    Row(
        (
            "adopt.cluster_parameter_group",
            "adopt.instance_parameter_group",
            "adopt.monitoring_role",
            "adopt.redis.parameter_group",
        ),
        Effect.WAITS,
        "Taken out, one is created in its place; static parameters of another group are in force after a restart. "
        "Another name is refused, and so is a name for what has a generated one. That of Redis has to be taken out "
        "with a change of the engine or of the major version.",
        references.AURORA_PARAMETERS,
        "rds.ClusterParameterGroup.name",
        (changes.ADOPTED_ANOTHER, changes.REDIS_ADOPTED_FAMILY),
    ),
    Row(
        ("objectives",),
        Effect.IN_PLACE,
        "It changes no resource. Objectives that the instances or the standby cannot meet are refused.",
        references.AURORA_HIGH_AVAILABILITY,
    ),
    Row(
        ("roles",),
        Effect.IN_PLACE,
        "A secret is created with `authentication: secret`, and deleted without it. `orion-rds sql` then makes the "
        "roles so in the database; one that is taken out stays.",
        references.SQL_PAGE,
    ),
    Row(
        ("accepted_warnings",),
        Effect.IN_PLACE,
        "It changes no resource, only which warnings are shown.",
        references.WARNINGS_PAGE,
    ),
)
